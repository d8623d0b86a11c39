"""Ranks the newest hits by relevance."""

from django.db.models.functions import Left

from corpus.search.bm25 import scores, scoring_words
from corpus.search_index.newest_hits import MAX_CONSIDERED, PAGE_SIZE, Hits, newest
from corpus.search_index.term_counts import TermCounts

# Code points at the start of a text that are ranked.
MAX_CHARACTERS = 20_000
KEYS_PER_QUERY = 500


def relevant(
    articles, tree, member=None, *, most=PAGE_SIZE, offset=0, considered=MAX_CONSIDERED, **narrowed
):
    """Return `most` Hits by relevance, from `offset` on, of the newest `considered` hits.

    Equal scores are newest first; `narrowed` is as for `newest`. `stopped_at` is the key of the
    oldest article considered, None if those are all hits; `has_more` says that more are ranked.
    """
    hits = newest(articles, tree, member, most=considered, **narrowed)
    ranked = ranked_keys(articles, hits.keys, tree)
    stopped_at = hits.stopped_at
    if hits.has_more:
        stopped_at = hits.keys[-1]
    return Hits(ranked[offset : offset + most], len(ranked) > offset + most, stopped_at)


def ranked_keys(articles, keys, tree):
    """Return the sort keys of hits by descending BM25 score, equal scores newest first."""
    words = scoring_words(tree)
    if not words:
        return keys
    term_counts = TermCounts(words)
    lengths, counts, ranked = [], [], []
    for key, title, text in _texts(articles, keys):
        ranked.append(key)
        lengths.append(len(text))
        counts.append(term_counts.of(title, text))
    score_of = dict(zip(ranked, scores(lengths, counts), strict=True))
    return sorted(ranked, key=lambda key: (-score_of[key], -key))


def _texts(articles, keys):
    """Yield (key, title, beginning of the text) of each article with one of the keys."""
    rows = articles.order_by().values_list("sort_key", "title", Left("text", MAX_CHARACTERS))
    for start in range(0, len(keys), KEYS_PER_QUERY):
        yield from rows.filter(sort_key__in_array=keys[start : start + KEYS_PER_QUERY])
