from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from simple_history.models import HistoricalRecords

_current: ContextVar["Action | None"] = ContextVar("current action", default=None)


class NoAction(RuntimeError):
    """A row with a history was written outside of `acting`."""


class Action(models.Model):
    """One thing that somebody did; every history row it caused carries its id.

    `kind` is "<noun>.<verb>", as in "passage.create".
    """

    kind = models.CharField(max_length=60)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.kind} by {self.by}"


@contextmanager
def acting(kind, by):
    """Run a block as one Action in one transaction.

    Inside another `acting` the block joins the outer action: whoever merges two people also
    changes their passages, and that is one thing to undo.
    """
    with transaction.atomic():
        action = _current.get()
        if action is not None:
            yield action
            return
        action = Action.objects.create(kind=kind, by=by)
        token = _current.set(action)
        try:
            yield action
        finally:
            _current.reset(token)


def current_action():
    """The Action that is under way; raises NoAction outside of `acting`."""
    action = _current.get()
    if action is None:
        raise NoAction("Write rows with a history inside `with acting(kind, by):`.")
    return action


def current_action_id():
    return current_action().pk


class ActionRecord(models.Model):
    """What every history row has besides the columns of its table."""

    action = models.ForeignKey(Action, models.PROTECT, default=current_action_id, related_name="+")

    class Meta:
        abstract = True


class History(HistoricalRecords):
    """The history of a table: who changed what, when, as part of which Action."""

    def __init__(self, **options):
        options.setdefault("bases", [ActionRecord])
        options.setdefault("get_user", lambda instance, **_: current_action().by)
        super().__init__(**options)
