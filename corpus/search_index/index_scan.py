"""Scans articles newest first, one window of keys at a time."""

from django.db import connection

from corpus.search_index.models import split_tree
from corpus.search_index.word_forms import with_forms

# Walks along the index of keys. Plain SQL, because for a small window Django takes ten times as
# long to compile the query as the database to run it.
NTH_BELOW = """
SELECT sort_key FROM corpus_article WHERE sort_key >= %s AND sort_key < %s
ORDER BY sort_key DESC LIMIT 1 OFFSET %s
"""
KEY_LIMIT = 2**63 - 1
# More than a page shows, because some may be filtered out.
KEYS_PER_QUERY = 200


class IndexScan:
    """Collects up to `limit` hits of a tree in `articles`, an Article QuerySet.

    `keys` are the sort keys of the hits, newest first. Keys from `before` on are scanned (None: no
    key is). `is_over` is true once the limit is reached or all keys down to `since` are scanned.
    """

    def __init__(self, articles, tree, member, before, since, limit):
        self.articles, self.tree, self.member = articles, with_forms(tree), member
        self.index_tree, self.other_nodes = split_tree(self.tree)
        self.before, self.since = before, since
        self.limit = limit
        self.keys = []
        self.is_over = False

    def scan_window(self, size):
        """Scan the next `size` articles; return whether the scan is over."""
        window_start = self._window_start(size)
        within = {"gte": self.since if window_start is None else window_start}
        if self.before is not None:
            within["lt"] = self.before
        hits = self.articles.matching(self.tree, self.member, within)
        # The index yields hits in this order; sorting by another column would fetch all first.
        self._collect(hits, order="-index__article_id" if self.index_tree else "-sort_key")
        self.before = window_start
        self.is_over = self._is_full() or window_start is None
        return self.is_over

    def check_candidates(self, keys, *, match_index=False):
        """Check these keys, the only possible hits, and end the scan.

        `match_index` says that they are known to match `index_tree`.
        """
        pending = sorted(filter(self._is_unscanned, keys), reverse=True)
        while pending and not self._is_full():
            chunk, pending = pending[:KEYS_PER_QUERY], pending[KEYS_PER_QUERY:]
            within = {"in": chunk}
            if match_index:
                hits = self.articles.filter(sort_key__in=chunk)
                hits = hits.matching_nodes(self.other_nodes, self.member, within)
            else:
                hits = self.articles.matching(self.tree, self.member, within)
            self._collect(hits, order="-sort_key")
        self.is_over = True

    def _collect(self, hits, order):
        missing = self.limit - len(self.keys)
        self.keys += hits.order_by(order).values_list("sort_key", flat=True)[:missing]

    def _is_full(self):
        return len(self.keys) >= self.limit

    def _is_unscanned(self, key):
        return key >= self.since and (self.before is None or key < self.before)

    def _window_start(self, size):
        """Return the key of the last of the next `size` articles, None if there are fewer."""
        below = KEY_LIMIT if self.before is None else self.before
        with connection.cursor() as cursor:
            cursor.execute(NTH_BELOW, [self.since, below, size - 1])
            row = cursor.fetchone()
        return row and row[0]
