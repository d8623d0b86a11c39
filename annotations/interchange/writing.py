"""Writes the passages of a part, hidden until the import is complete."""

import json
from collections import Counter

from django.db.models import F
from django.utils import timezone

from annotations.anchoring.spans import describe
from annotations.interchange.names import add_missing
from annotations.interchange.plan import known_passages, names_in, place, plan_part, set_keys
from annotations.interchange.staging import where_of
from annotations.interchange.uncertain import proposal_of
from annotations.models import (
    Evidence,
    ImportedArticle,
    ImportedPassage,
    Passage,
    PassagePerson,
    PassageTag,
    Placement,
)
from annotations.passages.editing import quote_of
from annotations.publishing.text_fragments import GAP
from corpus.db.locks import wait_for_other_imports
from corpus.importing.drafts import Draft, prepare
from corpus.importing.existing import ExistingArticles
from corpus.importing.loader import Loader
from corpus.models import Article, Revision
from corpus.names import name_key
from corpus.readers.imported_record import FileLocation, ImportedRecord
from corpus.records.action import current_action
from corpus.records.bulk_write import add_rows, change_rows

MEDIA_TYPE = "text/plain; charset=utf-8"
NOT_TAKEN_IN = "The article is not on this desk, and articles of the file are not taken in."


def write_part(job, part, plan):
    """Write what a PartPlan says, and return its Counter and problems.

    Call it in the Action of the job. A plan that the desk has left behind is made anew.
    """
    wait_for_other_imports()
    if not _is_current(plan):
        plan = plan_part(job, part)
        _is_current(plan)
    _take_in(job, plan)
    documents = [planned for planned in plan.documents if planned.article]
    for planned in documents:
        set_keys(job, planned)
    known_keys, pairs = known_passages(documents), []
    for planned in documents:
        for passage in planned.passages:
            if passage.key in known_keys:
                plan.counts["known"] += 1
                continue
            known_keys.add(passage.key)
            pairs.append((planned.article, passage))
            plan.counts["passages"] += 1
            plan.counts[passage.way] += 1
    plan.counts["articles"] += len({article.pk for article, _ in pairs})
    _save(job, pairs, plan.codes)
    _keep_article_extras(job, documents)
    return plan.counts, plan.problems


def _is_current(plan):
    """Lock the articles of a plan; returns whether their texts are those of the plan."""
    articles = {
        planned.article.pk: planned.article for planned in plan.documents if planned.article
    }
    rows = Article.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=articles)
    current = rows.order_by("pk").values_list("pk", "revision_number", "deleted_at")
    return {row[0]: row[1:] for row in current} == {
        pk: (article.revision_number, article.deleted_at) for pk, article in articles.items()
    }


def _take_in(job, plan):
    """Make articles of the documents that are not here, or say why not."""
    missing = [
        planned
        for planned in plan.documents
        if planned.article is None and planned.document.text is not None
    ]
    taken_in = {}
    if job.takes_in:
        new = [planned for planned in missing if planned.document.text]
        taken_in = _load(job, plan, new)
    for planned in missing:
        annotations = [passage.annotation for passage in planned.passages]
        planned.article = taken_in.get(id(planned.document))
        if planned.article:
            place(plan, planned, annotations)
        elif annotations:
            planned.passages = []
            where = where_of(planned.document)
            plan.refuse("without_article", where, NOT_TAKEN_IN, len(annotations))


def prepare_articles(job, plan):
    """Prepare the articles that a plan takes in, which takes longer than to write them."""
    for planned in plan.documents:
        if job.takes_in and planned.article is None and planned.document.text:
            planned.draft = prepare(_record(job, planned.document))


def _load(job, plan, new):
    """{id of a document: its article}; new articles are hidden."""
    outcomes = {
        id(each.document): each.draft or prepare(_record(job, each.document)) for each in new
    }
    drafts = {key: each for key, each in outcomes.items() if isinstance(each, Draft)}
    refused = [each for each in outcomes.values() if not isinstance(each, Draft)]
    counts = Loader().save(list(drafts.values())) if drafts else None
    for problem in [*refused, *(counts.problems if counts else ())]:
        if problem.is_left_out:
            plan.refuse("documents", str(problem.place), problem.reason)
    existing = ExistingArticles(list(drafts.values()))
    matches = {key: existing.match(draft) for key, draft in drafts.items()}
    articles = {key: match.article for key, match in matches.items() if match}
    written = Article.history.filter(action=current_action().pk, history_type="+")
    new = Article.objects.present().filter(pk__in=written.values("id"))
    _hide(job, list(new.filter(pk__in=[article.pk for article in articles.values()])))
    plan.counts["new_articles"] += counts.new if counts else 0
    # Their sources are read with them, as of articles that were here.
    rows = Article.objects.select_related("source").in_bulk(
        [article.pk for article in articles.values()]
    )
    return {key: rows[article.pk] for key, article in articles.items()}


def _hide(job, articles):
    for article in articles:
        article.deleted_at, article.deleted_by = job.hidden_at, job.by
    change_rows(articles, ["deleted_at", "deleted_by"])


def _record(job, document):
    fields = ("title", "url", "source", "byline", "language", "published")
    return ImportedRecord(
        FileLocation(where_of(document)),
        document.text.encode(errors="replace"),
        MEDIA_TYPE,
        document.text,
        **{name: getattr(document, name) for name in fields},
    )


def _save(job, pairs, codes):
    """Save passages of (Article, PlannedPassage), with everything that belongs to them."""
    if not pairs:
        return
    annotations = [planned.annotation for _, planned in pairs]
    names = names_in(job, annotations)
    add_missing(names, annotations, codes)
    ids = _free_ids(pairs)
    passages = add_rows([_passage(job, article, planned, names, ids) for article, planned in pairs])
    rows = list(zip(passages, pairs, strict=True))
    _place(rows)
    add_rows(
        [
            PassageTag(content_object=passage, tag=tag, position=position)
            for passage, (_, planned) in rows
            for position, tag in enumerate(
                dict.fromkeys(names.tag(name) for name in planned.annotation.tags)
            )
        ]
    )
    add_rows(
        [
            PassagePerson(passage=passage, person=person, role=role)
            for passage, (_, planned) in rows
            for person, role in dict.fromkeys(
                (names.person(link), link.role) for link in planned.annotation.people
            )
        ]
    )
    add_rows(
        [
            _evidence(job, passage, claim, link, names)
            for passage, (_, planned) in rows
            for claim, link in {
                names.claim(link): link for link in reversed(planned.annotation.claims)
            }.items()
        ]
    )
    _keep_keys(job, rows, names)


def _free_ids(pairs):
    """The ids of passages on the desk that they come from, which no passage has here."""
    ids = Counter(planned.our_id for _, planned in pairs)
    taken = Passage.objects.filter(public_id__in=ids).values_list("public_id", flat=True)
    return {each for each, number in ids.items() if each and number == 1} - set(taken)


def _passage(job, article, planned, names, ids):
    annotation, now = planned.annotation, timezone.now()
    times = {"created_at": annotation.created_at or now, "edited_at": annotation.edited_at}
    if any(time and time > now for time in times.values()):
        times = {"created_at": now, "edited_at": None}
    if planned.our_id in ids:
        times["public_id"] = planned.our_id
    return Passage(
        article=article,
        quote=_quote(article, planned),
        note=annotation.note,
        created_by=names.members.get(annotation.author) or current_action().by,
        deleted_at=job.hidden_at,
        deleted_by=job.by,
        **times,
    )


def _quote(article, planned):
    """The words at its position, of an uncertain passage those that its file says were marked."""
    if planned.is_uncertain:
        return GAP.join(piece.quote for piece in planned.annotation.pieces)
    return quote_of(article.text, planned.spans)


def _place(rows):
    articles = {article.pk: article for _, (article, _) in rows}
    newest = Revision.objects.filter(
        article__in=articles, number=F("article__revision_number")
    ).values_list("article", "pk")
    revisions = {}
    for article_pk, pk in newest:
        revision = articles[article_pk].current_text
        revision.pk = pk
        revisions[article_pk] = revision
    add_rows(
        [
            placement
            for passage, (article, planned) in rows
            for placement in _placements(passage, revisions[article.pk], planned)
        ]
    )


def _placements(passage, revision, planned):
    """The unsaved Placements of the pieces of a passage in a Revision."""
    if planned.is_uncertain:
        pairs = zip(planned.annotation.pieces, planned.spans, strict=True)
        placements = [proposal_of(piece, span, revision) for piece, span in pairs]
    else:
        contexts = describe(revision.text, planned.spans)
        placements = [
            Placement(start=start, end=end, prefix=context.prefix, suffix=context.suffix)
            for (start, end), context in zip(planned.spans, contexts, strict=True)
        ]
    for number, placement in enumerate(placements):
        placement.passage, placement.revision, placement.piece = passage, revision, number
    return placements


def _evidence(job, passage, claim, link, names):
    return Evidence(
        passage=passage,
        claim=claim,
        stance=link.stance,
        origin=names.origins[name_key(link.origin)] if link.origin else None,
        why=link.why,
        created_by=passage.created_by,
        created_at=passage.created_at,
        deleted_at=job.hidden_at,
        deleted_by=job.by,
    )


def _keep_keys(job, rows, names):
    """Keep the keys of passages, with their authors and what they have no place for."""
    imported_passages = [
        ImportedPassage(
            key=planned.key,
            passage=passage,
            format=job.format,
            author="" if planned.annotation.author in names.members else planned.annotation.author,
            extra=json.dumps(planned.annotation.extra),
        )
        for passage, (_, planned) in rows
    ]
    # The key of a passage that was deleted since names the new one.
    ImportedPassage.objects.bulk_create(
        imported_passages,
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["passage", "format", "author", "extra"],
    )


def _keep_article_extras(job, documents):
    extras = {each.article.pk: each.document.extra for each in documents if each.document.extra}
    ImportedArticle.objects.bulk_create(
        [
            ImportedArticle(article_id=pk, format=job.format, extra=json.dumps(extra))
            for pk, extra in extras.items()
        ],
        update_conflicts=True,
        unique_fields=["article", "format"],
        update_fields=["extra"],
    )
