from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models

from corpus.records.action import History, current_action
from corpus.records.record import Identified


class SearchGone(ValueError):
    """The search was deleted in another window."""


def lock_member(member):
    """Serialize concurrent requests of one member; call it inside `acting`."""
    get_user_model().objects.select_for_update(no_key=True).get(pk=member.pk)


class SavedSearchQuerySet(models.QuerySet):
    def of(self, member):
        """The searches of a member, by name."""
        return self.filter(member=member).order_by("name", "pk")

    def save_as(self, name, query):
        """Save a search of the acting member; replaces their search with that name."""
        member = current_action().by
        lock_member(member)
        saved = self.of(member).filter(name=name).first()
        if saved is None:
            return self.create(member=member, name=name, query=query)
        if saved.query != query:
            saved.query = query
            saved.save(update_fields=["query"])
        return saved


class SavedSearch(Identified):
    """A saved search of a member: its name and the query string of its page.

    History keeps deleted searches; undo restores them.
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

    def forget(self):
        """Delete the search; undoing restores it. Raises SearchGone."""
        lock_member(self.member)
        row = SavedSearch.objects.filter(pk=self.pk).first()
        if row is None:
            raise SearchGone(f"You have already deleted “{self}”.")
        row.delete()
