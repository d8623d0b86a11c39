from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Exists, OuterRef, Q

from annotations.models.reading_state import ReadingState, ReadingStatus
from corpus.db.compiled_query import KEY, CompiledQuery
from corpus.records.action import History, current_action

# Which of colleagues' passages a member sees in an article: all; all, because done; none.
SHOWN, DONE, ALONE = "shown", "done", "alone"


class MemberQuerySet(models.QuerySet):
    def hiding(self, user):
        """The row of the member if it hides colleagues' passages until done; else none."""
        return self.filter(user=user, hides_colleagues=True)

    def hide_colleagues(self, is_hiding):
        """Hide colleagues' passages from the acting member until done, or stop hiding them."""
        user = current_action().by
        # The lock serializes concurrent requests of one member.
        get_user_model().objects.select_for_update().get(pk=user.pk)
        member = self.filter(user=user).first() or self.model(user=user)
        if member.hides_colleagues != is_hiding:
            member.hides_colleagues = is_hiding
            member.save(update_fields=None if member._state.adding else ["hides_colleagues"])
        return member


def _build_hiding_rows(article, user):
    done_readings = ReadingState.objects.filter(
        article=article, member=user, state=ReadingStatus.DONE
    )
    return Member.objects.hiding(user).values_list(Exists(done_readings))


hiding_rows = CompiledQuery(KEY, KEY, build=_build_hiding_rows)
_hiding = CompiledQuery(KEY, build=lambda user: Member.objects.hiding(user).values_list("pk"))


def is_hiding(user):
    """Whether a member hides colleagues' passages in articles until done with them."""
    return bool(_hiding(user.pk))


def colleague_visibility(article, user):
    """SHOWN, ALONE (hidden), or DONE (shown because the member is done)."""
    for (is_done,) in hiding_rows(article.pk, user.pk):
        return DONE if is_done else ALONE
    return SHOWN


def is_alone(article, user):
    """Whether colleagues' passages in an article are hidden from a member."""
    return colleague_visibility(article, user) == ALONE


class Member(models.Model):
    """Settings of a member beyond the account."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="member")
    hides_colleagues = models.BooleanField(default=False)

    objects = MemberQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return str(self.user)


def seen_by(member, passage=""):
    """The condition that a member may currently see a passage.

    `member` is an account or its key; 0 stands for nobody and hides nothing. `passage` is the
    lookup prefix, as in "passage__". Members who hide colleagues' passages see them only in
    articles that they are done with.
    """
    done_readings = ReadingState.objects.filter(
        article=OuterRef(f"{passage}article"), member=member, state=ReadingStatus.DONE
    )
    return (
        Q(**{f"{passage}created_by": member})
        | ~Exists(Member.objects.hiding(member))
        | Exists(done_readings)
    )
