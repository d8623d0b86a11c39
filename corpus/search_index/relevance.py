"""Hits by how well they answer, among the newest."""

from django.db.models.functions import Left

from corpus.search.bm25 import counted, is_by_stems, scores, sought
from corpus.search_index.models import ArticleIndex
from corpus.search_index.newest_hits import MOST, MOST_CONSIDERED, Found, newest

# What of a text is read for its rank: a book weighs by its opening.
CHARACTERS = 20_000
# By whether words are counted as stems.
COLUMNS = {True: ("title_stems", "text_stems"), False: ("title", "text")}
AT_ONCE = 500


def relevant(
    articles, tree, member=None, *, most=MOST, offset=0, considered=MOST_CONSIDERED, **narrowed
):
    """`most` hits after the best `offset` of the newest `considered`; the same rank, the newest.

    `narrowed` is as for `newest`. `stopped_at` of Found is the key of the oldest article that was
    considered, None where that is all hits; `has_more` says that more of them are ranked.
    """
    found = newest(articles, tree, member, most=considered, **narrowed)
    ranked = ranking(found.keys, tree)
    stopped_at = found.stopped_at
    if found.has_more:
        stopped_at = found.keys[-1]
    return Found(ranked[offset : offset + most], len(ranked) > offset + most, stopped_at)


def ranking(keys, tree):
    """The sort keys of hits by how well each answers a tree, then the newest first."""
    words = sought(tree)
    if not words:
        return keys
    lengths, counts, there = [], [], []
    for key, length, said in _read(keys, words):
        there.append(key)
        lengths.append(length)
        counts.append(said)
    score = dict(zip(there, scores(lengths, counts), strict=True))
    return sorted(there, key=lambda key: (-score[key], -key))


def _read(keys, words):
    """Yield the key and the length of each hit, and how often it says each of some words."""
    forms = sorted({is_by_stems(each) for each in words})
    columns = [column for form in forms for column in COLUMNS[form]]
    read = {f"{column}_read": Left(column, CHARACTERS) for column in columns}
    rows = ArticleIndex.objects.annotate(**read).values_list("pk", *read)
    for at in range(0, len(keys), AT_ONCE):
        for key, *said in rows.filter(pk__in=keys[at : at + AT_ONCE]):
            by_form = dict(zip(forms, zip(said[::2], said[1::2], strict=True), strict=True))
            yield (
                key,
                said[1].count(" "),
                [counted(*by_form[is_by_stems(each)], each) for each in words],
            )
