"""Hits of a search, newest first, at a cost that does not grow with the corpus.

Nothing here sorts or counts all hits of a common word, or goes along all dates for a rare one:

1. The newest few articles are looked through: what is common is found there.
2. Words that few articles hold are looked up, and only those articles can be hits.
3. Else the corpus is looked through in growing windows until enough is found, for a limited time;
   where that ends is said, and a search goes on from there.
"""

from dataclasses import dataclass
from time import perf_counter

from django.db import connection

from corpus.pagination import COUNT_LIMIT, BoundedCount
from corpus.search_index.index_scan import IndexScan
from corpus.search_index.rare_terms import few_keys

MOST = 20
# What relevance ranks and facets count over.
MOST_CONSIDERED = 2_000


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a search goes.

    `few` articles are looked at one by one. Windows hold `first` articles, then `second`, then
    `growth` times the last or less, as its pace allows; the last is to end within `seconds`.
    """

    few: int = 500
    first: int = 200
    second: int = 2_000
    growth: int = 10
    seconds: float = 0.15


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Found:
    """Hits by their sort keys.

    `has_more` says that there are more of them. `stopped_at` is a sort key where time was over
    before enough was found: articles from it on were searched, none below it, and
    `before=stopped_at` goes on with those.
    """

    keys: list[int]
    has_more: bool = False
    stopped_at: int | None = None

    @property
    def is_complete(self):
        """Whether there are no other hits than these."""
        return not self.has_more and self.stopped_at is None


def newest(
    articles, tree, member=None, *, before=None, since=0, most=MOST, among=None, limits=LIMITS
):
    """The newest `most` hits of a tree in `articles`, an Article QuerySet; see Found.

    A tree of None asks for nothing more. Only sort keys below `before` and from `since` on are
    looked at: who filters by a period gives its keys too (see `keys_of_period`), so that search
    begins near. `among` is a QuerySet of the articles that a narrow filter leaves, such as those
    of a person, written so that the database finds them fast; `articles` has that filter too.
    """
    looking = IndexScan(articles, tree, member, before, since, enough=most + 1)
    _look(looking, among, limits)
    keys = looking.keys[:most]
    if len(looking.keys) > most:
        return Found(keys, has_more=True)
    return Found(keys, stopped_at=None if looking.is_over else looking.before)


def newest_keys(articles, tree, member=None, *, most=MOST_CONSIDERED, **narrowed):
    """The newest hits, as many as facets count over; `narrowed` is as for `newest`."""
    return newest(articles, tree, member, most=most, **narrowed)


def counted(articles, tree, member=None, *, most=COUNT_LIMIT, **narrowed):
    """The Tally of hits: exact up to `most`; "57+" where time was over before all were counted."""
    found = newest(articles, tree, member, most=most, **narrowed)
    return BoundedCount(len(found.keys), not found.is_complete)


def _look(looking, among, limits):
    until = perf_counter() + limits.seconds
    if among is not None:
        keys = list(among.order_by().values_list("sort_key", flat=True)[: limits.few + 1])
        if len(keys) <= limits.few:
            return looking.at(keys)
    # FTS5 says in no time whether a word is rare; GIN first collects all rows of the word.
    is_sampled = connection.vendor != "sqlite" or not looking.asked
    if is_sampled and looking.through(limits.first):
        return None
    if looking.asked:
        keys, are_hits = few_keys(looking.asked, limits.few)
        if keys is not None:
            return looking.at(keys, are_asked=are_hits)
    return _through_windows(looking, limits, until)


def _through_windows(looking, limits, until):
    size = limits.second
    started = perf_counter()
    while not looking.through(size):
        now = perf_counter()
        allowed = int(size * (until - now) / (now - started))
        size = min(size * limits.growth, allowed)
        # So few more are not worth a query.
        if size < limits.first:
            return
        started = now
