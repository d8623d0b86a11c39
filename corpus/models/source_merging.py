"""Merging two sources that turn out to be one publisher."""

from corpus.models.article import Article
from corpus.models.credit import Credit
from corpus.models.source import Source
from corpus.records.edit_conflict import refuse_conflict
from corpus.records.merging import MergeRefused

# More would keep other writers waiting; nothing of them could be stopped half-way.
MAX_ARTICLES = 1_000


def merge_source(source, into, version):
    """Give the articles and credits of a source to another one, and delete it softly.

    Grades stay with the source that they were given to. Undoing the Action gives all back. Raises
    MergeRefused, StaleVersion, RowGone.
    """
    locked = Source._base_manager.select_for_update(of=("self",)).order_by("pk")
    rows = {row.pk: row for row in locked.filter(pk__in=[source.pk, into.pk])}
    moved, target = rows[source.pk], rows[into.pk]
    refuse_conflict(moved, version)
    refuse_conflict(target)
    articles = Article.objects.filter(source=moved).defer("text")
    articles = list(articles.select_for_update(of=("self",)).order_by("pk")[: MAX_ARTICLES + 1])
    if len(articles) > MAX_ARTICLES:
        raise MergeRefused(
            f"{moved} has more than {MAX_ARTICLES:,} articles. Merge the smaller source into it."
        )
    for article in articles:
        article.source = target
        article.save_act("source")
    for credit in Credit.objects.filter(source=moved).order_by("pk"):
        credit.source = target
        credit.save_act("source")
    if moved.domain and not target.domain:
        # Imports find a source by its domain.
        target.domain = moved.domain
        target.save_act("domain")
    moved.remove()
