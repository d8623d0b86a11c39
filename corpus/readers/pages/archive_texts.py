"""Splits the text of a document that archives export: that of Nexis, Nexis Uni and Factiva.

Each document has a line that begins or ends it, its facts on lines with labels, and its text.
Neither archive describes its layouts; they are those of exports made between 2015 and 2021.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise

from corpus.readers import loose_dates
from corpus.readers.languages import language_of
from corpus.readers.pages.written_days import written_days

COUNT = re.compile(r"[0-9,.]+ (?:of|von|de) [0-9,.]+ (?:DOCUMENTS?|DOKUMENT(?:E|EN)?|DOCUMENTOS?)")
# Such lines of ProQuest and of others; pages and parts of one document are numbered too.
NUMBERED = re.compile(
    r"(?:Documents?|Dokument[eo]?|Documento|Документ|Article|Artikel|Record)\s+(?P<number>[0-9]{1,4})"
    r"\s+(?:of|von|de|sur|di|van|av|из|/)\s+(?P<total>[0-9]{1,4})\.?",
    re.IGNORECASE,
)
WORDS = re.compile(r"([0-9][0-9,.]*)\s+(?:words|Wörter|mots|palabras|parole|слов)", re.IGNORECASE)
CLOCK = re.compile(r"[0-9]{1,2}:[0-9]{2}(?: [AP]M)?")
# Lines of a document among which its date stands.
MAX_HEADER_LINES = 8
# Both archives export at most 500 at once.
MAX_DOCUMENTS = 1_000
MAX_DATE_LENGTH = 80

_END = re.compile(r"End of Document", re.IGNORECASE)
_FACTIVA_END = re.compile(r"(?:AN\s+)?Do[ck]ument[eo]? ([A-Za-z0-9]{14,50})")
_LABEL = re.compile(
    r"([A-ZÄ][A-Za-zÄä]{2,30}(?:-[A-Za-z]{2,30})?(?: [A-Z-]{2,30}){0,2}):\s*(.*)", re.DOTALL
)
# Labels of exports in German and in French.
_LABELS = {
    "AUTOR": "BYLINE", "AUTEUR": "BYLINE", "LÄNGE": "LENGTH", "LONGUEUR": "LENGTH",
    "RUBRIK": "SECTION", "RUBRIQUE": "SECTION", "SPRACHE": "LANGUAGE", "LANGUE": "LANGUAGE",
    "ZEITUNGS-CODE": "JOURNAL-CODE",
}  # fmt: skip
_HEADER_LABELS = frozenset(
    "BYLINE LENGTH SECTION HEADLINE DATELINE HIGHLIGHT SERIES BODY DISTRIBUTION CORRECTION".split()
)
# Labels below the text; a sentence that begins with another word and a colon is part of it.
_FOOTER_LABELS = frozenset(
    "LOAD-DATE LANGUAGE GRAPHIC SUBJECT PUB-SUBJECT GEOGRAPHIC INDUSTRY COMPANY ORGANIZATION TICKER"
    " PERSON PUBLICATION-TYPE DOCUMENT-TYPE JOURNAL-CODE CORRECTION-DATE COUNTRY STATE CITY ACC-NO"
    " UPDATE UPDATED NOTES CLASSIFICATION".split()
)
_FOOTER_LINES = frozenset(("Classification", "Graphic"))
_RIGHTS = re.compile(r"(?:Copyright|\(c\)|©)\s|All Rights Reserved", re.IGNORECASE)
_NO_SOURCE = re.compile(_RIGHTS.pattern + r"|^(?:Distributed|Provided) by ", re.IGNORECASE)
_WEEKDAY = re.compile(
    r"\s*\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Mon|Diens|Donners|Frei|Sams|Sonn)tag"
    r"|Mittwoch|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche)\b.*",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"(?:By|Von|Par|Por) \S")
# The codes of Factiva in front of its fields.
_CODE = re.compile(
    r"(SE|HD|BY|CR|WC|PD|ET|SN|SC|ED|PG|VOL|LA|CY|LP|TD|CT|RF|CO|IN|NS|RE|IPC|IPD|PUB|AN|ART|CLM)"
    r"(?:[\t ]+(.*))?",
    re.DOTALL,
)
_TEXT_CODES = ("LP", "TD", "CT")
# A text that has fewer of the words that its archive counted lacks something.
_MIN_PORTION = 0.8


@dataclass(frozen=True, slots=True)
class ArchiveText:
    """One document of an export: its values by the names of our fields, and its own lines.

    `word_count` is that of the archive, 0 if it states none.
    """

    values: dict[str, str]
    content: str
    word_count: int = 0

    @property
    def remark(self) -> str:
        """A sentence for an editor if the text lacks many of the words that it should have."""
        number = len(self.values["text"].split())
        if number >= _MIN_PORTION * self.word_count:
            return ""
        return f"The archive counted {self.word_count:,} words; the text has {number:,}."


def archive_texts(text: str) -> list[ArchiveText]:
    """Return the documents of an export; none if a text is something else.

    `text` has an empty line between paragraphs, as readers of documents give it.
    """
    lines = [line for line in text.split("\n") if line.strip()]
    starts = [index for index, line in enumerate(lines) if COUNT.fullmatch(line.strip())]
    if len(starts) > MAX_DOCUMENTS:
        return []
    if starts:
        return [
            nexis_text(lines[start + 1 : end]) for start, end in pairwise([*starts, len(lines)])
        ]
    for end, read in ((_END, _nexis_uni_text), (_FACTIVA_END, _factiva_text)):
        documents = [read(chunk) for chunk in islice(_chunks(lines, end), MAX_DOCUMENTS)]
        if documents and all(documents):
            return [document for document in documents if document]
    return []


def is_boundary(line: str) -> bool:
    """Return whether a line is one that begins or ends a document of an export."""
    patterns = (COUNT, NUMBERED, _END, _FACTIVA_END)
    return any(pattern.fullmatch(line.strip()) for pattern in patterns)


def _chunks(lines: list[str], end: re.Pattern[str]) -> Iterator[list[str]]:
    """Yield the lines of each document; what stands behind the last end belongs to none."""
    chunk: list[str] = []
    for line in lines:
        chunk.append(line)
        if end.fullmatch(line.strip()):
            yield chunk
            chunk = []


def nexis_text(lines: list[str]) -> ArchiveText:
    """Return the document of Nexis that has these lines."""
    dates = [index for index, line in enumerate(lines[:MAX_HEADER_LINES]) if index and day_of(line)]
    head = dates[0] if dates else 0
    source = next((line for line in reversed(lines[:head]) if not _NO_SOURCE.search(line)), "")
    labels, paragraphs = _fields(lines[head + 1 :] if head else lines)
    title = labels.get("HEADLINE", "")
    if not title and not any(map(_is_body, lines)) and len(paragraphs) > 1:
        title = paragraphs.pop(0)
    return _document(lines, title, source, day_of(lines[head]) if head else "", labels, paragraphs)


def _nexis_uni_text(lines: list[str]) -> ArchiveText | None:
    """Return a document of Nexis Uni: title, source and date stand above the labels."""
    length = next((index for index, line in enumerate(lines) if _is_length(line)), 0)
    heads = [
        index for index in range(max(0, length - MAX_HEADER_LINES), length) if day_of(lines[index])
    ]
    if not heads or heads[-1] < 2:
        return None
    head = heads[-1]
    labels, paragraphs = _fields(lines[head + 1 : -1])
    own_lines = lines[head - 2 :]
    return _document(
        own_lines, lines[head - 2], lines[head - 1], day_of(lines[head]), labels, paragraphs
    )


def _is_length(line: str) -> bool:
    label = _LABEL.fullmatch(line)
    return bool(label and label[1].upper() == "LENGTH" and WORDS.match(label[2]))


def _fields(lines: list[str]) -> tuple[dict[str, str], list[str]]:
    """Return (values by their labels, the paragraphs of the text)."""
    body = next((index for index, line in enumerate(lines) if _is_body(line)), -1)
    head, below = (lines[:body], lines[body + 1 :]) if body >= 0 else ([], lines)
    end = next((n for n, line in enumerate(below) if n and _is_footer(line, body < 0)), len(below))
    paragraphs = below[:end]
    if body < 0:
        head = [line for line in paragraphs if _label(line) in _HEADER_LABELS]
        paragraphs = [line for line in paragraphs if line not in head and not _RIGHTS.match(line)]
    labels: dict[str, str] = {}
    for line in [*head, *below[end:]]:
        if name := _label(line):
            labels.setdefault(name, line.partition(":")[2].strip())
    return labels, paragraphs


def _label(line: str) -> str:
    """Return the label of a line in capitals, "" if it has none."""
    match = _LABEL.fullmatch(line)
    name = match[1].upper() if match else ""
    return _LABELS.get(name, name)


def _is_footer(line: str, is_by_rights: bool) -> bool:
    """Return whether the text ends above a line; `is_by_rights`: also above a note of rights."""
    is_ended = line.strip() in _FOOTER_LINES or _label(line) in _FOOTER_LABELS
    return is_ended or (is_by_rights and bool(_RIGHTS.match(line)))


def _is_body(line: str) -> bool:
    return line.strip() in ("Body", "BODY:", "Body:")


def _document(
    lines: list[str],
    title: str,
    source: str,
    published: str,
    labels: dict[str, str],
    paragraphs: list[str],
) -> ArchiveText:
    return ArchiveText(
        values={
            "text": "\n\n".join(paragraphs),
            "title": title,
            "source": source,
            "published": published,
            "byline": labels.get("BYLINE", "").removeprefix("By "),
            "language": language_of(labels.get("LANGUAGE", "")),
        },
        content="\n\n".join(lines),
        word_count=_word_count(labels.get("LENGTH", "")),
    )


def _factiva_text(lines: list[str]) -> ArchiveText | None:
    """Return a document of Factiva, with or without the codes in front of its fields."""
    fields = _coded(lines)
    if {"HD", "PD"} <= fields.keys():
        values = {name: " ".join(parts) for name, parts in fields.items()}
        paragraphs = [part for code in _TEXT_CODES for part in fields.get(code, [])]
        title, byline, words = values["HD"], values.get("BY", ""), values.get("WC", "")
        source, published = values.get("SN", ""), values["PD"]
        language = values.get("LA", "")
    else:
        head = next((i for i, line in enumerate(lines) if WORDS.fullmatch(line.strip())), 0)
        day = next((i for i in range(head + 1, min(head + 3, len(lines))) if day_of(lines[i])), 0)
        if not head or not day:
            return None
        words, published = lines[head], day_of(lines[day])
        above = lines[:head]
        byline = above.pop() if len(above) > 1 and _BYLINE.match(above[-1]) else ""
        title = " ".join(above)
        below = [line for line in lines[day + 1 : -1] if not CLOCK.fullmatch(line.strip())]
        source = below[0] if below else ""
        rights = next(
            (i for i, line in enumerate(below[:MAX_HEADER_LINES]) if _RIGHTS.match(line)), 0
        )
        language = next(filter(None, map(language_of, below[:rights])), "")
        paragraphs = below[rights + 1 :] if rights else below[1:]
    return ArchiveText(
        values={
            "text": "\n\n".join(paragraphs),
            "title": title,
            "source": source,
            "published": published,
            "byline": byline.removeprefix("By "),
            "language": language_of(language) or (language if len(language) == 2 else ""),
        },
        content="\n\n".join(lines),
        word_count=_word_count(words),
    )


def _coded(lines: list[str]) -> dict[str, list[str]]:
    """Return the lines behind each code of Factiva."""
    fields: dict[str, list[str]] = {}
    code = ""
    for line in lines:
        match = _CODE.fullmatch(line)
        if match:
            code = match[1]
            fields.setdefault(code, [])
            line = match[2] or ""
        if code and line.strip():
            fields[code].append(line.strip())
    return fields


def day_of(line: str) -> str:
    """Return the date that a line is, without its weekday and what follows, or ""."""
    if len(line) > MAX_DATE_LENGTH:
        return ""
    written = _WEEKDAY.sub("", line).strip(" ,")
    try:
        loose_dates.parse_published(written)
    except ValueError:
        # In another language, if the line is nothing else and can mean one day alone.
        parts = written_days(written)
        is_day = [(part.start, part.end) for part in parts] == [(0, len(written))]
        return parts[0].days[0] if is_day and len(parts[0].days) == 1 else ""
    return "" if written.isdecimal() else written


def _word_count(words: str) -> int:
    match = WORDS.match(words.strip())
    return int(re.sub(r"\D", "", match[1])) if match else 0
