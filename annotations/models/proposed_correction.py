from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from corpus.models import Article, Revision
from corpus.records.action import History, current_action
from corpus.records.constraints import one_of
from corpus.records.record import Record, RecordQuerySet

MAX_REASON_LENGTH = 500


class ProposalState(models.TextChoices):
    OPEN = "open", "open"
    TAKEN_OVER = "taken over", "taken over"
    DECLINED = "declined", "not taken over"


class ProposedCorrectionQuerySet(RecordQuerySet):
    def open(self):
        """Present ones that no editor has decided on, of present articles."""
        return self.present().filter(state=ProposalState.OPEN, article__deleted_at=None)

    def decided_of(self, member):
        """Those of a member that an editor has decided on, the last decided first."""
        decided = self.present().filter(created_by=member, article__deleted_at=None)
        return decided.exclude(state=ProposalState.OPEN).order_by("-decided_at", "-pk")

    def listed(self):
        """For lists: with article, author and editor, without any text."""
        related = self.select_related("article", "revision", "created_by", "decided_by")
        return related.defer("text", "article__text", "revision__text")


class ProposedCorrection(Record):
    """A text of an article that a member proposes, written for one of its revisions.

    An editor takes it over, perhaps changed, which makes the revision `taken_as`, or declines it
    for a reason.
    """

    article = models.ForeignKey(Article, models.PROTECT, related_name="proposed_corrections")
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    text = models.TextField()
    reason = models.CharField(max_length=MAX_REASON_LENGTH)
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.OPEN)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, editable=False)
    decision = models.CharField("why", max_length=MAX_REASON_LENGTH, blank=True)
    taken_as = models.ForeignKey(
        Revision, models.PROTECT, null=True, editable=False, related_name="+"
    )

    # The columns that a decision sets.
    DECIDED_COLUMNS = ("state", "decided_by", "decided_at", "decision", "taken_as")

    objects = ProposedCorrectionQuerySet.as_manager()
    # The text never changes, so history rows do not copy it.
    history = History(excluded_fields=["text"])

    class Meta:
        ordering = ["pk"]
        constraints = [
            one_of("state", ProposalState, "proposed_correction_state_known"),
            models.CheckConstraint(
                condition=models.Q(state=ProposalState.OPEN, decided_by=None, decided_at=None)
                | ~models.Q(state=ProposalState.OPEN)
                & models.Q(decided_by__isnull=False, decided_at__isnull=False),
                name="proposed_correction_decided",
            ),
        ]

    def __str__(self):
        return self.reason

    def get_absolute_url(self):
        return reverse("proposed_correction", args=[self.public_id])

    @property
    def is_open(self):
        return self.state == ProposalState.OPEN

    @property
    def state_words(self):
        return ProposalState(self.state).label

    @property
    def is_on_older_text(self):
        """Whether the text was corrected after it was written."""
        return self.revision.number != self.article.revision_number

    def decide(self, state, version=None, *, decision="", taken_as=None):
        """Note what an editor decided; raises StaleVersion, RowGone."""
        row = ProposedCorrection.lock(self.pk, version)
        row.state, row.decision, row.taken_as = state, decision, taken_as
        row.decided_by, row.decided_at = current_action().by, timezone.now()
        row.save_act(*self.DECIDED_COLUMNS)
        self.refresh_from_db()
