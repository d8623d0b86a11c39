"""The import of annotations from a file: what is kept of it until it is complete."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from corpus.models import Action
from corpus.records.constraints import one_of
from corpus.records.record import Identified


class AnnotationJobState(models.TextChoices):
    READING = "reading", "being read"
    PLANNING = "planning", "being compared with the desk"
    READY = "ready", "not started"
    RUNNING = "running", "running"
    STOPPED = "stopped", "stopped"
    GIVEN_UP = "given up", "cancelled"
    FINISHED = "finished", "finished"


OPEN_STATES = (
    AnnotationJobState.PLANNING,
    AnnotationJobState.READY,
    AnnotationJobState.RUNNING,
    AnnotationJobState.STOPPED,
)
# States in which the rows written so far are hidden, to be shown later.
WRITING_STATES = (AnnotationJobState.RUNNING, AnnotationJobState.STOPPED)


class AnnotationJobQuerySet(models.QuerySet):
    def unfinished(self):
        """Jobs that wait for somebody or go on, newest first."""
        return self.filter(state__in=OPEN_STATES).select_related("by").order_by("-pk")


class AnnotationJob(Identified):
    """An import of `total` annotations, of which `done` are planned or, later, written.

    What it writes is marked as deleted at `created_at`, which no other job has, and so hidden
    until the last step takes that mark away. `planned` and `written` are counts by what became
    of the annotations, see `interchange.plan`; `names` are the names new and known by kind.
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # Wrote all rows; NULL until it starts, and if it wrote nothing.
    action = models.OneToOneField(Action, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, unique=True)
    finished_at = models.DateTimeField(null=True)
    state = models.CharField(
        max_length=10, choices=AnnotationJobState, default=AnnotationJobState.READING
    )
    name = models.CharField("file", max_length=200)
    format = models.CharField(max_length=20)
    takes_in = models.BooleanField("takes in articles", default=False)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    # The number of the next part.
    position = models.PositiveIntegerField(default=0)
    rules = models.JSONField(default=list)
    names = models.JSONField(default=dict)
    planned = models.JSONField(default=dict)
    written = models.JSONField(default=dict)

    objects = AnnotationJobQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            one_of("state", AnnotationJobState, "annotation_job_state_known"),
            models.CheckConstraint(
                condition=Q(done__lte=models.F("total")), name="annotation_job_done_of_total"
            ),
        ]

    def __str__(self):
        return f"{self.name}, {self.get_state_display()}"

    def get_absolute_url(self):
        return reverse("annotation_job", args=[self.public_id])

    @property
    def hidden_at(self):
        """The time by which its rows are marked as deleted while they are hidden."""
        return self.created_at

    @property
    def is_planning(self):
        return self.state == AnnotationJobState.PLANNING

    @property
    def is_ready(self):
        return self.state == AnnotationJobState.READY

    @property
    def is_running(self):
        return self.state == AnnotationJobState.RUNNING

    @property
    def is_moving(self):
        """Whether the next request does a part of it."""
        return self.is_planning or self.is_running

    @property
    def is_stopped(self):
        return self.state == AnnotationJobState.STOPPED

    @property
    def is_given_up(self):
        return self.state == AnnotationJobState.GIVEN_UP

    @property
    def is_finished(self):
        return self.state == AnnotationJobState.FINISHED

    @property
    def is_undone(self):
        """Whether it was complete, and what it wrote is undone."""
        return self.is_finished and self.action is not None and self.action.is_undone

    @property
    def may_be_undone(self):
        return self.is_finished and self.action is not None and not self.action.is_undone

    def start(self, action_id, *, takes_in):
        """Start writing what was planned; returns 0 if it is not ready (any more)."""
        return self._change_state(
            (AnnotationJobState.READY,),
            AnnotationJobState.RUNNING,
            action_id=action_id,
            takes_in=takes_in,
            position=0,
            done=0,
        )

    def stop(self):
        return self._change_state((AnnotationJobState.RUNNING,), AnnotationJobState.STOPPED)

    def resume(self):
        return self._change_state((AnnotationJobState.STOPPED,), AnnotationJobState.RUNNING)

    def cancel(self):
        """Give up what is not complete: the rows written so far are never shown."""
        with transaction.atomic():
            if self._change_state(
                OPEN_STATES, AnnotationJobState.GIVEN_UP, finished_at=timezone.now()
            ):
                self.parts.all().delete()
                Action.objects.filter(pk=self.action_id).update(is_undone=True)

    def _change_state(self, old_states, new_state, **values):
        """Change the state unless it has changed; return the number of rows changed."""
        rows = AnnotationJob.objects.filter(pk=self.pk, state__in=old_states)
        return rows.update(state=new_state, **values)

    def finish(self):
        """Mark the job as finished; delete its Action if it wrote nothing."""
        self.state, self.finished_at = AnnotationJobState.FINISHED, timezone.now()
        self.parts.all().delete()
        unused_action = None
        if not self.written.get("passages") and not self.written.get("new_articles"):
            unused_action, self.action = self.action_id, None
        self.save()
        if unused_action:
            Action.objects.filter(pk=unused_action)._raw_delete(self._state.db)


class AnnotationPart(models.Model):
    """Some of the annotations of a file, placed in its own texts, in our JSON Lines."""

    job = models.ForeignKey(AnnotationJob, models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    total = models.PositiveIntegerField()
    content = models.TextField()

    class Meta:
        ordering = ["job", "number"]
        constraints = [
            models.UniqueConstraint(fields=["job", "number"], name="annotation_part_unique")
        ]

    def __str__(self):
        return f"part {self.number} of {self.job_id}"


class AnnotationProblem(models.Model):
    """An annotation, or a record of a file, that does not come in, and why."""

    job = models.ForeignKey(AnnotationJob, models.CASCADE, related_name="problems")
    where = models.CharField(max_length=200)
    why = models.CharField(max_length=500)
    # Found while writing: it came in by the plan.
    is_late = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.where}: {self.why}"
