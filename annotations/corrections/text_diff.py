"""What changed from one text to another, to be read: by words, in their paragraphs.

Long unchanged stretches are left out, and said to be.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from annotations.anchoring.word_diff import Run, TokenNumbers, Tokens, equal_runs, tokenize

SAME, CUT, PUT_IN = "same", "cut", "put_in"

# Unchanged text inside a changed paragraph is shortened where it is longer than twice what is
# kept of it on each side, in code points.
KEPT_AROUND = 160

# How far a change is slid to begin with a sentence, in code points.
FURTHEST = 60
SENTENCE_ENDS = (".", "!", "?", "…", "”", "»")

_BREAK = re.compile("(\n{2,})")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch that is the SAME in both texts, CUT from the old or PUT_IN in the new one."""

    kind: str
    text: str
    is_shortened: bool = False

    @property
    def shown(self) -> str:
        """The text with its paragraph breaks made visible, where they were cut or put in."""
        if self.kind == SAME:
            return self.text
        return self.text.replace("\n", "¶\n")


@dataclass(frozen=True, slots=True)
class Changed:
    """One paragraph in which something changed, or several that a change joined or parted."""

    parts: list[Part]
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class Unchanged:
    """So many paragraphs in a row that both texts have; the number of them."""

    unchanged: int


def changes(old: str, new: str) -> list[Changed | Unchanged]:
    """Return the texts side by side in one: changed paragraphs whole, the others counted.

    Everything that was cut or put in stands in the parts, white space too.
    """
    found: list[Changed | Unchanged] = []
    paragraphs = _paragraphs(_slid(_merged(_parts(old, new))))
    for is_same, group in groupby(paragraphs, key=lambda parts: {p.kind for p in parts} == {SAME}):
        rows = list(group)
        if is_same:
            found.append(Unchanged(len(rows)))
        else:
            found += [Changed(list(_shortened(parts))) for parts in rows]
    return found


def _parts(old: str, new: str) -> Iterator[Part]:
    known = TokenNumbers()
    olds, news = tokenize(old, known), tokenize(new, known)
    last = Run(len(olds.numbers), len(news.numbers), 0)
    old_at = new_at = 0
    for run in [*equal_runs(olds, news), last]:
        yield from _gap(olds, news, (old_at, run.old), (new_at, run.new))
        old_at, new_at = run.old + run.length, run.new + run.length
        yield Part(SAME, "".join(olds.texts[run.old : old_at]))


def _gap(olds: Tokens, news: Tokens, old: tuple[int, int], new: tuple[int, int]) -> Iterator[Part]:
    """What stands between two runs; equal white space at its ends is no change."""
    cut, put_in = olds.texts[slice(*old)], news.texts[slice(*new)]
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
    """The parts without empty ones; what is the same at a stretch is one part."""
    merged: list[Part] = []
    for part in parts:
        if part.text and merged and part.kind == merged[-1].kind == SAME:
            merged[-1] = Part(SAME, merged[-1].text + part.text)
        elif part.text:
            merged.append(part)
    return merged


def _slid(parts: list[Part]) -> list[Part]:
    """Let what was only cut, or only put in, begin where a paragraph or a sentence does.

    Where "B.\n\n" is cut before "C." the diff may as well say that ".\n\nB" was cut after "A".
    """
    slid = list(parts)
    for n in range(1, len(parts) - 1):
        before, part, after = slid[n - 1 : n + 2]
        if before.kind == after.kind == SAME and part.kind != SAME:
            places = _places(before.text, part.text, after.text)
            best = max(places, key=lambda place: _beginning(*place[:2]))
            texts = zip((SAME, part.kind, SAME), best, strict=True)
            slid[n - 1 : n + 2] = [Part(kind, text) for kind, text in texts]
    return [part for part in slid if part.text]


def _places(before: str, text: str, after: str) -> list[tuple[str, str, str]]:
    """Where else the same cut can be said to stand; as it is comes first."""
    found = [(before, text, after)]
    left = before, text, after
    while left[0] and left[0][-1] == left[1][-1] and len(found) < FURTHEST:
        moved = left[0][-1]
        left = left[0][:-1], moved + left[1][:-1], moved + left[2]
        found.append(left)
    right = before, text, after
    while right[2] and right[2][0] == right[1][0] and len(found) < 2 * FURTHEST:
        moved = right[2][0]
        right = right[0] + moved, right[1][1:] + moved, right[2][1:]
        found.append(right)
    return found


def _beginning(before: str, text: str) -> int:
    """How well a text begins after another: as a paragraph, as a sentence, otherwise."""
    if not before or (before.endswith("\n") and not text.startswith("\n")):
        return 2
    return int(before[-1].isspace() and before.rstrip()[-1:] in SENTENCE_ENDS)


def _paragraphs(parts: list[Part]) -> Iterator[list[Part]]:
    """The parts by paragraph: a break that both texts have ends one."""
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
    """Leave out the middle of long unchanged stretches; at the paragraph's ends, the far side."""
    for n, part in enumerate(parts):
        text = part.text
        if part.kind != SAME or len(text) <= 2 * KEPT_AROUND:
            yield part
            continue
        if n > 0:
            yield Part(SAME, text[:KEPT_AROUND])
        yield Part(SAME, "", is_shortened=True)
        if n < len(parts) - 1:
            yield Part(SAME, text[-KEPT_AROUND:])
