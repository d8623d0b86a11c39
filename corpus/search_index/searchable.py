"""Base classes for models with a search index, and for their QuerySets."""

from django.db import models
from django.db.models import Exists, OuterRef

from corpus.index_entry import index_columns
from corpus.search_index.models import lookups_on, split_tree, words_lookup


class IndexedQuerySet(models.QuerySet):
    """A base of the QuerySet of a model that has an index."""

    def matching(self, tree, member=None, keys=None):
        """Return the rows that match a query tree (see `corpus.search.parser`).

        `member` is needed if the tree has a field that depends on the member. `keys` are
        lookups that restrict every index lookup: {"gte": 1, "lt": 9}, or {"in": […]}. For articles
        use `search_index.newest_hits`, which bounds the cost.

        Raises UnknownField.
        """
        index_tree, other_nodes = split_tree(tree)
        key = self.model._meta.get_field("index").related_model._meta.pk
        if index_tree:
            words = words_lookup(index_tree, keys, "index__")
            rows = self.filter(**words, **lookups_on(f"index__{key.attname}", keys))
        else:
            rows = self.filter(**lookups_on(key.target_field.attname, keys))
        return rows.matching_nodes(other_nodes, member, keys)

    def matching_nodes(self, nodes, member=None, keys=None):
        """Return the rows that match all given trees, with one lookup for each."""
        index = self.model._meta.get_field("index").related_model
        rows = self
        for node in nodes:
            rows = rows.filter(index.condition(node, member, keys))
        return rows

    def unindexed(self):
        """Return the rows without an index row, which were changed without `save`."""
        index = self.model._meta.get_field("index").related_model
        key = OuterRef(index._meta.pk.target_field.name)
        return self.filter(~Exists(index.objects.current().filter(pk=key)))


class Indexed(models.Model):
    """A row whose `save` updates its index row; a trigger deletes the stale one."""

    # Saving only these does not change the index.
    unindexed_fields = frozenset(["edited_at"])

    class Meta:
        abstract = True

    def save(self, *args, update_fields=None, **kwargs):
        is_new = self._state.adding
        super().save(*args, update_fields=update_fields, **kwargs)
        if update_fields is None or not self.unindexed_fields.issuperset(update_fields):
            # A stale index row of a deleted row with the same key is replaced.
            self.keep_indexed(anew=is_new)

    def words_to_index(self):
        """Return (title, text) to index, or (title, text, byline); a missing title is ""."""
        raise NotImplementedError

    def keep_indexed(self, *, anew=False):
        """Index the row if it is not; with `anew`, replace its index row.

        Returns the columns indexed now, as made by `indexed`, or None.
        """
        relation = self._meta.get_field("index")
        rows = relation.related_model.objects
        key = getattr(self, relation.remote_field.target_field.attname)
        if not rows.make_way([key], anew=anew):
            return None
        return rows.put_new({key: index_columns(*self.words_to_index())})[key]

    @classmethod
    def keep_all_indexed(cls, instances, *, anew=False):
        """Do the same as `keep_indexed` for many instances."""
        relation = cls._meta.get_field("index")
        index, key = relation.related_model.objects, relation.remote_field.target_field.attname
        keyed = {getattr(instance, key): instance for instance in instances}
        cls.add_to_index([keyed[pk] for pk in index.make_way(list(keyed), anew=anew)])

    @classmethod
    def add_to_index(cls, instances):
        """Index instances that are not."""
        relation = cls._meta.get_field("index")
        key = relation.remote_field.target_field.attname
        columns = [index_columns(*words) for words in cls.all_words(instances)]
        keys = [getattr(instance, key) for instance in instances]
        relation.related_model.objects.put_new(dict(zip(keys, columns, strict=True)))

    @classmethod
    def all_words(cls, instances):
        """Return `words_to_index` of each instance."""
        return [instance.words_to_index() for instance in instances]
