from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Exists, OuterRef, Q

from annotations.models.reading_state import Reader, ReadingState
from corpus.db.compiled_query import KEY, CompiledQuery
from corpus.records.action import History, acting

# What of colleagues' passages a member sees in an article: all; all, being done; none.
SHOWN, DONE, ALONE = "shown", "done", "alone"


class MemberQuerySet(models.QuerySet):
    def hiding(self, user):
        """The member, if they hide what colleagues marked until they are done."""
        return self.filter(user=user, hides_colleagues=True)

    def hiding_in(self, article, user):
        """How a member sees an article now: SHOWN, ALONE, or DONE: shown since they are done."""
        for (is_done,) in _is_done_hiding(article.pk, user.pk):
            return DONE if is_done else ALONE
        return SHOWN

    def hide_colleagues(self, user, is_hiding):
        """Hide what colleagues marked from a member until they are done, or no longer."""
        with acting("member.hide" if is_hiding else "member.show", user):
            # The lock makes two windows of one member wait for each other.
            get_user_model().objects.select_for_update().get(pk=user.pk)
            member = self.filter(user=user).first() or self.model(user=user)
            if member.hides_colleagues != is_hiding:
                member.hides_colleagues = is_hiding
                member.save(update_fields=None if member._state.adding else ["hides_colleagues"])
        return member


def _hiding_in(article, user):
    done = Reader.objects.filter(article=article, member=user, state=ReadingState.DONE)
    return Member.objects.hiding(user).values_list(Exists(done))


_is_done_hiding = CompiledQuery(KEY, KEY, build=_hiding_in)


class Member(models.Model):
    """What the desk knows of a member beyond the account."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="member")
    hides_colleagues = models.BooleanField(default=False)

    objects = MemberQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return str(self.user)


def seen_by(member, passage=""):
    """The condition on a passage that a member may see it now.

    `passage` is the path to it, as in "passage__". Who hides what colleagues marked sees theirs
    only where the reading is done.
    """
    own_state = Reader.objects.filter(
        article=OuterRef(f"{passage}article"), member=member, state=ReadingState.DONE
    )
    return (
        Q(**{f"{passage}created_by": member})
        | ~Exists(Member.objects.hiding(member))
        | Exists(own_state)
    )
