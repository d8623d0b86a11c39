"""Hits by how well they answer, among the newest."""

from dataclasses import fields

from django.db.models.functions import Left

from corpus.models.hits import MOST, MOST_CONSIDERED, Found, newest
from corpus.models.search_index import ArticleIndex
from corpus.search.ranking import Indexed, counts, scores, sought

# What of a text is read for its rank: a book weighs by its opening.
CHARACTERS = 20_000
COLUMNS = [field.name for field in fields(Indexed)]
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
    """The sort keys of hits, newest first, by how well each answers a tree."""
    words = sought(tree)
    if not words:
        return keys
    counted = _counted(keys, words)
    there = [key for key in keys if key in counted]
    score = dict(zip(there, scores([counted[key] for key in there]), strict=True))
    return sorted(there, key=lambda key: (-score[key], -key))


def _counted(keys, words):
    rows = ArticleIndex.objects.annotate(
        **{f"{name}_read": Left(name, CHARACTERS) for name in COLUMNS}
    ).values_list("pk", *[f"{name}_read" for name in COLUMNS])
    counted = {}
    for at in range(0, len(keys), AT_ONCE):
        for key, *row in rows.filter(pk__in=keys[at : at + AT_ONCE]):
            counted[key] = counts(Indexed(*row), words)
    return counted
