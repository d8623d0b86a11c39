from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from taggit.managers import TaggableManager

from annotations.anchoring.rebase import LOST, NEEDS_REVIEW, PLACED
from annotations.models.member import seen_by
from annotations.models.placement import Placement
from annotations.models.tag import Tag
from annotations.models.tag_link import (
    PassageTag,
    ReadOnlyTagManager,
    check_tags,
    links_of,
    retag,
    retag_all,
    tags_of,
)
from corpus.models import Article, Person
from corpus.names import name_key
from corpus.records.action import History, acting
from corpus.records.bulk_write import add_rows, change_rows, delete_rows
from corpus.records.constraints import one_of
from corpus.records.record import Record, RecordQuerySet
from corpus.search_index.searchable import Indexed, IndexedQuerySet

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
    tags = TaggableManager(through=PassageTag, manager=ReadOnlyTagManager, blank=True)

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
            passage.take_links(annotation, by, None, passage.people.select_related("person"))
        return passage

    def take_links(self, annotation, by, tag_links, people):
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
