from django.conf import settings
from django.db import models

from corpus.db.compiled_query import KEY, CompiledQuery
from corpus.models import Article
from corpus.records.action import History, acting
from corpus.records.constraints import one_of


class ReadingState(models.TextChoices):
    """How far a member is with an article. Unread is what nobody has said anything about."""

    UNREAD = "unread", "unread"
    READING = "reading", "reading"
    DONE = "done", "done"


class ReaderQuerySet(models.QuerySet):
    def beside(self, article, member):
        """The member beside the article; unread and not asked where nothing was said yet."""
        found = self.filter(article=article, member=member).first()
        return found or self.model(article=article, member=member)

    def assigned_to(self, article):
        """The member who was asked to read the article, or None."""
        found = self.filter(article=article, is_assigned=True).select_related("member").first()
        return found.member if found else None

    def around(self, article, member):
        """How far the member is with the article, and the name of who was asked to read it."""
        state, assigned_to = ReadingState.UNREAD.value, ""
        for pk, its_state, is_assigned, name in _around(article.pk, member.pk):
            state = its_state if pk == member.pk else state
            assigned_to = name if is_assigned else assigned_to
        return state, assigned_to

    def mark(self, article, member, state):
        """Say how far a member is with an article."""
        with acting("article.mark", member):
            # The lock makes two windows of one member wait for each other.
            Article.lock(article.pk)
            reader = self.beside(article, member)
            if reader.state != state:
                reader.state = state
                reader.save_column("state")
        return reader

    def assign(self, article, member, by):
        """Ask a member to read an article; None asks nobody any more."""
        with acting("article.assign", by):
            Article.lock(article.pk)
            for reader in self.filter(article=article, is_assigned=True).exclude(member=member):
                reader.is_assigned = False
                reader.save_column("is_assigned")
            if member is None:
                return None
            reader = self.beside(article, member)
            if not reader.is_assigned:
                reader.is_assigned = True
                reader.save_column("is_assigned")
        return reader


def _rows_around(article, member):
    wanted = models.Q(member=member) | models.Q(is_assigned=True)
    found = Reader.objects.filter(wanted, article=article)
    return found.values_list("member_id", "state", "is_assigned", "member__username")


_around = CompiledQuery(KEY, KEY, build=_rows_around)


class Reader(models.Model):
    """A member beside an article: how far they are, and whether it was assigned to them."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="readers")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="reading")
    state = models.CharField(max_length=7, choices=ReadingState, default=ReadingState.UNREAD)
    is_assigned = models.BooleanField(default=False)

    objects = ReaderQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["member", "state"], name="reader_by_member")]
        constraints = [
            one_of("state", ReadingState, "reader_state_known"),
            models.UniqueConstraint(fields=["article", "member"], name="reader_unique"),
        ]

    def __str__(self):
        return f"{self.member}: {self.state}"

    def save_column(self, name):
        """Save a column that was set; a row that is new with all that it holds."""
        self.save(update_fields=None if self._state.adding else [name])
