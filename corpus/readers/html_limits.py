"""Refuses markup that an HTML parser could not handle in reasonable time."""

import re

from corpus.readers.limits import MAX_ATTRIBUTES, MAX_PAGE, MAX_TAGS

# All quantifiers are possessive, so that the search is linear.
_ATTRIBUTE = r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?+"""
_ATTRIBUTES = re.compile(_ATTRIBUTE)
_TAG = re.compile(rf"<[a-zA-Z][^\s/>]*+((?:{_ATTRIBUTE})*+)")
_SCRIPT = re.compile(r"<(script|style)\b", re.IGNORECASE)


def excess(markup: str, max_tags: int = 0) -> str:
    """Return which limit a page exceeds, as a sentence for an editor, or "".

    Without `max_tags` it may have MAX_TAGS.
    """
    if len(markup) > MAX_PAGE:
        return f"The page has {len(markup):,} characters; the limit is {MAX_PAGE:,}."
    tags = markup.count("<")
    max_tags = max_tags or MAX_TAGS
    if tags > max_tags:
        return f"The page has {tags:,} tags; the limit is {max_tags:,}."
    # The parser compares each attribute of a tag with all others.
    for tag in _TAG.finditer(_without_scripts(markup)):
        if len(tag[1]) > MAX_ATTRIBUTES:
            attributes = sum(1 for _ in _ATTRIBUTES.finditer(tag[1]))
            if attributes > MAX_ATTRIBUTES:
                return f"A tag has {attributes:,} attributes; the limit is {MAX_ATTRIBUTES:,}."
    return ""


def _without_scripts(markup: str) -> str:
    """Return the markup without scripts and styles, in which `<` begins no tag."""
    parts, end = [], 0
    lower = markup.lower()
    for match in _SCRIPT.finditer(lower):
        if match.start() < end:
            continue
        close = lower.find(f"</{match[1]}", match.end())
        if close < 0:
            break
        parts.append(markup[end : match.end()])
        end = close
    return "".join([*parts, markup[end:]])
