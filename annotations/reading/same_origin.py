"""Articles that report from the same origin as an article, for the reading page."""

from dataclasses import dataclass

from annotations.models.evidence import Evidence
from annotations.models.member import seen_by
from annotations.reading.article_link import ArticleLink
from corpus.db.compiled_query import KEY, CompiledModelQuery
from corpus.models import Article

# The newest articles that are listed.
MAX_SHOWN = 6


@dataclass(frozen=True)
class SameOrigin:
    """Another article with evidence from the same origin, and the name of its source."""

    link: ArticleLink
    source: str
    published: str


def same_origin(article, member):
    """SameOrigin of the newest articles with evidence of the same origin, as a member sees it."""
    return tuple(
        SameOrigin(
            ArticleLink.to(other),
            other.source.name if other.source else "",
            str(other.published or ""),
        )
        for other in _with_same_origin(article.pk, member.pk)
    )


def _build(article_pk, member_pk):
    seen = Evidence.objects.standing().filter(seen_by(member_pk, "passage__"))
    origins = seen.filter(passage__article=article_pk, origin__isnull=False).values("origin")
    others = seen.filter(origin__in=origins).exclude(passage__article=article_pk)
    articles = Article.objects.listed().filter(pk__in=others.values("passage__article"))
    return articles.in_reading_order()[:MAX_SHOWN]


_with_same_origin = CompiledModelQuery(KEY, KEY, build=_build)
