"""Marks what a page of HTML strikes through or states as deleted, before its text is taken."""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from corpus.readers.inline.struck_text import struck
from corpus.readers.pages.html_text import UNSEEN

# Names of classes by which Tailwind, Bootstrap and editors of blogs strike through.
_CLASSES = frozenset(
    "line-through strike strikethrough strike-through text-decoration-line-through".split()
)
_PATH = (
    "//del | //s | //strike | //*[@role='deletion'] | //*[contains(@style, 'line-through')]"
    " | //*[contains(@class, 'line-through') or contains(@class, 'strike')]"
)
_LINE_THROUGH = r"text-decoration(?:-line)?\s*:[^;}]*\bline-through\b"
_STYLE = re.compile(_LINE_THROUGH, re.IGNORECASE)
# A rule for one class, as editors of documents write them: .c5{text-decoration:line-through}
_RULE = re.compile(
    r"(?:\A|[}\s,;])(?:p|span)?\.([\w-]+)\s*\{[^{}]*?" + _LINE_THROUGH, re.IGNORECASE
)
_STRUCK_TAG = re.compile(r"<(/?)(?:s|strike)(?=[\s/>])", re.IGNORECASE)
# The longest style sheet that is looked through, in code points.
_MAX_SHEET = 1_000_000


def with_deletions(markup: str) -> str:
    """Return markup with `del` for `s` and `strike`, which the parser ends before a paragraph."""
    return _STRUCK_TAG.sub(r"<\1del", markup)


def mark_struck_text(tree: HtmlElement) -> None:
    """Mark each text in elements that are struck through (`corpus.readers.inline.struck_text`)."""
    for element in _struck_elements(tree):
        for each in element.iter():
            if isinstance(each.tag, str) and each.tag not in UNSEEN and each.text:
                each.text = struck(each.text)
            if each is not element and each.tail:
                each.tail = struck(each.tail)


def _struck_elements(tree: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the outermost elements that are struck through."""
    classes = _CLASSES | _classes_of_sheets(tree)
    path = _PATH if classes == _CLASSES else f"{_PATH} | //*[@class]"
    inner: set[HtmlElement] = set()
    for element in tree.xpath(path):
        if element in inner or element.tag in ("body", "html"):
            continue
        is_struck = (
            element.tag in ("del", "s", "strike")
            or element.get("role") == "deletion"
            or bool(_STYLE.search(element.get("style") or ""))
            or not classes.isdisjoint((element.get("class") or "").split())
        )
        if is_struck:
            inner.update(element.iterdescendants())
            yield element


def _classes_of_sheets(tree: HtmlElement) -> set[str]:
    sheets = (element.text or "" for element in tree.iter("style"))
    return {
        match[1]
        for sheet in sheets
        if "line-through" in sheet and len(sheet) <= _MAX_SHEET
        for match in _RULE.finditer(sheet)
    }
