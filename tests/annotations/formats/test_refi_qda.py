"""REFI-QDA projects of NVivo, ATLAS.ti and others."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from annotations.formats.offsets import convert
from annotations.formats.record import (
    Code,
    OffsetRule,
    Piece,
    Refusal,
    Unit,
)
from annotations.formats.refi.values import in_code_points
from corpus.text import normalise
from tests.support.passages import TEXT as RAW_TEXT
from tests.support.refi_projects import (
    CODE,
    CODES,
    GROUP,
    PROJECT,
    SOURCE,
    USER,
    again,
    guid,
    project,
    read,
    selection,
    source,
    written,
    xml_of,
)

TEXT = normalise(RAW_TEXT).text
NVIVO = OffsetRule(Unit.UTF16, counts_crlf=True)


# Projects of other programs.


def test_a_selection_is_a_passage_with_its_codes_user_and_times():
    attributes = (
        f'creatingUser="{{{USER.upper()}}}" creationDateTime="2020-01-02T03:04:05Z" '
        'modifiedDateTime="2020-01-02T03:04:06.1234567+01:00"'
    )
    inner = (
        "<Description>a note</Description>"
        f'<Coding guid="{guid(7)}"><CodeRef targetGUID="{CODE}"/></Coding>'
    )

    (entry,) = read(
        project(source(selection(5, 9, attributes=attributes, inner=inner)), text="Kyiv said no")
    )

    (annotation,) = entry.annotations
    assert (entry.document.key, entry.document.title, entry.document.text) == (
        *(SOURCE, "One"),
        "Kyiv said no",
    )
    assert entry.codes == (Code("actor/state", "A ministry.", entry.codes[0].hue, CODE),)
    assert entry.codes[0].hue is not None
    assert annotation.pieces == (Piece(5, 9, "said"),)
    assert (annotation.key, annotation.tags) == (guid(9), ("actor/state",))
    assert (annotation.note, annotation.author) == ("a note", "Anna")
    assert annotation.created_at == datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert annotation.edited_at == datetime.fromisoformat("2020-01-02T03:04:06.123456+01:00")


def test_the_first_note_of_a_selection_is_its_note_and_further_ones_are_kept():
    notes = "".join(
        f'<Note guid="{guid(number)}" name="n"><PlainTextContent>{number}</PlainTextContent></Note>'
        for number in (21, 22, 23)
    )
    refs = "".join(f'<NoteRef targetGUID="{guid(number)}"/>' for number in (21, 22))

    entry, refusal = read(project(source(selection(0, 4, inner=refs)), text=TEXT, notes=notes))

    assert entry.annotations[0].note == "21"
    assert refusal == Refusal("note “n”", "It belongs to no text and is not read.")
    assert again([entry]) == [entry]
    changed = replace(entry, annotations=(replace(entry.annotations[0], note="new"),))
    assert [each.annotations[0].note for each in again([changed])] == ["new"]


@pytest.mark.parametrize(
    ("origin", "text", "span", "rule"),
    [
        # By the program, where nothing tells.
        ("NVivo 12", "one two", (4, 7), NVIVO),
        ("ATLAS.ti 8", "one two", (4, 7), OffsetRule()),
        # A line end that the file has as one character is two for NVivo.
        ("NVivo 12", "😀\none two", (8, 11), NVIVO),
        ("NVivo 12", "😀\r\none two", (8, 11), NVIVO),
        ("NVivo 12", "\ufeff😀\r\none two", (8, 11), NVIVO),
        # By the words, where these are words by another rule alone.
        ("NVivo 14", "😀 one two", (6, 9), OffsetRule()),
        ("MAXQDA 22", "😀 one two", (7, 10), OffsetRule(Unit.UTF16)),
        ("MAXQDA 22", "\n\none two", (8, 11), OffsetRule(counts_crlf=True)),
    ],
)
def test_positions_count_as_the_program_counts(origin, text, span, rule):
    (entry,) = read(project(source(selection(*span)), text=text, origin=origin))
    (annotation,) = entry.annotations

    assert annotation.rule == rule
    assert annotation.pieces == (Piece(*span, "two"),)
    [(start, end)] = convert(entry.document.text, annotation.rule, [span])
    assert normalise(entry.document.text).text[start:end] == "two"


def test_the_name_of_a_selection_tells_more_than_the_edges_of_words():
    sources = source(selection(1, 4, name="ne\ntw".replace("\n", " ")), inner="")

    (entry,) = read(project(sources, text="\none two", origin="QDA"))
    (named,) = read(project(source(selection(2, 5, name="one")), text="\none two", origin="QDA"))

    assert (entry.annotations[0].rule, named.annotations[0].rule) == (
        OffsetRule(),
        OffsetRule(counts_crlf=True),
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_texts_are_read_with_and_without_a_byte_order_mark(encoding):
    (entry,) = read(project(source(selection(0, 4)), text=TEXT.encode(encoding)))

    assert entry.document.text == TEXT
    assert entry.annotations[0].pieces == (Piece(0, 4, "Kyiv"),)


def test_a_text_may_stand_in_the_project_and_that_of_a_pdf_is_a_text():
    inner = "<PlainTextContent>Kyiv said</PlainTextContent>"
    pdf = (
        f'<PDFSource guid="{guid(30)}" name="Two"><PDFSelection guid="{guid(31)}"/>'
        f'<Representation guid="{guid(32)}">{inner}{selection(5, 9)}</Representation></PDFSource>'
        '<AudioSource name="Three"/>'
    )

    one, two, *refusals = read(project(source(selection(0, 4), attributes="", inner=inner) + pdf))

    assert [each.quote for entry in (one, two) for each in entry.annotations[0].pieces] == [
        *("Kyiv", "said"),
    ]
    assert (two.document.title, refusals) == (
        "Two",
        [
            Refusal("PDFSource “Two”", "Only its text is read."),
            Refusal("AudioSource “Three”", "It is not read."),
        ],
    )


def test_what_is_not_read_is_said():
    middle = '<Cases><Case guid="x"/><Case guid="y"/></Cases>'

    refusal, entry = read(project(source(), text="x", middle=middle))

    assert refusal == Refusal("project.qde", "2 Case elements are not read.")
    assert entry.annotations == ()


def test_codes_of_one_name_are_different_tags():
    file = project(
        source(selection(0, 4), selection(5, 9, number=10, code=guid(6))),
        text=TEXT,
        files={
            "project.qde": PROJECT.format(
                origin="", user=USER, middle="", notes="", after="",
                codes=f'{CODES}<Code guid="{guid(6)}" name="actor/state" isCodable="true"/>',
                sources=source(selection(0, 4), selection(5, 9, number=10, code=guid(6))),
            )
        },
    )  # fmt: skip

    (entry,) = read(file)

    assert [each.tags for each in entry.annotations] == [("actor/state",), ("actor/state (2)",)]
    assert [code.key for code in entry.codes] == [CODE, guid(6)]


def test_a_group_that_is_given_is_a_tag():
    (entry,) = read(project(source(selection(0, 4, code=GROUP)), text=TEXT))

    assert entry.annotations[0].tags == ("actor",)
    assert [code.name for code in entry.codes] == ["actor/state"]


def test_what_other_programs_wrote_is_written_back():
    attributes = f'creatingUser="{USER}" modifyingUser="{USER}"'
    inner = (
        f'<Coding guid="{guid(7)}" creatingUser="{USER}" creationDateTime="2020-01-02T03:04:05Z">'
        f'<CodeRef targetGUID="{CODE}"/></Coding>'
    )
    sources = source(
        selection(5, 9, name="named", attributes=attributes, inner=inner),
        f'<Coding guid="{guid(8)}"><CodeRef targetGUID="{CODE}"/></Coding>',
        attributes=f'plainTextPath="internal://{SOURCE}.txt" creatingUser="{USER}"',
        inner="<Description>of the source</Description>",
    )
    entries = read(project(sources, text="Kyiv said", origin="NVivo"))

    xml = xml_of(written(entries))

    for part in (
        *(f'guid="{number}"' for number in (SOURCE, CODE, guid(7), guid(8), guid(9))),
        *('name="named"', "<Description>of the source</Description>", 'name="Anna"'),
        'creationDateTime="2020-01-02T03:04:05Z"',
    ):
        assert part in xml
    assert again(entries) == [in_code_points(each) for each in entries]
