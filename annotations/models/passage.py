from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from taggit.managers import TaggableManager

from annotations.anchoring.spans import LOST, NEEDS_REVIEW, PLACED
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
from corpus.records.action import TOLD_BY_ACTION, History
from corpus.records.bulk_write import add_rows, change_rows, delete_rows
from corpus.records.constraints import one_of
from corpus.records.record import Record, RecordQuerySet
from corpus.search_index.searchable import Indexed, IndexedQuerySet

# Worst first: a passage is placed only if all of its pieces are.
OUTCOME_WORDS = {
    LOST: "The text was corrected meanwhile. These words are no longer in it.",
    NEEDS_REVIEW: "The text was corrected meanwhile. The passage’s position needs review.",
    PLACED: "The text was corrected meanwhile. The passage was placed in the new text.",
}


class PassageQuerySet(IndexedQuerySet, RecordQuerySet):
    def visible_to(self, member):
        """Passages that a member may currently see (see `seen_by`)."""
        return self.filter(seen_by(member))

    def drawn_in(self, article_pk, number):
        """Present passages that are drawn in the newest revision, with this number, of an article:
        those that are not lost with all of their pieces.
        """
        # Few are lost: it takes less to leave them out than to look up the pieces of all.
        in_revision = Placement.objects.filter(
            revision__article=article_pk, revision__number=number
        )
        lost = in_revision.filter(start=None).values("passage")
        placed = in_revision.filter(start__isnull=False).values("passage")
        rows = self.present().filter(article=article_pk)
        return rows.filter(~Q(pk__in=lost) | Q(pk__in=placed))

    def to_review(self, article_pk=None):
        """Present passages that need review after a correction, of all articles or of one."""
        uncertain = Placement.objects.uncertain().filter(is_set_aside=False).order_by()
        if article_pk:
            uncertain = uncertain.filter(passage__article=article_pk)
        pending = Placement.objects.pending().filter(passage=OuterRef("pk"))
        rows = self.present().filter(Exists(pending), article__deleted_at=None)
        # Few are uncertain: only these are looked at, not each passage of the desk.
        return rows.filter(pk__in_array=uncertain.values("passage"))

    def retag(self, passages, add=(), remove=()):
        """Add tags to several passages and remove tags from them, by names.

        Returns how many changed. Only these tags are changed, so that concurrent edits are kept and
        no version is needed. Deleted passages are skipped. Raises TooManyTags.
        """
        removed_keys = {name_key(name) for name in remove}
        rows = self.select_for_update(of=("self",), no_key=True).present()
        rows = list(rows.filter(pk__in=[passage.pk for passage in passages]).order_by("pk"))
        if not rows:
            return 0
        added, links = Tag.objects.obtain(add), links_of(rows)
        tags_by_row = {}
        for row in rows:
            tags = [link.tag.resolved for link in links.get(row.pk, ())]
            remaining = [tag for tag in tags if tag.name_key not in removed_keys]
            tags_by_row[row] = list(dict.fromkeys([*remaining, *added]))
            check_tags(row, len(tags_by_row[row]), len(tags))
        changed = retag_all(tags_by_row, links)
        for row in changed:
            row.edited_at = timezone.now()
            row.version += 1
        change_rows(changed, ["edited_at", "version"])
        return len(changed)

    def remove_all(self, passages):
        """Delete several passages softly, inside `acting`; those that are deleted already stay so.

        Evidence keeps their quotes.
        """
        rows = self.select_for_update(of=("self",), no_key=True).present()
        for passage in rows.filter(pk__in=[one.pk for one in passages]).order_by("pk"):
            passage.remove()


class Passage(Indexed, Record):
    """A marked part of an article: the quote as marked, with tags, people and a note."""

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
    history = History(unindexed=(*TOLD_BY_ACTION, "public_id", "created_by", "deleted_by"))

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
        """Whether it is the user's own, or the user may edit the passages of others."""
        if user.has_perm("annotations.edit_any_passage"):
            return True
        return self.created_by_id == user.pk and user.has_perm("annotations.change_passage")

    def correction_outcome(self):
        """The outcome of corrections since it was marked, as a sentence; "" if there were none."""
        placements = self.placements.order_by("revision__number").values_list("revision", "state")
        newest = placements[len(placements) - 1][0]
        if len({revision for revision, _ in placements}) < 2:
            return ""
        newest_states = {state for revision, state in placements if revision == newest}
        return next(words for state, words in OUTCOME_WORDS.items() if state in newest_states)

    def current_placements(self):
        """The placements of its pieces in the newest revision."""
        newest = self.placements.filter(revision__number=F("passage__article__revision_number"))
        return list(newest.order_by("piece"))

    def last_certain_placements(self):
        """{piece number: its last certain Placement, with the Revision}."""
        certain = self.placements.certain().order_by("revision__number")
        return {placement.piece: placement for placement in certain.select_related("revision")}

    def as_json(self):
        """The passage for other programs; positions are code points of the revisions' texts."""
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

    def edit(self, annotation, version):
        """Replace note, tags and people, and add evidence; raises StaleVersion, RowGone."""
        passage = Passage.lock(self.pk, version)
        passage.note, passage.edited_at = annotation.note, timezone.now()
        passage.save_act("note", "edited_at")
        passage.set_links(annotation, None, passage.people.select_related("person"))
        return passage

    def set_links(self, annotation, tag_links, people):
        """Set its tags, people and evidence, given its current links (see `retag`)."""
        retag(self, annotation.tags, tag_links)
        self._set_people(annotation, people)
        if annotation.claim:
            annotation.claim.add_evidence(self, annotation.stance)

    def _set_people(self, annotation, people):
        wanted = {(person, role) for person, role in annotation.people}
        new_people = Person.objects.obtain_all([name for name, _ in annotation.new_people])
        wanted |= {
            (person, role)
            for person, (_, role) in zip(new_people, annotation.new_people, strict=True)
        }
        links = {(link.person, link.role): link for link in people}
        missing = sorted(wanted - set(links), key=lambda pair: (pair[1], pair[0].pk))
        add_rows([PassagePerson(passage=self, person=one, role=role) for one, role in missing])
        delete_rows([links[removed] for removed in set(links) - wanted])


class Role(models.TextChoices):
    SPEAKS = "speaks", "speaks"
    SPOKEN_OF = "spoken_of", "mentioned"


class PassagePerson(models.Model):
    """A person who speaks in a passage, or is mentioned. History keeps removed links."""

    # Found by its part of the unique constraint.
    passage = models.ForeignKey(Passage, models.PROTECT, related_name="people", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="passage_links")
    role = models.CharField(max_length=9, choices=Role)

    history = History(unindexed=TOLD_BY_ACTION)

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


def people_in(article, member=0):
    """The people linked to passages of an article that a member sees, by name; 0 sees all."""
    passages = Passage.objects.present().visible_to(member).filter(article=article)
    # Unordered: PostgreSQL would sort the keys of all links first.
    keys = passages.order_by().values("pk")
    links = PassagePerson.objects.filter(passage__pk__in_array=keys).order_by()
    return Person.objects.standing().filter(pk__in_array=links.values("person")).in_name_order()


def with_passage_counts(articles, member):
    """Annotate articles with `passage_count`, the number of passages that a member may see."""
    passages = (
        Passage.objects.present()
        .visible_to(member)
        .filter(article=OuterRef("pk"))
        .order_by()
        .values("article")
        .annotate(number=Count("pk"))
    )
    return articles.annotate(passage_count=Coalesce(Subquery(passages.values("number")), 0))
