"""Finds the newest hits of a query at a cost that does not grow with the corpus.

It never sorts or counts all hits of a common word, nor scans all dates for a rare one:

1. One word on SQLite: FTS5 walks along its articles, newest first, and each of them is a hit.
2. Scan the newest few articles, which contain hits of common words.
3. Look up rare words: only the few articles with them are candidates.
4. Otherwise scan growing windows until the page is full, for a limited time. The result says where
   the scan stopped, and the next search continues there.

On PostgreSQL, 2 and 3 are one statement (`beginning`) if nothing but words is searched.
"""

from dataclasses import dataclass
from time import perf_counter

from django.db import connection

from corpus.pagination import COUNT_LIMIT, BoundedCount
from corpus.search_index.index_scan import PRESENT, IndexScan
from corpus.search_index.rare_terms import candidate_keys, is_one_word

PAGE_SIZE = 20
# Hits that relevance ranks and that facets are counted over.
MAX_CONSIDERED = 2_000


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of a search.

    At most `max_candidates` articles are checked one by one. Windows hold `first_window` articles,
    then `second_window`, then up to `growth` times the last, so that the last one is likely to end
    within `seconds`. The first window ends after `sample` articles if fewer than `min_in_sample`
    of them are hits: to compare the words of the others takes PostgreSQL a millisecond.
    """

    max_candidates: int = 500
    sample: int = 50
    min_in_sample: int = 2
    first_window: int = 200
    second_window: int = 2_000
    growth: int = 10
    seconds: float = 0.15


LIMITS = Limits()
# For requests that the results do not wait for: almost every count is finished.
PATIENT_LIMITS = Limits(seconds=4)


@dataclass(frozen=True, slots=True)
class Hits:
    """The sort keys of hits.

    `has_more` says that there are more hits. If time ran out first, `stopped_at` is the sort key
    down to which articles were searched; `before=stopped_at` continues below it.
    """

    keys: list[int]
    has_more: bool = False
    stopped_at: int | None = None

    @property
    def is_complete(self):
        """Whether these are all hits."""
        return not self.has_more and self.stopped_at is None

    @property
    def count(self):
        """The BoundedCount of hits: exact up to the limit, "57+" if time ran out before."""
        return BoundedCount(
            min(len(self.keys), COUNT_LIMIT), not self.is_complete or len(self.keys) > COUNT_LIMIT
        )


def newest(
    articles, tree, member=None, *, before=None, since=0, most=PAGE_SIZE, among=None, limits=LIMITS,
    ahead=None,
):  # fmt: skip
    """Return the newest `most` Hits of a tree in `articles`, an Article QuerySet or PRESENT.

    A tree of None matches every article. Only sort keys from `since` on and below `before` are
    scanned: a caller that filters by a period passes its keys too (see `keys_of_period`). `among`
    is a QuerySet of the articles of a selective filter, such as those of a person, written for a
    fast lookup; `articles` has that filter too. `ahead` is the `first_statement` of this search
    with its row, if they were read before.
    """
    scan = IndexScan(articles, tree, member, before, since, limit=most + 1, ahead=ahead)
    _search(scan, among, limits)
    keys = scan.keys[:most]
    if len(scan.keys) > most:
        return Hits(keys, has_more=True)
    return Hits(keys, stopped_at=None if scan.is_over else scan.before)


def first_statement(tree, *, before=None, most=PAGE_SIZE):
    """The (SQL, parameters) that `newest` asks first for a tree in all articles below a sort key,
    which gives one row; None if it begins otherwise.
    """
    scan = IndexScan(PRESENT, tree, None, before=before, since=0, limit=most + 1)
    return scan.beginning(LIMITS) if scan.begins_at_once else None


def newest_keys(articles, tree, member=None, *, most=MAX_CONSIDERED, **narrowed):
    """Return the newest Hits that facets are counted over; `narrowed` is as for `newest`."""
    return newest(articles, tree, member, most=most, **narrowed)


def count_hits(articles, tree, member=None, *, most=COUNT_LIMIT, **narrowed):
    """Return the BoundedCount of hits: exact up to `most`, "57+" if time ran out before."""
    hits = newest(articles, tree, member, most=most, **narrowed)
    return BoundedCount(len(hits.keys), not hits.is_complete)


def _search(scan, among, limits):
    deadline = perf_counter() + limits.seconds
    if among is not None:
        keys = list(
            among.order_by().values_list("sort_key", flat=True)[: limits.max_candidates + 1]
        )
        if len(keys) <= limits.max_candidates:
            return scan.check_candidates(keys)
    is_sqlite = connection.vendor == "sqlite"
    if is_sqlite and scan.is_plain and is_one_word(scan.index_tree):
        return scan.scan_rest()
    if scan.begins_at_once:
        if scan.begin(limits):
            return None
        # Otherwise there were too many candidates.
        may_be_rare = not scan.has_looked_up
        is_common = len(scan.keys) >= limits.min_in_sample
        if is_common and scan.scan_few(limits.first_window - limits.sample):
            return None
    else:
        # FTS5 knows immediately whether a word is rare; GIN first collects all its rows.
        is_sampled = not is_sqlite or not scan.index_tree
        if is_sampled and _scan_sample(scan, limits):
            return None
        may_be_rare = bool(scan.index_tree)
    if may_be_rare:
        candidates, match_index = candidate_keys(scan.index_tree, limits.max_candidates)
        if candidates is not None:
            return scan.check_candidates(candidates, match_index=match_index)
    return _scan_windows(scan, limits, deadline)


def _scan_sample(scan, limits):
    """Scan the first window; return whether the scan is over.

    Of a window with a page of hits, its beginning almost never has fewer than `min_in_sample`.
    """
    if not scan.index_tree:
        return scan.scan_window(limits.first_window)
    if scan.scan_few(limits.sample):
        return True
    is_common = len(scan.keys) >= limits.min_in_sample
    return is_common and scan.scan_few(limits.first_window - limits.sample)


def _scan_windows(scan, limits, deadline):
    size = limits.second_window
    started = perf_counter()
    while not scan.scan_window(size):
        now = perf_counter()
        affordable = int(size * (deadline - now) / (now - started))
        size = min(size * limits.growth, affordable)
        # A window this small is not worth a query.
        if size < limits.first_window:
            return
        started = now
