"""REFI-QDA projects: of NVivo, ATLAS.ti and others, and our own."""

import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.formats import refi_qda, refi_xml
from annotations.formats.offsets import convert
from annotations.formats.record import (
    Annotation,
    Code,
    Document,
    Entry,
    FormatError,
    OffsetRule,
    Piece,
    Refusal,
    Unit,
)
from annotations.formats.refi_values import in_code_points
from corpus.text import normalise
from tests.support.passages import TEXT as RAW_TEXT
from tests.support.passages import codes, names, passages
from tests.support.strategies import many

TEXT = normalise(RAW_TEXT).text

PROJECT = (
    '<Project xmlns="urn:QDA-XML:project:1.0" name="p" origin="{origin}"><Users>'
    '<User guid="{user}" name="Anna"/></Users><CodeBook><Codes>{codes}</Codes></CodeBook>'
    "{middle}<Sources>{sources}</Sources><Notes>{notes}</Notes>{after}</Project>"
)


def guid(number):
    return f"00000000-0000-0000-0000-{number:012}"


USER, SOURCE, CODE, GROUP = map(guid, (1, 2, 3, 4))
CODES = (
    f'<Code guid="{GROUP}" name="actor" isCodable="false">'
    f'<Code guid="{CODE}" name="state" isCodable="true" color="#b45309">'
    "<Description>A ministry.</Description></Code></Code>"
)
NVIVO = OffsetRule(Unit.UTF16, counts_crlf=True)


def project(sources, *, text=None, origin="QDA", middle="", notes="", after="", files=None):
    """A project as a file."""
    content = PROJECT.format(
        origin=origin, user=USER, codes=CODES, middle=middle, sources=sources, notes=notes,
        after=after,
    )  # fmt: skip
    files = {"project.qde": content, f"Sources/{SOURCE}.txt": text, **(files or {})}
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, value in files.items():
            if value is not None:
                archive.writestr(name, value)
    return file


def source(*selections, attributes=f'plainTextPath="internal://{SOURCE}.txt"', inner=""):
    return (
        f'<TextSource guid="{SOURCE}" name="One" {attributes}>{inner}{"".join(selections)}'
        "</TextSource>"
    )


def selection(start, end, *, number=9, name="", inner="", code=CODE, attributes=""):
    coding = f'<Coding guid="{guid(number + 50)}"><CodeRef targetGUID="{code}"/></Coding>'
    return (
        f'<PlainTextSelection guid="{guid(number)}" name="{name}" startPosition="{start}" '
        f'endPosition="{end}" {attributes}>{inner if inner else coding if code else ""}'
        "</PlainTextSelection>"
    )


def read(file):
    return list(refi_qda.loads(file))


def written(entries):
    return b"".join(refi_qda.dumps(entries))


def again(entries):
    return read(BytesIO(written(entries)))


def xml_of(content):
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return archive.read("project.qde").decode()


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


# What this desk wrote.


@many
@given(st.lists(passages(TEXT), max_size=5), codes, names)
def test_our_passages_come_back_whole_and_in_order(annotations, codes, key):
    annotations = tuple(replace(each, key=f"k{n}") for n, each in enumerate(annotations))
    codes = tuple({code.name: replace(code, key=f"c{code.name}") for code in codes}.values())
    entry = Entry(Document(key, title="One", text=TEXT), annotations, codes)

    assert again([entry]) == [entry]


@many
@given(st.lists(passages(RAW_TEXT), max_size=5))
def test_a_text_that_is_not_clean_is_written_as_an_article_has_it(annotations):
    annotations = tuple(replace(each, key=f"k{n}") for n, each in enumerate(annotations))
    entry = Entry(Document("1", text=RAW_TEXT), annotations)

    assert again([entry]) == [in_code_points(entry)]


def passage(start, end, *tags, **values):
    return Annotation((Piece(start, end, TEXT[start:end]),), key="k", tags=tags, **values)


def test_pieces_are_selections_with_the_same_codes():
    pieces = (Piece(0, 4, "Kyiv"), Piece(13, 15, "no"))
    entry = Entry(Document("1", text=TEXT), (Annotation(pieces, key="k", tags=("a/b",)),))

    xml = xml_of(written([entry]))

    assert xml.count("<PlainTextSelection ") == xml.count("<Coding ") == 2
    assert 'name="Kyiv" startPosition="0" endPosition="4"' in xml
    assert 'name="a" isCodable="false"' in xml
    assert 'name="b" isCodable="true"' in xml
    assert xml.count("<User ") == 0


OURS = passage(0, 4, "a", "b", note="one\ntwo", author="anna")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (' startPosition="0"', ' startPosition="1"', (["yiv"], ("a", "b"), "one\ntwo", "anna")),
        ("one\ntwo", "three", (["Kyiv"], ("a", "b"), "three", "anna")),
        ("<Description>one\ntwo</Description>", "", (["Kyiv"], ("a", "b"), "", "anna")),
        ('name="a" isCodable', 'name="c" isCodable', (["Kyiv"], ("c", "b"), "one\ntwo", "anna")),
    ],
)
def test_what_another_program_has_changed_counts(before, after, expected):
    content = written([Entry(Document("1", text=TEXT), (OURS,))])
    xml = xml_of(content)
    assert before in xml

    (entry,) = read(edited(content, xml.replace(before, after)))

    (annotation,) = entry.annotations
    quotes = [piece.quote for piece in annotation.pieces]
    assert (quotes, annotation.tags, annotation.note, annotation.author) == expected


def test_a_code_that_was_changed_is_changed():
    entry = Entry(Document("1", text="Kyiv"), (), (Code("a", "words", 1, "key"),))
    content = written([entry])

    (changed,) = read(edited(content, xml_of(content).replace("words", "other words")))

    assert changed.codes == (Code("a", "other words", 1, "key"),)


def test_a_coding_that_was_removed_is_gone():
    content = written([Entry(Document("1", text=TEXT), (OURS,))])
    xml = xml_of(content)
    start = xml.index("<Coding ")
    end = xml.index("</Coding>") + len("</Coding>")

    (entry,) = read(edited(content, xml[:start] + xml[end:]))

    assert entry.annotations[0].tags == ("b",)


def test_a_text_that_nvivo_wrote_anew_has_the_same_passages():
    entry = Entry(Document("1", text="😀\nKyiv\nsaid"), (replace(OURS, pieces=()),))
    entry = replace(
        entry, annotations=(replace(OURS, pieces=(Piece(7, 11, "said", "Kyiv\n", ""),)),)
    )
    content = written([entry])
    xml = xml_of(content).replace('origin="Twosource"', 'origin="NVivo"')
    # UTF-16 and CRLF: one more for the emoji, two for the line ends.
    xml = xml.replace('startPosition="7" endPosition="11"', 'startPosition="10" endPosition="14"')

    (again,) = read(edited(content, xml, text="😀\r\nKyiv\r\nsaid"))

    (annotation,) = again.annotations
    assert (annotation.pieces, annotation.rule) == (
        (Piece(10, 14, "said", "Kyiv\n", ""),),
        NVIVO,
    )
    assert replace(annotation, pieces=(), rule=OffsetRule()) == replace(OURS, pieces=())


def edited(content, xml, text=None):
    """The same archive with another project."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            value = xml if name == "project.qde" else old.read(name)
            new.writestr(name, text if text and name.endswith(".txt") else value)
    return file


def test_an_article_in_several_entries_is_one_source():
    entries = [
        Entry(Document("1", text=TEXT), (replace(OURS, key="a"),), (Code("a", key="1"),)),
        Entry(Document("1"), (replace(OURS, key="b"),), (Code("b", key="2"),)),
        Entry(Document("2", text=TEXT), (replace(OURS, key="c"),)),
    ]

    assert [(len(each.annotations), each.codes) for each in again(entries)] == [
        (2, (Code("a", key="1"), Code("b", key="2"))),
        (1, ()),
    ]


# Files made to do harm.


@pytest.mark.parametrize(
    ("selections", "refusals"),
    [
        (selection(0, 10**6), ["Its position is not in the text."]),
        (selection(4, 4), ["It ends where it starts, or before."]),
        (selection(-1, 4), ["Its position is not a number."]),
        (selection("9" * 5_000, 4), ["Its position is not a number."]),
        (selection(0, 4, code=guid(99)), [f"It refers to no code ({guid(99)})."]),
    ],
)
def test_a_selection_that_cannot_be_read_is_refused_and_the_next_is_read(selections, refusals):
    outcomes = read(project(source(selections, selection(5, 9, number=10)), text=TEXT))

    where = f"source “One”, selection {guid(9)}"
    assert outcomes[:-1] == [Refusal(where, why) for why in refusals]
    assert outcomes[-1].annotations[-1].pieces == (Piece(5, 9, "said"),)


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        (f"Sources/{SOURCE}.txt", b"\xff", f"Sources/{SOURCE}.txt is not UTF-8 (byte 0)."),
        ("x.txt", b"", f"the archive lacks its text (internal://{SOURCE}.txt)."),
        (f"../Sources/{SOURCE}.txt", b"x", f"the archive lacks its text (internal://{SOURCE}.txt)."),
        (f"Sources/{SOURCE}.txt", b"x" * 12_000_001,
         f"Sources/{SOURCE}.txt is larger than 12,000,000 bytes."),
    ],
)  # fmt: skip
def test_a_text_that_cannot_be_read_is_refused(name, content, why):
    refusal, entry = read(project(source(), files={name: content}))

    assert refusal == Refusal("source “One”", why)
    assert entry.document.text is None


def test_without_its_text_a_selection_has_the_words_of_its_name():
    named = [selection(0, 4, name="Kyiv"), selection(0, 40, number=10, name="Kyiv sa…")]

    _, refusal, entry = read(project(source(*named)))

    assert refusal == Refusal(
        f"source “One”, selection {guid(10)}",
        "The project has neither its text nor all of its words.",
    )
    assert [each.pieces for each in entry.annotations] == [(Piece(0, 4, "Kyiv"),)]
    assert again([entry]) == [entry]


def test_a_path_out_of_the_archive_is_not_followed():
    attributes = 'plainTextPath="internal://../../etc/passwd"'

    refusal, _ = read(project(source(attributes=attributes), files={"etc/passwd": "x"}))

    assert refusal.why == "the archive lacks its text (internal://../../etc/passwd)."


def test_a_text_that_no_article_can_hold_is_refused():
    refusal, selected, entry = read(project(source(selection(0, 1)), text="a\0b"))

    assert refusal.why.startswith("The text contains the character NUL")
    assert selected.why == "The project has neither its text nor all of its words."
    assert (entry.document.text, entry.annotations) == (None, ())


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "line 1: this is not well-formed XML (no element found)."),
        ("<a/>", "line 1: this is not a REFI-QDA codebook or project."),
        (
            '<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><a>&d;</a>',
            "line 1: document types (DOCTYPE) are not accepted.",
        ),
        (
            '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
            "line 1: document types (DOCTYPE) are not accepted.",
        ),
        (
            '<Project xmlns="urn:QDA-XML:project:1.0">' + "<a>" * 50,
            "line 1: codes are nested more than 20 deep.",
        ),
    ],
)
def test_a_project_made_to_do_harm_is_refused(content, why):
    with pytest.raises(FormatError) as refused:
        read(project("", files={"project.qde": content}))

    assert str(refused.value) == why


def test_elements_and_codes_are_counted(monkeypatch):
    monkeypatch.setattr(refi_xml, "MAX_ELEMENTS", 5)
    with pytest.raises(FormatError, match="more than 5 elements in one"):
        read(project(source(*[selection(0, 4)] * 3), text=TEXT))
    monkeypatch.setattr(refi_qda, "MAX_CODES", 1)
    with pytest.raises(FormatError, match="more than 1 codes"):
        read(project(source(), text=TEXT))


def test_our_notes_that_are_damaged_are_refused_and_the_selection_is_read():
    content = written([Entry(Document("1", text=TEXT), (OURS,))])

    refusal, entry = read(edited(content, xml_of(content).replace('{"passage"', '{"passages"')))

    assert refusal == Refusal(
        "note “Twosource passage 0”", "This is neither an article nor a passage."
    )
    assert entry.annotations[0].tags == ("a", "b")
