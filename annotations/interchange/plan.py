"""What becomes of the annotations of a part: where each goes, or why it stays outside."""

import io
import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid5

from annotations.formats import json_lines
from annotations.formats.placing import (
    BY_QUOTE,
    UNCERTAIN,
    NotPlaced,
    Outcome,
    Placed,
    Proposed,
    place_all,
)
from annotations.formats.record import Annotation, Code, Document, Refusal
from annotations.formats.registry import FORMATS, Part
from annotations.interchange.matching import matching_articles
from annotations.interchange.names import Names, claim_key
from annotations.interchange.staging import where_of
from annotations.models import ImportedPassage, Passage
from annotations.models.annotation_job import WRITING_STATES, AnnotationJob
from annotations.passages.editing import merge_spans
from corpus.ids import ID_PATTERN, is_id
from corpus.importing.drafts import Draft
from corpus.models import Article
from corpus.models.revision import digest_of
from corpus.names import name_key
from corpus.readers.imported_record import Problem

# The namespace of the keys of imported passages.
_NAMESPACE = UUID("6e0e7c1c-3f0f-4c52-9d6f-2b6c6e1b6a57")
_PERMALINK = re.compile(rf"/passages/({ID_PATTERN})/?$")

NO_ARTICLE = "The article is not on this desk, and the file does not hold its text."


@dataclass
class PlannedPassage:
    """An annotation with its spans, in text order, in the text of its article.

    If it `is_uncertain`, they are proposed for its pieces in their order, None for a lost one.
    """

    annotation: Annotation
    spans: Sequence[tuple[int, int] | None]
    way: str
    key: UUID | None = None

    @property
    def is_uncertain(self):
        return self.way in UNCERTAIN

    @property
    def our_id(self):
        """The id of the passage on the desk that it comes from, or ""."""
        if is_id(self.annotation.key):
            return self.annotation.key
        links = map(_PERMALINK.search, (self.annotation.key, self.annotation.url))
        return next((link[1] for link in links if link), "")


@dataclass
class PlannedDocument:
    """A document with its passages; `article` is None if it would be taken in, or is not here.

    `draft` is the outcome of preparing an article of it.
    """

    document: Document
    article: Article | None
    draft: Draft | Problem | None = None
    passages: list[PlannedPassage] = field(default_factory=list)


@dataclass
class PartPlan:
    """The documents of a part; `counts` are by what becomes of annotations and documents.

    `problems` are (where, why); `codes` the Codes of its tags by name key.
    """

    documents: list[PlannedDocument]
    codes: dict[str, Code]
    counts: Counter[str] = field(default_factory=Counter)
    problems: list[tuple[str, str]] = field(default_factory=list)

    def refuse(self, count, where, why, number=1):
        self.counts[count] += number
        self.problems.append((where, why))


def plan_part(job, part):
    """The PartPlan of an AnnotationPart, against the desk as it is now; writes nothing."""
    items = list(json_lines.loads(io.BytesIO(part.content.encode())))
    refusals = [item for item in items if isinstance(item, Refusal)]
    entries = [item for item in items if not isinstance(item, Refusal)]
    codes = {name_key(code.name): code for entry in entries for code in entry.codes}
    plan = PartPlan([], codes)
    for refusal in refusals:
        plan.refuse("refused", f"part {part.number + 1}, {refusal.where}", refusal.why)
    articles = matching_articles([entry.document for entry in entries], job.hidden_at)
    for number, entry in enumerate(entries):
        article = articles.get(number)
        planned = PlannedDocument(entry.document, article)
        plan.documents.append(planned)
        if article is None and entry.document.text is None:
            if entry.annotations:
                where = where_of(entry.document)
                plan.refuse("without_article", where, NO_ARTICLE, len(entry.annotations))
        else:
            place(plan, planned, entry.annotations)
    return plan


def place(plan, planned, annotations):
    """Place the annotations of a PlannedDocument in the text of its article, or in its own."""
    document, article = planned.document, planned.article
    places: list[Outcome]
    if article is None:
        # They were placed in this text when the file was read.
        places = list(map(_as_staged, annotations))
    else:
        is_same = document.sha256 == digest_of(article.text)
        places = place_all(annotations, article.text, is_same=is_same)
    planned.passages = []
    for annotation, where in zip(annotations, places, strict=True):
        if isinstance(where, NotPlaced):
            plan.refuse("not_placed", where_of(document, annotation), where.why)
            continue
        if isinstance(where, Proposed):
            planned.passages.append(PlannedPassage(annotation, where.spans, where.way))
            continue
        way = BY_QUOTE if annotation.state == BY_QUOTE else where.way
        spans = sorted(where.spans)
        if article:
            spans = merge_spans(article.text, spans)
        planned.passages.append(PlannedPassage(annotation, spans, way))


def _as_staged(annotation):
    """Where it was placed when the file was read."""
    if annotation.state in UNCERTAIN:
        return Proposed(
            tuple(
                None if piece.start is None else (piece.start, piece.end)
                for piece in annotation.pieces
            )
        )
    return Placed(tuple((piece.start, piece.end) for piece in annotation.pieces), annotation.state)


def set_keys(job, planned):
    """Give the passages of a document with an article their keys."""
    for passage in planned.passages:
        annotation = passage.annotation
        identity = [planned.document.key, annotation.key]
        if not annotation.key:
            people = [[person.name, person.role] for person in annotation.people]
            claims = [[*claim_key(link), link.stance] for link in annotation.claims]
            words = [annotation.note, annotation.author, sorted(annotation.tags)]
            identity = [passage.spans, people, claims, words]
            if passage.is_uncertain:
                identity.append([piece.quote for piece in annotation.pieces])
        content = json.dumps([job.format, planned.article.public_id, identity])
        passage.key = uuid5(_NAMESPACE, content)


def known_passages(documents):
    """The keys of PlannedPassages (with keys) that are on the desk, or come with another import.

    By their key, or by our own id in the same article.
    """
    passages = [passage for planned in documents for passage in planned.passages]
    hidden = AnnotationJob.objects.filter(state__in=WRITING_STATES).values_list("created_at")
    hidden_times = {time for (time,) in hidden}
    imported = ImportedPassage.objects.filter(key__in=[each.key for each in passages])
    rows = imported.values_list("key", "passage__deleted_at")
    known_keys = {key for key, time in rows if time is None or time in hidden_times}
    ids = {each.our_id for each in passages} - {""}
    rows = Passage.objects.filter(public_id__in=ids).values_list(
        "public_id", "article", "deleted_at"
    )
    ids_here = {(pk, article) for pk, article, time in rows if time is None or time in hidden_times}
    known_keys |= {
        passage.key
        for planned in documents
        for passage in planned.passages
        if (passage.our_id, planned.article.pk) in ids_here
    }
    return known_keys


def count(job, plan):
    """Count what becomes of the passages of a plan; returns the Names of those that come in."""
    with_article = [planned for planned in plan.documents if planned.article]
    for planned in with_article:
        set_keys(job, planned)
    known_keys, coming = known_passages(with_article), []
    plan.counts["articles"] += sum(bool(each.article and each.passages) for each in plan.documents)
    for planned in plan.documents:
        is_new = planned.article is None
        plan.counts["new_articles"] += bool(is_new and planned.document.text)
        for passage in planned.passages:
            if passage.key in known_keys:
                plan.counts["known"] += 1
                continue
            coming.append(passage.annotation)
            plan.counts[f"new_{passage.way}" if is_new else passage.way] += 1
    return _names_of(job, coming)


def names_in(job, annotations):
    """The Names of Annotations of a job's file."""
    has_speakers = Part.CLAIM_DETAILS in FORMATS[job.format].holds
    return Names.of(annotations, job.hidden_at, has_speakers=has_speakers)


def _names_of(job, annotations):
    """{kind: {"new": names, "known": names}} of what annotations name."""
    names = names_in(job, annotations)
    kinds = {kind: {"new": {}, "known": {}} for kind in ("tags", "people", "claims", "authors")}

    def note(kind, row, words):
        kinds[kind]["known" if row else "new"][words] = None

    for annotation in annotations:
        for tag in annotation.tags:
            note("tags", names.tag(tag), tag)
        for person in annotation.people:
            note("people", names.person(person), person.name)
        for link in annotation.claims:
            # Statements are long and only counted: their digests do.
            note("claims", names.claim(link), digest_of("\n".join(claim_key(link)))[:16])
            if link.speaker and not names.claim(link):
                note("people", names.people.get(name_key(link.speaker)), link.speaker)
        if annotation.author:
            note("authors", names.members.get(annotation.author), annotation.author)
    return {kind: {state: list(each[state]) for state in each} for kind, each in kinds.items()}
