from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models

from corpus.records.action import History, acting
from corpus.records.record import Identified


class SearchGone(ValueError):
    """The search was let go in another window."""


def take_turn(member):
    """Let two windows of one member wait for each other; call it inside `acting`."""
    get_user_model().objects.select_for_update(no_key=True).get(pk=member.pk)


class SavedSearchQuerySet(models.QuerySet):
    def of(self, member):
        """A member's own, in the order of their names."""
        return self.filter(member=member).order_by("name", "pk")

    def keep(self, member, name, query):
        """Save a search under a name, instead of the one that the member saved under it."""
        with acting("search.save", member):
            take_turn(member)
            saved = self.of(member).filter(name=name).first()
            if saved is None:
                return self.create(member=member, name=name, query=query)
            if saved.query != query:
                saved.query = query
                saved.save(update_fields=["query"])
        return saved


class SavedSearch(Identified):
    """A search that a member comes back to: its name and the query of its page.

    History keeps those that were let go, and undoing brings them back.
    """

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="saved_searches"
    )
    name = models.CharField(max_length=100)
    query = models.TextField()

    objects = SavedSearchQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name_plural = "saved searches"
        constraints = [
            models.UniqueConstraint(fields=["member", "name"], name="saved_search_name_unique"),
            models.CheckConstraint(condition=~models.Q(name=""), name="saved_search_named"),
        ]

    def __str__(self):
        return self.name

    def let_go(self, by):
        """Forget the search; undoing brings it back. Raises SearchGone."""
        with acting("search.forget", by):
            take_turn(self.member)
            row = SavedSearch.objects.filter(pk=self.pk).first()
            if row is None:
                raise SearchGone(f"You let go of “{self}” already.")
            row.delete()
