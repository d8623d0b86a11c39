"""The lines of a list of articles."""

from dataclasses import dataclass

from corpus.dates import ImpreciseDate


@dataclass(frozen=True)
class ArticleLine:
    """An article as one line says it, all of it plain values."""

    url: str
    title: str
    has_title: bool
    byline: str
    lang: str
    dir: str
    source: str
    reliability: str
    reliability_words: str
    published: ImpreciseDate | None
    passage_count: int
    state: str
    is_mine: bool


def line_of(article):
    """The line of an article of `listed`, with its passages counted and its state annotated."""
    source = article.source
    return ArticleLine(
        url=article.get_absolute_url(),
        title=article.display_title,
        has_title=article.has_title,
        byline=article.byline,
        lang=article.language,
        dir=article.dir,
        source=source.name if source else "",
        reliability=source.reliability if source else "",
        reliability_words=str(source.reliability_words) if source else "",
        published=article.published,
        passage_count=article.passage_count,
        state=article.my_state or "",
        is_mine=article.is_mine,
    )
