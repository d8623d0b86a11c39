"""A readable diff of two texts: by words, grouped by paragraph.

Long unchanged stretches are left out and marked as such.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from annotations.anchoring.word_diff import Run, TokenNumbers, Tokens, equal_runs, tokenize
from corpus.text import SENTENCE_MARKS

SAME, CUT, PUT_IN = "same", "cut", "put_in"

# Code points kept on each side of a change; unchanged text longer than twice this is shortened.
CONTEXT_LENGTH = 160

# How far a change may slide to start at the beginning of a sentence, in code points.
MAX_SLIDE = 60
SENTENCE_ENDS = (*SENTENCE_MARKS, "”", "»")

_BREAK = re.compile("(\n{2,})")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch that is the SAME in both texts, CUT from the old or PUT_IN in the new one."""

    kind: str
    text: str
    is_shortened: bool = False

    @property
    def shown(self) -> str:
        """The text, with a ¶ for each line feed that was cut or put in."""
        if self.kind == SAME:
            return self.text
        return self.text.replace("\n", "¶\n")


@dataclass(frozen=True, slots=True)
class Changed:
    """One paragraph with changes, or several that a change joined or split."""

    parts: list[Part]
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A run of paragraphs that are the same in both texts; `unchanged` is their number."""

    unchanged: int


def changes(old: str, new: str) -> list[Changed | Unchanged]:
    """Return the diff of two texts: changed paragraphs with their parts, the others counted.

    The parts hold everything that was cut or put in, white space included.

    >>> [(part.kind, part.text) for part in changes("One day.", "One night.")[0].parts]
    [('same', 'One '), ('cut', 'day'), ('put_in', 'night'), ('same', '.')]
    """
    rows: list[Changed | Unchanged] = []
    paragraph_parts = _paragraphs(_slid(_merged(_parts(old, new))))
    for is_same, group in groupby(
        paragraph_parts, key=lambda parts: {p.kind for p in parts} == {SAME}
    ):
        paragraph_group = list(group)
        if is_same:
            rows.append(Unchanged(len(paragraph_group)))
        else:
            rows += [Changed(list(_shortened(parts))) for parts in paragraph_group]
    return rows


def _parts(old: str, new: str) -> Iterator[Part]:
    numbers = TokenNumbers()
    old_tokens, new_tokens = tokenize(old, numbers), tokenize(new, numbers)
    last = Run(len(old_tokens.numbers), len(new_tokens.numbers), 0)
    old_at = new_at = 0
    for run in [*equal_runs(old_tokens, new_tokens), last]:
        yield from _gap(old_tokens, new_tokens, (old_at, run.old), (new_at, run.new))
        old_at, new_at = run.old + run.length, run.new + run.length
        yield Part(SAME, "".join(old_tokens.texts[run.old : old_at]))


def _gap(
    old_tokens: Tokens, new_tokens: Tokens, old: tuple[int, int], new: tuple[int, int]
) -> Iterator[Part]:
    """The parts between two equal runs; tokens that are equal at its edges are SAME."""
    cut, put_in = old_tokens.texts[slice(*old)], new_tokens.texts[slice(*new)]
    before: list[str] = []
    after: list[str] = []
    while cut and put_in and cut[0] == put_in[0]:
        before.append(cut.pop(0))
        put_in.pop(0)
    while cut and put_in and cut[-1] == put_in[-1]:
        after.insert(0, cut.pop())
        put_in.pop()
    yield Part(SAME, "".join(before))
    yield Part(CUT, "".join(cut))
    yield Part(PUT_IN, "".join(put_in))
    yield Part(SAME, "".join(after))


def _merged(parts: Iterator[Part]) -> list[Part]:
    """The parts without empty ones, adjacent SAME parts joined."""
    merged: list[Part] = []
    for part in parts:
        if part.text and merged and part.kind == merged[-1].kind == SAME:
            merged[-1] = Part(SAME, merged[-1].text + part.text)
        elif part.text:
            merged.append(part)
    return merged


def _slid(parts: list[Part]) -> list[Part]:
    """Slide pure cuts and insertions to begin at a paragraph or a sentence.

    Where "B.\n\n" is cut before "C." the diff may as well say that ".\n\nB" was cut after "A".
    """
    slid = list(parts)
    for n in range(1, len(parts) - 1):
        before, part, after = slid[n - 1 : n + 2]
        if before.kind == after.kind == SAME and part.kind != SAME:
            positions = _positions(before.text, part.text, after.text)
            best = max(positions, key=lambda position: _boundary_rank(*position[:2]))
            texts = zip((SAME, part.kind, SAME), best, strict=True)
            slid[n - 1 : n + 2] = [Part(kind, text) for kind, text in texts]
    return [part for part in slid if part.text]


def _positions(before: str, text: str, after: str) -> list[tuple[str, str, str]]:
    """All (before, text, after) that describe the same change; the given one comes first."""
    positions = [(before, text, after)]
    left = before, text, after
    while left[0] and left[0][-1] == left[1][-1] and len(positions) < MAX_SLIDE:
        moved = left[0][-1]
        left = left[0][:-1], moved + left[1][:-1], moved + left[2]
        positions.append(left)
    right = before, text, after
    while right[2] and right[2][0] == right[1][0] and len(positions) < 2 * MAX_SLIDE:
        moved = right[2][0]
        right = right[0] + moved, right[1][1:] + moved, right[2][1:]
        positions.append(right)
    return positions


def _boundary_rank(before: str, text: str) -> int:
    """Rank where a text begins after another: 2 a paragraph, 1 a sentence, 0 elsewhere."""
    if not before or (before.endswith("\n") and not text.startswith("\n")):
        return 2
    return int(before[-1].isspace() and before.rstrip()[-1:] in SENTENCE_ENDS)


def _paragraphs(parts: list[Part]) -> Iterator[list[Part]]:
    """The parts grouped by paragraph; a break in both texts ends one."""
    row: list[Part] = []
    for part in parts:
        if part.kind != SAME:
            if part.text:
                row.append(part)
            continue
        for piece in _BREAK.split(part.text):
            if piece and not piece.strip("\n") and len(piece) > 1:
                if row:
                    yield row
                row = []
            elif piece:
                row = _joined(row, piece)
    if row:
        yield row


def _joined(row: list[Part], text: str) -> list[Part]:
    if row and row[-1].kind == SAME:
        return [*row[:-1], Part(SAME, row[-1].text + text)]
    return [*row, Part(SAME, text)]


def _shortened(parts: list[Part]) -> Iterator[Part]:
    """Leave out the middle of long unchanged stretches, or the outer side at a paragraph's ends."""
    for n, part in enumerate(parts):
        text = part.text
        if part.kind != SAME or len(text) <= 2 * CONTEXT_LENGTH:
            yield part
            continue
        if n > 0:
            yield Part(SAME, text[:CONTEXT_LENGTH])
        yield Part(SAME, "", is_shortened=True)
        if n < len(parts) - 1:
            yield Part(SAME, text[-CONTEXT_LENGTH:])
