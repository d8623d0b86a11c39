"""Reads a file of annotations once, and keeps it in parts that are each written in a moment.

Annotations are placed in the texts of the file itself, where it holds them: the parts have no
offsets of other programs, and the words around each piece. What cannot come in at all is kept as
a problem.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from django.utils import timezone

from annotations.anchoring.spans import describe
from annotations.formats import json_lines
from annotations.formats.cleaning import cleaned, cleaned_code, cleaned_document
from annotations.formats.json_values import ValueRefused
from annotations.formats.placing import NotPlaced, Proposed, folded, place_all
from annotations.formats.record import OURS, Code, Entry, FormatError, Piece, Refusal
from annotations.formats.registry import FORMATS
from annotations.models import AnnotationJob, AnnotationJobState, AnnotationPart, AnnotationProblem
from corpus.characters import is_blank, without_unusable
from corpus.index_entry import TOO_MANY_WORDS, has_too_many_words
from corpus.models.revision import digest_of
from corpus.names import name_key
from corpus.readers.limits import MAX_TEXT
from corpus.text import TextRefused, normalise

# Rows that a part writes, about: 0.15 seconds of writing, a second on a busy machine. A part's
# queries take about as long as its rows: with a third of them an import took 1.7 times as long.
PART_ROWS = 6_000
# What an article counts as, if it is taken in.
ARTICLE_ROWS = 60
# Code points of texts in a part; one text may be longer.
PART_LENGTH = 500_000
# Different names of tags in a file: no codebook has as many.
MAX_CODES = 20_000
# Problems that are listed; all are counted.
MAX_PROBLEMS = 1_000
WHERE_LENGTH, WHY_LENGTH = 200, 500
# Items of a file that are read to recognise its format.
MAX_TRIED = 20


def recognised_format(file, name):
    """The name of the format of a file, "" for none; formats with its ending are tried first.

    A file that none can read is of the format that alone has its ending: reading it says what is
    wrong.
    """
    ending = name.rpartition(".")[2].lower()
    for each in sorted(FORMATS.values(), key=lambda each: each.extension != ending):
        file.seek(0)
        try:
            items = zip(each.loads(file), range(MAX_TRIED), strict=False)
            is_format = any(isinstance(item, Entry) for item, _ in items)
        except FormatError:
            is_format = False
        file.seek(0)
        if is_format:
            return each.name
    names = [each.name for each in FORMATS.values() if each.extension == ending]
    return names[0] if len(names) == 1 else ""


def stage(file, format_name, name, owner):
    """Keep what a binary file holds as an AnnotationJob of a member, to be planned next.

    Raises FormatError, and keeps nothing, if the file cannot be read as a whole or has nothing.
    """
    _remove_leftovers(owner)
    job = AnnotationJob.objects.create(by=owner, name=name[:200], format=format_name)
    staging = _Staging(job)
    try:
        for item in FORMATS[format_name].loads(file):
            staging.add(item)
        staging.end()
    except FormatError:
        job.delete()
        raise
    return job


def _remove_leftovers(owner):
    """Remove what a member's earlier uploads left that ended before the file was read."""
    yesterday = timezone.now() - timedelta(days=1)
    AnnotationJob.objects.filter(
        by=owner, state=AnnotationJobState.READING, created_at__lt=yesterday
    ).delete()


@dataclass
class _Text:
    """The text of the document that is read: as in the file, and normalised."""

    raw: str
    text: str


@dataclass
class _Staging:
    job: AnnotationJob
    # The document that is read, at first none.
    document: Any = None
    text: _Text | None = None
    codes: dict[str, Code] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    rules: Counter[str] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)
    rows: int = 0
    length: int = 0
    parts: int = 0

    def add(self, item):
        if isinstance(item, Refusal):
            self._refuse(item.where, item.why)
            return
        document = cleaned_document(item.document)
        if document.text is not None or not self.document or self.document.key != document.key:
            self._begin(document)
        self._learn(item.codes)
        annotations, places = self._cleaned(item.annotations), []
        if self.text and annotations:
            places = place_all(annotations, self.text.text, self.text.raw, is_same=True)
        placed = []
        for annotation, place in zip(annotations, places, strict=bool(places)):
            if isinstance(place, NotPlaced):
                self._refuse(where_of(self.document, annotation), place.why, "not_placed")
            else:
                placed.append(_with_place(annotation, place, self.text.text))
        self._keep(placed if self.text else annotations)

    def _begin(self, document):
        """Begin a document; its first part alone has its text."""
        self.text = None
        raw = document.text
        if raw is not None:
            try:
                text = normalise(raw).text
                if is_blank(text) or len(text) > MAX_TEXT:
                    raise ValueRefused(
                        "There is no text." if is_blank(text) else "The text is too long."
                    )
                if has_too_many_words(text):
                    raise ValueRefused(TOO_MANY_WORDS)
            except (TextRefused, ValueRefused) as refused:
                self._refuse(where_of(document), str(refused), "documents")
                document = replace(document, text=None)
            else:
                self.text = _Text(raw, text)
                document = replace(document, sha256=digest_of(text))
        self.document = document
        self._add_entry(Entry(document), ARTICLE_ROWS if self.text else 1, len(raw or ""))

    def _add_entry(self, entry, rows, length=0):
        if self.entries and (self.rows + rows > PART_ROWS or self.length + length > PART_LENGTH):
            self._flush()
            # The document goes on in the next part: "" says that an earlier one has its text.
            if entry.annotations:
                text = "" if self.text else None
                document = replace(entry.document, text=text, extra={})
                entry = replace(entry, document=document)
        self.entries.append(entry)
        self.rows += rows
        self.length += length

    def _keep(self, annotations):
        for annotation in annotations:
            rows = 6 + 2 * (len(annotation.tags) + len(annotation.people) + len(annotation.pieces))
            rows += 8 * len(annotation.claims)
            if self.rows + rows > PART_ROWS or not self.entries:
                self._add_entry(Entry(self.document, (annotation,)), rows)
            else:
                last = self.entries[-1]
                self.entries[-1] = replace(last, annotations=(*last.annotations, annotation))
                self.rows += rows

    def _learn(self, codes):
        for code in codes:
            try:
                code = cleaned_code(code)
            except ValueRefused as refused:
                self._refuse(f"tag “{code.name[:60]}”", str(refused))
            else:
                self.codes.setdefault(name_key(code.name), code)

    def _cleaned(self, annotations):
        rows = []
        for annotation in annotations:
            if any(piece.start is not None for piece in annotation.pieces):
                self.rules[str(annotation.rule)] += 1
            try:
                annotation = cleaned(annotation)
            except ValueRefused as refused:
                self._refuse(where_of(self.document, annotation), str(refused))
                continue
            for name in annotation.tags:
                self.codes.setdefault(name_key(name), Code(name))
            rows.append(annotation)
        if len(self.codes) > MAX_CODES:
            raise FormatError(f"The file has more than {MAX_CODES:,} different tags.")
        return rows

    def _refuse(self, where, why, count="refused"):
        number = self.counts.total()
        self.counts[count] += 1
        if number < MAX_PROBLEMS:
            AnnotationProblem.objects.create(job=self.job, **problem_fields(where, why))

    def _flush(self):
        if not self.entries:
            return
        total = sum(len(entry.annotations) for entry in self.entries)
        content = b"".join(json_lines.dumps(self._with_codes())).decode()
        AnnotationPart.objects.create(job=self.job, number=self.parts, total=total, content=content)
        self.job.total += total
        self.parts += 1
        self.entries, self.rows, self.length = [], 0, 0

    def _with_codes(self):
        """The entries; the first has the definitions and colours of all tags in them."""
        annotations = [each for entry in self.entries for each in entry.annotations]
        keys = dict.fromkeys(name_key(name) for each in annotations for name in each.tags)
        codes = [self.codes[key] for key in keys]
        first, *others = self.entries
        described = tuple(code for code in codes if code.definition or code.hue)
        return [replace(first, codes=described), *others]

    def end(self):
        self._flush()
        if not self.parts and not self.counts:
            raise FormatError("The file has no annotations.")
        self.job.state = AnnotationJobState.PLANNING
        self.job.rules = [[rule, number] for rule, number in self.rules.most_common()]
        self.job.planned = dict(self.counts)
        self.job.save()


def _with_place(annotation, place, text):
    """The annotation in code points of its normalised text; its state is the way it was placed.

    What is not certain keeps its words and its state: the place is a proposal, or none.
    """
    if isinstance(place, Proposed):
        return _with_proposal(annotation, place)
    contexts = describe(text, place.spans)
    pieces = tuple(
        Piece(start, end, text[start:end], context.prefix, context.suffix)
        for (start, end), context in zip(place.spans, contexts, strict=True)
    )
    return replace(annotation, pieces=pieces, rule=OURS, state=place.way)


def _with_proposal(annotation, place):
    pieces = [
        replace(piece, start=span[0] if span else None, end=span[1] if span else None)
        for piece, span in zip(annotation.pieces, place.spans, strict=True)
    ]
    return replace(annotation, pieces=tuple(pieces), rule=OURS)


def where_of(document, annotation=None):
    """Which annotation or document of a file is meant, for people."""
    words = [f"“{document.title or document.url or document.key}”"]
    if annotation:
        quote = folded(" … ".join(piece.quote for piece in annotation.pieces[:3]))
        quote = quote if len(quote) <= 80 else f"{quote[:79]}…"
        words.append(f"“{quote}”" if quote else annotation.key)
    return ", ".join(filter(None, words))


def problem_fields(where, why):
    return {
        "where": without_unusable(where)[:WHERE_LENGTH],
        "why": without_unusable(why)[:WHY_LENGTH],
    }
