"""Keeps raised and lowered signs of HTML, and readings of ruby, apart from what they stand at."""

import re

from lxml.html import HtmlElement

from corpus.readers.inline.raised_text import MAX_SIGN_LENGTH, lowered_sign, raised_sign

_NOTE_WORDS = re.compile(r"note|reference|\b(?:fn|ref)\b|\bfn-?ref", re.IGNORECASE)
_INLINE = frozenset("a abbr b em font i span strong u".split())


def mark_raised_signs(tree: HtmlElement) -> None:
    """Write the signs of a tree so that its text alone tells them from others.

    Numbers get Unicode's letters: 10³, CO₂; others a sign: 10^3.5, T_max. The number of a footnote
    is [1]: a link, or behind a word that is no unit. Ordinals (1st, 2e) and words stay. A reading
    of ruby without brackets of its own gets some.
    """
    for element in tree.iter("sup", "sub", "rt"):
        content = (element.text_content() or "").strip()
        if not content or len(content) > MAX_SIGN_LENGTH:
            continue
        if element.tag == "rt":
            if not element.xpath("ancestor::ruby[1]//rp"):
                _write(element, f"({content})")
            continue
        before = _before(element)
        mark = raised_sign if element.tag == "sup" else lowered_sign
        marked = mark(content, before, _is_note(element, content))
        if marked != content:
            _write(element, marked)


def _is_note(element: HtmlElement, content: str) -> bool:
    """Return whether an element is a link, or says that it is the mark of a note."""
    around = element.getparent()
    is_link = element.find(".//a") is not None or (
        around is not None and around.tag == "a" and around.text_content().strip() == content
    )
    return is_link or bool(_NOTE_WORDS.search(f"{element.get('class')} {element.get('id')}"))


def _before(element: HtmlElement) -> str:
    """Return what stands on the line directly before an element, "" for nothing."""
    previous, around = element.getprevious(), element.getparent()
    if previous is not None:
        is_element = isinstance(previous.tag, str)
        return (previous.tail or "") or (previous.text_content() if is_element else "")
    if around is None:
        return ""
    return (around.text or "") or (_before(around) if around.tag in _INLINE else "")


def _write(element: HtmlElement, text: str) -> None:
    """Replace the text of an element, whose own elements stay, in the first of its texts."""
    parts = [each for each in element.iter() if isinstance(each.tag, str)]
    first = next((each for each in parts if (each.text or "").strip()), element)
    for each in parts:
        each.text = None
        if each is not element:
            each.tail = None
    first.text = text
