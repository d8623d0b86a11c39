"""brat standoff: what comes in, what is kept, and that it goes out as it was."""

import zipfile
from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.formats.brat import archive as brat
from annotations.formats.offsets import convert
from annotations.formats.record import (
    Annotation,
    Code,
    Document,
    Entry,
    FormatError,
    Piece,
    Refusal,
)
from corpus.text import normalise
from tests.support.passages import TEXT, codes, names, passages
from tests.support.strategies import many


def zipped(files):
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    file.seek(0)
    return file


def written(entries):
    with zipfile.ZipFile(BytesIO(b"".join(brat.dumps(entries)))) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def again(entries):
    return list(brat.loads(BytesIO(b"".join(brat.dumps(entries)))))


def read(lines, text=TEXT):
    """The refusals of an .ann file, and last its Entry."""
    return list(brat.loads(zipped({"a.txt": text, "a.ann": lines})))


def passage(start, end, *tags, text=TEXT, **values):
    return Annotation((Piece(start, end, text[start:end]),), tags=tags, **values)


# What brat wrote.


def test_what_has_no_place_is_written_back_byte_for_byte():
    lines = (
        "E1\tSay:T2 Who:T1\nT1\tPlace 0 4\tKyiv\n#1\tAnnotatorNotes T1\tcapital\n"
        "T2\tSay 5 9;10 11\tsaid 🙂\nR1\tNear Arg1:T1 Arg2:T2\nA1\tSure T1\nN1\tRef T1 W:1\tKyiv\n"
        "M1\tNegation E1\n*\tEquiv T1 T2\n#2\tAnnotatorNotes E1\tevent\n#3\tOther T1\tx\n"
        "#4\tAnnotatorNotes T1\tagain\nwhat is this\n\nT9\tbad"
    )
    files = {"d/a.txt": TEXT, "d/a.ann": lines, "annotation.conf": "[entities]\nPlace\n"}

    refusal, entry = brat.loads(zipped(files))

    assert refusal == Refusal("d/a.ann, line 15", "This is not a T line of brat.")
    assert [(each.key, each.tags, each.note) for each in entry.annotations] == [
        ("T1", ("Place",), "capital"),
        ("T2", ("Say",), ""),
    ]
    assert entry.annotations[1].pieces == (Piece(5, 9, "said"), Piece(10, 11, "🙂"))
    assert written([entry]) == files


SPANS = st.tuples(st.integers(0, 20), st.integers(0, 20)).map(sorted)


@st.composite
def bound_lines(draw):
    spans = draw(st.lists(SPANS, min_size=1, max_size=3))
    words = " ".join(TEXT[start:end] for start, end in spans).replace("\n", " ")
    words = draw(st.sampled_from([f"\t{words}", f"\t{words} more", f"\t{words}\r", "\tno", ""]))
    name, kind = draw(st.sampled_from(["T1", "T2", "T3x"])), draw(st.sampled_from("ab😀"))
    return f"{name}\t{kind} {';'.join(f'{start} {end}' for start, end in spans)}{words}"


OTHER_LINES = st.sampled_from(
    [
        *["E1\ta:T1 Arg:T2", "R1\tNear Arg1:T1 Arg2:T2", "A1\tSure T1", "*\tEquiv T1 T2", "", "x"],
        *[
            "#1\tAnnotatorNotes T1\ta note",
            "#2\tAnnotatorNotes T2\t",
            "#3\tAnnotatorNotes T2\tb\x85c\r",
            "#3\tAnnotatorNotes E1\tb",
        ],
        *["#4\tTwosource T1\t{}", "#5\tTwosource T1\tx", "#6\tOther T1\tc\td", "\t\t", "T1", "\r"],
    ]
)


@many
@given(st.lists(bound_lines() | OTHER_LINES, max_size=8).map("\n".join))
def test_any_file_of_brat_is_written_back_byte_for_byte(lines):
    files = {"a.txt": TEXT, "a.ann": lines, "annotation.conf": ""}
    entries = [each for each in brat.loads(zipped(files)) if isinstance(each, Entry)]

    assert written(entries) == files


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("T1\tPlace 4 4\t", "It ends where it starts, or before."),
        ("T1\tPlace 0 400\tKyiv", "It ends behind the text, which has 41 characters."),
        ("T1\tPlace -1 4\tKyiv", "This is not a T line of brat."),
        ("T1\tPlace 0 4\tOdesa", "Its words are not those of its position."),
        ("T1\tPlace 15 16\t ", "It holds line ends alone."),
        ('#1\tTwosource T1\t{"passage": 1}', "This is not an object."),
    ],
)
def test_a_wrong_line_is_refused_and_kept(line, why):
    refusal, entry = read(line)

    assert refusal == Refusal("a.ann, line 1", why)
    assert (entry.annotations, written([entry])["a.ann"]) == ((), line)


def test_a_name_that_is_there_twice_is_refused():
    refusal, entry = read("T1\tPlace 0 4\tKyiv\nT1\tSay 5 9\tsaid\n")

    assert refusal == Refusal("a.ann, line 2", "T1 is there twice.")
    assert [each.tags for each in entry.annotations] == [("Place",)]


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("\ufeffone\r\ntwo", "code points, line ends as CRLF, a byte order mark counted"),
        ("on\ne\r\ntwo", "code points"),
        ("one\rtwo", "code points"),
        ("one two", "code points"),
    ],
)
def test_offsets_count_the_text_as_it_is(text, counted):
    start = text.index("two")
    (entry,) = read(f"T1\tNumber {start} {start + 3}\ttwo\n", text)
    (annotation,) = entry.annotations

    [(start, end)] = convert(text, annotation.rule, [(start, start + 3)])

    assert str(annotation.rule) == counted
    assert normalise(text.removeprefix("\ufeff")).text[start:end] == "two"
    assert annotation.pieces == (Piece(text.index("two"), len(text), "two"),)


def test_words_count_where_the_position_has_others():
    (entry,) = read("T1\tPlace 1 5\tKyiv\n")

    assert entry.annotations[0].pieces == (Piece(1, 5, "Kyiv"),)
    assert written([entry])["a.ann"] == "T1\tPlace 1 5\tKyiv\n"


def test_annotations_without_their_text_are_read():
    (entry,) = brat.loads(zipped({"a.ann": "T1\tPlace 0 4;7 9\tKyiv no\n"}))

    assert entry.document.text is None
    assert entry.annotations[0].pieces == (Piece(0, 4, "Kyiv"), Piece(7, 9, "no"))


def test_a_passage_over_two_lines_is_a_span_for_each_line():
    text = "one\ntwo\n\nthree"
    entry = Entry(Document("1", text=text), (passage(0, 14, "x", text=text),))

    line = written([entry])["1.ann"].splitlines()[0]

    assert line == "T1\tx 0 3;4 7;9 14\tone two three"
    [entry] = read(f"{line}\n", text)
    assert entry.annotations[0].pieces == (Piece(0, 14, text),)


def test_settings_are_kept_by_the_first_article():
    settings = {"annotation.conf": "[entities]\nPlace\n", "tools.conf": "[options]\n"}
    files = {"a.txt": "a", "a.ann": "", "b.txt": "b", "b.ann": "", **settings}
    entries = list(brat.loads(zipped(files)))

    assert written(entries) == files
    assert "files" not in entries[1].document.extra["brat"]


def test_other_files_are_named():
    refusal, _ = brat.loads(zipped({"a.txt": "a", "a.ann": "", "a.a1": "x"}))

    assert refusal == Refusal("a.a1", "Only .txt, .ann and .conf files are read.")


# What this desk wrote.


@many
@given(st.lists(passages(), max_size=5), codes, names)
def test_our_passages_come_back_whole_and_in_order(annotations, codes, key):
    annotations = tuple(replace(each, key=f"k{n}") for n, each in enumerate(annotations))
    entry = Entry(Document(key, title="One", text=TEXT), annotations, codes)

    assert again([entry]) == [entry]


def test_an_article_in_several_entries_is_one_file():
    entries = [
        Entry(Document("1", text=TEXT), (passage(0, 4, key="a"),), (Code("x"),)),
        Entry(Document("1"), (passage(0, 4, key="b"),), (Code("y"),)),
        Entry(Document("2", text=TEXT), (passage(0, 4, key="c"),)),
    ]

    assert [[each.key for each in entry.annotations] for entry in again(entries)] == [
        ["a", "b"],
        ["c"],
    ]
    assert [entry.codes for entry in again(entries)] == [(Code("x"), Code("y")), ()]


def test_articles_whose_names_are_alike_have_files_of_their_own():
    entries = [Entry(Document(key, text=key)) for key in ("a b", "a_b", "..", "/")]

    texts = [name for name in written(entries) if name.endswith(".txt")]
    assert texts == ["a_b.txt", "a_b-2.txt", "article.txt", "article-2.txt"]
    assert again(entries) == entries


def test_brat_is_told_the_tags_by_their_types():
    entry = Entry(Document("1", text=TEXT), (passage(0, 4, "state of mind"),))

    files = written([entry])

    assert files["annotation.conf"].splitlines()[1:4] == ["[entities]", "state_of_mind", "untagged"]
    assert files["visual.conf"].splitlines()[1:3] == ["[labels]", "state_of_mind | state of mind"]


def edited(annotation, *changes):
    """The passages of a file of ours in which brat has replaced some words."""
    files = written([Entry(Document("1", text=TEXT), (annotation,))])
    for before, after in changes:
        assert before in files["1.ann"]
        files["1.ann"] = files["1.ann"].replace(before, after)
    (entry,) = brat.loads(zipped(files))
    return [
        ([each.quote for each in passage.pieces], passage.tags, passage.note, passage.author)
        for passage in entry.annotations
    ]


OURS = passage(0, 4, "a b", "c", note="one\ntwo", author="anna")
FIRST, SECOND = "T1\ta_b 0 4\tKyiv\n", "T2\tc 0 4\tKyiv\n"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([(FIRST, "T1\tPlace 0 4\tKyiv\n")], [(["Kyiv"], ("Place", "c"), "one\ntwo", "anna")]),
        ([(SECOND, "")], [(["Kyiv"], ("a b",), "one\ntwo", "anna")]),
        ([(SECOND, "T2\ta_b 0 4\tKyiv\n")], [(["Kyiv"], ("a b",), "one\ntwo", "anna")]),
        ([("\tone two", "\tthree")], [(["Kyiv"], ("a b", "c"), "three", "anna")]),
        (
            [(FIRST, "T1\ta_b 5 9\tsaid\n"), (SECOND, "T2\tc 5 9\tsaid\n")],
            [(["said"], ("a b", "c"), "one\ntwo", "anna")],
        ),
        (
            [(SECOND, "T2\tc 5 9\tsaid\n")],
            [(["Kyiv"], ("a b",), "one\ntwo", "anna"), (["said"], ("c",), "", "")],
        ),
        (
            [(SECOND, SECOND + "T3\ta_b 5 9\tsaid\nR1\tNear Arg1:T3 Arg2:T2\n")],
            [(["Kyiv"], ("a b", "c"), "one\ntwo", "anna"), (["said"], ("a b",), "", "")],
        ),
    ],
)
def test_what_brat_has_changed_counts(changes, expected):
    assert edited(OURS, *changes) == expected


def test_names_that_lines_refer_to_stay():
    files = written([Entry(Document("1", text=TEXT), (OURS,))])
    files["1.ann"] = "T9\tx 5 9\tsaid\n" + files["1.ann"] + "R1\tNear Arg1:T9 Arg2:T2\n"

    (entry,) = brat.loads(zipped(files))
    entry = replace(entry, annotations=(passage(5, 8, "new", "er"), *entry.annotations))

    lines = written([entry])["1.ann"].splitlines()
    assert [line for line in lines if line[0] in "TR"] == [
        *["T9\tx 5 9\tsaid", FIRST.strip(), SECOND.strip(), "R1\tNear Arg1:T9 Arg2:T2"],
        *["T3\tnew 5 8\tsai", "T4\ter 5 8\tsai"],
    ]


def test_lines_about_a_passage_that_is_gone_go_with_it():
    (entry,) = read(
        "T1\tPlace 0 4\tKyiv\nT2\tSay 5 9\tsaid\nA1\tSure E1\nE1\tSay:T2 Who:T1\n"
        "*\tEquiv T1 T2\nA2\tSure T1\n#1\tOther A1\tx\n#2\tAnnotatorNotes T2\ty\n"
    )

    kept = replace(entry, annotations=entry.annotations[:1])

    assert written([kept])["a.ann"] == "T1\tPlace 0 4\tKyiv\nA2\tSure T1\n"


# Files made to do harm.


def test_archives_without_annotations_are_refused():
    with pytest.raises(FormatError, match="cannot be read"):
        list(brat.loads(BytesIO(b"PK")))
    with pytest.raises(FormatError, match=r"no \.ann"):
        list(brat.loads(zipped({"../a.txt": TEXT, "/b.txt": TEXT, "c:\\d.ann": ""})))


def test_a_file_that_cannot_be_read_is_refused_and_the_next_is_read():
    files = {"a.txt": b"\n\xff", "b.txt": "b" * 12_000_001, "c.txt": "", "c.ann": b"\xff"}

    *refusals, entry = brat.loads(zipped({**files, "d.txt": "d"}))

    assert refusals == [
        Refusal("a", "a.txt, line 2: this is not UTF-8."),
        Refusal("b", "b.txt is larger than 12,000,000 bytes."),
        Refusal("c", "c.ann, line 1: this is not UTF-8."),
    ]
    assert entry.document.text == "d"


def test_a_file_of_too_many_lines_is_cut_with_a_report(monkeypatch):
    monkeypatch.setattr("annotations.formats.brat.reading.MAX_LINES", 2)

    refusal, entry = read("T1\tPlace 0 4\tKyiv\nT2\tPlace 0 4\tKyiv\nT3\tPlace 0 4\tKyiv\n")

    assert refusal == Refusal("a.ann", "Only the first 2 lines are read.")
    assert [each.key for each in entry.annotations] == ["T1", "T2"]


def test_refusals_of_one_file_are_so_many_at_most(monkeypatch):
    monkeypatch.setattr("annotations.formats.brat.reading.MAX_REFUSALS", 2)

    assert len(read("T1\n" * 5)) == 3
