"""The import of a codebook from a file, batch by batch, as one Action."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from corpus.models import Action
from corpus.records.action import current_action, current_action_id
from corpus.records.constraints import one_of
from corpus.records.record import Identified


class JobState(models.TextChoices):
    RUNNING = "running", "running"
    STOPPED = "stopped", "stopped"
    GIVEN_UP = "given up", "cancelled"
    FINISHED = "finished", "finished"


class CodebookJobQuerySet(models.QuerySet):
    def unfinished(self):
        """Running or stopped jobs, newest first."""
        jobs = self.filter(state__in=[JobState.RUNNING, JobState.STOPPED])
        return jobs.select_related("by").order_by("-pk")

    def begin(self, batches, changes=()):
        """Create a job from batches of steps, each a list of plain values.

        The current Action becomes that of the whole import, which continues it.
        """
        member, action_id = current_action().by, current_action_id()
        job = self.create(
            by=member, action_id=action_id, total=sum(map(len, batches)), changes=list(changes)
        )
        CodebookPart.objects.bulk_create(
            CodebookPart(job=job, number=number, steps=steps)
            for number, steps in enumerate(batches)
        )
        return job


class CodebookJob(Identified):
    """An import of which `done` of `total` tags are saved or skipped.

    `left` are names of tags skipped because colleagues created or changed them meanwhile.
    `changes` says what of the file was changed so that tags can hold it, a sentence each.
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # Wrote the tags so far; NULL if the finished import wrote nothing.
    action = models.OneToOneField(Action, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.RUNNING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    made_count = models.PositiveIntegerField(default=0)
    changed_count = models.PositiveIntegerField(default=0)
    left = models.JSONField(default=list)
    changes = models.JSONField(default=list)

    objects = CodebookJobQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            one_of("state", JobState, "codebook_job_state_known"),
            models.CheckConstraint(
                condition=Q(done__lte=models.F("total")), name="codebook_job_done_of_total"
            ),
        ]

    def __str__(self):
        return f"A codebook of {self.total} tags, {self.get_state_display()}"

    def get_absolute_url(self):
        return reverse("codebook_job", args=[self.public_id])

    @property
    def is_running(self):
        return self.state == JobState.RUNNING

    @property
    def is_stopped(self):
        return self.state == JobState.STOPPED

    @property
    def is_given_up(self):
        return self.state == JobState.GIVEN_UP

    @property
    def is_finished(self):
        return self.state == JobState.FINISHED

    @property
    def may_be_undone(self):
        """Whether it wrote anything that is not undone yet."""
        return bool(self.made_count or self.changed_count) and not self.action.is_undone

    def stop(self):
        return self._change_state(JobState.RUNNING, JobState.STOPPED)

    def resume(self):
        return self._change_state(JobState.STOPPED, JobState.RUNNING)

    def cancel(self):
        """Drop the batches that are not saved yet; does nothing to a finished job."""
        with transaction.atomic():
            for state in (JobState.RUNNING, JobState.STOPPED):
                if self._change_state(state, JobState.GIVEN_UP, finished_at=timezone.now()):
                    self.parts.all().delete()

    def _change_state(self, old_state, new_state, **values):
        """Change the state unless it has changed; return the number of rows changed."""
        rows = CodebookJob.objects.filter(pk=self.pk, state=old_state)
        return rows.update(state=new_state, **values)

    def finish(self):
        """Mark the job as finished; delete its Action if it wrote nothing."""
        self.state, self.finished_at = JobState.FINISHED, timezone.now()
        unused_action = None
        if not self.made_count and not self.changed_count:
            unused_action, self.action = self.action_id, None
        self.save()
        if unused_action:
            Action.objects.filter(pk=unused_action)._raw_delete(self._state.db)


class CodebookPart(models.Model):
    """A batch of a codebook that is not saved yet."""

    job = models.ForeignKey(CodebookJob, models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    steps = models.JSONField()

    class Meta:
        ordering = ["job", "number"]
        constraints = [
            models.UniqueConstraint(fields=["job", "number"], name="codebook_part_unique")
        ]

    def __str__(self):
        return f"part {self.number} of {self.job_id}"
