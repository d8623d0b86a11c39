"""Finds the lines of a page that state the day of publication beside the headline.

A line counts where nothing but its date, a label and who wrote it stand in it: a sentence that
names a day is none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, takewhile

from lxml.html import HtmlElement

from corpus.readers.pages.furniture import names
from corpus.readers.pages.written_days import machine_day, written_days

_LISTS = frozenset(
    "sidebar related comments comment commentlist recent ticker copyright replies references "
    "slider carousel".split()
)
_LIST_TAGS = frozenset(("nav", "select", "table"))
_ASIDE_TAGS = frozenset(("aside", "figure", "footer"))
_TEXT, _ASIDE, _LIST = range(3)
_CHANGE_NAMES = frozenset("modified changed edited lastmod reply event".split())
_CHANGED = re.compile(
    r"\b(?:last|latest|updated?|modified|edited|changed|stand|aktualisiert|geändert|editiert|"
    r"zuletzt|mis[e]? à jour|actualizad[oa]|atualizad[oa]|aggiornat[oa]|bijgewerkt|uppdaterad|"
    r"обновлен\w*|изменен\w*|zaktualizowan\w*)\b",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"\b(?:published|posted|written|created|released|submitted|veröffentlicht|publiziert|erschienen|erstellt|"
    r"gespeichert|publié|publicado|publicada|pubblicato|gepubliceerd|publicerad|opublikowano|"
    r"опубликован\w*|pressemitteilung|pressemeldung|press release|datum|date|data|fecha)\b:?",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"(?:by|von|par|por|di|da|van|av|от|автор|author|autor)\b", re.IGNORECASE)
_SMALL_WORD = re.compile(
    r"(?:on|at|the|am|um|vom|den|uhr|klo|le|à|el|la|las|alle|il|em|às|op|om|in|of|der|г|году|"
    r"dated|den|kl|gmt|utc|est|edt|pst|pdt|bst|cet|cest|ist|am|pm|h)",
    re.IGNORECASE,
)
_FIELD_BREAK = re.compile(r"[|•·⋅»\n]|\s(?:[/–—-]|//)\s")
_CLOCK = re.compile(r"[0-9]{1,2}(?:[:.h][0-9]{2}){1,2}(?:\s?[ap]\.?m\b\.?)?", re.IGNORECASE)
_SPAN_OF_DAYS = re.compile(r"[0-9]\.?\s*(?:[–—-]|bis|to|au|al|до)\s*$")
_LETTERS = re.compile(r"[^\W\d_]+")
_DATE_NAME = re.compile(r"(?<!up)(?<!vali)(?<!candi)date|datum|publi|posted|fecha", re.IGNORECASE)
_DATE_NAMES = frozenset("time timestamp byline author meta metadata info submitted release".split())

# Code points of a line that may be the date of a page and no sentence that names one.
MAX_DATE_LINE = 100
# Words of a line that says who wrote the article as well.
MAX_BYLINE_WORDS = 7
# A page's lines with dates that are read; those of tables and lists of events may be many.
MAX_DATE_LINES = 300

LABELLED, NAMED, UPDATED, BARE = range(4)
# Elements with text that may stand between a date and the headline below it, by its mark: the
# date of today stands in the head of many pages.
MAX_DISTANCES = {LABELLED: 15, NAMED: 6, UPDATED: 6, BARE: 3}


@dataclass(frozen=True, slots=True)
class DateLine:
    """The days that a line may mean, several where either number is the month; how well it is
    marked as the date of publication; the number of elements with text before it; whether it
    stands in an aside or the like, which may be one of the article or of others."""

    days: tuple[str, ...]
    mark: int
    position: int
    is_aside: bool


def date_lines(tree: HtmlElement, text_start: HtmlElement | None) -> list[DateLine]:
    """Return the lines that state the day of a page, most reliable first.

    `tree` is the page without the sentences of its article, which begin in `text_start`.
    """
    headline = _headline(tree, text_start)
    around = {
        element
        for start in (headline, text_start)
        if start is not None
        for element in start.iterancestors()
    }
    lists = _Lists(around)
    position = 0
    headline_at = text_at = -1
    lines: list[DateLine] = []
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag in ("script", "style", "meta", "title"):
            continue
        # The text itself is no longer in the tree.
        if element is text_start or _has_own_text(element):
            position += 1
        if element is headline:
            headline_at = position
        if element is text_start:
            text_at = position
        kind = lists.kind(element)
        if len(lines) < MAX_DATE_LINES and kind != _LIST:
            days, mark = _days(element)
            if days:
                lines.append(DateLine(days, mark, position, kind == _ASIDE))
    return _ordered(lines, headline_at, text_at)


def _headline(tree: HtmlElement, text_start: HtmlElement | None) -> HtmlElement | None:
    before = takewhile(lambda element: element is not text_start, tree.iter())
    headings = [element for element in before if element.tag == "h1" and element.text_content()]
    return headings[-1] if headings else None


def _ordered(lines: list[DateLine], headline_at: int, text_at: int) -> list[DateLine]:
    """Return the lines beside the headline, or else those after the text that are labelled and
    agree."""
    start = headline_at if headline_at >= 0 else text_at
    end = text_at if text_at >= 0 else start + MAX_DISTANCES[NAMED]
    after = [line for line in lines if start <= line.position < end]
    scale = 1 if headline_at >= 0 else 2
    before = [
        line
        for line in lines
        if 0 < start - line.position <= scale * MAX_DISTANCES[line.mark] and not line.is_aside
    ]
    if text_at < 0:
        # Where the text begins is unknown, so a bare date may be a word of it.
        after = [line for line in after if line.mark != BARE and not line.is_aside]
    bare = {line.days for line in after if line.mark == BARE}
    beside = [*after, *reversed(before)]
    if len(bare) > 1:
        beside = [line for line in beside if line.mark != BARE]
    if beside:
        return sorted(
            beside, key=lambda line: (line.mark == BARE, line.position < start, line.mark)
        )
    behind = [
        line
        for line in lines
        if line.position >= end and line.mark == LABELLED and not line.is_aside
    ]
    return behind if len({line.days for line in behind}) == 1 else []


def _has_own_text(element: HtmlElement) -> bool:
    return any(part and not part.isspace() for part in _own_texts(element))


def _own_texts(element: HtmlElement) -> Iterator[str | None]:
    yield element.text
    for child in element:
        yield child.tail


def _days(element: HtmlElement) -> tuple[tuple[str, ...], int]:
    """Return the days that an element states as a line of its own, and how it is marked."""
    stated = element.get("datetime") or element.get("content") or ""
    is_marked = element.get("itemprop") == "datePublished" or element.get("pubdate") is not None
    if not stated and element.tag == "abbr":
        stated = element.get("title") or ""
    has_digit = any(part and re.search(r"\d", part) for part in _own_texts(element))
    if not has_digit and not (stated and (is_marked or element.tag in ("time", "abbr"))):
        return (), BARE
    line = _line(element)
    words = names(element)
    if line is None or (not words.isdisjoint(_CHANGE_NAMES) and "published" not in words):
        return (), BARE
    if _CHANGED.search(line) and _PUBLISHED.search(line):
        fields = _FIELD_BREAK.split(line)
        line = next((each for each in fields if not _CHANGED.search(each)), line)
    parts = written_days(line)
    label = _PUBLISHED.search(line)
    if _CHANGED.search(line):
        return (), BARE
    day = machine_day(stated) if is_marked or element.tag in ("time", "abbr") else ""
    parent = element.getparent()
    if day and parent is not None:
        around = _line(parent)
        if around and _CHANGED.search(around) and len(parts) < 2 and not _PUBLISHED.search(around):
            return (), BARE
        if element.tag == "time" and not is_marked and _is_sentence_around(element, parent):
            return (), BARE
    days = (day,) if day else parts[0].days if len(parts) == 1 else ()
    if not days:
        return (), BARE
    is_named = any(map(_is_date_name, (element, parent))) or element.tag == "time"
    if len(parts) == 1 and not _is_date_field(line, parts[0].start, parts[0].end, is_named):
        return (), BARE
    if is_marked or label or "published" in words:
        return days, LABELLED
    if "updated" in words:
        return days, UPDATED
    return days, NAMED if is_named else BARE


def _line(element: HtmlElement) -> str | None:
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


def _is_sentence_around(element: HtmlElement, parent: HtmlElement) -> bool:
    # The first ones do: an element may hold thousands of dates.
    texts = [part for part in islice(_own_texts(parent), MAX_DATE_LINE) if part]
    return len(" ".join(" ".join(texts).split())) > MAX_DATE_LINE


def _is_date_name(element: HtmlElement | None) -> bool:
    if element is None:
        return False
    written = f"{element.get('class') or ''} {element.get('id') or ''}"
    return bool(_DATE_NAME.search(written)) or not names(element).isdisjoint(_DATE_NAMES)


def _is_date_field(line: str, start: int, end: int, is_named: bool) -> bool:
    """Return whether a date is a field of its line, with a label, a byline or a weekday at most."""
    before = _FIELD_BREAK.split(line[:start])[-1]
    after = _FIELD_BREAK.split(line[end:])[0]
    before = _PUBLISHED.sub("", before)
    after = _PUBLISHED.sub("", _CLOCK.sub("", after))
    words = [
        word for word in _LETTERS.findall(f"{before} {after}") if not _SMALL_WORD.fullmatch(word)
    ]
    if "©" in line or _SPAN_OF_DAYS.search(line[:start]):
        return False
    if is_named or _BYLINE.match(before.strip()) or _BYLINE.match(after.strip(" ,:")):
        return len(words) <= MAX_BYLINE_WORDS and not after.strip().endswith((".", "!", "?"))
    return not words or (len(words) == 1 and bool(re.fullmatch(r"\s*[^\W\d_]+\.?,?\s*", before)))


class _Lists:
    """Tells whether an element stands in what belongs to other articles or to the site."""

    def __init__(self, around: set[HtmlElement]) -> None:
        self._kinds: dict[HtmlElement, int] = dict.fromkeys(around, _TEXT)

    def kind(self, element: HtmlElement) -> int:
        # Parents come before their children, so theirs is known.
        kind = self._kinds.get(element)
        if kind is None:
            parent = element.getparent()
            kind = self._kinds.get(parent, _TEXT) if parent is not None else _TEXT
            if element.tag in _LIST_TAGS or not names(element).isdisjoint(_LISTS):
                kind = _LIST
            elif element.tag in _ASIDE_TAGS or "teaser" in names(element):
                kind = max(kind, _ASIDE)
            self._kinds[element] = kind
        return kind
