"""Ranks the newest hits by relevance."""

from django.db.models.functions import Left

from corpus.search.bm25 import scores, scoring_words, term_frequency, uses_stems
from corpus.search_index.models import ArticleIndex
from corpus.search_index.newest_hits import MAX_CONSIDERED, PAGE_SIZE, Hits, newest

# Code points at the start of a column that are ranked.
MAX_CHARACTERS = 20_000
# Keyed by whether words are counted as stems.
COLUMNS = {True: ("title_stems", "text_stems"), False: ("title", "text")}
KEYS_PER_QUERY = 500


def relevant(
    articles, tree, member=None, *, most=PAGE_SIZE, offset=0, considered=MAX_CONSIDERED, **narrowed
):
    """Return `most` Hits by relevance, from `offset` on, of the newest `considered` hits.

    Equal scores are newest first; `narrowed` is as for `newest`. `stopped_at` is the key of the
    oldest article considered, None if those are all hits; `has_more` says that more are ranked.
    """
    hits = newest(articles, tree, member, most=considered, **narrowed)
    ranked = ranked_keys(hits.keys, tree)
    stopped_at = hits.stopped_at
    if hits.has_more:
        stopped_at = hits.keys[-1]
    return Hits(ranked[offset : offset + most], len(ranked) > offset + most, stopped_at)


def ranked_keys(keys, tree):
    """Return the sort keys of hits by descending BM25 score, equal scores newest first."""
    words = scoring_words(tree)
    if not words:
        return keys
    lengths, counts, indexed_keys = [], [], []
    for key, length, frequencies in _term_frequencies(keys, words):
        indexed_keys.append(key)
        lengths.append(length)
        counts.append(frequencies)
    score_of = dict(zip(indexed_keys, scores(lengths, counts), strict=True))
    return sorted(indexed_keys, key=lambda key: (-score_of[key], -key))


def _term_frequencies(keys, words):
    """Yield (key, length in words, frequency of each leaf) of each hit that is indexed."""
    forms = sorted({uses_stems(each) for each in words})
    columns = [column for form in forms for column in COLUMNS[form]]
    prefixes = {f"{column}_read": Left(column, MAX_CHARACTERS) for column in columns}
    rows = ArticleIndex.objects.annotate(**prefixes).values_list("pk", *prefixes)
    for start in range(0, len(keys), KEYS_PER_QUERY):
        for key, *columns_read in rows.filter(pk__in=keys[start : start + KEYS_PER_QUERY]):
            by_form = dict(
                zip(forms, zip(columns_read[::2], columns_read[1::2], strict=True), strict=True)
            )
            yield (
                key,
                columns_read[1].count(" "),
                [term_frequency(*by_form[uses_stems(each)], each) for each in words],
            )
