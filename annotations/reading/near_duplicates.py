"""What the reading page says of articles that are nearly the same."""

from dataclasses import dataclass

from corpus.minhash import MIN_RESEMBLANCE
from corpus.models.article import MAX_NEAR_DUPLICATES

# Named at once; the others are behind "n more".
FEW = 4


@dataclass(frozen=True)
class NearDuplicate:
    """An article that is nearly the same, and how much of it is, in words."""

    article: object
    words: str


@dataclass(frozen=True)
class NearDuplicates:
    """`words` say it in a sentence: "Carried by 3 other sources, 94 % the same"."""

    words: str
    few: list
    more: list


def carried(article):
    """The Carried of an article, or None where no other is like it."""
    twins = article.twins
    if not twins:
        return None
    shown = [NearDuplicate(other, _likeness(pair)) for other, pair in twins[:MAX_NEAR_DUPLICATES]]
    words = f"{_by_whom(article, twins)}, {_up_to(twins)}"
    return NearDuplicates(words, shown[:FEW], shown[FEW:])


def _by_whom(article, twins):
    others = {other.source_id for other, _ in twins} - {None, article.source_id}
    more = " or more" if len(twins) > MAX_NEAR_DUPLICATES else ""
    if others:
        return f"Carried by {len(others)}{more} other source{'' if len(others) == 1 else 's'}"
    number = min(len(twins), MAX_NEAR_DUPLICATES)
    return f"Printed in {number}{more} other article{'' if number == 1 else 's'}"


def _up_to(twins):
    likenesses = [_likeness(pair) for _, pair in twins]
    return f"{'up to ' if len(set(likenesses)) > 1 else ''}{likenesses[0]}"


def _likeness(pair):
    """ "94 % the same"; of a text that holds another, how much of the shorter one it holds."""
    if pair.percent >= MIN_RESEMBLANCE * 100:
        return f"{pair.percent} % the same"
    return f"{pair.held_percent} % of the shorter one in the longer"
