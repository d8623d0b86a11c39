import io
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.formats import json_lines
from annotations.formats.json_lines import MAX_ANNOTATIONS, dumps, loads
from annotations.formats.json_values import MAX_DEPTH
from annotations.formats.record import (
    Annotation,
    Code,
    Document,
    Entry,
    FormatError,
    LinkedClaim,
    LinkedPerson,
    OffsetRule,
    Piece,
    Refusal,
    Unit,
)
from corpus.dates import PRECISIONS, ImpreciseDate
from tests.support.strategies import many

HEADER = '{"twosource": "annotations", "version": 1}'
QUOTE = Annotation((Piece(0, 5, "Kabul"),))

# Any text, half a surrogate pair included: other programs write what they like.
words = st.text(st.characters(), max_size=8) | st.sampled_from(["\ud800", "\u2028", "\x85", "کابل"])
numbers = st.none() | st.integers(-1, 2**40)
moments = st.none() | st.datetimes(timezones=st.just(UTC))
dates = st.none() | st.builds(ImpreciseDate, st.dates(), st.sampled_from(PRECISIONS))
floats = st.floats(allow_nan=False, allow_infinity=False)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | floats | words,
    lambda children: st.lists(children, max_size=3) | st.dictionaries(words, children, max_size=3),
    max_leaves=8,
)
extras = st.dictionaries(words, values, max_size=3)


def several(values, size=3):
    return st.lists(values, max_size=size).map(tuple)


annotations = st.builds(
    Annotation,
    pieces=several(st.builds(Piece, numbers, numbers, words, words, words)),
    key=words,
    url=words,
    rule=st.builds(OffsetRule, st.sampled_from(Unit), st.booleans(), st.booleans()),
    revision=numbers,
    state=words,
    tags=several(words),
    people=several(st.builds(LinkedPerson, words, words, words)),
    claims=several(
        st.builds(LinkedClaim, words, words, words, words, words, dates, words, words), 2
    ),
    note=words,
    author=words,
    created_at=moments,
    edited_at=moments,
    extra=extras,
)
documents = st.builds(
    Document,
    key=words,
    title=words,
    text=st.none() | words,
    url=words,
    source=words,
    grade=words,
    published=dates,
    byline=words,
    language=words,
    sha256=words,
    extra=extras,
)
entries = several(
    st.builds(
        Entry,
        documents,
        several(annotations, 2),
        several(st.builds(Code, words, words, numbers, words), 2),
    )
)


def written(entries):
    return b"".join(dumps(entries))


def read(*lines):
    return list(loads(io.BytesIO("\n".join([HEADER, *lines]).encode())))


@many
@given(entries)
def test_what_is_written_is_read_back_the_same(entries):
    assert tuple(loads(io.BytesIO(written(entries)))) == entries


def test_the_file_is_lines_of_json_without_defaults():
    entry = Entry(Document("a1", text="Kabul fell."), (QUOTE,), (Code("siege", hue=3),))

    assert written([entry]).decode().splitlines() == [
        HEADER,
        '{"article": {"key": "a1", "text": "Kabul fell."}, "tags": [{"name": "siege", "hue": 3}]}',
        '{"passage": {"pieces": [{"start": 0, "end": 5, "quote": "Kabul"}]}}',
    ]


def test_an_article_with_many_passages_is_read_as_several_entries():
    entry = Entry(Document("a1", text="Kabul"), (QUOTE,) * (MAX_ANNOTATIONS + 1), (Code("x"),))

    assert list(loads(io.BytesIO(written([entry])))) == [
        Entry(entry.document, (QUOTE,) * MAX_ANNOTATIONS, entry.codes),
        Entry(Document("a1"), (QUOTE,)),
    ]


def test_a_time_without_a_zone_is_utc_and_empty_lines_and_a_byte_order_mark_do_not_count():
    lines = [
        f"\ufeff{HEADER}",
        "",
        '{"article": {"key": "a"}}',
        '{"passage": {"pieces": [], "created_at": "2021-08-05T12:00:00"}}',
    ]

    [entry] = loads(io.BytesIO("\r\n".join(lines).encode()))

    assert entry.annotations[0].created_at == datetime(2021, 8, 5, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "line 1: this is not a file of annotations by Twosource."),
        ("{", "line 1: this is not a file of annotations by Twosource."),
        ("[1]", "line 1: this is not a file of annotations by Twosource."),
        ('{"twosource": "annotations"}', "line 1: the version is not a number."),
        (
            '{"twosource": "annotations", "version": 2}',
            "line 1: a newer release wrote this file (version 2; this release reads version 1).",
        ),
    ],
)
def test_a_file_of_something_else_is_refused(content, message):
    with pytest.raises(FormatError) as refused:
        list(loads(io.BytesIO(content.encode())))

    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ('{"x": 1}', "This is neither an article nor a passage."),
        ("[]", "This is not an object."),
        ('{"article": []}', "This is not an object."),
        ('{"article": {"title": "x"}}', "It has no “key”."),
        ('{"article": {"key": 1}}', "key: This is not text."),
        ('{"article": {"key": "a", "x": 1}}', "It has the unknown field “x”."),
        ('{"article": {"key": "a"}, "tags": 1}', "This is not a list."),
        ('{"article": {"key": "a"}, "tags": [{"name": "x", "hue": true}]}',
         "hue: This is not a whole number."),
        ('{"article": {"key": "a", "published": "May"}}',
         "published: “May” is not a date. Write it as 2021-08-05, 2021-08 or 2021."),
        ('{"article": {"key": "a", "extra": []}}', "extra: This is not an object."),
        ('{"article": {"key": "a", "extra": ' + '{"x":' * MAX_DEPTH + "1" + "}" * MAX_DEPTH + "}}",
         "extra: More than 50 lists and objects are within each other."),
        ("[" * 100_000, "Its lists and objects are nested too deeply."),
    ],
)  # fmt: skip
def test_an_article_that_cannot_be_read_is_refused_with_its_line(values, why):
    outcomes = read(values, '{"passage": {"pieces": []}}', '{"article": {"key": "b"}}')

    assert outcomes == [
        Refusal("line 2", why),
        Refusal("line 3", "There is no article above this passage, or it was refused."),
        Entry(Document("b")),
    ]


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({}, "It has no “pieces”."),
        ({"pieces": {}}, "pieces: This is not a list."),
        ({"pieces": [{"start": "1", "end": 2, "quote": "x"}]},
         "pieces: start: This is not a whole number."),
        ({"pieces": [], "created_at": "now"},
         "created_at: This is not a time as in 2021-08-05T12:00:00+00:00."),
        ({"pieces": [], "rule": {"unit": "miles"}},
         "rule: unit: This is none of: code points, UTF-16 code units, bytes of UTF-8."),
        ({"pieces": [], "rule": {"counts_bom": 1}},
         "rule: counts_bom: This is not true or false."),
    ],
)  # fmt: skip
def test_a_passage_that_cannot_be_read_is_refused_and_the_next_is_not(values, why):
    line = json.dumps({"passage": values})

    outcomes = read('{"article": {"key": "a"}}', line, '{"passage": {"pieces": []}}')

    assert outcomes == [Refusal("line 3", why), Entry(Document("a"), (Annotation(()),))]


def test_a_line_that_is_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(json_lines, "MAX_RECORD", 1_000)

    outcomes = read('{"article": {"key": "%s"}}' % ("a" * 1_000), '{"article": {"key": "b"}}')

    assert outcomes == [
        Refusal("line 2", "The line is longer than 0.001 MB."),
        Entry(Document("b")),
    ]
