from django.conf import settings
from django.db import models

from corpus.db.compiled_query import KEY, CompiledQuery
from corpus.models import Article
from corpus.records.action import History, current_action
from corpus.records.constraints import one_of


class ReadingStatus(models.TextChoices):
    """A member's reading status of an article; no row means unread."""

    UNREAD = "unread", "unread"
    READING = "reading", "reading"
    DONE = "done", "done"


class ReadingStateQuerySet(models.QuerySet):
    def for_member(self, article, member):
        """The ReadingState of an article and member; if there is none, an unsaved unread one."""
        reading_state = self.filter(article=article, member=member).first()
        return reading_state or self.model(article=article, member=member)

    def assigned_to(self, article):
        """The member to whom the article is assigned, or None."""
        reading_state = (
            self.filter(article=article, is_assigned=True).select_related("member").first()
        )
        return reading_state.member if reading_state else None

    def mark(self, article, state):
        """Set the reading status of the acting member; return the ReadingState."""
        # The lock serializes concurrent requests of one member.
        Article.lock(article.pk)
        reading_state = self.for_member(article, current_action().by)
        if reading_state.state != state:
            reading_state.state = state
            reading_state.save_column("state")
        return reading_state

    def mark_all(self, articles, state):
        """Set the reading status of the acting member for several articles."""
        # In one order, so that two members who mark the same articles wait and do not deadlock.
        for article in sorted(articles, key=lambda each: each.pk):
            self.mark(article, state)

    def assign_all(self, articles, member):
        """Assign several articles to a member; None removes the assignments."""
        for article in sorted(articles, key=lambda each: each.pk):
            self.assign(article, member)

    def assign(self, article, member):
        """Assign an article to a member; None removes the assignment."""
        Article.lock(article.pk)
        for reading_state in self.filter(article=article, is_assigned=True).exclude(member=member):
            reading_state.is_assigned = False
            reading_state.save_column("is_assigned")
        if member is None:
            return None
        reading_state = self.for_member(article, member)
        if not reading_state.is_assigned:
            reading_state.is_assigned = True
            reading_state.save_column("is_assigned")
        return reading_state


def _build_state_rows(article, member):
    condition = models.Q(member=member) | models.Q(is_assigned=True)
    rows = ReadingState.objects.filter(condition, article=article)
    return rows.values_list("member_id", "state", "is_assigned", "member__username")


state_rows = CompiledQuery(KEY, KEY, build=_build_state_rows)


def state_and_assignee(article, member):
    """(reading status of the member, name of the assigned member or "")."""
    state, assignee = ReadingStatus.UNREAD.value, ""
    for pk, row_state, is_assigned, name in state_rows(article.pk, member.pk):
        state = row_state if pk == member.pk else state
        assignee = name if is_assigned else assignee
    return state, assignee


class ReadingState(models.Model):
    """Reading status and assignment of an article for one member."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="reading_states")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="reading_states"
    )
    state = models.CharField(max_length=7, choices=ReadingStatus, default=ReadingStatus.UNREAD)
    is_assigned = models.BooleanField(default=False)

    objects = ReadingStateQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["member", "state"], name="reading_state_by_member")]
        constraints = [
            one_of("state", ReadingStatus, "reading_state_known"),
            models.UniqueConstraint(fields=["article", "member"], name="reading_state_unique"),
        ]

    def __str__(self):
        return f"{self.member}: {self.state}"

    def save_column(self, name):
        """Save one column, or the whole row if it is new."""
        self.save(update_fields=None if self._state.adding else [name])
