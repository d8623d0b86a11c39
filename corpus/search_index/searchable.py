"""Rows that a search index is kept of."""

from django.db import models

from corpus.index_entry import index_columns
from corpus.search_index.models import divided, on


class IndexedQuerySet(models.QuerySet):
    """Mixed into the QuerySet of a model that has an index."""

    def matching(self, tree, member=None, keys=None):
        """Rows that hold what a tree asks for (see `corpus.search.parser`).

        `member` is who asks, where the tree has a field that is about them. `keys` narrows all
        that is looked up for it to some keys: {"gte": 1, "lt": 9}, or {"in": […]}. Of many
        articles ask `search_index.newest_hits`, which bounds what an answer costs.

        Raises UnknownField.
        """
        asked, rest = divided(tree)
        key = self.model._meta.get_field("index").related_model._meta.pk
        if asked:
            found = self.filter(index__text__matches=asked, **on(f"index__{key.attname}", keys))
        else:
            found = self.filter(**on(key.target_field.attname, keys))
        return found.meeting(rest, member, keys)

    def meeting(self, nodes, member=None, keys=None):
        """Rows of which all of some trees hold, each asked for by itself."""
        index = self.model._meta.get_field("index").related_model
        found = self
        for node in nodes:
            found = found.filter(index.condition(node, member, keys))
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
        is_new = self._state.adding
        super().save(*args, update_fields=update_fields, **kwargs)
        if update_fields is None or not self.unsearched.issuperset(update_fields):
            # Words left under the key by a row that is gone are not those of a new one.
            self.keep_indexed(anew=is_new)

    def words_to_index(self):
        """(title, text): what it is found by; "" for a title where it has none."""
        raise NotImplementedError

    def keep_indexed(self, *, anew=False):
        """Index the row if it is not; `anew` also where words come from other rows.

        Answers the words that were indexed now, as `indexed` gives them, or None.
        """
        to_one = self._meta.get_field("index")
        rows = to_one.related_model.objects
        key = getattr(self, to_one.remote_field.target_field.attname)
        if anew or not rows.filter(pk=key).exists():
            return rows.put(key, *self.words_to_index())
        return None

    @classmethod
    def keep_all_indexed(cls, instances, *, anew=False):
        """What `keep_indexed` does, for many instances at once."""
        to_one = cls._meta.get_field("index")
        index, key = to_one.related_model.objects, to_one.remote_field.target_field.attname
        keyed = {getattr(instance, key): instance for instance in instances}
        # Of the column itself, which is the key of the index too.
        about = f"{to_one.remote_field.name}__{key}"
        there = index.filter(**{f"{about}__in_array": list(keyed)})
        if anew:
            there.delete()
        else:
            for pk in there.values_list("pk", flat=True):
                del keyed[pk]
        words = cls.all_words(list(keyed.values()))
        index.put_new({pk: index_columns(*each) for pk, each in zip(keyed, words, strict=True)})

    @classmethod
    def all_words(cls, instances):
        """What `words_to_index` says of each of some instances."""
        return [instance.words_to_index() for instance in instances]
