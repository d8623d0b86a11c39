"""What the reading page shows of an article: the spans to draw and the cards beside them."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch
from django.urls import reverse

from annotations.highlighting import Span, draw
from annotations.models import Evidence, Passage, PassagePerson, PassageTag, Placement


@dataclass(frozen=True)
class Card:
    """A passage beside the text. `n` counts from 1 in text order, `above` is the card before it.

    `tags` are (name, hue, address), `people` (name, role in words, address), `evidence` (stance
    in words, statement, address of the claim).
    """

    id: str
    n: int
    above: str
    quote: str
    lang: str
    dir: str
    state: str
    tags: list
    people: list
    evidence: list
    note: str
    author: str
    created_at: datetime
    is_edited: bool
    url: str
    edit_url: str | None
    delete_url: str | None

    @property
    def anchor_url(self):
        return f"#passage-{self.id}"


@dataclass(frozen=True)
class Reading:
    """An article as it is read: drawn paragraphs, cards in text order, tags with their counts."""

    text: str
    spans: list
    paragraphs: list
    cards: list
    legend: list

    def changed_by(self, passage):
        """The paragraphs that are drawn otherwise because of one passage.

        A new passage can move the underlines of others in paragraphs that it does not touch.
        """
        others = [span for span in self.spans if span.passage != passage.public_id]
        without = {paragraph.start: paragraph.html for paragraph in draw(self.text, others)}
        return [each for each in self.paragraphs if each.html != without[each.start]]

    def card_of(self, passage):
        """The card of a passage; None where the passage is lost in this text."""
        return next((card for card in self.cards if card.id == passage.public_id), None)


def read(article, revision, user):
    """The Reading of an article's revision for a member, in a fixed number of queries."""
    placements = list(Placement.objects.drawn(revision).only("passage_id", "start", "end", "state"))
    passages = _passages({placement.passage_id for placement in placements})
    numbers, spans = {}, []
    for placement in placements:
        passage = passages[placement.passage_id]
        numbers.setdefault(passage.pk, len(numbers) + 1)
        spans.append(Span(passage.public_id, placement.start, placement.end, _hue(passage)))
    states = {placement.passage_id: placement.state for placement in placements}
    cards, above, address = [], "", _addresses()
    for pk, n in numbers.items():
        card = _card(passages[pk], article, user, address, n=n, above=above, state=states[pk])
        cards.append(card)
        above = card.id
    text = revision.text
    return Reading(text, spans, draw(text, spans), cards, _legend(passages.values()))


def _passages(pks):
    tag_links = PassageTag.objects.filter(tag__deleted_at=None).select_related("tag")
    people = PassagePerson.objects.filter(person__deleted_at=None).select_related(
        "person__merged_into"
    )
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


def _hue(passage):
    """The hue of the tag first given; 0 without one."""
    links = passage.tag_links.all()
    return links[0].tag.hue if links else 0


def _card(passage, article, user, address, **place):
    is_editable = passage.may_be_edited_by(user)
    tags = [link.tag for link in passage.tag_links.all()]
    args = [passage.public_id]
    return Card(
        id=passage.public_id,
        quote=passage.quote,
        lang=article.language,
        dir=article.dir,
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
        created_at=passage.created_at,
        is_edited=passage.edited_at is not None,
        url=passage.get_absolute_url(),
        edit_url=reverse("passage_edit", args=args) if is_editable else None,
        delete_url=reverse("passage_delete", args=args) if is_editable else None,
        **place,
    )


def _legend(passages):
    """Tags with the number of passages they stand on, the most frequent first."""
    counts, tags = Counter(), defaultdict(lambda: None)
    for passage in passages:
        for link in passage.tag_links.all():
            counts[link.tag_id] += 1
            tags[link.tag_id] = link.tag
    order = sorted(counts, key=lambda pk: (-counts[pk], tags[pk].name_key))
    return [(tags[pk], counts[pk]) for pk in order]
