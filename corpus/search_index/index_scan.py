"""Scans articles newest first, one window of keys at a time."""

from functools import cached_property

from django.db import connection

from corpus.db.fixed_statements import fixed_cursor, rows_by_shape
from corpus.db.in_array import array_parameter
from corpus.search_index.beginning import (
    FROM_LAST,
    NTH_BELOW,
    PRESENT_HITS,
    PRESENT_KEYS,
    beginning,
    is_looked_up,
)
from corpus.search_index.models import ArticleIndex, condition_on, split_tree
from corpus.search_index.word_forms import with_forms

# Stands for a QuerySet of all present articles. Their hits are found by the SQL below: Django
# takes ten times as long to compile it as a database to find them.
PRESENT = None

# A window of few articles, which is found by the way: (key of its last article, keys of the hits).
PRESENT_WINDOW = f"""
WITH last AS ({NTH_BELOW})
SELECT (SELECT sort_key FROM last), ARRAY({PRESENT_HITS})
"""  # noqa: S608 - both statements are ours.
BETWEEN = ">= %s AND hit.rowid < %s"
AMONG = {"sqlite": "IN (SELECT value FROM json_each(%s))", "postgresql": "= ANY(%s)"}
KEY_LIMIT = 2**63 - 1
# More than a page shows, because some may be filtered out.
KEYS_PER_QUERY = 200


class IndexScan:
    """Collects up to `limit` hits of a tree in `articles`, an Article QuerySet or PRESENT.

    `keys` are the sort keys of the hits, newest first. Keys from `before` on are scanned (None: no
    key is). `is_over` is true once the limit is reached or all keys down to `since` are scanned.
    `has_looked_up` says that `begin` looked up rare words.
    `ahead` is a `beginning` that was executed already: (statement, row), or None.
    """

    def __init__(self, articles, tree, member, before, since, limit, ahead=None):
        self.tree, self.member = with_forms(tree), member
        self.index_tree, self.other_nodes = split_tree(self.tree)
        # Whether the hits are all present articles with words of the index.
        self.is_plain = articles is PRESENT and bool(self.index_tree) and not self.other_nodes
        self._articles = articles
        self.before, self.since = before, since
        self.limit = limit
        self._ahead = ahead
        self.keys = []
        self.is_over = False
        self.has_looked_up = False

    @cached_property
    def articles(self):
        return _present_articles() if self._articles is PRESENT else self._articles

    def scan_window(self, size):
        """Scan the next `size` articles; return whether the scan is over."""
        window_start = self._window_start(size)
        self._scan_from(self.since if window_start is None else window_start)
        self.before = window_start
        self.is_over = self._is_full() or window_start is None
        return self.is_over

    @property
    def begins_at_once(self):
        """Whether `begin` can be called."""
        return self.is_plain and connection.vendor == "postgresql"

    def begin(self, limits):
        """Scan a sample on PostgreSQL and check the articles with rare words, in one statement (see
        `beginning`); return whether the scan is over.
        """
        statement = self.beginning(limits)
        row = self._ahead[1] if self._ahead and self._ahead[0] == statement else None
        if row is None:
            [row] = rows_by_shape(connection, *statement)
        self.before, hits, other_hits = row
        self.keys += hits
        self.has_looked_up = is_looked_up(self.index_tree) and len(hits) < limits.min_in_sample
        self.is_over = self._is_full() or self.before is None or other_hits is not None
        if other_hits and self._missing:
            self.keys += other_hits[: self._missing]
        return self.is_over

    def beginning(self, limits):
        """The (SQL, parameters) that `begin` asks."""
        return beginning(
            self.index_tree,
            since=self.since,
            below=self._below,
            limit=self._missing,
            sample=limits.sample,
            min_in_sample=limits.min_in_sample,
            max_candidates=limits.max_candidates,
        )

    def scan_few(self, size):
        """Do the same as `scan_window` for a few articles: on PostgreSQL in one statement."""
        if not self.begins_at_once:
            return self.scan_window(size)
        condition, words = condition_on(ArticleIndex, "hit", self.index_tree, is_few=True)
        window = self.since, self._below
        sql = PRESENT_WINDOW.format(condition=condition, within=FROM_LAST)
        parameters = [*window, size - 1, *words, *window, self._missing]
        [(self.before, keys)] = rows_by_shape(connection, sql, parameters)
        self.keys += keys
        self.is_over = self._is_full() or self.before is None
        return self.is_over

    def scan_rest(self):
        """Scan all other articles in one query, and end the scan."""
        self._scan_from(self.since)
        self.is_over = True

    def check_candidates(self, keys, *, match_index=False):
        """Check these keys, the only possible hits, and end the scan.

        `match_index` says that they are known to match `index_tree`.
        """
        pending = sorted(filter(self._is_unscanned, keys), reverse=True)
        while pending and not self._is_full():
            chunk, pending = pending[:KEYS_PER_QUERY], pending[KEYS_PER_QUERY:]
            if self.is_plain:
                self.keys += self._present_keys(chunk, match_index)
                continue
            within = {"in": chunk}
            if match_index:
                hits = self.articles.filter(sort_key__in=chunk)
                hits = hits.matching_nodes(self.other_nodes, self.member, within)
            else:
                hits = self.articles.matching(self.tree, self.member, within)
            self._collect(hits, order="-sort_key")
        self.is_over = True

    def _scan_from(self, lowest):
        """Collect the hits from this key on and below `before`."""
        if self.is_plain:
            self.keys += self._present_hits(BETWEEN, lowest, self._below)
            return
        within = {"gte": lowest}
        if self.before is not None:
            within["lt"] = self.before
        hits = self.articles.matching(self.tree, self.member, within)
        self._collect(hits, order="-index__article_id" if self.index_tree else "-sort_key")

    def _present_hits(self, within, *keys):
        condition, parameters = condition_on(ArticleIndex, "hit", self.index_tree, is_few=True)
        sql = PRESENT_HITS.format(condition=condition, within=within)
        with connection.cursor() as cursor:
            cursor.execute(sql, [*parameters, *keys, self._missing])
            return [key for (key,) in cursor.fetchall()]

    def _present_keys(self, keys, match_index):
        among, keys = AMONG[connection.vendor], array_parameter(keys, connection.vendor)
        if not match_index:
            return self._present_hits(among, keys)
        with fixed_cursor(connection) as cursor:
            cursor.execute(PRESENT_KEYS.format(among=among), [keys, self._missing])
            return [key for (key,) in cursor.fetchall()]

    def _collect(self, hits, order):
        self.keys += hits.order_by(order).values_list("sort_key", flat=True)[: self._missing]

    @property
    def _missing(self):
        return self.limit - len(self.keys)

    @property
    def _below(self):
        return KEY_LIMIT if self.before is None else self.before

    def _is_full(self):
        return self._missing <= 0

    def _is_unscanned(self, key):
        return self.since <= key < self._below

    def _window_start(self, size):
        """Return the key of the last of the next `size` articles, None if there are fewer."""
        with fixed_cursor(connection) as cursor:
            cursor.execute(NTH_BELOW, [self.since, self._below, size - 1])
            row = cursor.fetchone()
        return row and row[0]


def _present_articles():
    # Models import this package.
    return ArticleIndex._meta.get_field("article").related_model.objects.present()
