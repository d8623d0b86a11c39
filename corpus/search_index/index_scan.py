"""A search on its way from the newest article to the oldest."""

from django.db import connection

from corpus.search_index.models import divided

# One step in the index of keys for each article. Written out: Django takes ten times as long to
# write it as the database to answer for a small window.
NTH_BELOW = """
SELECT sort_key FROM corpus_article WHERE sort_key >= %s AND sort_key < %s
ORDER BY sort_key DESC LIMIT 1 OFFSET %s
"""
NO_KEY = 2**63 - 1
# Keys in one query; a few more than a page shows, as some may be filtered out.
AT_ONCE = 200


class IndexScan:
    """Looks for `enough` hits of a tree in `articles`.

    `keys` are those found, newest first. Keys from `before` on are done (None: none are), and
    `is_over` once enough is found or nothing is left from `since` on.
    """

    def __init__(self, articles, tree, member, before, since, enough):
        self.articles, self.tree, self.member = articles, tree, member
        self.asked, self.rest = divided(tree)
        self.before, self.since = before, since
        self.enough = enough
        self.keys = []
        self.is_over = False

    def through(self, size):
        """Look through the next `size` articles; answers whether that was the end."""
        low = self._reached_by(size)
        within = {"gte": self.since if low is None else low}
        if self.before is not None:
            within["lt"] = self.before
        hits = self.articles.matching(self.tree, self.member, within)
        # Hits come out of an index in its own order; sorted by another column all come first.
        self._add(hits, order="-index__article_id" if self.asked else "-sort_key")
        self.before = low
        self.is_over = self._has_enough() or low is None
        return self.is_over

    def at(self, keys, *, are_asked=False):
        """Look at the articles of some keys, which are all that may be hits.

        `are_asked` says that they hold `asked` already.
        """
        left = sorted(filter(self._is_left, keys), reverse=True)
        while left and not self._has_enough():
            chunk, left = left[:AT_ONCE], left[AT_ONCE:]
            within = {"in": chunk}
            if are_asked:
                hits = self.articles.filter(sort_key__in=chunk)
                hits = hits.meeting(self.rest, self.member, within)
            else:
                hits = self.articles.matching(self.tree, self.member, within)
            self._add(hits, order="-sort_key")
        self.is_over = True

    def _add(self, hits, order):
        wanted = self.enough - len(self.keys)
        self.keys += hits.order_by(order).values_list("sort_key", flat=True)[:wanted]

    def _has_enough(self):
        return len(self.keys) >= self.enough

    def _is_left(self, key):
        return key >= self.since and (self.before is None or key < self.before)

    def _reached_by(self, size):
        """The key of the last of the next `size` articles; None where there are fewer."""
        below = NO_KEY if self.before is None else self.before
        with connection.cursor() as cursor:
            cursor.execute(NTH_BELOW, [self.since, below, size - 1])
            row = cursor.fetchone()
        return row and row[0]
