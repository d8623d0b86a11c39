"""Merges two changes of one text.

Offsets are half-open and count code points.
"""

from dataclasses import dataclass

from annotations.anchoring.word_diff import Run, TokenNumbers, equal_runs, tokenize


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """`text` in place of base[start:end]."""

    start: int
    end: int
    text: str


def merged(base: str, one: str, other: str) -> str | None:
    """Return `base` with the changes of both texts, None where they meet.

    A three-way merge by words (diff3: Khanna, Kunal and Pierce, "A formal investigation of
    diff3", 2007). Changes meet where they overlap or touch, unless they are the same.

    >>> merged("One day in May.", "One night in May.", "One day in June.")
    'One night in June.'
    >>> merged("One day.", "One night.", "One noon.")
    """
    edits = sorted({*_edits(base, one), *_edits(base, other)})
    parts, at = [], 0
    for number, edit in enumerate(edits):
        if number and edit.start <= edits[number - 1].end:
            return None
        parts += [base[at : edit.start], edit.text]
        at = edit.end
    return "".join([*parts, base[at:]])


def _edits(base: str, text: str) -> list[Edit]:
    """The changes from `base` to `text`, trimmed to what differs."""
    numbers = TokenNumbers()
    old, new = tokenize(base, numbers), tokenize(text, numbers)
    last = Run(len(old.numbers), len(new.numbers), 0)
    edits = []
    old_at = new_at = 0
    for run in [*equal_runs(old, new), last]:
        cut, put_in = old.texts[old_at : run.old], new.texts[new_at : run.new]
        before = _common(cut, put_in)
        after = _common(cut[before:][::-1], put_in[before:][::-1])
        start, end = old.starts[old_at + before], old.starts[run.old - after]
        words = "".join(put_in[before : len(put_in) - after])
        if base[start:end] != words:
            edits.append(Edit(start, end, words))
        old_at, new_at = run.old + run.length, run.new + run.length
    return edits


def _common(one: list[str], other: list[str]) -> int:
    """How many tokens two lists have in common at their start."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((index for index, pair in pairs if pair[0] != pair[1]), min(len(one), len(other)))
