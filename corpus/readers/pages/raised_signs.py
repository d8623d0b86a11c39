"""Keeps raised and lowered signs of HTML, and the reading of ruby, apart from what they stand at.

As plain text, 10<sup>3</sup> would be another number, and the mark of a footnote a part of a word.
"""

import re

from lxml.html import HtmlElement

# Code points. Longer elements are words in small letters.
_MAX_LENGTH = 12
_RAISED = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_HAS_RAISED = re.compile(r"[0-9ni+()=−-]+")
_HAS_LOWERED = re.compile(r"[0-9+()=−-]+")
_NOTE_NUMBER = re.compile(r"[0-9]{1,3}(?:[,–-][0-9]{1,3})*")
_NOTE_WORDS = re.compile(r"note|reference|\b(?:fn|ref)\b|\bfn-?ref", re.IGNORECASE)
_POWER = re.compile(r"[0-9a-z.,/+−-]*[0-9+−][0-9a-z.,/+−-]*|[bcfgjkmpqsuvwxyz]", re.IGNORECASE)
_INDEX = re.compile(r"\w+(?:[.,]\w+)*")
# Numbers, brackets, and words as short as units and variables have powers.
_HAS_POWER = re.compile(r"(?:[0-9)\]]|(?<![^\W\d_])[^\W\d_]{1,2})\Z")
_INLINE = frozenset("a abbr b em font i span strong u".split())


def mark_raised_signs(tree: HtmlElement) -> None:
    """Write the signs of a tree so that its text alone tells them from others.

    Numbers get Unicode's letters: 10³, CO₂; others a sign: 10^3.5, T_max. The number of a footnote
    is [1]: a link, or behind a word that is no unit. Ordinals (1st, 2e) and words stay. A reading
    of ruby without brackets of its own gets some.
    """
    for element in tree.iter("sup", "sub", "rt"):
        content = (element.text_content() or "").strip()
        if not content or len(content) > _MAX_LENGTH:
            continue
        if element.tag == "rt":
            if not element.xpath("ancestor::ruby[1]//rp"):
                _write(element, f"({content})")
            continue
        before = _before(element)
        mark = _raised if element.tag == "sup" else _lowered
        marked = mark(content, before, _is_note(element, content))
        if marked != content:
            _write(element, marked)


def _raised(content: str, before: str, is_note: bool) -> str:
    is_free = not before or before[-1].isspace()
    has_power = bool(_HAS_POWER.search(before))
    if _NOTE_NUMBER.fullmatch(content) and not is_free and (is_note or not has_power):
        return f"[{content}]"
    if _HAS_RAISED.fullmatch(content) and (content not in "ni" or has_power):
        return content.translate(_RAISED)
    if not is_free and not is_note and has_power and _POWER.fullmatch(content):
        return _with_sign("^", content)
    return content


def _lowered(content: str, before: str, is_note: bool) -> str:
    if _HAS_LOWERED.fullmatch(content):
        return content.translate(_LOWERED)
    if before[-1:].isalnum() and _INDEX.fullmatch(content):
        return _with_sign("_", content)
    return content


def _with_sign(sign: str, content: str) -> str:
    return f"{sign}({content})" if re.search(r"[+−/-]", content[1:]) else f"{sign}{content}"


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
