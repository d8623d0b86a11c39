"""Splits an export whose documents are numbered: “Document 1 of 3”.

ProQuest writes such lines, and so do other archives in their own languages. ProQuest labels every
field; elsewhere the title, the source, the date and the byline stand above the text. ProQuest does
not describe its layout; it is that of exports made between 2015 and 2024.
"""

import re
from itertools import pairwise

from corpus.readers.languages import language_of
from corpus.readers.pages.archive_texts import (
    MAX_DOCUMENTS,
    MAX_HEADER_LINES,
    NUMBERED,
    WORDS,
    ArchiveText,
    archive_texts,
    day_of,
    nexis_text,
)
from corpus.readers.pages.sentences import ends_sentence, letters
from corpus.readers.pages.written_days import written_days

# Labels of fields of ours. "text" begins the text, "abstract" stands for it where it is missing.
_LABELS = {
    "title": "title headline titel überschrift schlagzeile titre título titolo заголовок",
    "byline": "author authors by byline autor autoren verfasser von auteur auteurs autores autore "
              "автор",
    "source": "publication title|publication|source|newspaper|quelle|zeitung|publikationstitel|"
              "titre de la publication|título de publicación|fuente|источник",
    "published": "publication date|date|published|datum|erscheinungsdatum|publikationsdatum|"
                 "date de publication|fecha de publicación|fecha|дата",
    "language": "language of publication|language|sprache der publikation|sprache|"
                "langue de publication|langue|idioma de la publicación|idioma",
    "text": "full text|text|body|volltext|texte intégral|texto completo",
    "abstract": "abstract|zusammenfassung|résumé|resumen",
    "info": "publication info|publikationsinfo",
}  # fmt: skip
# Other labels of ProQuest, above or below the text.
_OTHERS = (
    "subject|location|people|company / organization|company|identifier / keyword|classification|"
    "number of pages|first page|page|pages|volume|issue|section|dateline|credit|links|"
    "publication year|publisher|place of publication|country of publication|publication subject|"
    "issn|isbn|source type|document type|document feature|proquest document id|document url|url|"
    "copyright|last updated|database|keywords|load-date|length|words|schlagwort|ort|verlag"
)
_FIELDS = {
    label: field
    for field, labels in _LABELS.items()
    for label in (labels.split("|") if "|" in labels else labels.split())
} | dict.fromkeys(_OTHERS.split("|"), "")
_LABEL = re.compile(r"([^\W\d_][^:\n]{1,40}?)\s?:(?:\s+(.*)|$)", re.DOTALL)
_NEXIS = re.compile(r"(?:BYLINE|HEADLINE|LENGTH|LOAD-DATE|BODY|DATELINE|LANGUAGE):")
_BYLINE = re.compile(r"(?:By|Von|Par|Por|Di|Автор:?) (?=[^\W\d_])")
_NAME_END = re.compile(r"\s*[;\[]")
# Code points of a line above the text: a title, a source, a date.
MAX_HEADER_LENGTH = 200
# Letters of sentences in front of the first document, from which a text is something else.
MAX_LETTERS_BEFORE = 300


def export_texts(text: str) -> list[ArchiveText]:
    """Return the documents of an archive's export; none if a text is something else."""
    documents = archive_texts(text)
    if documents or not NUMBERED.search(text):
        return documents
    items = _items(text)
    return [numbered_text(items[start + 1 : end]) for start, end in numbered_ranges(items)]


def numbered_ranges(items: list[str]) -> list[tuple[int, int]]:
    """Return where the documents of an export begin and end: at the lines that number them.

    The numbers follow one another, and all name the same total. Nothing but a list of contents
    stands in front of the first.

    >>> numbered_ranges(["Document 1 of 2", "One.", "Document 2 of 2", "Two."])
    [(0, 2), (2, 4)]
    """
    marks = [(index, match) for index, item in enumerate(items) if (match := _mark(item))]
    if len(marks) < 2 or len(marks) > MAX_DOCUMENTS:
        return []
    numbers = [(int(match["number"]), match["total"]) for _, match in marks]
    if any(
        number + 1 != other or total != other_total
        for (number, total), (other, other_total) in pairwise(numbers)
    ):
        return []
    first = marks[0][0]
    if sum(letters(item) for item in items[:first] if ends_sentence(item)) > MAX_LETTERS_BEFORE:
        return []
    return list(pairwise([*(index for index, _ in marks), len(items)]))


def _mark(item: str) -> re.Match[str] | None:
    return NUMBERED.fullmatch(item.strip()) if len(item) < MAX_HEADER_LENGTH else None


def _items(text: str) -> list[str]:
    """Return the paragraphs of a text; those that may be headers, line by line."""
    items: list[str] = []
    for paragraph in re.split(r"\n[^\S\n]*\n", text):
        lines = [line for line in paragraph.split("\n") if line.strip()]
        are_headers = all(len(line) <= MAX_HEADER_LENGTH for line in lines) and (
            any(_mark(line) or _field(line) is not None for line in lines)
            or not any(map(ends_sentence, lines))
        )
        items += lines if are_headers else ["\n".join(lines)] if lines else []
    return items


def numbered_text(items: list[str]) -> ArchiveText:
    """Return the document that has these paragraphs and lines."""
    items = [item.strip() for item in items if letters(item)]
    fields = [_field(item) for item in items]
    if sum(bool(_NEXIS.match(item)) for item in items) > 1:
        return nexis_text(items)
    body = fields.index("text") if "text" in fields else -1
    if body < 0 and "abstract" in fields and "info" in fields:
        body = fields.index("abstract")
    if body < 0:
        return _unlabelled(items, fields)
    below = [_value(items[body]), *items[body + 1 :]]
    end = _end(below, [None, *fields[body + 1 :]])
    values = _labelled([*items[:body], *below[end:]])
    unlabelled = [item for item, field in zip(items[:body], fields, strict=False) if field is None]
    values["title"] = values.get("title") or next(iter(unlabelled), "")
    return _document(items, values, [item for item in below[:end] if item])


def _unlabelled(items: list[str], fields: list[str | None]) -> ArchiveText:
    """Return a document whose title, source, date and byline stand above its text."""
    start = next(
        (
            index
            for index, item in enumerate(items[:MAX_HEADER_LINES])
            if fields[index] is None and not _is_header(item)
        ),
        min(len(items), MAX_HEADER_LINES),
    )
    end = start + _end(items[start:], fields[start:])
    values = _labelled([*items[:start], *items[end:]])
    lines = [item for item, field in zip(items[:start], fields, strict=False) if field is None]
    lines = [line for line in lines if not WORDS.fullmatch(line)]
    byline = next((line for line in lines if _BYLINE.match(line)), "")
    lines = [line for line in lines if line != byline]
    values.setdefault("byline", _BYLINE.sub("", byline))
    dated = next((n for n, line in enumerate(lines) if any(_source_and_day(line))), -1)
    if dated >= 0:
        source, day = _source_and_day(lines[dated])
        above, below = lines[:dated], lines[dated + 1 :]
        # The title stands above its source, or below source and date.
        if not source and above and (len(above) > 1 or below or values.get("title")):
            source = above.pop()
        values.setdefault("source", source)
        values.setdefault("published", day)
        lines = [*above, *below]
    if lines and "title" not in values:
        values["title"] = lines.pop(0)
    return _document(items, values, [*lines, *items[start:end]])


def _is_header(item: str) -> bool:
    if day_of(item) or _BYLINE.match(item):
        return True
    return len(item) <= MAX_HEADER_LENGTH and "\n" not in item and not ends_sentence(item)


def _source_and_day(line: str) -> tuple[str, str]:
    """Return (source, date) of a line that is a date, with its source in front of it or without."""
    if day := day_of(line):
        return "", day
    for match in re.finditer(r"\s*[,;|–—-]\s+", line):
        if day := day_of(line[match.end() :]):
            return line[: match.start()], day
    return "", ""


def _end(items: list[str], fields: list[str | None]) -> int:
    """Return where the text ends: before the first of two labels in a row, or a last one."""
    for index, field in enumerate(fields):
        is_last = index + 1 == len(fields)
        if index and field is not None and (is_last or fields[index + 1] is not None):
            return index
    return len(items)


def _field(item: str) -> str | None:
    """Return the name of our field for a label, "" for one of ProQuest's alone, None for none."""
    match = _LABEL.match(item)
    return _FIELDS.get(match[1].casefold().strip()) if match else None


def _value(item: str) -> str:
    match = _LABEL.match(item)
    return (match[2] or "").strip() if match else item


def _labelled(items: list[str]) -> dict[str, str]:
    """Return the values of our fields that are labelled."""
    values: dict[str, str] = {}
    for item in items:
        field = _field(item)
        if field and _value(item):
            values.setdefault(field, " ".join(_value(item).split()))
    # “The Paper ; London [London] 5 Aug 2021: A.4.”
    info = values.pop("info", "")
    if info:
        values.setdefault("source", info)
        days = [day for part in written_days(info) for day in part.days]
        if len(days) == 1:
            values.setdefault("published", days[0])
    if "source" in values:
        values["source"] = _NAME_END.split(values["source"])[0].strip()
    return values


def _document(items: list[str], values: dict[str, str], paragraphs: list[str]) -> ArchiveText:
    language = values.get("language", "")
    return ArchiveText(
        values={
            "text": "\n\n".join(paragraphs),
            "title": values.get("title", ""),
            "source": values.get("source", ""),
            "published": day_of(values.get("published", "")),
            "byline": _BYLINE.sub("", values.get("byline", "")).rstrip("."),
            "language": language_of(language) or (language if len(language) == 2 else ""),
        },
        content="\n\n".join(items),
    )
