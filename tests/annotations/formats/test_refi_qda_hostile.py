"""REFI-QDA projects that are damaged or made to do harm."""

import pytest

from annotations.formats.record import (
    Annotation,
    Document,
    Entry,
    FormatError,
    Piece,
    Refusal,
)
from annotations.formats.refi import project as refi_qda
from annotations.formats.refi import xml as refi_xml
from corpus.text import normalise
from tests.support.passages import TEXT as RAW_TEXT
from tests.support.refi_projects import (
    SOURCE,
    again,
    edited,
    guid,
    project,
    read,
    selection,
    source,
    written,
    xml_of,
)

TEXT = normalise(RAW_TEXT).text


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
    passage = Annotation((Piece(0, 4, "Kyiv"),), key="k", tags=("a", "b"))
    content = written([Entry(Document("1", text=TEXT), (passage,))])

    refusal, entry = read(edited(content, xml_of(content).replace('{"passage"', '{"passages"')))

    assert refusal == Refusal(
        "note “Twosource passage 0”", "This is neither an article nor a passage."
    )
    assert entry.annotations[0].tags == ("a", "b")
