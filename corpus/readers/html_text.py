"""Converts an HTML tree to text, with the paragraphs that a browser would show."""

import re

from lxml import etree
from lxml.html import HtmlElement

# Elements that are paragraphs, lines or cells of their own, and elements that are not shown.
PARAGRAPHS = frozenset(
    "address article aside blockquote body center dd details dialog div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr main menu nav ol p pre section summary "
    "table ul".split()
)
LINES = frozenset("caption legend li option tr".split())
CELLS = frozenset("td th".split())
UNSEEN = frozenset(
    "audio canvas head iframe noscript object script select style svg template textarea title "
    "video".split()
)

# Markers of breaks while the text is assembled; these characters are removed from it before.
_PARAGRAPH, _LINE, _BR = "\f", "\v", "\n"
_SPACE = re.compile("[ \t\n\r\f\v]+")
_BREAKS = re.compile("[ \t]*[\n\f\v][ \t\n\f\v]*")


def text_of(
    tree: HtmlElement,
    paragraphs: frozenset[str] = PARAGRAPHS,
    lines: frozenset[str] = LINES,
    cells: frozenset[str] = CELLS,
    unseen: frozenset[str] = UNSEEN,
    br: str = "br",
) -> str:
    """Return the text of a tree: a blank line between paragraphs, a line end for `br` and lines.

    The sets name the elements that are paragraphs, lines and cells, and those that are not shown.
    Runs of white space become one space; the text is otherwise unchanged.
    """
    parts = []
    hidden = 0
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        tag = element.tag
        starts = event == "start"
        if tag in unseen:
            hidden += 1 if starts else -1
        elif event in ("start", "end") and not hidden:
            if tag in paragraphs:
                parts.append(_PARAGRAPH)
            elif tag in lines:
                parts.append(_LINE)
            elif tag == br and starts:
                parts.append(_BR)
            elif tag in cells and not starts:
                parts.append("\t")
            if starts and element.text:
                parts.append(_SPACE.sub(" ", element.text))
        if not starts and not hidden and element.tail and element is not tree:
            parts.append(_SPACE.sub(" ", element.tail))
    joined = re.sub(" {2,}", " ", "".join(parts))
    return _BREAKS.sub(_break, joined).strip(" \t\n\f\v")


def _break(match: re.Match[str]) -> str:
    run = match[0]
    return "\n\n" if _PARAGRAPH in run or run.count(_BR) > 1 else "\n"
