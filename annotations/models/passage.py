from itertools import pairwise

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from taggit.managers import TaggableManager

from annotations.anchoring.rebase import LOST, NEEDS_REVIEW, PLACED
from annotations.passages import editing
from annotations.corrections import review
from annotations.corrections.carry_over import follow
from annotations.models.member import seen_by
from annotations.models.placement import Placement, place
from annotations.models.tag import Tag
from annotations.models.tag_link import (
    PassageTag,
    TaggedRows,
    check_tags,
    links_of,
    retag,
    retag_all,
    tags_of,
)
from corpus.models import Article, Person
from corpus.records.action import History, acting
from corpus.records.bulk_write import add_rows, change_rows, delete_rows
from corpus.records.constraints import one_of
from corpus.search_index.searchable import Indexed, IndexedQuerySet
from corpus.records.record import Record, RecordQuerySet
from corpus.names import name_key


class QuoteMismatch(ValueError):
    """The quote is not what stands at the place that was named."""


class KeyConflict(ValueError):
    """The key was used before, with other content; `passage` is what it made."""

    def __init__(self, passage):
        super().__init__("This page has saved another passage with the same key already.")
        self.passage = passage


# The worst first: a passage stands only where each of its pieces does.
WHAT_HAPPENED = {
    LOST: "The text was corrected meanwhile; these words do not stand in it any more.",
    NEEDS_REVIEW: "The text was corrected meanwhile; the passage’s place needs review.",
    PLACED: "The text was corrected meanwhile; the passage stands in the new text.",
}


class PassageQuerySet(IndexedQuerySet, RecordQuerySet):
    def visible_to(self, member):
        """Those that a member may see now; who works alone sees none of their colleagues'."""
        return self.filter(seen_by(member))

    def to_review(self):
        """Present passages that somebody has to look at, since their text was corrected."""
        doubt = Placement.objects.in_doubt().filter(passage=OuterRef("pk"))
        return self.present().filter(Exists(doubt), article__deleted_at=None)

    def make(self, article, marking, annotation, by):
        """Mark a passage; a `marking` sent again answers the passage that it made.

        One made on an older revision is placed there, and followed into each later one.

        Raises QuoteMismatch, KeyConflict, and RowGone where the article was deleted.
        """
        with acting("passage.create", by):
            # The lock keeps a correction from slipping in between reading and placing.
            article = Article.lock(article.pk)
            digest = marking.digest(article, annotation)
            sent_before = self._sent_before(marking.key, digest, by)
            if sent_before:
                return sent_before
            revisions = list(
                article.revisions.filter(number__gte=marking.revision).order_by("number")
            )
            _check(marking, revisions)
            passage = self.create(
                article=article,
                quote=marking.quote,
                note=annotation.note,
                key=marking.key,
                request_digest=digest,
                created_by=by,
            )
            place(passage, revisions[0], [(marking.start, marking.end)])
            for old, new in pairwise(revisions):
                follow(old, new, passage)
            passage._take_links(annotation, by, [], [])
        return passage

    def retag(self, passages, by, add=(), remove=()):
        """Give tags to several passages and take tags off them, by names, as one Action.

        Answers how many changed. What somebody else says of one meanwhile stays: nothing but
        these tags is touched, so that no version need be known. The deleted are passed over.
        Raises TooManyTags.
        """
        taken = {name_key(name) for name in remove}
        with acting("passage.retag", by):
            rows = self.select_for_update(of=("self",), no_key=True).present()
            rows = list(rows.filter(pk__in=[each.pk for each in passages]).order_by("pk"))
            if not rows:
                return 0
            given, links = Tag.objects.obtain(add, by), links_of(rows)
            wanted = {}
            for row in rows:
                tags = [link.tag.resolved for link in links.get(row.pk, ())]
                kept = [tag for tag in tags if tag.name_key not in taken]
                wanted[row] = list(dict.fromkeys([*kept, *given]))
                check_tags(row, len(wanted[row]), len(tags))
            changed = retag_all(wanted, links)
            for row in changed:
                row.edited_at = timezone.now()
                row.version += 1
            change_rows(changed, ["edited_at", "version"])
        return len(changed)

    def _sent_before(self, key, digest, by):
        known = self.filter(created_by=by, key=key).first() if key else None
        if known and known.request_digest != digest:
            raise KeyConflict(known)
        return known


def _check(marking, revisions):
    if not revisions or revisions[0].number != marking.revision:
        raise QuoteMismatch(f"The article has no revision {marking.revision}.")
    if not marking.quote.strip():
        raise QuoteMismatch("The passage is empty: select at least one word.")
    length = len(revisions[0].text)
    if marking.end > length:
        raise QuoteMismatch(
            f"The place ends at {marking.end}, but the text of revision {marking.revision} has "
            f"{length} characters. Select it again."
        )
    if revisions[0].text[marking.start : marking.end] != marking.quote:
        raise QuoteMismatch(
            f"The quote is not what stands at {marking.start}–{marking.end} "
            f"in revision {marking.revision}. Select it again."
        )


class Passage(Indexed, Record):
    """What an analyst marked in an article: the quote as marked, and what is said about it."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="passages")
    quote = models.TextField()
    note = models.TextField(blank=True)
    key = models.UUIDField(null=True, blank=True, editable=False)
    request_digest = models.CharField(max_length=64, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="passages"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    edited_at = models.DateTimeField(null=True, blank=True, editable=False)
    tags = TaggableManager(through=PassageTag, manager=TaggedRows, blank=True)

    objects = PassageQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["pk"]
        permissions = [("edit_any_passage", "Can edit and delete passages of others")]
        constraints = [
            models.CheckConstraint(condition=~Q(quote=""), name="passage_has_quote"),
            models.UniqueConstraint(fields=["created_by", "key"], name="passage_key_unique"),
        ]

    def __str__(self):
        quote = " ".join(self.quote.split())
        return quote if len(quote) <= 80 else quote[:79] + "…"

    def words_to_index(self):
        return "", f"{self.quote}\n{self.note}"

    def get_absolute_url(self):
        return reverse("passage", args=[self.public_id])

    def may_be_edited_by(self, user):
        """One's own passage, or any with the permission to edit the passages of others."""
        if user.has_perm("annotations.edit_any_passage"):
            return True
        return self.created_by_id == user.pk and user.has_perm("annotations.change_passage")

    def catch_up(self):
        """Follow the text into revisions that were made without the passage; inside `acting`."""
        last = self.placements.order_by("-revision__number").values_list("revision__number")[:1]
        if not last or last[0][0] == self.article.revision_number:
            return
        later = self.article.revisions.filter(number__gte=last[0][0]).order_by("number")
        for old, new in pairwise(later):
            follow(old, new, self)

    def what_happened(self):
        """What became of a passage that was marked on an older text; "" where nothing did."""
        states = self.placements.order_by("revision__number").values_list("revision", "state")
        newest = states[len(states) - 1][0]
        if len({revision for revision, _ in states}) < 2:
            return ""
        of_pieces = {state for revision, state in states if revision == newest}
        return next(words for state, words in WHAT_HAPPENED.items() if state in of_pieces)

    def standing(self):
        """Its pieces in the text of today."""
        newest = self.placements.filter(revision__number=F("passage__article__revision_number"))
        return list(newest.order_by("piece"))

    def last_certain(self):
        """Where each piece last stood for certain, by its number, with the Revision."""
        certain = self.placements.certain().order_by("revision__number")
        return {each.piece: each for each in certain.select_related("revision")}

    def confirm(self, by, revision, version):
        """Take over the place proposed; raises StaleVersion, ReviewRefused, as the next two do."""
        review.confirm(self, by, revision, version)

    def place_again(self, span, by, revision, version, piece=None):
        """Say where a piece in doubt stands in the revision of this number."""
        review.place_again(self, span, by, revision, version, piece)

    def set_aside(self, by, revision, version):
        """Say that the words stand no longer; nobody is asked about them again."""
        review.set_aside(self, by, revision, version)

    def move(self, span, by, revision, version, piece=0):
        """Move the ends of a piece; raises StaleVersion, MendRefused, as the next five do."""
        editing.move(self, span, by, revision, version, piece)

    def stand_at(self, spans, by, revision, version):
        """Move the ends of all its pieces at once."""
        editing.stand_at(self, spans, by, revision, version)

    def add_piece(self, span, by, revision, version):
        """Take in words that stand elsewhere in the article."""
        editing.add_piece(self, span, by, revision, version)

    def take_piece(self, piece, by, revision, version):
        """Let the words of a piece go."""
        editing.take_piece(self, piece, by, revision, version)

    def split(self, at, by, revision, version):
        """Part it at a code point; answers the new passage, which has what stands after it."""
        return editing.split(self, at, by, revision, version)

    def join(self, others, by, revision, version):
        """Take other passages of the article into this one; they are deleted softly."""
        editing.join(self, others, by, revision, version)

    def as_json(self):
        """The passage for other programs; places are code points of the revisions' texts."""
        placements = self.placements.select_related("revision").order_by(
            "revision__number", "piece"
        )
        return {
            "id": self.public_id,
            "article": self.article.public_id,
            "quote": self.quote,
            "tags": [tag.name for tag in tags_of(self)],
            "people": [
                {"id": link.person.public_id, "name": link.person.name, "role": link.role}
                for link in self.people.select_related("person")
            ],
            "note": self.note,
            "author": self.created_by.get_username(),
            "created_at": self.created_at.isoformat(),
            "edited_at": self.edited_at.isoformat() if self.edited_at else None,
            "version": self.version,
            "url": self.get_absolute_url(),
            "placements": [placement.as_json() for placement in placements],
        }

    def edit(self, annotation, by, version):
        """Say something else about the passage; raises StaleVersion, RowGone."""
        with acting("passage.edit", by):
            passage = Passage.lock(self.pk, version)
            passage.note, passage.edited_at = annotation.note, timezone.now()
            passage.save_act("note", "edited_at")
            passage._take_links(annotation, by, None, passage.people.select_related("person"))
        return passage

    def _take_links(self, annotation, by, tag_links, people):
        """Take over what is tied to the passage, from the links that it has (see `retag`)."""
        retag(self, annotation.tags, by, tag_links)
        self._take_people(annotation, by, people)
        if annotation.claim:
            annotation.claim.take_evidence(self, annotation.stance, by)

    def _take_people(self, annotation, by, people):
        wanted = {(person, role) for person, role in annotation.people}
        new = Person.objects.obtain_all([name for name, _ in annotation.new_people], by)
        wanted |= {
            (person, role) for person, (_, role) in zip(new, annotation.new_people, strict=True)
        }
        links = {(link.person, link.role): link for link in people}
        missing = sorted(wanted - set(links), key=lambda pair: (pair[1], pair[0].pk))
        add_rows([PassagePerson(passage=self, person=one, role=role) for one, role in missing])
        delete_rows([links[gone] for gone in set(links) - wanted])


class Role(models.TextChoices):
    SPEAKS = "speaks", "speaks"
    SPOKEN_OF = "spoken_of", "spoken of"


class PassagePerson(models.Model):
    """A person who speaks in a passage, or is spoken of. History keeps links taken off."""

    passage = models.ForeignKey(Passage, models.PROTECT, related_name="people")
    person = models.ForeignKey(Person, models.PROTECT, related_name="passage_links")
    role = models.CharField(max_length=9, choices=Role)

    history = History()

    class Meta:
        ordering = ["pk"]
        constraints = [
            one_of("role", Role, "passage_person_role_known"),
            models.UniqueConstraint(
                fields=["passage", "person", "role"], name="passage_person_unique"
            ),
        ]

    def __str__(self):
        return f"{self.person} {self.get_role_display()}"


def people_in(article, only_by=None):
    """The people whom present passages of an article name, in the order of their names.

    `only_by` is who marked them; None for anybody.
    """
    passages = Passage.objects.present().filter(article=article)
    if only_by:
        passages = passages.filter(created_by=only_by)
    return (
        Person.objects.standing()
        .filter(pk__in=PassagePerson.objects.filter(passage__in=passages).values("person"))
        .in_name_order()
    )


def with_passage_counts(articles, member):
    """Articles each with `passage_count`, the number of passages in it that a member may see."""
    own = (
        Passage.objects.present()
        .visible_to(member)
        .filter(article=OuterRef("pk"))
        .order_by()
        .values("article")
        .annotate(number=Count("pk"))
    )
    return articles.annotate(passage_count=Coalesce(Subquery(own.values("number")), 0))
