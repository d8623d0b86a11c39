"""What an import will make of the first records of an upload, before any is saved.

The rows of a preview stand with its job, as JSON. They hold what is shown, and no article. The
upload is read a second time when it is imported: a record takes the facts that an analyst gave it
only if it is, byte for byte, the one that was shown.
"""

from dataclasses import replace
from hashlib import sha256

from corpus.dates import parse
from corpus.importing.drafts import Draft, draft_of
from corpus.importing.existing import ExistingArticles, former_versions
from corpus.importing.source_matching import existing_sources, source_name
from corpus.readers.imported_record import ImportedRecord, Problem
from corpus.readers.labels import FIELD_LABELS

# Records of a preview, and refused ones after which it ends too.
MAX_ARTICLES = 20
MAX_PROBLEMS = 50
# Code points of a text that a preview shows.
OPENING_LENGTH = 600
# Code points of a newer text that a preview keeps, to show how it differs.
MAX_COMPARED_LENGTH = 300_000
# What can be mended.
FACTS = ("title", "source", "published", "byline", "language")
# `end` is the position up to which every record was shown, `is_all`: there are no others.
EMPTY = {"articles": [], "problems": [], "end": 0, "is_all": False, "is_complete": False}
NOT_AS_SHOWN = "It is not what the preview showed, and was left out. Upload the file again."


def number_missing(job):
    """How many records the preview of a job has room for."""
    return MAX_ARTICLES - len(job.preview["articles"])


def add(job, items, is_all):
    """Add the items of a reader, up to the end of a record, to the preview of a job, unsaved."""
    preview = job.preview
    records, problems, remarks = [], [], []
    for item in items:
        outcome = draft_of(_with_defaults(item, job)) if _is_record(item) else item
        if isinstance(outcome, Draft):
            records.append((item, outcome, remarks))
            remarks = []
        elif outcome.is_left_out:
            problems.append({"file": str(outcome.place), "reason": outcome.reason})
        else:
            # It is on the record behind it.
            label = FIELD_LABELS.get(outcome.field, outcome.field)
            remarks.append(f"{label}: {outcome.reason}" if label else outcome.reason)
    room = number_missing(job)
    preview["articles"] += _rows(records[:room], preview["articles"], job.is_update)
    preview["problems"] += problems
    # Of a page that became more articles than are shown, the others come in as they are read.
    is_whole = len(records) <= room
    if items and is_whole:
        preview["end"] = items[-1].position
    preview["is_all"] = is_all and is_whole
    is_full = not number_missing(job) or len(preview["problems"]) >= MAX_PROBLEMS
    preview["is_complete"] = is_all or is_full


def _is_record(item):
    return isinstance(item, ImportedRecord)


def _with_defaults(record, job):
    """The record with the source and the language that its article will have."""
    return replace(
        record,
        source=source_name(record, job.source),
        language=record.language or job.language,
    )


def _rows(records, earlier, is_update):
    drafts = [draft for _, draft, _ in records]
    existing_articles = ExistingArticles(drafts)
    sources = existing_sources({draft.record.source for draft in drafts})
    newcomers = [draft for draft in drafts if not existing_articles.match(draft)]
    versions = former_versions(newcomers, sources)
    digests = {row["digest"] for row in earlier}
    rows = []
    for record, draft, remarks in records:
        facts = draft.record
        source = sources.get(facts.source)
        existing = existing_articles.match(draft)
        row = {
            "key": _key_of(record),
            "digest": draft.digest,
            "file": str(record.place),
            "title": facts.title,
            "source": source.name if source else facts.source,
            "published": facts.published.isoformat() if facts.published else "",
            "byline": facts.byline,
            "language": facts.language,
            "url": facts.url,
            "opening": draft.text[:OPENING_LENGTH],
            "length": len(draft.text),
            "pages": len({label for _, label in draft.pages}),
            "remarks": remarks,
            "is_repeated": draft.digest in digests,
            "is_left_out": False,
            "mended": {},
        }
        article = existing.article if existing else versions.get(draft.digest)
        if article:
            is_same = draft.text == article.text or (
                # These bytes were read before, and their text was that of the article then.
                existing and draft.digest in existing.digests and existing.had_text_of(draft)
            )
            row["match"] = "same" if is_same else "other" if existing else "newer"
            row |= {"article": article.public_id, "version": article.version}
            row["text"] = "" if is_same else draft.text[:MAX_COMPARED_LENGTH]
            row["is_revision"] = row["match"] == "other" and is_update
        digests.add(draft.digest)
        rows.append(row)
    return rows


def _key_of(record):
    """A word for what was read: the same file, bytes and text have the same."""
    whole = (str(record.place), sha256(record.content).hexdigest(), record.text)
    return sha256(repr(whole).encode()).hexdigest()


def as_checked(job, items):
    """Return the items of a reader as an analyst checked them, without those taken out."""
    if not job.preview:
        return items
    rows = {row["key"]: row for row in job.preview["articles"]}
    checked, remarks = [], []
    for item in items:
        if not _is_record(item):
            (checked if item.is_left_out else remarks).append(item)
            continue
        row = rows.get(_key_of(item))
        if row is None and item.position <= job.preview["end"]:
            checked.append(Problem(item.place, "", NOT_AS_SHOWN, item.position))
        elif row is None:
            checked += [*remarks, item]
        elif not row["is_left_out"]:
            checked += [*remarks, _mended(_with_defaults(item, job), row)]
        remarks = []
    return checked + remarks


def _mended(record, row):
    """The record with the facts that an analyst gave it; "" takes one away."""
    values = dict(row["mended"])
    if "published" in values:
        values["published"] = parse(values["published"]) if values["published"] else None
    if row.get("is_revision"):
        values["revises"] = (row["article"], row["version"])
    return replace(record, **values, is_checked=True)
