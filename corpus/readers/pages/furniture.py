"""Tells the furniture of a page from what its article may be made of, by tags and class names."""

import re

from lxml.html import HtmlElement

_TAGS = frozenset("aside button dialog figcaption footer menu nav".split())
_WORDS = frozenset(
    "ad ads advert advertisement advertising adslot adsense sponsor sponsored promo promoted "
    "promotion related recommend recommended recommendations newsletter subscribe subscription "
    "signup comment comments share sharing social sidebar footer nav navigation menu breadcrumb "
    "breadcrumbs cookie cookies consent gdpr popup modal overlay teaser teasers outbrain taboola "
    "caption credit credits byline author authors bio meta metadata tags tag copyright disclaimer "
    "paywall login trending popular recirculation readmore banner toolbar widget rating pagination "
    "dateline published posted timestamp print".split()
)
_AD_WORDS = frozenset(
    "ad ads advert advertisement advertising adslot adsense sponsor sponsored taboola outbrain "
    "dfp".split()
)
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_FIELDS = ".//input[not(@type) or @type='text' or @type='email' or @type='password']|.//textarea"
# A form with fields and less text than this asks the reader for something; code points.
MIN_FORM_TEXT = 600


def is_furniture(element: HtmlElement) -> bool:
    """Return whether an element is, by its own tag and names, no part of an article's text."""
    if element.tag in _TAGS:
        return True
    if element.tag == "form" and element.xpath(_FIELDS):
        return len(element.text_content()) < MIN_FORM_TEXT
    return not _WORDS.isdisjoint(names(element)) or (element.get("role") or "") in (
        "navigation", "complementary", "contentinfo", "banner", "search", "menu", "dialog",
    )  # fmt: skip


def is_advertisement(element: HtmlElement) -> bool:
    return not _AD_WORDS.isdisjoint(names(element))


def names(element: HtmlElement) -> set[str]:
    """Return the words of the class and id of an element, in lower case."""
    written = f"{element.get('class') or ''} {element.get('id') or ''}"
    return {word.lower() for word in _WORD.findall(written)}
