"""Tells which date of a line is that of publication, by the labels beside it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from corpus.readers.pages.written_days import MAX_DATE_LINE, WrittenDay

_CHANGED = re.compile(
    r"\b(?:last|latest|updated?|modified|revised|corrected|edited|changed|stand|aktualisiert|"
    r"geändert|editiert|korrigiert|überarbeitet|zuletzt|mis[e]? à jour|modifié\w*|corrigé\w*|"
    r"actualizad[oa]|modificad[oa]|atualizad[oa]|aggiornat[oa]|modificat[oa]|bijgewerkt|gewijzigd|"
    r"uppdaterad|ändrad|oppdatert|endret|opdateret|ændret|päivitetty|muokattu|frissítve|"
    r"módosítva|aktualizov\w*|обновлен\w*|изменен\w*|оновлен\w*|змінен\w*|zaktualizowan\w*|"
    r"güncelle\w*|diperbarui|cập nhật|ενημερώθηκε)\b|更新|修改|수정|업데이트|تحديث|به‌روز",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"\b(?:published|posted|written|created|released|submitted|veröffentlicht|publiziert|"
    r"erschienen|erstellt|gespeichert|publié\w*|publicado|publicada|pubblicato|gepubliceerd|"
    r"publicerad|publisert|publiceret|julkaistu|közzétéve|publikov\w*|opublikowan\w*|yayınlan\w*|"
    r"опубликован\w*|опубліковано|diterbitkan|pressemitteilung|pressemeldung|press release|"
    r"datum|date|data|fecha)\b:?|[發发]布|[發发]表|掲載|입력|نُ?شر",
    re.IGNORECASE,
)
# Days that the page names as those of something else than itself.
_OTHER = re.compile(
    r"\b(?:event|valid|until|expires?|deadline|retrieved|accessed|captured|archived|saved from|"
    r"born|died|joined|premieres?|abgerufen|gültig|bis zum|archiviert|termin|beginn|"
    r"consulté\w*|valable|jusqu'au|consultado|hasta|válid[oa]|consultato|fino al|geraadpleegd)\b",
    re.IGNORECASE,
)
_SMALL_WORD = re.compile(
    r"(?:on|at|the|am|um|vom|den|uhr|klo|le|à|el|la|las|alle|il|em|às|op|om|in|of|der|г|году|"
    r"dated|den|kl|gmt|utc|est|edt|pst|pdt|bst|cet|cest|ist|am|pm|h)",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(r"\d")
FIELD_BREAK = re.compile(r"[|•·⋅»\n]|\s(?:[/–—-]|//)\s")
MAX_LABEL_WORDS = 4
# Elements between a label and its date, such as an empty one for a symbol.
MAX_STEPS = 4

PUBLISHED, CHANGED, OTHER = "published", "changed", "other"


@dataclass(frozen=True, slots=True)
class LabelledDay:
    """A date of a line, its label there, "" for none, and the stretch of the line, in code points,
    that belongs to no other date."""

    part: WrittenDay
    label: str
    start: int
    end: int


def label_of(text: str) -> str:
    """Return what a label calls a date: PUBLISHED, CHANGED, OTHER or ""."""
    for kind, pattern in ((CHANGED, _CHANGED), (OTHER, _OTHER), (PUBLISHED, _PUBLISHED)):
        if pattern.search(text):
            return kind
    return ""


def without_labels(text: str) -> str:
    return _OTHER.sub("", _CHANGED.sub("", _PUBLISHED.sub("", text)))


def words_beside(text: str) -> list[str]:
    """Return the words that are no label and no small word of a date, such as "on"."""
    words = _LETTERS.findall(without_labels(text))
    return [word for word in words if not _SMALL_WORD.fullmatch(word)]


def labelled_days(line: str, parts: list[WrittenDay]) -> Iterator[LabelledDay]:
    """Yield the dates of a line with the label before each, or behind the last.

    >>> from corpus.readers.pages.written_days import written_days
    >>> line = "First published 5 August 2021, updated 9 August 2021"
    >>> [day.label for day in labelled_days(line, written_days(line))]
    ['published', 'changed']
    """
    start = 0
    for number, part in enumerate(parts, 1):
        is_last = number == len(parts)
        label = label_of(line[start : part.start])
        if is_last and not label:
            label = label_of(line[part.end :])
            change = _CHANGED.search(line, part.end)
            if change and _DIGIT.search(line, change.end()):
                # "Updated 8 hours ago" behind the date speaks of another time.
                label = ""
        yield LabelledDay(part, label, start, len(line) if is_last else parts[number].start)
        start = part.end


def label_before(element: HtmlElement) -> str:
    """Return the label that stands right before an element: beside it or in an element of its own,
    such as that of a list of terms."""
    place = element
    for _ in range(MAX_STEPS):
        before, parent = place.getprevious(), place.getparent()
        if before is not None:
            text = before.tail or ""
            if not text.strip() and isinstance(before.tag, str):
                line = line_of(before)
                if line is None:
                    return ""
                text = line
        elif parent is not None:
            text = parent.text or ""
        else:
            return ""
        if text.strip():
            last = FIELD_BREAK.split(text.strip())[-1].rpartition(",")[2]
            is_label = last.endswith(":") or not words_beside(last)
            is_short = len(last.split()) <= MAX_LABEL_WORDS and not _DIGIT.search(last)
            return label_of(last) if is_label and is_short else ""
        place = before if before is not None else parent
    return ""


def line_of(element: HtmlElement) -> str | None:
    """Return the text of an element that is no longer than a line."""
    parts: list[str] = []
    length = 0
    for part in element.itertext():
        words = " ".join(part.split())
        length += len(words) + 1
        if length > MAX_DATE_LINE:
            return None
        if words:
            parts.append(words)
    return " ".join(parts)
