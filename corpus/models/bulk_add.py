"""Adds many articles in few queries; for a single one see `ArticleQuerySet.add`."""

from django.utils import timezone

from corpus.db.bulk_insert import insert, insert_with_history, moment_value
from corpus.index_entry import index_entry
from corpus.models.article import Article
from corpus.models.article_order import next_sort_keys
from corpus.models.near_duplicate import Sketch
from corpus.models.revision import Revision, digest_of
from corpus.models.revision_text import CURRENT_TEXT
from corpus.records.action import current_action
from corpus.search_index.gathered import GatheredIndex


def add_all(articles, *, reason, known_entries=(), index=None):
    """Add new articles, unsaved and with normalised texts, in their order.

    An `address_key` that is set must be that of the `url`.

    `known_entries` holds the IndexEntry of each article, or None where it is not computed yet;
    () means None for all. `index` is the GatheredIndex of an import, whose caller writes what it
    gathers. Articles of a full day are skipped. Returns (added articles, their NearDuplicates).
    """
    keys = next_sort_keys(Article.objects.all(), [each.published_on for each in articles])
    added, entries = [], []
    known_entries = known_entries or [None] * len(keys)
    for article, key, entry in zip(articles, keys, known_entries, strict=True):
        if key is not None:
            article.sort_key, article.revision_number = key, 1
            if not article.address_key:
                article.set_address_key()
            added.append(article)
            entries.append(entry or index_entry(*article.words_to_index()))
    if not added:
        return [], []
    action, moment = current_action(), timezone.now()
    insert_with_history(added, action, moment)
    author, created_at = action.by_id, moment_value(moment)
    insert(
        Revision,
        ["article", "number", "text", "sha256", "reason", "created_by", "created_at"],
        [
            (each.pk, 1, CURRENT_TEXT, digest_of(each.text), reason, author, created_at)
            for each in added
        ],
    )
    pairs = list(zip(added, entries, strict=True))
    columns = {article.sort_key: entry.columns for article, entry in pairs}
    if index is None:
        GatheredIndex(columns).write()
    else:
        index.gather(columns)
    return added, Sketch.objects.put_new(
        {article.pk: entry.sketch for article, entry in pairs if entry.sketch}
    )
