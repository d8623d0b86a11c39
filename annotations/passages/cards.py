"""The cards of passages beside the text: tags, people, evidence and note of each."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db.models import BooleanField, ExpressionWrapper, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from annotations.anchoring.spans import NEEDS_REVIEW
from annotations.corrections.quote_status import is_reworded
from annotations.models import (
    Claim,
    Evidence,
    Passage,
    PassagePerson,
    PassageTag,
    Placement,
    Role,
    Stance,
    Status,
    Tag,
)
from annotations.names.phrases import is_short
from corpus.dates import DAY, ImpreciseDate
from corpus.db.compiled_query import KEY, KEYS, CompiledQuery
from corpus.db.grouping import grouped
from corpus.db.query_batch import sent_together
from corpus.models import Person, Revision
from corpus.page_numbers import joined, page_at, shown_page

# Cards cached in memory, shared by all members.
CACHE_SIZE = 2_000


@dataclass(frozen=True)
class Card:
    """A passage beside the text.

    `tags` are (name, hue, address), `people` (name, role in words, address), `evidence` (stance
    in words, statement, address of the claim), `drafts` (statement, address of the form) of claims
    that are not published. `page` is as it is cited, "" where none is known. `is_reworded`: the
    text reads differently now. All fields are plain values, and the template uses nothing else,
    because fragments are cached by the card.
    """

    id: str
    quote: str
    page: str
    lang: str
    dir: str
    state: str
    tags: tuple[tuple[str, int, str], ...]
    people: tuple[tuple[str, str, str], ...]
    evidence: tuple[tuple[str, str, str], ...]
    drafts: tuple[tuple[str, str], ...]
    is_reworded: bool
    note: str
    author: str
    is_own: bool
    author_url: str
    created_at: datetime
    is_edited: bool
    url: str
    occurrences_url: str | None
    edit_url: str | None
    delete_url: str | None
    is_fold = False

    @property
    def created_on(self):
        """The day in UTC, the time zone of the desk. Django's filter takes longer to write it."""
        return ImpreciseDate(self.created_at.date(), DAY)

    @property
    def anchor_url(self):
        return f"#passage-{self.id}"


def cards_of(article, keys, user, tags=None, number=None):
    """The Cards of these passages of an article, in the order of its text.

    They show the revision of this number, by default the newest. `keys` are those of the rows; a
    passage that is deleted, lost in that revision or of another article has no card. `tags` are
    those of a Reading; without them they are queried. The number of queries is fixed.
    """
    if not keys:
        return []
    place = article.pk, number or article.revision_number
    with sent_together((_card_values, *place, keys), (_people, keys), (_evidence, keys)):
        rows = _passages(_card_values(*place, keys))
        if not rows:
            return []
        people, evidence = grouped(_people(keys)), grouped(_evidence(keys))
    tags = _tags(rows) if tags is None else tags
    authors = {author for author, *_ in rows.values()}
    text = _corrected_text(article, number)
    may_edit_claims = user.has_perm("annotations.change_claim")
    editable = {
        passage_pk: Passage(created_by_id=passage_pk).may_be_edited_by(user)
        for passage_pk in authors
    }
    return [
        _card(
            values,
            shown_page(joined(pages)),
            article.language,
            article.dir,
            tuple(tags.get(values[0], ())),
            tuple(people[passage_pk]),
            tuple(evidence[passage_pk]),
            editable[author],
            author == user.pk,
            text is not None and is_reworded([text[start:end] for start, end in spans], values[1]),
            may_edit_claims,
        )
        for passage_pk, (author, values, spans, pages) in rows.items()
    ]


def _corrected_text(article, number):
    """The text that quotes may differ from; None if the revision is the first or not the newest."""
    is_newest = number in (None, article.revision_number)
    return article.text if is_newest and article.revision_number > 1 else None


def _passages(values_of_pieces):
    """{key of the passage: (key of the author, values of the card without links, spans, pages)}."""
    rows = {}
    for pk, author, start, end, pages_of_text, *values in values_of_pieces:
        _, former, spans, pages = rows.get(pk, (author, None, [], []))
        # Of several pieces the card shows the worst state.
        if former is None or values[2] == NEEDS_REVIEW:
            former = tuple(values)
        page = page_at(pages_of_text, start, end)
        rows[pk] = author, former, [*spans, (start, end)], [*pages, page]
    return rows


def _pages(article, number):
    """The pages of the text, read once: joined, they are looked up for each piece."""
    revision = Revision.objects.filter(article=article, number=number).order_by()
    return Subquery(revision.values("pages"))


_IS_EDITED = ExpressionWrapper(Q(passage__edited_at__isnull=False), BooleanField())
_card_values = CompiledQuery(
    *(KEY, KEY, KEYS),
    build=lambda article, number, keys: (
        Placement.objects.looked_up_in(article, number)
        .filter(passage__pk__in_array=keys)
        .with_effective_state()
        .values_list(
            "passage_id",
            "passage__created_by_id",
            "start",
            "end",
            _pages(article, number),
            "passage__public_id",
            "passage__quote",
            "effective_state",
            "passage__note",
            "passage__created_by_id",
            "passage__created_by__username",
            "passage__created_at",
            _IS_EDITED,
        )
    ),
)


def _tags(passages):
    """{public id of the passage: [(name, hue, address)]} of their tags."""
    return {
        passage: [(name, hue, tag_address(*address)) for name, hue, *address in tags]
        for passage, tags in grouped(_tag_rows(passages)).items()
    }


_tag_rows = CompiledQuery(
    KEYS,
    build=lambda passages: PassageTag.objects.filter(
        content_object__pk__in_array=passages, tag__deleted_at=None
    ).values_list(
        "content_object__public_id", "tag__name", "tag__hue", "tag__public_id", "tag__slug"
    ),
)


@lru_cache(CACHE_SIZE)
def tag_address(public_id, slug):
    return Tag(public_id=public_id, slug=slug).get_absolute_url()


_people = CompiledQuery(
    KEYS,
    build=lambda passages: PassagePerson.objects.filter(
        passage__pk__in_array=passages, person__deleted_at=None
    ).values_list(
        "passage_id",
        Coalesce("person__merged_into__name", "person__name"),
        Coalesce("person__merged_into__public_id", "person__public_id"),
        "role",
    ),
)
_evidence = CompiledQuery(
    KEYS,
    build=lambda passages: (
        Evidence.objects.standing()
        .filter(passage__pk__in_array=passages)
        .values_list(
            "passage_id",
            "stance",
            "claim__statement",
            "claim__public_id",
            "claim__slug",
            "claim__publication_id",
            "claim__status",
        )
    ),
)


@lru_cache(CACHE_SIZE)
def _card(
    values, page, lang, direction, tags, people, evidence, is_editable, is_own, is_reworded,
    has_drafts,
):  # fmt: skip
    public_id, quote, state, note, author_pk, author, created_at, is_edited = values
    return Card(
        id=public_id,
        quote=quote,
        page=page,
        lang=lang,
        dir=direction,
        state=state,
        tags=tags,
        people=tuple(
            (name, Role(role).label, Person(public_id=person, name=name).get_absolute_url())
            for name, person, role in people
        ),
        evidence=tuple(
            (Stance(stance).label, statement, _claim_address(statement, *claim))
            for stance, statement, *claim, _ in evidence
        ),
        drafts=tuple(
            (statement, reverse("claim_edit", args=[claim]))
            for _, statement, claim, *_, status in evidence
            if has_drafts and status == Status.DRAFT
        ),
        is_reworded=is_reworded,
        note=note,
        author=author,
        is_own=is_own,
        author_url=reverse("member_history", args=[author_pk]),
        created_at=created_at,
        is_edited=is_edited,
        url=reverse("passage", args=[public_id]),
        occurrences_url=reverse("passage_places", args=[public_id]) if is_short(quote) else None,
        edit_url=reverse("passage_edit", args=[public_id]) if is_editable else None,
        delete_url=reverse("passage_delete", args=[public_id]) if is_editable else None,
    )


def _claim_address(statement, public_id, slug, publication):
    claim = Claim(statement=statement, public_id=public_id, slug=slug, publication_id=publication)
    return claim.get_absolute_url()
