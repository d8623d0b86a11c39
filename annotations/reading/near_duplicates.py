"""Near-duplicates of an article, for the reading page."""

from dataclasses import dataclass

from annotations.reading.article_link import ArticleLink
from corpus.dates import ImpreciseDate
from corpus.models.article import MAX_NEAR_DUPLICATES
from corpus.number_words import number_of

# Near-duplicates shown; the others are behind "n more".
MAX_SHOWN = 4


@dataclass(frozen=True)
class NearDuplicate:
    """A near-duplicate article, the name of its source, and how similar it is, in words."""

    link: ArticleLink
    source: str
    published: ImpreciseDate | None
    words: str


@dataclass(frozen=True)
class NearDuplicates:
    """Near-duplicates and `words`, such as "Also published by 3 other sources, 94 % the same"."""

    words: str
    few: tuple[NearDuplicate, ...]
    more: tuple[NearDuplicate, ...]


def near_duplicates(article):
    """The NearDuplicates of an article, or None where it has none."""
    pairs = article.near_duplicates
    if not pairs:
        return None
    duplicates = tuple(
        NearDuplicate(
            ArticleLink.to(other),
            other.source.name if other.source else "",
            other.published,
            pair.words,
        )
        for other, pair in pairs[:MAX_NEAR_DUPLICATES]
    )
    words = f"{_published_by(article, pairs)}, {_max_similarity(pairs)}"
    return NearDuplicates(words, duplicates[:MAX_SHOWN], duplicates[MAX_SHOWN:])


def _published_by(article, pairs):
    sources = {other.source_id for other, _ in pairs} - {None, article.source_id}
    more = "or more " if len(pairs) > MAX_NEAR_DUPLICATES else ""
    if sources:
        return f"Also published by {number_of(len(sources), f'{more}other source')}"
    number = min(len(pairs), MAX_NEAR_DUPLICATES)
    return f"Also in {number_of(number, f'{more}other article')}"


def _max_similarity(pairs):
    similarities = [pair.words for _, pair in pairs]
    return f"{'up to ' if len(set(similarities)) > 1 else ''}{similarities[0]}"
