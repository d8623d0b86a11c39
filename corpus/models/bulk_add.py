"""Adding many articles at once: what `ArticleQuerySet.add` does for one, in few queries."""

from django.utils import timezone

from corpus.db.bulk_insert import insert, insert_with_history, moment_value
from corpus.index_entry import found_by
from corpus.models.article_order import next_sort_keys
from corpus.models.near_duplicate import Sketch
from corpus.models.revision import Revision, digest_of
from corpus.records.action import acting, current_action
from corpus.search_index.models import ArticleIndex


def add_all(model, articles, by, reason, found=()):
    """Keep new articles, unsaved and with normalised texts, in their order.

    `found` has the FoundBy of each, or None where that is still to be made; () is None for all.
    Answers (those that were kept, the Resemblances found). Left out are those whose day is full.
    """
    with acting("article.import", by):
        keys = next_sort_keys(model.objects.all(), [each.published_on for each in articles])
        kept, words = [], []
        for article, key, known in zip(articles, keys, found or [None] * len(keys), strict=True):
            if key is not None:
                article.sort_key, article.revision_number = key, 1
                article.take_address_key()
                kept.append(article)
                words.append(known or found_by(*article.words_to_index()))
        if not kept:
            return [], []
        moment = timezone.now()
        insert_with_history(kept, current_action(), moment)
        insert(
            Revision,
            ["article", "number", "text", "sha256", "reason", "created_by", "created_at"],
            [
                (each.pk, 1, each.text, digest_of(each.text), reason, by.pk, moment_value(moment))
                for each in kept
            ],
        )
        return kept, _put_words(kept, words)


def _put_words(articles, words):
    """Index articles that are not indexed yet, and find those that they resemble."""
    pairs = list(zip(articles, words, strict=True))
    # Rows that somebody left there by hand would be in the way.
    ArticleIndex.objects.filter(pk__in=[article.sort_key for article in articles]).delete()
    ArticleIndex.objects.put_new({article.sort_key: found.columns for article, found in pairs})
    return Sketch.objects.put_new(
        {article.pk: found.sketch for article, found in pairs if found.sketch}
    )
