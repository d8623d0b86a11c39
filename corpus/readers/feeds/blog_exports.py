"""What exports of blogs hold beside published posts: WordPress' are RSS, Blogger's are Atom."""

import re
from typing import Any

from corpus.readers.feeds.addresses import Parsed

# Kinds of entries of WordPress, which plugins and themes add to: all others are read.
_NO_POSTS = re.compile(
    r"attachment|revision|nav_menu_item|custom_css|customize_changeset|oembed_cache|user_request|"
    r"wp_.*|acf-field.*"
)
_PUBLISHED = frozenset(("", "publish", "inherit", "live"))
_BLOGGER_KIND = "/blogger/2008/kind#"
_BLOGGER_POSTS = frozenset(("", "post", "page"))
_BLANK_LINES = re.compile(r"\r?\n[ \t]*\r?\n\s*")
_BLOCKS = "<!-- wp:"
_SHORTCODE = re.compile(r"\[/?(?:caption|gallery|embed|audio|video|playlist)\b[^\]\n]*\]")


def why_left_out(entry: Parsed) -> str:
    """Return why an entry of an export is no article, for an editor; "" if it may be one.

    Sources: WordPress' wp-admin/includes/export.php; RFC 5023, 13.1.1 (app:draft); the schemas
    of Blogger.
    """
    kind = _value(entry, "wp_post_type")
    if _NO_POSTS.fullmatch(kind):
        return f"It is no post of the blog, but “{kind[:40]}”; it was left out."
    for blogger_kind in (_kind_in_tags(entry), _value(entry, "blogger_type")):
        if blogger_kind not in _BLOGGER_POSTS:
            return f"It is no post of the blog, but “{blogger_kind[:40]}”; it was left out."
    status = _value(entry, "wp_status") or _value(entry, "blogger_status")
    if _value(entry, "app_draft") == "yes":
        status = "draft"
    elif _value(entry, "wp_post_password"):
        status = "password"
    if status not in _PUBLISHED:
        return f"It is not published (“{status[:40]}”); it was left out."
    return ""


def post_markup(entry: Parsed, markup: str) -> str:
    """Return the markup of a post of WordPress as its page has it: paragraphs that are written
    with a blank line between them, and no codes for pictures and players."""
    if not _value(entry, "wp_post_type") or _BLOCKS in markup:
        return markup
    return with_paragraphs(_SHORTCODE.sub("\n\n", markup))


def with_paragraphs(markup: str) -> str:
    """Return markup in which blank lines part paragraphs, as where it was written as a text."""
    return _BLANK_LINES.sub("<br><br>", markup)


def _value(entry: Parsed, key: str) -> str:
    value: Any = entry.get(key)
    return value.strip().lower() if isinstance(value, str) else ""


def _kind_in_tags(entry: Parsed) -> str:
    terms = (tag.get("term") or "" for tag in entry.get("tags", ()))
    kinds = [term.partition(_BLOGGER_KIND)[2] for term in terms]
    return next(filter(None, kinds), "")
