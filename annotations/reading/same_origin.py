"""Articles that report from the same origin as an article, for the reading page."""

from dataclasses import dataclass

from annotations.models.evidence import Evidence
from annotations.models.member import seen_by
from annotations.reading.article_link import ArticleLink
from corpus.db.compiled_query import KEY, KEYS, CompiledModelQuery, CompiledQuery
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
        for other in _others(article.pk, member.pk)
    )


def _others(article_pk, member_pk):
    # Read first: few articles have any. In one statement SQLite would read all evidence of a desk
    # where most has no origin.
    origins = [pk for (pk,) in origins_of(article_pk, member_pk)]
    return _with_origins(origins, article_pk, member_pk) if origins else ()


def _seen(member_pk):
    return Evidence.objects.standing().filter(seen_by(member_pk, "passage__"))


def _origins(article_pk, member_pk):
    stated = _seen(member_pk).filter(passage__article=article_pk, origin__isnull=False)
    return stated.order_by().values_list("origin").distinct()


def _articles_with(origins, article_pk, member_pk):
    others = _seen(member_pk).filter(origin__pk__in_array=origins)
    keys = others.exclude(passage__article=article_pk).values("passage__article")
    return Article.objects.listed().filter(pk__in=keys).in_reading_order()[:MAX_SHOWN]


origins_of = CompiledQuery(KEY, KEY, build=_origins)
_with_origins = CompiledModelQuery(KEYS, KEY, KEY, build=_articles_with)
