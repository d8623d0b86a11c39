"""What every format of annotations keeps to. A new line of the registry is covered as it is."""

import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.formats.record import Annotation, Document, Entry, FormatError, Piece, Refusal
from annotations.formats.registry import FORMATS, WRITTEN, Part
from tests.support.entries import desk_files, held_by
from tests.support.strategies import some

TWO_WAY = [name for name, each in WRITTEN.items() if each.is_read]
READ = [name for name, each in FORMATS.items() if each.is_read]
# What hostile or damaged files hold, in the middle of a good one.
SNIPPETS = [
    *(b"\0", b"\xff\xfe", b'"', b"'", b"{", b"}", b"[" * 100_000, b'{"a":' * 5_000, b"]"),
    *(b"9" * 5_000, b"1e999", b"NaN", b"-1", b"true", b"null", b"\r", b"\n\n", b"<!--", b"&x;"),
    *(b"\\ud800", b"\\u0000", "😀".encode(), b",", b";", b"\t", b"2147483648", b"0", b"[]", b"{}"),
]


def written(name, entries):
    return b"".join(FORMATS[name].dumps(entries))


def read(name, content):
    return list(FORMATS[name].loads(io.BytesIO(content)))


@pytest.mark.parametrize("name", TWO_WAY)
@some
@given(entries=desk_files())
def test_what_is_written_is_read_up_to_what_the_format_holds(name, entries):
    outcomes = read(name, written(name, entries))

    assert [one for one in outcomes if isinstance(one, Refusal)] == []
    holds = FORMATS[name].holds
    texts = {entry.document.key: entry.document.text for entry in reversed(entries)}
    assert held_by(holds, outcomes, texts) == held_by(holds, entries, texts)


@pytest.mark.parametrize("name", [name for name in TWO_WAY if not FORMATS[name].needs_texts])
@some
@given(entries=desk_files())
def test_a_format_that_needs_no_texts_is_written_the_same_without_them(name, entries):
    without_texts = [replace(one, document=replace(one.document, text=None)) for one in entries]

    assert written(name, without_texts) == written(name, entries)


@pytest.mark.parametrize("name", TWO_WAY)
@some
@given(entries=desk_files())
def test_what_is_read_is_written_and_read_as_the_same(name, entries):
    once = read(name, written(name, entries))

    assert read(name, written(name, once)) == once


@pytest.mark.parametrize("name", [name for name, each in WRITTEN.items() if each.is_streamed])
def test_entries_are_written_as_they_come(name):
    taken = 0

    def entries():
        nonlocal taken
        for taken in range(1, 101):
            yield entry_number(taken)

    behind = []
    for number, part in enumerate(FORMATS[name].dumps(entries())):
        assert part
        behind.append(taken - number)

    assert taken == 100
    # A head and a foot are parts of their own, and an entry may be several parts.
    assert max(behind) <= 2


def entry_number(number):
    text = f"Kabul fell {number}."
    passage = Annotation((Piece(0, 5, "Kabul"),), key=f"p{number}", tags=("city",))
    return Entry(Document(f"d{number}", text=text), (passage,))


class CountingFile(io.BytesIO):
    """A file that knows how far it was read."""

    furthest = 0

    def _note(self, content):
        self.furthest = max(self.furthest, self.tell())
        return content

    def read(self, size=-1):
        return self._note(super().read(size))

    def readline(self, size=-1):
        return self._note(super().readline(size))


@pytest.mark.parametrize("name", [name for name in TWO_WAY if FORMATS[name].is_streamed])
def test_a_file_is_read_as_its_entries_are_taken(name):
    long = "Kabul fell. " * 10_000
    passage = Annotation((Piece(0, 5, long[:5]),), tags=("city",), note=long)
    entries = [Entry(Document(f"d{n}", text=long), (passage,)) for n in range(400)]
    size = len(written(name, entries[:1])) * 400
    file = CountingFile(written(name, entries))

    first = next(FORMATS[name].loads(file))

    assert isinstance(first, Entry)
    # Files that hold neither texts nor notes are small.
    assert size < 3_000_000 or file.furthest < size / 10


@pytest.mark.parametrize("name", TWO_WAY)
@some
@given(entries=desk_files(1, 2), data=st.data())
def test_a_damaged_file_is_refused_with_its_place(name, entries, data):
    content = bytearray(written(name, entries))
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(content)))
        end = data.draw(st.sampled_from([start, start + 1, start + 7, len(content)]))
        content[start:end] = data.draw(st.sampled_from(SNIPPETS) | st.binary(max_size=4))

    check_outcomes(name, bytes(content))


@pytest.mark.parametrize("name", READ)
@pytest.mark.parametrize("content", [b"", b" \n", b"\xff\xfe", *SNIPPETS], ids=repr)
def test_a_file_of_something_else_is_refused(name, content):
    check_outcomes(name, content[:100_000])


@pytest.mark.parametrize("name", TWO_WAY)
def test_a_passage_with_too_many_tags_is_cut_or_refused(name):
    # A line of our own may have as many bytes as a whole article and all that is said of it.
    count = 1_000_000 if name == "twosource" else 20_000
    tags = tuple(f"tag {number}" for number in range(count))
    entry = entry_number(1)
    entry = replace(entry, annotations=(replace(entry.annotations[0], tags=tags),))

    entries, _ = check_outcomes(name, written(name, [entry]))

    assert all(len(one.tags) <= 10_000 for each in entries for one in each.annotations)


def check_outcomes(name, content):
    """Read a file; what comes out is usable, and each Refusal says where and why."""
    try:
        outcomes = read(name, content)
    except FormatError as error:
        assert str(error)
        return [], [error]
    entries = [one for one in outcomes if isinstance(one, Entry)]
    refusals = [one for one in outcomes if isinstance(one, Refusal)]
    assert len(entries) + len(refusals) == len(outcomes)
    assert all(one.where and one.why for one in refusals)
    for entry in entries:
        for annotation in entry.annotations:
            for piece in annotation.pieces:
                assert {type(piece.start), type(piece.end)} <= {int, type(None)}
    return entries, refusals


def test_the_parts_that_a_format_omits_are_said():
    holds = frozenset(Part) - {Part.NOTES, Part.TIMES, Part.TITLES}
    assert replace(FORMATS["twosource"], holds=holds).omits == "notes, times and titles"
    assert FORMATS["twosource"].omits == ""
