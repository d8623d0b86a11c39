"""Two texts as rows: what they share stands side by side, each text keeps its own order.

Offsets are half-open and count code points.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from annotations.comparison.sentences import (
    MIN_SHARED_WORDS,
    Match,
    Sentence,
    in_order,
    matches_of,
    sentences_of,
)
from corpus.text import paragraphs

# Sentences of one paragraph are one pair, up to this length: a quotation is often two of them.
MAX_PAIR_LENGTH = 600

# Shared words are marked where they have so many letters together: "the" and "of" alone say
# nothing.
MIN_MARKED_LETTERS = 6

# Words that differ are marked where at least this portion of both sentences is the same: with less
# in common nearly every word would be.
MIN_NEAR = 0.5

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a text: the other text has the same words, or other ones in their place."""

    text: str
    is_shared: bool = False
    is_different: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """Words of two texts that are the same or nearly.

    `left` and `right` are their spans, `shared` is how many words stand in the same order. One
    with `is_moved` stands elsewhere in the right text than the pairs around it.
    """

    number: int
    left: Span
    right: Span
    shared: int
    left_words: int
    right_words: int
    is_equal: bool
    is_moved: bool

    @property
    def anchor(self) -> str:
        """The id of its element on a page; of a moved one, of its left side."""
        return f"{'left' if self.is_moved else 'pair'}-{self.number}"


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of one text by paragraphs; `moved` is its Pair if it stands elsewhere."""

    paragraphs: tuple[tuple[Part, ...], ...]
    moved: Pair | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """What stands side by side: a `pair`, or what only one text has between two of them."""

    left: tuple[Block, ...]
    right: tuple[Block, ...]
    pair: Pair | None = None

    @property
    def sides(self) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
        return self.left, self.right

    @property
    def is_of_one(self) -> bool:
        """Whether nothing of it stands in both texts."""
        return self.pair is None and not any(each.moved for side in self.sides for each in side)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two texts in rows, and their pairs in the order of the left text."""

    rows: tuple[Row, ...]
    pairs: tuple[Pair, ...]

    @property
    def has_differences(self) -> bool:
        """Whether words are marked that differ where the rest is the same."""
        return any(
            part.is_different
            for row in self.rows
            for block in row.left + row.right
            for parts in block.paragraphs
            for part in parts
        )


@dataclass(slots=True)
class _Side:
    """One of two texts: its sentences, the spans to mark, and the moved pairs by their spans."""

    text: str
    sentences: list[Sentence]
    # (start, end, whether the other text has these words too).
    marks: list[tuple[int, int, bool]] = field(default_factory=list)
    moved: list[tuple[Span, Pair]] = field(default_factory=list)
    # How far the rows have come.
    at: int = 0

    def blocks_to(self, end: int) -> tuple[Block, ...]:
        """The blocks up to an offset; a moved pair is a block of its own."""
        blocks: list[Block] = []
        while self.at < end:
            span, moved = self._next_moved(end)
            if moved and span[0] == self.at:
                blocks += self._block(span[1], moved)
            else:
                blocks += self._block(span[0], None)
        return tuple(blocks)

    def _next_moved(self, end: int) -> tuple[Span, Pair | None]:
        inside = [each for each in self.moved[:1] if each[0][0] < end]
        return inside[0] if inside else ((end, end), None)

    def _block(self, end: int, moved: Pair | None) -> list[Block]:
        start, self.at = self.at, end
        if moved:
            self.moved.pop(0)
        parts = [
            tuple(self._parts(start + paragraph.start, start + paragraph.end))
            for paragraph in paragraphs(self.text[start:end])
            if paragraph.text.strip()
        ]
        return [Block(tuple(parts), moved)] if parts else []

    def _parts(self, start: int, end: int) -> Iterator[Part]:
        while self.marks and self.marks[0][1] <= end:
            first, last, is_shared = self.marks.pop(0)
            if start < first:
                yield Part(self.text[start:first])
            # In scripts without spaces words overlap, and so do their spans.
            if max(start, first) < last:
                words = self.text[max(start, first) : last]
                yield Part(words, is_shared=is_shared, is_different=not is_shared)
                start = last
        if start < end:
            yield Part(self.text[start:end])


def compare(left_text: str, right_text: str) -> Comparison:
    """Return the Comparison of two texts.

    Both texts are whole, whatever they share, and in their own order. Of pairs that stand in
    another order in the right text, those that are not side by side are moved ones.

    >>> [(pair.left, pair.right) for pair in compare("Kabul fell at dawn.", "It rained. "
    ...     "Kabul fell at dawn.").pairs]
    [((0, 19), (11, 30))]
    """
    left, right = (_Side(text, sentences_of(text)) for text in (left_text, right_text))
    matches = matches_of(left.sentences, right.sentences)
    aligned = in_order(matches)
    groups = [(group, False) for group in _groups(aligned, left.sentences, right.sentences)]
    rest = set(matches) - set(aligned)
    groups += [([match], True) for match in rest if len(match.shared) >= MIN_SHARED_WORDS]
    groups.sort(key=lambda group: group[0][0].left)
    pairs = tuple(
        _pair(number, group, is_moved, left, right)
        for number, (group, is_moved) in enumerate(groups, start=1)
    )
    _mark([match for group, _ in groups for match in group], left, right)
    left.moved = sorted((pair.left, pair) for pair in pairs if pair.is_moved)
    right.moved = sorted((pair.right, pair) for pair in pairs if pair.is_moved)
    return Comparison(tuple(_rows(pairs, left, right)), pairs)


def _groups(
    aligned: Sequence[Match], left: Sequence[Sentence], right: Sequence[Sentence]
) -> list[list[Match]]:
    """Adjacent matches of one paragraph together; without those of a few words by themselves."""
    groups: list[list[Match]] = []
    for match in aligned:
        if groups and _is_next(groups[-1], match, left, right):
            groups[-1].append(match)
        else:
            groups.append([match])
    near = {
        match
        for one, other in pairwise(aligned)
        if (one.left + 1, one.right + 1) == (other.left, other.right)
        for match in (one, other)
    }
    return [
        group
        for group in groups
        if group[0] in near or sum(len(match.shared) for match in group) >= MIN_SHARED_WORDS
    ]


def _is_next(
    group: Sequence[Match], match: Match, left: Sequence[Sentence], right: Sequence[Sentence]
) -> bool:
    first, last = group[0], group[-1]
    return (last.left + 1, last.right + 1) == (match.left, match.right) and all(
        sentences[before].paragraph == sentences[now].paragraph
        and sentences[now].end - sentences[begin].start <= MAX_PAIR_LENGTH
        for sentences, begin, before, now in (
            (left, first.left, last.left, match.left),
            (right, first.right, last.right, match.right),
        )
    )


def _pair(number: int, group: Sequence[Match], is_moved: bool, left: _Side, right: _Side) -> Pair:
    first, last = group[0], group[-1]
    shared = sum(len(match.shared) for match in group)
    left_words, right_words = (
        sum(len(sentence.words) for sentence in sentences)
        for sentences in (
            left.sentences[first.left : last.left + 1],
            right.sentences[first.right : last.right + 1],
        )
    )
    return Pair(
        number=number,
        left=(left.sentences[first.left].start, left.sentences[last.left].end),
        right=(right.sentences[first.right].start, right.sentences[last.right].end),
        shared=shared,
        left_words=left_words,
        right_words=right_words,
        is_equal=shared == left_words == right_words,
        is_moved=is_moved,
    )


def _mark(matches: Sequence[Match], left: _Side, right: _Side) -> None:
    """Set the spans to mark on both sides, in order."""
    for match in matches:
        one, other = left.sentences[match.left], right.sentences[match.right]
        for run in _runs(match):
            letters = sum(len(one.words[index]) for index, _ in run)
            if letters >= MIN_MARKED_LETTERS or len(run) == len(one.words) == len(other.words):
                (first, other_first), (last, other_last) = run[0], run[-1]
                left.marks.append((one.spans[first][0], one.spans[last][1], True))
                right.marks.append((other.spans[other_first][0], other.spans[other_last][1], True))
        if len(match.shared) >= MIN_NEAR * max(len(one.words), len(other.words)):
            left.marks += _differences(one, {index for index, _ in match.shared})
            right.marks += _differences(other, {index for _, index in match.shared})
    left.marks.sort()
    right.marks.sort()


def _differences(sentence: Sentence, shared: set[int]) -> Iterator[tuple[int, int, bool]]:
    """The marks of a sentence's words that are not shared, adjacent ones together."""
    indexes = (index for index in range(len(sentence.words)) if index not in shared)
    for _, run in groupby(enumerate(indexes), key=lambda each: each[1] - each[0]):
        numbers = [index for _, index in run]
        yield sentence.spans[numbers[0]][0], sentence.spans[numbers[-1]][1], False


def _runs(match: Match) -> Iterator[list[tuple[int, int]]]:
    """The shared words of a match in runs that follow one another in both sentences."""
    run: list[tuple[int, int]] = []
    for one, other in match.shared:
        if run and (run[-1][0] + 1, run[-1][1] + 1) != (one, other):
            yield run
            run = []
        run.append((one, other))
    if run:
        yield run


def _rows(pairs: Sequence[Pair], left: _Side, right: _Side) -> Iterator[Row]:
    for pair in pairs:
        if pair.is_moved:
            continue
        only = Row(left.blocks_to(pair.left[0]), right.blocks_to(pair.right[0]))
        if only.left or only.right:
            yield only
        yield Row(left.blocks_to(pair.left[1]), right.blocks_to(pair.right[1]), pair)
    only = Row(left.blocks_to(len(left.text)), right.blocks_to(len(right.text)))
    if only.left or only.right:
        yield only
