"""The list of published claims: what the public finds in it, by the frozen records alone."""

import json
from dataclasses import dataclass
from functools import lru_cache

from annotations.claims.detail import ClaimDetail, published_details
from annotations.models import Claim, Publication
from annotations.publishing.public_facts import PublicFilters, facts_of, matching
from corpus import pagination
from corpus.sized_cache import SizedStore

# The newest published claims, which are searched and filtered; a reader is told where there are
# more. Each takes some 4,000 bytes in memory once it was.
MAX_SEARCHED = 2_000
RECORDS_PER_QUERY = 200
# Lists kept in memory: most readers ask for the same few.
KEPT_MATCHES = 16


@dataclass(frozen=True)
class PublishedList:
    """A page of published claims with its ClaimDetails.

    `count` is the number of claims that pass the filters, `offered` are values to filter by, each
    with its number (see `PublicMatches`). `bound` is the number of claims that were searched, "" if
    these are all.
    """

    page: pagination.Page[Claim]
    readings: list[ClaimDetail]
    count: int
    offered: dict[str, list[tuple[str, int]]]
    bound: str = ""


def published_list(filters: PublicFilters, cursor):
    """The PublishedList of a page, newest first; a cursor is as for `pagination.page_beside`.

    Filters of None, an invalid form, find nothing.
    """
    if filters is None:
        return PublishedList(pagination.Page([], None, None), [], 0, {})
    newest = Claim.objects.published().newest_first()
    keys = list(newest.values_list("pk", "publication", "publication__sha256")[: MAX_SEARCHED + 1])
    searched = keys[:MAX_SEARCHED]
    matches = _matches(tuple([tuple(publication) for _, *publication in searched]), filters)
    claims = Claim.objects.published()
    if filters != PublicFilters():
        claims = claims.filter(pk__in_array=[searched[at][0] for at in matches.positions])
    # A claim withdrawn after the page was rendered still marks where the next page starts.
    once_published = Claim.objects.exclude(publication=None)
    page = pagination.page_beside(claims, "pk", cursor, cursor_rows=once_published)
    return PublishedList(
        page=page,
        readings=published_details(page.rows),
        count=len(matches.positions),
        offered=matches.offered,
        bound=f"{MAX_SEARCHED:,}" if len(keys) > MAX_SEARCHED else "",
    )


@lru_cache(KEPT_MATCHES)
def _matches(publications, filters):
    """The PublicMatches of publications, which never change."""
    return matching(_facts(publications), filters)


def _facts(publications):
    """The PublicFacts of publications, given as (key, SHA-256 of the record)."""
    facts = {key: _kept.find(digest) for key, digest in publications}
    missing = [key for key, each in facts.items() if each is None]
    for start in range(0, len(missing), RECORDS_PER_QUERY):
        chunk = missing[start : start + RECORDS_PER_QUERY]
        rows = Publication.objects.filter(pk__in_array=chunk)
        for key, digest, record in rows.values_list("pk", "sha256", "record"):
            facts[key] = facts_of(json.loads(record))
            _kept.keep(digest, facts[key])
    return list(facts.values())


# By the SHA-256 of the record: the facts follow from it alone. Twice as many as are searched, so
# that those that were published again do not push out others.
_kept = SizedStore(lambda facts: 1, 2 * MAX_SEARCHED)
