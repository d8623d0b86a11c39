"""REFI-QDA projects of this desk, and what other programs have changed of them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.formats.record import (
    Annotation,
    Code,
    Document,
    Entry,
    OffsetRule,
    Piece,
    Unit,
)
from annotations.formats.refi.values import in_code_points
from corpus.text import normalise
from tests.support.passages import TEXT as RAW_TEXT
from tests.support.passages import codes, names, passages
from tests.support.refi_projects import (
    again,
    edited,
    read,
    written,
    xml_of,
)
from tests.support.strategies import many

TEXT = normalise(RAW_TEXT).text
NVIVO = OffsetRule(Unit.UTF16, counts_crlf=True)


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
