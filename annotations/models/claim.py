import json
from hashlib import sha256

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from taggit.managers import TaggableManager

from annotations.models.origin import Origin
from annotations.models.tag_link import ClaimTag, ReadOnlyTagManager, retag
from annotations.publishing.claim_page import by_words
from annotations.publishing.counting import REPORTS
from corpus.characters import one_line
from corpus.dates import ImpreciseDate
from corpus.models import Person
from corpus.records.action import History, current_action
from corpus.records.constraints import PRECISIONS, date_with_precision, one_of
from corpus.records.record import Record, RecordQuerySet
from corpus.records.slug import slug_of
from corpus.search_index.searchable import Indexed, IndexedQuerySet


class Credibility(models.IntegerChoices):
    """How credible a claim is, by the Admiralty code (NATO AJP-2.1)."""

    CONFIRMED = 1, "confirmed by other sources"
    PROBABLE = 2, "probably true"
    POSSIBLE = 3, "possibly true"
    DOUBTFUL = 4, "doubtful"
    IMPROBABLE = 5, "improbable"
    UNKNOWN = 6, "cannot be judged"


class Status(models.TextChoices):
    DRAFT = "draft", "draft"
    PUBLISHED = "published", "published"
    WITHDRAWN = "withdrawn", "withdrawn"


class ClaimKeyConflict(ValueError):
    """The key was used before with different content; `claim` is the one it created."""

    def __init__(self, claim):
        super().__init__("This form was already saved as another claim.")
        self.claim = claim


class ClaimQuerySet(IndexedQuerySet, RecordQuerySet):
    def make(
        self,
        *,
        key=None,
        passage=None,
        stance=REPORTS,
        origin=None,
        new_origin="",
        **facts,
    ):
        """Create a draft, with its passage if there is one.

        `facts` are as for `Claim.edit`; `new_origin` is a name. If the author repeats a `key`,
        returns the claim that it created. Raises ClaimKeyConflict.
        """
        evidence = {"stance": stance, "origin": origin, "new_origin": new_origin}
        digest = _digest({**facts, **evidence, "passage": passage})
        author = current_action().by
        earlier = self._made_before(key, digest, author)
        if earlier:
            return earlier
        claim = self.model(created_by=author, key=key, request_digest=digest)
        claim.set_facts(**facts)
        claim.save()
        retag(claim, facts.get("tags", ()))
        if passage:
            origin = Origin.objects.obtain(new_origin) if new_origin else origin
            claim.add_evidence(passage, stance, origin)
        return claim

    def _made_before(self, key, digest, author):
        if key is None:
            return None
        # Serializes concurrent requests; the lock still allows rows that refer to the author.
        get_user_model().objects.select_for_update(no_key=True).get(pk=author.pk)
        earlier = self.filter(created_by=author, key=key).first()
        if earlier and earlier.request_digest != digest:
            raise ClaimKeyConflict(earlier)
        return earlier

    def published(self):
        """Published claims, each with its current publication."""
        return self.present().filter(status=Status.PUBLISHED).select_related("publication")

    def newest_first(self):
        return self.order_by("-pk")

    def stating(self, statement):
        """Claims with exactly this statement, white space collapsed."""
        return self.filter(statement=one_line(statement))


class Claim(Indexed, Record):
    """One checkable statement; the public sees only the frozen `publication`."""

    statement = models.CharField(max_length=500)
    speaker = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="claims"
    )
    attribution = models.CharField(
        max_length=200, blank=True, help_text="In the document's words, if no speaker is named."
    )
    said_on = models.DateField(null=True, blank=True)
    said_precision = models.CharField(max_length=5, choices=PRECISIONS, blank=True)
    credibility = models.PositiveSmallIntegerField(choices=Credibility, default=Credibility.UNKNOWN)
    verdict = models.CharField(max_length=100, blank=True)
    status = models.CharField(max_length=9, choices=Status, default=Status.DRAFT, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    # The public reads it in place of a withdrawn claim.
    withdrawal_reason = models.CharField(
        "why withdrawn", max_length=500, blank=True, default="", db_default="", editable=False
    )
    # Set while a draft waits for its author.
    sent_back_reason = models.CharField(
        "why sent back", max_length=500, blank=True, default="", db_default="", editable=False
    )
    slug = models.CharField(max_length=100, blank=True, editable=False)
    publication = models.OneToOneField(
        "annotations.Publication",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    key = models.UUIDField(null=True, blank=True, editable=False)
    request_digest = models.CharField(max_length=64, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="claims"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # The last change to what a publication freezes, evidence and relations included.
    edited_at = models.DateTimeField(default=timezone.now, editable=False)
    tags = TaggableManager(through=ClaimTag, manager=ReadOnlyTagManager, blank=True)

    # The columns that `edit` sets.
    FACT_COLUMNS = (
        "statement speaker_id attribution said_on said_precision credibility verdict".split()
    )
    STATUS_COLUMNS = ("status", "withdrawn_at", "withdrawal_reason")

    objects = ClaimQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["-pk"]
        permissions = [("publish_claim", "Can publish and withdraw claims")]
        constraints = [
            one_of("status", Status, "claim_status_known"),
            one_of("credibility", Credibility, "claim_credibility_known"),
            date_with_precision("said_on", "said_precision", "claim_date_precise"),
            models.CheckConstraint(condition=~Q(statement=""), name="claim_states"),
            models.CheckConstraint(
                condition=Q(speaker=None) | Q(attribution=""),
                name="claim_speaker_or_attribution",
                violation_error_message="Name a speaker or give the attribution, not both.",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.DRAFT) | Q(publication__isnull=False),
                name="claim_published_with_publication",
            ),
            models.UniqueConstraint(fields=["created_by", "key"], name="claim_key_unique"),
        ]

    def __str__(self):
        return self.statement

    def words_to_index(self):
        return "", f"{self.statement}\n{self.attribution}\n{self.verdict}"

    def get_absolute_url(self):
        slug = self.current_slug
        return reverse("claim", args=[self.public_id, slug] if slug else [self.public_id])

    @property
    def current_slug(self):
        """The slug of the last Publication or, if there is none, of the statement."""
        return self.slug if self.publication_id else self.draft_slug

    @property
    def draft_slug(self):
        """The slug of the claim if it were published now."""
        return slug_of(self.statement)

    @property
    def said(self):
        """The date of the statement with its precision, or None."""
        if self.said_on is None:
            return None
        return ImpreciseDate(self.said_on, self.said_precision)

    @property
    def by_words(self):
        """Who says it and when, as a line."""
        return by_words(self.speaker.name if self.speaker else "", self.attribution, self.said)

    @property
    def credibility_words(self):
        return Credibility(self.credibility).label

    @property
    def is_published(self):
        return self.status == Status.PUBLISHED

    @property
    def is_draft(self):
        return self.status == Status.DRAFT

    @property
    def is_withdrawn(self):
        return self.status == Status.WITHDRAWN

    @property
    def is_edited_since(self):
        """Whether a published claim was changed after its publication."""
        return self.is_published and self.edited_at > self.publication.published_at

    @property
    def has_news(self):
        """Whether it was changed since it was published or, if it was withdrawn, since then."""
        if self.is_draft:
            return True
        return self.edited_at > (self.withdrawn_at or self.publication.published_at)

    @property
    def status_words(self):
        return "published, edited since" if self.is_edited_since else Status(self.status).label

    def set_facts(
        self,
        *,
        statement,
        speaker=None,
        new_speaker="",
        attribution="",
        said=None,
        credibility=Credibility.UNKNOWN,
        verdict="",
        tags=(),
    ):
        """Set the columns of `FACT_COLUMNS`, unsaved; a new speaker is saved."""
        self.statement = statement
        self.speaker = Person.objects.obtain(new_speaker) if new_speaker else speaker
        self.attribution = attribution
        self.said_on, self.said_precision = (said.first, said.precision) if said else (None, "")
        self.credibility = credibility
        self.verdict = verdict

    def edit(self, version, **facts):
        """Replace everything that `set_facts` sets, and the tags.

        `said` is an ImpreciseDate or None, `new_speaker` a name, `tags` are names. Writes nothing
        if nothing changes. Raises StaleVersion.
        """
        self.lock_and_refresh(version)
        before = self._facts()
        self.set_facts(**facts)
        retag(self, facts.get("tags", ()))
        if self._facts() != before:
            self.edited_at = timezone.now()
            if current_action().by == self.created_by:
                self.sent_back_reason = ""
            self.save_act(*self.FACT_COLUMNS, "edited_at", "sent_back_reason")

    def _facts(self):
        tags = tuple(self.tag_links.values_list("tag", flat=True))
        return (*(getattr(self, name) for name in self.FACT_COLUMNS), tags)

    def publish(self, version=None, together_with=()):
        """Freeze the claim in a new Publication, which becomes public.

        `together_with` are claims published with it: relations to them are frozen too.
        Raises PublicationRefused, StaleVersion.
        """
        self.publications.lock_publishing()
        self.lock_and_refresh(version)
        publication = self.publications.freeze(self, together_with)
        self.publication = publication
        self.status, self.withdrawn_at = Status.PUBLISHED, None
        self.withdrawal_reason = self.sent_back_reason = ""
        self.slug = self.draft_slug
        self.save_act(*self.STATUS_COLUMNS, "publication", "sent_back_reason", "slug")
        return publication

    def send_back(self, version, reason):
        """Ask the author of a draft to change it, for a reason.

        Raises StaleVersion, and ValueError if it is no draft.
        """
        self.lock_and_refresh(version)
        if not self.is_draft:
            raise ValueError("Only a draft can be sent back.")
        self.sent_back_reason = reason
        self.save_act("sent_back_reason")

    def return_to_review(self, version):
        """Say that a draft that was sent back is ready again. Raises StaleVersion."""
        self.lock_and_refresh(version)
        if self.sent_back_reason:
            self.sent_back_reason = ""
            self.save_act("sent_back_reason")

    def withdraw(self, version=None, reason=""):
        """Withdraw a published claim; its address remains and says so, and why.

        Raises StaleVersion, and ValueError for a draft.
        """
        self.lock_and_refresh(version)
        if self.is_draft:
            raise ValueError("A draft cannot be withdrawn: it was never published.")
        if self.is_published:
            self.status, self.withdrawn_at = Status.WITHDRAWN, timezone.now()
            self.withdrawal_reason = reason
            self.save_act(*self.STATUS_COLUMNS)

    def add_evidence(self, passage, stance, origin=None, why=""):
        """Link a passage to the claim, or change the stance of a linked one.

        An existing origin and reason are kept unless new ones are given.
        """
        # The lock serializes requests that link the same passage.
        self.lock_and_refresh()
        evidence = self.evidence.present().filter(passage=passage).first()
        if evidence is None:
            author = current_action().by
            evidence = self.evidence.create(
                passage=passage, stance=stance, origin=origin, why=why, created_by=author
            )
            self.note_edit()
        elif evidence.assign(stance, origin or evidence.origin, why or evidence.why):
            evidence.save_act(*evidence.EDITED_COLUMNS)
            self.note_edit()
        return evidence

    def note_edit(self):
        """Note a change of content that a publication would freeze; call it on a locked row.

        Does nothing if the claim is deleted.
        """
        if self.is_deleted:
            return
        self.edited_at = timezone.now()
        self.save(update_fields=["edited_at"])

    def lock_and_refresh(self, version=None):
        """Lock the row and read it again; raises StaleVersion, RowGone."""
        Claim.lock(self.pk, version)
        self.refresh_from_db()

    @classmethod
    def lock_all(cls, pks):
        """Lock several claims in a fixed order, to avoid deadlocks."""
        rows = cls._base_manager.select_for_update(of=("self",), no_key=True).filter(pk__in=pks)
        return list(rows.order_by("pk"))


def _digest(content):
    """The SHA-256 of a request's content, to detect a key reused with different content."""
    values = {name: _plain(value) for name, value in content.items() if value}
    return sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


def _plain(value):
    if isinstance(value, Record):
        return value.public_id
    if isinstance(value, (list, tuple)):
        return [str(item) for item in value]
    return value.isoformat() if isinstance(value, ImpreciseDate) else str(value)
