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
from corpus.search_index.models import ArticleIndex


def add_all(articles, *, reason, known_entries=(), added_words=None):
    """Add new articles, unsaved and with normalised texts, in their order.

    An `address_key` that is set must be that of the `url`.

    `known_entries` holds the IndexEntry of each article, or None where it is not computed yet;
    () means None for all. `added_words` are the AddedWords of an import. Articles of a full day
    are skipped. Returns (added articles, their NearDuplicates).
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
    return added, _index_articles(added, entries, added_words)


def _index_articles(articles, entries, added_words):
    """Index new articles, and store and return their NearDuplicates."""
    pairs = list(zip(articles, entries, strict=True))
    # Orphaned index rows with these keys would violate uniqueness.
    ArticleIndex.objects.make_way([article.sort_key for article in articles], anew=True)
    # In ascending order: before each smaller key FTS5 writes what it has gathered so far, which
    # takes twice the time.
    columns = {article.sort_key: entry.columns for article, entry in pairs}
    ArticleIndex.objects.put_new(dict(sorted(columns.items())), added_words)
    return Sketch.objects.put_new(
        {article.pk: entry.sketch for article, entry in pairs if entry.sketch}
    )
