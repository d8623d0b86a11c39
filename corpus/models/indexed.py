"""Rows that a search index is kept of."""

from django.db import models

from corpus.models.search_index import divided


class IndexedQuerySet(models.QuerySet):
    """Mixed into the QuerySet of a model that has an index."""

    def matching(self, tree, member=None):
        """Rows that hold what a tree asks for (see `corpus.search.grammar`).

        `member` is who asks, where the tree has a field that is about them. Raises UnknownField.
        """
        asked, rest = divided(tree)
        found = self.filter(index__text__matches=asked) if asked else self
        index = self.model._meta.get_field("index").related_model
        for node in rest:
            found = found.filter(index.condition(node, member))
        return found

    def unindexed(self):
        """Rows that no search finds, because they were changed past `save`."""
        return self.filter(index=None)


class Indexed(models.Model):
    """A row whose `save` keeps its index: a trigger takes the words away that no longer stand."""

    # Saving these alone leaves the words as they are.
    unsearched = frozenset(["edited_at"])

    class Meta:
        abstract = True

    def save(self, *args, update_fields=None, **kwargs):
        super().save(*args, update_fields=update_fields, **kwargs)
        if update_fields is None or not self.unsearched.issuperset(update_fields):
            self.keep_indexed()

    def words_to_index(self):
        """(title, text): what it is found by; "" for a title where it has none."""
        raise NotImplementedError

    def keep_indexed(self, *, anew=False):
        """Index the row if it is not; `anew` also where words come from other rows."""
        to_one = self._meta.get_field("index")
        rows = to_one.related_model.objects
        key = getattr(self, to_one.remote_field.target_field.attname)
        if anew or not rows.filter(pk=key).exists():
            rows.put(key, *self.words_to_index())
