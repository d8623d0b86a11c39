"""Converts an HTML tree to text, with the paragraphs that a browser would show."""

import re

from lxml import etree
from lxml.html import HtmlElement

# Elements that are paragraphs, lines or cells of their own, and elements that are not shown.
PARAGRAPHS = frozenset(
    "address article aside blockquote body center dd details dialog div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr listing main marquee menu nav ol p "
    "plaintext pre section summary table ul xmp".split()
)
LINES = frozenset("caption legend li option tr".split())
CELLS = frozenset("td th".split())
UNSEEN = frozenset(
    "audio canvas head iframe noscript object script select style svg template textarea title "
    "video".split()
)

# Blocks that hold words, so that an element in them is one of their words.
_OF_WORDS = frozenset("address dt figcaption h1 h2 h3 h4 h5 h6 p pre summary".split())
_IS_BLOCK = re.compile(r"display\s*:\s*(?:block|flex|grid|table|list-item)\b", re.IGNORECASE)
# Elements whose line ends are shown.
PREFORMATTED = frozenset(("pre", "listing", "xmp", "plaintext"))

# Elements whose own name tells whether they are blocks.
_NAMED = PARAGRAPHS | LINES | CELLS | UNSEEN

# Markers of breaks while the text is assembled; these characters are removed from it before.
_PARAGRAPH, _LINE, _BR = "\f", "\v", "\n"
_SPACE = re.compile("[ \t\n\r\f\v]+")
_INLINE_SPACE = re.compile("[ \t\r\f\v]+")
_BREAKS = re.compile("[ \t]*[\n\f\v][ \t\n\f\v]*")


def is_own_block(element: HtmlElement) -> bool:
    """Return whether an element is a block, though no block of HTML has its name.

    It is one by its style; or it has a name of a site's own and stands alone in another block: the
    site's style sheets make paragraphs of such elements.
    """
    if element.tag in _NAMED:
        return False
    style = element.get("style")
    if style and _IS_BLOCK.search(style):
        return True
    tag, around = element.tag, element.getparent()
    if not isinstance(tag, str) or "-" not in tag or around is None:
        return False
    before = element.getprevious()
    beside = (around.text if before is None else before.tail, element.tail)
    is_alone = not any(text and not text.isspace() for text in beside)
    return is_alone and ("-" in around.tag or around.tag in PARAGRAPHS - _OF_WORDS)


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
    hidden = preformatted = 0
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        tag = element.tag
        starts = event == "start"
        if tag in unseen:
            hidden += 1 if starts else -1
        elif event in ("start", "end") and not hidden:
            preformatted += (tag in PREFORMATTED) * (1 if starts else -1)
            if tag in paragraphs or is_own_block(element):
                parts.append(_PARAGRAPH)
            elif tag in lines:
                parts.append(_LINE)
            elif tag == br and starts:
                parts.append(_BR)
            elif tag in cells and not starts:
                parts.append("\t")
            if starts and element.text:
                parts.append(_spaced(element.text, preformatted))
        if not starts and not hidden and element.tail and element is not tree:
            parts.append(_spaced(element.tail, preformatted))
    joined = re.sub(" {2,}", " ", "".join(parts))
    return _BREAKS.sub(_break, joined).strip(" \t\n\f\v")


def _spaced(text: str, preformatted: int) -> str:
    """Return a text with a space for each run of white space; of what is `preformatted`, the line
    ends stay."""
    return (_INLINE_SPACE if preformatted else _SPACE).sub(" ", text)


def _break(match: re.Match[str]) -> str:
    run = match[0]
    return "\n\n" if _PARAGRAPH in run or run.count(_BR) > 1 else "\n"
