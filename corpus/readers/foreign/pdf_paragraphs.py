"""Joins the lines of pages to paragraphs: without running heads, with notes below the text."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from corpus.readers.foreign.pdf_edges import without_edges
from corpus.readers.foreign.pdf_lines import (
    RAISED_MARKS,
    Line,
    Page,
)
from corpus.readers.pages.archive_texts import is_boundary

# A paragraph ends where the next line is further below than this, in usual distances of lines.
_PARAGRAPH_GAP = 1.3
# A first line is indented, and letters differ in size, by more than these, in em and as a ratio.
_INDENT, _MAX_INDENT, _SIZE_RATIO = 0.8, 6, 1.12
# What is free at the end of a line: at least so much, in em, where a paragraph ends, and at most
# this part of the column within a sentence.
_LEAST_FREE, _MOST_FREE = 2.5, 0.4
# Letters of notes are smaller than those of the text.
_NOTE_SIZE = 0.92

_RAISED = re.compile(f"{RAISED_MARKS[0]}(.*?){RAISED_MARKS[1]}")
_NOTE_START = re.compile(f"{RAISED_MARKS[0]}?(\\d{{1,3}}|[*†‡§]){RAISED_MARKS[1]}?(?=\\D)\\s*")
_BULLET = re.compile(r"(?:[•‣◦▪●○■–—*-]|\(?\d{1,2}[.)]|\(?[a-z]\))\s")
_SENTENCE_END = re.compile(r"[.!?:;…。！？：؟۔](?:[\"'”’»)\]]|\ue014\d+\ue015)*$")
_HYPHENS = ("-", "\u2010", "\u00ad")
_CLOSING_WORD, _OPENING_WORD = re.compile(r"[^\W\d_]+$"), re.compile(r"[^\W\d_]+")
# English words that stand before a hyphen more often than they are parted from what follows.
_COMPOUNDING = frozenset("anti cross ex half self vice well".split())
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_NO_SPACES = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]")


@dataclass(slots=True)
class _Paragraph:
    lines: list[Line]
    is_item: bool = False
    is_table: bool = False


def text_of_pages(pages: list[Page]) -> str:
    """Return the text of a document: paragraphs in reading order, then its notes."""
    return paged_text(pages)[0]


def paged_text(pages: list[Page]) -> tuple[str, list[tuple[int, int]]]:
    """Return (the text of a document, where each page begins in it, with its number from 1).

    The notes stand below the text, each on a page of its own.
    """
    bodies = without_edges(pages)
    size = _usual_size(bodies)
    notes: list[list[Line]] = []
    flow: list[Line] = []
    starts: set[int] = set()
    for lines in bodies:
        body, below = _split_notes(lines, size)
        notes += below
        for line, before in zip(body, [None, *body], strict=False):
            if before is None or before.region != line.region:
                starts.add(len(flow))
            flow.append(line)
    words = _words(flow)
    numbers = {match[1] for note in notes if (match := _NOTE_START.match(note[0].text))}
    parts: list[str] = []
    page_starts: list[tuple[int, int]] = []
    length, was_item = 0, False
    for paragraph in _paragraphs(flow, starts):
        text, pages_within = _text(paragraph, words)
        if parts:
            parts.append("\n" if paragraph.is_item and was_item else "\n\n")
            length += len(parts[-1])
        for start, page in pages_within:
            if not page_starts or page_starts[-1][1] != page:
                # Marks of notes before it take other room than they did.
                page_starts.append((length + len(_with_marks(text[:start], numbers)), page))
        parts.append(_with_marks(text, numbers))
        length += len(parts[-1])
        was_item = paragraph.is_item
    for note in notes:
        below_text = _NOTE_START.sub(r"[\1] ", _text(_Paragraph(note), words)[0], count=1)
        page_starts.append((length + 2, note[0].page))
        parts.append(f"\n\n{below_text}")
        length += len(parts[-1])
    return "".join(parts), page_starts


def _usual_size(bodies: list[list[Line]]) -> float:
    sizes: Counter[float] = Counter()
    for line in (line for lines in bodies for line in lines):
        sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0


def _split_notes(lines: list[Line], size: float) -> tuple[list[Line], list[list[Line]]]:
    """Return (the lines of the text of a page, its notes): those below the text, and smaller.

    The notes of each column begin with a number or a sign.
    """
    body: list[Line] = []
    notes: list[list[Line]] = []
    for region in sorted({line.region for line in lines}):
        column = [line for line in lines if line.region == region]
        start = len(column)
        while start and column[start - 1].size < _NOTE_SIZE * size:
            start -= 1
        while start < len(column) and not _NOTE_START.match(column[start].text):
            start += 1
        body += column[:start]
        for line in column[start:]:
            if _NOTE_START.match(line.text) or not notes:
                notes.append([line])
            else:
                notes[-1].append(line)
    return body, notes


def _words(lines: list[Line]) -> Counter[str]:
    """Count the words of lines in lower case, without those that the end of a line cuts."""
    words: Counter[str] = Counter()
    is_cut = False
    for line in lines:
        text = _OPENING_WORD.sub("", line.text, count=1) if is_cut else line.text
        is_cut = text.endswith(_HYPHENS)
        if is_cut:
            text = _CLOSING_WORD.sub("", text[:-1])
        words.update(_WORD.findall(text.casefold()))
    return words


def _paragraphs(lines: list[Line], starts: set[int]) -> Iterator[_Paragraph]:
    """Yield the paragraphs of lines; `starts` are the indexes at which a column begins."""
    edges = _edges_of_columns(lines, starts)
    distances = _usual_distances(lines, starts)
    are_rows = _are_rows(lines, starts)
    paragraph: _Paragraph | None = None
    for index, line in enumerate(lines):
        is_row = are_rows[index]
        if paragraph and (paragraph.is_table or is_row):
            is_new = not (paragraph.is_table and is_row and index not in starts)
        else:
            is_new = paragraph is None or _begins(
                line,
                paragraph.lines[-1],
                edges[index],
                edges[index - 1],
                index in starts,
                distances,
            )
        if paragraph and not is_new:
            paragraph.lines.append(line)
            continue
        if paragraph:
            yield paragraph
        paragraph = _Paragraph([line], bool(_BULLET.match(line.text)), is_row)
    if paragraph:
        yield paragraph


def _are_rows(lines: list[Line], starts: set[int]) -> list[bool]:
    """Return which lines are rows of a table: a wide gap in a single line is none of one."""
    rows = []
    for index, line in enumerate(lines):
        above = lines[index - 1].cells if index and index not in starts else 1
        below = lines[index + 1].cells if index + 1 < len(lines) else 1
        if index + 1 in starts:
            below = 1
        rows.append(line.cells > 1 and max(above, below) > 1)
    return rows


def _edges_of_columns(lines: list[Line], starts: set[int]) -> list[tuple[float, float]]:
    """Return, for each line, how far its column reaches to the left and to the right."""
    edges: list[tuple[float, float]] = []
    bounds = [*sorted(starts), len(lines)]
    for start, end in pairwise(bounds):
        column = lines[start:end]
        left = min(line.left for line in column)
        right = max(line.right for line in column)
        edges += [(left, right)] * len(column)
    return edges


def _usual_distances(lines: list[Line], starts: set[int]) -> dict[float, float]:
    """Return the usual distance of two lines by the size of their letters."""
    distances: dict[float, list[float]] = {}
    for index, (before, line) in enumerate(pairwise(lines), 1):
        if index not in starts and abs(before.size - line.size) < 0.5:
            distances.setdefault(round(line.size), []).append(before.top - line.top)
    return {size: median(values) for size, values in distances.items()}


def _begins(
    line: Line,
    before: Line,
    edges: tuple[float, float],
    edges_before: tuple[float, float],
    is_start: bool,
    distances: dict[float, float],
) -> bool:
    """Return whether a line begins a paragraph; `is_start`: it is the first of a column."""
    small, large = sorted((line.size, before.size))
    if large > _SIZE_RATIO * small or _BULLET.match(line.text):
        return True
    if is_boundary(line.text) or is_boundary(before.text):
        return True
    usual = min(distances.get(round(line.size), line.size * 1.2), line.size * 2)
    if not is_start and before.top - line.top > _PARAGRAPH_GAP * usual:
        return True
    if line.is_right_to_left:
        indent, free = edges[1] - line.right, before.left - edges_before[0]
        indent_before = edges_before[1] - before.right
    else:
        indent, free = line.left - edges[0], edges_before[1] - before.right
        indent_before = before.left - edges_before[0]
    is_ended = bool(_SENTENCE_END.search(before.text))
    is_indented = _INDENT * line.size < indent < _MAX_INDENT * line.size
    # Further lines of a hanging paragraph are indented too, and go on with a sentence.
    if is_indented and indent > indent_before + 1 and is_ended:
        return True
    goes_on = not is_ended and line.text[0].islower()
    if goes_on and free < _MOST_FREE * (edges_before[1] - edges_before[0]):
        return False
    # The line before has room for the first word of this one: it ended there.
    width = (line.right - line.left) / max(len(line.text), 1)
    first = line.text.split(" ")[0]
    word = 1 if _NO_SPACES.match(first) else len(first) + 1
    if free > max(word * width + 0.5 * line.size, _LEAST_FREE * line.size):
        return True
    return is_start and is_ended


def _text(paragraph: _Paragraph, words: Counter[str]) -> tuple[str, list[tuple[int, int]]]:
    """Return (the text of a paragraph, where in it the lines of each page begin)."""
    text = ""
    pages: list[tuple[int, int]] = []
    for line in paragraph.lines:
        if paragraph.is_table:
            text += f"\n{line.text}" if text else line.text
        else:
            text = join(text, line.text, words) if text else line.text
        if not pages or pages[-1][1] != line.page:
            # However two lines are joined, the second is the end of both.
            pages.append((len(text) - len(line.text), line.page))
    return text if paragraph.is_table else text.replace("\t", " "), pages


def join(before: str, after: str, words: Counter[str]) -> str:
    """Return two lines as one; `words` are those of the document, in lower case, counted.

    A hyphen at the end of a line goes if it parts a word, and stays if the word has one.

    >>> join("They met in inter-", "national waters.", Counter())
    'They met in international waters.'
    """
    if before.endswith("\u00ad"):
        return before[:-1] + after
    if before.endswith(("-", "\u2010")) and not before.endswith((" -", "--")):
        head, tail = _CLOSING_WORD.search(before[:-1]), _OPENING_WORD.match(after)
        if head and tail and tail[0][0].islower():
            first, second = head[0].casefold(), tail[0].casefold()
            # Two words that stand alone elsewhere may be a compound, unless one is a syllable.
            are_words = min(len(first), len(second)) > 2 and words[first] and words[second]
            is_compound = first in _COMPOUNDING or words[f"{first}-{second}"]
            has_hyphen = is_compound or are_words
            if words[first + second] or not has_hyphen:
                return before[:-1] + after
        return before + after
    if _NO_SPACES.match(before[-1]) and _NO_SPACES.match(after[0]):
        return before + after
    return f"{before} {after}"


def _with_marks(text: str, numbers: set[str]) -> str:
    """Return a text with raised numbers in brackets only where a note has that number."""
    return _RAISED.sub(lambda m: f"[{m[1]}]" if m[1] in numbers else m[1], text)
