"""The cards of passages: what was said about each, to stand beside the text."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch
from django.urls import reverse

from annotations.models import Evidence, Passage, PassagePerson, PassageTag, Placement


@dataclass(frozen=True)
class Card:
    """A passage beside the text.

    `tags` are (name, hue, address), `people` (name, role in words, address), `evidence` (stance
    in words, statement, address of the claim).
    """

    id: str
    quote: str
    lang: str
    dir: str
    state: str
    tags: list
    people: list
    evidence: list
    note: str
    author: str
    author_url: str
    created_at: datetime
    is_edited: bool
    url: str
    edit_url: str | None
    delete_url: str | None
    is_fold = False

    @property
    def anchor_url(self):
        return f"#passage-{self.id}"


def cards_of(article, ids, user):
    """The cards of these passages of an article as it stands, in the order of its text.

    `ids` are public ids; a passage that is deleted, lost or not of this article has no card. The
    number of queries is fixed.
    """
    placements = Placement.objects.filter(
        revision__article=article,
        revision__number=article.revision_number,
        passage__public_id__in=ids,
    )
    placed = placements.in_text_order().values_list("passage_id", "state")
    states = dict(placed) if ids else {}
    passages = _passages(states)
    address = _addresses()
    return [_card(passages[pk], article, user, state, address) for pk, state in states.items()]


def _passages(pks):
    tag_links = PassageTag.objects.filter(tag__deleted_at=None).select_related("tag")
    people = PassagePerson.objects.filter(person__deleted_at=None)
    people = people.select_related("person__merged_into")
    evidence = Evidence.objects.present().filter(claim__deleted_at=None).select_related("claim")
    passages = (
        Passage.objects.present()
        .select_related("created_by")
        .prefetch_related(
            Prefetch("tag_links", tag_links),
            Prefetch("people", people),
            Prefetch("evidence", evidence, to_attr="evidence_present"),
        )
    )
    return passages.in_bulk(pks)


def _addresses():
    """A function that answers the address of a row, and makes each only once."""
    known = {}

    def address(row):
        key = type(row), row.pk
        if key not in known:
            known[key] = row.get_absolute_url()
        return known[key]

    return address


def _card(passage, article, user, state, address):
    is_editable = passage.may_be_edited_by(user)
    args = [passage.public_id]
    tags = [link.tag for link in passage.tag_links.all()]
    return Card(
        id=passage.public_id,
        quote=passage.quote,
        lang=article.language,
        dir=article.dir,
        state=state,
        tags=[(tag.name, tag.hue, address(tag)) for tag in tags],
        people=[
            (link.person.resolved.name, link.get_role_display(), address(link.person.resolved))
            for link in passage.people.all()
        ],
        evidence=[
            (evidence.stance_words, evidence.claim.statement, evidence.claim.get_absolute_url())
            for evidence in passage.evidence_present
        ],
        note=passage.note,
        author=passage.created_by.get_username(),
        author_url=reverse("member_history", args=[passage.created_by_id]),
        created_at=passage.created_at,
        is_edited=passage.edited_at is not None,
        url=passage.get_absolute_url(),
        edit_url=reverse("passage_edit", args=args) if is_editable else None,
        delete_url=reverse("passage_delete", args=args) if is_editable else None,
    )
