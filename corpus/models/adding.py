"""Adding many articles at once: what `ArticleQuerySet.add` does for one, in few queries."""

from django.utils import timezone

from corpus.models.action import acting, current_action
from corpus.models.inserting import insert, insert_with_history, moment_value
from corpus.models.resemblance import Sketch
from corpus.models.revision import Revision, digest_of
from corpus.models.search_index import ArticleIndex, indexed
from corpus.models.sort_key import next_sort_keys
from corpus.resembling import sketch_of


def add_all(model, articles, by, reason):
    """Keep new articles, unsaved and with normalised texts, in their order.

    Answers (those that were kept, the Resemblances found). Left out are those whose day is full.
    """
    with acting("article.import", by):
        keys = next_sort_keys(model.objects.all(), [each.published_on for each in articles])
        kept = []
        for article, key in zip(articles, keys, strict=True):
            if key is not None:
                article.sort_key, article.revision_number = key, 1
                article.take_address_key()
                kept.append(article)
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
        return kept, put_words(kept)


def put_words(articles):
    """Index articles that are not indexed yet, and find those that they resemble."""
    columns = {each.sort_key: indexed(*each.words_to_index()) for each in articles}
    # Rows that somebody left there by hand would be in the way.
    ArticleIndex.objects.filter(pk__in=list(columns)).delete()
    ArticleIndex.objects.put_new(columns)
    sketches = {
        article.pk: sketch
        for article in articles
        if (sketch := sketch_of(columns[article.sort_key]["text"].split()))
    }
    return Sketch.objects.put_new(sketches)
