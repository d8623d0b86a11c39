"""What is known of each search index: by which rules its words were made, whether it is whole."""

from django.db import models

from corpus.db.compiled_query import CompiledQuery
from corpus.search.tokenizer import FOLDING_VERSION


class IndexStateQuerySet(models.QuerySet):
    def incomplete(self):
        """The states of indexes from which rows are missing until `rebuild_search` is done."""
        return self.filter(is_complete=False)

    def outdated(self):
        """The states of indexes whose words were made by other rules than today's."""
        return self.exclude(folding=FOLDING_VERSION)


class IndexState(models.Model):
    """The state of one index. An index without one was made by an earlier version of the desk."""

    index = models.CharField(primary_key=True, max_length=63)
    folding = models.CharField(max_length=100)
    is_complete = models.BooleanField(default=False)

    objects = IndexStateQuerySet.as_manager()

    def __str__(self):
        return self.index

    @staticmethod
    def are_all_complete():
        return not incomplete_indexes()


incomplete_indexes = CompiledQuery(
    build=lambda: IndexState.objects.incomplete().values_list("index")[:1]
)
