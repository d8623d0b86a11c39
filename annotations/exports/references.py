"""Articles and claims as references, and published claims as JSON-LD."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Max

from annotations.exports.passages import address_of
from annotations.formats import bibtex, csl_json
from annotations.formats.reference import Reference
from annotations.models import Claim
from annotations.publishing import json_ld
from corpus.dates import parse
from corpus.models import Article, Retrieval


@dataclass(frozen=True)
class ReferenceFormat:
    """A file of references: `read(keys)` yields what `dumps` writes, for a page of keys."""

    label: str
    purpose: str
    extension: str
    media_type: str
    read: Callable[[list[int]], Iterable[Any]]
    dumps: Callable[[Iterable[Any]], Iterator[bytes]]


def _articles(keys):
    rows = list(Article.objects.listed().filter(sort_key__in_array=keys).order_by("-sort_key"))
    retrievals = Retrieval.objects.filter(article__pk__in_array=[row.pk for row in rows])
    latest = retrievals.order_by().values_list("article").annotate(Max("retrieved_at"))
    retrieved = dict(latest)
    for article in rows:
        retrieved_at = retrieved.get(article.pk)
        yield Reference(
            f"article-{article.public_id}",
            article.display_title,
            author=article.byline,
            container=article.source.name if article.source else "",
            is_news=bool(article.source),
            issued=article.published,
            accessed=retrieved_at and retrieved_at.date(),
            url=article.url,
            language=article.language,
        )


def _claims(keys):
    """The claims, each as whoever follows its address reads it: a published one as it is frozen."""
    claims = Claim.objects.present().filter(pk__in_array=keys).order_by("-pk")
    for claim in claims.select_related("speaker__merged_into", "publication"):
        statement, attribution, said = claim.statement, claim.attribution, claim.said
        speaker = claim.speaker.resolved.name if claim.speaker else ""
        note = str(claim.status_words).capitalize()
        if claim.is_published:
            record = claim.publication.content
            statement, attribution = record["statement"], record["attribution"]
            said = parse(record["said"]) if record["said"] else None
            speaker = record["speaker"]["name"] if record["speaker"] else ""
            note = f"Publication {record['number']}, {record['published_at'][:10]}"
        yield Reference(
            f"claim-{claim.public_id}",
            statement,
            author=speaker,
            container=json_ld.DESK,
            issued=said,
            url=address_of("claim", claim.public_id),
            note=f"Attributed to “{attribution}”. {note}" if attribution else note,
        )


def _published_claims(keys):
    for claim in Claim.objects.published().filter(pk__in_array=keys).order_by("-pk"):
        yield json_ld.json_ld_of(
            claim.publication.content,
            f"{settings.SITE_URL}{claim.get_absolute_url()}",
            address_of("claim", claim.public_id),
            settings.SITE_URL,
        )


_BIBTEX = ("BibTeX", "for LaTeX and JabRef", "bib", "application/x-bibtex; charset=utf-8")
_CSL = ("CSL-JSON", "for Zotero and pandoc", "json", "application/vnd.citationstyles.csl+json")
_JSON_LD = ("JSON-LD", "of published claims, for search engines", "jsonld", "application/ld+json")

# {noun: {the end of the address: ReferenceFormat}}
REFERENCE_FORMATS = {
    "articles": {
        "bibtex": ReferenceFormat(*_BIBTEX, _articles, bibtex.dumps),
        "csl": ReferenceFormat(*_CSL, _articles, csl_json.dumps),
    },
    "claims": {
        "bibtex": ReferenceFormat(*_BIBTEX, _claims, bibtex.dumps),
        "csl": ReferenceFormat(*_CSL, _claims, csl_json.dumps),
        "jsonld": ReferenceFormat(*_JSON_LD, _published_claims, json_ld.dumps),
    },
}
