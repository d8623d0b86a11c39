"""Finds the lines of a page that state the day of publication beside the headline.

A line counts where nothing but its date, a label and who wrote it stand in it: a sentence that
names a day is none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, takewhile

from lxml.html import HtmlElement

from corpus.readers.pages.date_labels import (
    CHANGED,
    FIELD_BREAK,
    OTHER,
    PUBLISHED,
    LabelledDay,
    label_before,
    label_of,
    labelled_days,
    line_of,
    without_labels,
    words_beside,
)
from corpus.readers.pages.furniture import names
from corpus.readers.pages.written_days import MAX_DATE_LINE, distance, machine_day, written_days

_LISTS = frozenset(
    "sidebar related comments comment commentlist recent ticker copyright replies references "
    "slider carousel today todays currentdate currenttime heute hoy wm".split()
)
_LIST_TAGS = frozenset(("nav", "select", "table"))
_ASIDE_TAGS = frozenset(("aside", "figure", "footer"))
_SITE_HEAD = (
    "self::*[not(ancestor::article or ancestor::main or .//h1 or .//h2 or .//h3)]"
    "[parent::body or .//nav or .//form or .//ul]"
)
_TEXT, _ASIDE, _LIST = range(3)
_CHANGE_NAMES = frozenset("modified changed edited lastmod".split())
_OTHER_NAMES = frozenset("reply event".split())
_BYLINE = re.compile(r"(?:by|von|par|por|di|da|van|av|от|автор|author|autor)\b", re.IGNORECASE)
_CLOCK = re.compile(r"[0-9]{1,2}(?:[:.h][0-9]{2}){1,2}(?:\s?[ap]\.?\s?m\b\.?)?", re.IGNORECASE)
_SPAN_OF_DAYS = re.compile(r"[0-9]\.?\s*(?:[–—-]|bis|to|au|al|до)\s*$")
_DATE_NAME = re.compile(r"(?<!up)(?<!vali)(?<!candi)date|datum|publi|posted|fecha", re.IGNORECASE)
_DATE_NAMES = frozenset("time timestamp byline author meta metadata info submitted release".split())

# Words of a line that says who wrote the article as well.
MAX_BYLINE_WORDS = 7
# A page's lines with dates that are read; those of tables and lists of events may be many.
MAX_DATE_LINES = 300

LABELLED, NAMED, UPDATED, BARE, CHANGE = range(5)
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


def date_lines(
    tree: HtmlElement, text_start: HtmlElement | None, text_next: HtmlElement | None = None
) -> tuple[list[DateLine], set[str]]:
    """Return the lines that state the day of a page, most reliable first, and the days that the
    page names as those of its changes.

    `tree` is the page without the sentences of its article, which begin in `text_start` and go on
    in `text_next`: the line may stand below the lead.
    """
    headline = _headline(tree, text_start)
    around = {
        element
        for start in (headline, text_start)
        if start is not None
        for element in start.iterancestors()
    }
    article = (
        next(headline.iterancestors("main", "article"), None) if headline is not None else None
    )
    lists = _Lists(around)
    position = 0
    headline_at = text_at = next_at = -1
    lines: list[DateLine] = []
    changed: set[str] = set()
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag in ("script", "style", "meta", "title"):
            continue
        # The text itself is no longer in the tree.
        if element is text_start or element is text_next or _has_own_text(element):
            position += 1
        if element is headline:
            headline_at = position
        if element is text_start:
            text_at = position
        if element is text_next:
            next_at = position
        kind = lists.kind(element)
        if len(lines) < MAX_DATE_LINES and kind != _LIST:
            for days, mark in _days(element):
                if mark == CHANGE:
                    changed.update(days)
                elif days:
                    is_aside = kind == _ASIDE or (mark == BARE and _is_outside(element, article))
                    lines.append(DateLine(days, mark, position, is_aside))
    return _ordered(lines, headline_at, text_at, next_at), changed


def _headline(tree: HtmlElement, text_start: HtmlElement | None) -> HtmlElement | None:
    before = takewhile(lambda element: element is not text_start, tree.iter())
    headings = [element for element in before if element.tag == "h1" and element.text_content()]
    return headings[-1] if headings else None


def _is_outside(element: HtmlElement, article: HtmlElement | None) -> bool:
    # A date above the article that nothing marks is the day on which the page was read.
    return article is not None and article not in element.iterancestors()


def _ordered(lines: list[DateLine], headline_at: int, text_at: int, next_at: int) -> list[DateLine]:
    """Return the lines beside the headline, or else those below the lead, or else those after the
    text that are labelled and agree."""
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
    below_lead = [
        line
        for line in lines
        if text_at <= line.position < min(next_at, text_at + MAX_DISTANCES[NAMED])
        and line.mark != BARE
        and not line.is_aside
    ]
    if text_at >= 0 and below_lead:
        return sorted(below_lead, key=lambda line: line.mark)
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


def _days(element: HtmlElement) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yield the days that an element states as a line of its own, and how they are marked."""
    stated = element.get("datetime") or element.get("content") or ""
    is_marked = element.get("itemprop") == "datePublished" or element.get("pubdate") is not None
    if not stated and element.tag == "abbr":
        stated = element.get("title") or ""
    has_digit = any(part and re.search(r"\d", part) for part in _own_texts(element))
    if not has_digit and not (stated and (is_marked or element.tag in ("time", "abbr"))):
        return
    line = line_of(element)
    if line is None:
        return
    day = machine_day(stated) if is_marked or element.tag in ("time", "abbr") else ""
    written = list(labelled_days(line, written_days(line)))
    for each in written:
        if each.label == CHANGED:
            yield each.part.days, CHANGE
    unlabelled = [each for each in written if not each.label]
    possible = [each for each in written if each.label == PUBLISHED] or unlabelled
    if ((written or not day) and not possible) or (not day and len(possible) > 1):
        return
    shown = possible[0] if len(possible) == 1 else None
    label = _label_around(element) or (shown.label if shown else label_of(line))
    days = (day,) if day or shown is None else shown.part.days
    if label == CHANGED:
        yield days, CHANGE
    parent = element.getparent()
    is_named = any(map(_is_date_name, (element, parent))) or element.tag == "time"
    if label in (CHANGED, OTHER) or (shown and not _is_date_field(line, shown, is_named)):
        return
    if day and element.tag == "time" and not is_marked and _is_sentence_around(element, parent):
        return
    if day and shown and not any(distance(day, each) <= 1 for each in shown.part.days):
        # Where it is not the day shown, the attribute is often that of a change.
        if label != PUBLISHED:
            return
        days = shown.part.days
    words = names(element)
    if is_marked or label == PUBLISHED or "published" in words:
        yield days, LABELLED
    elif "updated" in words:
        yield days, UPDATED
    else:
        yield days, NAMED if is_named else BARE


def _label_around(element: HtmlElement) -> str:
    """Return the label that an element has by its names or by the words beside it."""
    words, parent = names(element), element.getparent()
    if element.get("itemprop") == "dateModified":
        return CHANGED
    if "published" not in words and not words.isdisjoint(_CHANGE_NAMES):
        return CHANGED
    if not words.isdisjoint(_OTHER_NAMES):
        return OTHER
    label = label_before(element)
    if label or element.tag not in ("time", "abbr") or parent is None:
        return label
    around = line_of(parent) or ""
    is_alone = len(written_days(around)) < 2
    return CHANGED if is_alone and label_of(around) == CHANGED else ""


def _is_sentence_around(element: HtmlElement, parent: HtmlElement) -> bool:
    # The first ones do: an element may hold thousands of dates.
    texts = [part for part in islice(_own_texts(parent), MAX_DATE_LINE) if part]
    return len(" ".join(" ".join(texts).split())) > MAX_DATE_LINE


def _is_date_name(element: HtmlElement | None) -> bool:
    if element is None:
        return False
    written = f"{element.get('class') or ''} {element.get('id') or ''}"
    return bool(_DATE_NAME.search(written)) or not names(element).isdisjoint(_DATE_NAMES)


def _is_date_field(line: str, day: LabelledDay, is_named: bool) -> bool:
    """Return whether a date is a field of its line, with a label, a byline or a weekday at most."""
    before = FIELD_BREAK.split(line[day.start : day.part.start])[-1]
    after = _CLOCK.sub("", FIELD_BREAK.split(line[day.part.end : day.end])[0])
    words = words_beside(f"{before} {after}")
    if "©" in line or _SPAN_OF_DAYS.search(line[: day.part.start]):
        return False
    if is_named or _BYLINE.match(before.strip()) or _BYLINE.match(after.strip(" ,:")):
        # Without words of its own a line is no sentence: "4. mai 2022 kl. 10.15" ends in none.
        is_sentence = bool(words) and after.strip().endswith((".", "!", "?"))
        return len(words) <= MAX_BYLINE_WORDS and not is_sentence
    weekday = without_labels(before).strip(" ,.")
    return not words or (len(words) == 1 and weekday == words[0])


def is_list(element: HtmlElement) -> bool:
    """Return whether an element holds links, comments or other stories, by its tag and names."""
    return element.tag in _LIST_TAGS or not names(element).isdisjoint(_LISTS)


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
            if is_list(element):
                kind = _LIST
            elif element.tag in _ASIDE_TAGS or "teaser" in names(element):
                kind = max(kind, _ASIDE)
            elif element.tag == "header" and element.xpath(_SITE_HEAD):
                # The head of the site holds the day on which the page was saved.
                kind = max(kind, _ASIDE)
            self._kinds[element] = kind
        return kind
