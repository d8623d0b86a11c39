"""The lines of a list of articles."""

from dataclasses import dataclass

from annotations.articles.filters import reading_states_of
from corpus.dates import ImpreciseDate
from corpus.number_words import number_of


@dataclass(frozen=True)
class LineGrade:
    """The grade of a source, of which a desk has few: each is drawn once."""

    reliability: str
    reliability_words: str


@dataclass(frozen=True)
class ArticleLine:
    """An article as a line of a list, all of it plain values."""

    public_id: str
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

    @property
    def passages(self):
        """The number in words: a filter for its plural takes as long as a third of a line."""
        return number_of(self.passage_count, "passage")

    @property
    def grade(self):
        return LineGrade(self.reliability, self.reliability_words)


def lines_of(articles, member):
    """The ArticleLines of articles from `listed()`, in their order, as a member sees them."""
    states = {pk: state for pk, *state in reading_states_of(*_places(articles, member))}
    return tuple(line_of(article, *states[article.pk]) for article in articles)


def line_queries(articles, member):
    """Calls for `sent_together` that `lines_of` makes."""
    return [(reading_states_of, *_places(articles, member))]


def _places(articles, member):
    return [article.pk for article in articles], member.pk


def line_of(article, passage_count, state, is_mine):
    """The ArticleLine of an article with its source, the rest as `reading_states_of` gives it."""
    source = article.source
    return ArticleLine(
        public_id=article.public_id,
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
        passage_count=passage_count,
        state=state or "",
        is_mine=is_mine,
    )
