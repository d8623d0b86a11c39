"""Pure: links to the very words in the original, by text fragments.

Source: https://wicg.github.io/scroll-to-text-fragment/ (`#:~:text=start,end`). A browser that
does not know them opens the page at its top.
"""

import re
from urllib.parse import quote as percent_encoded

# A whole quote must stand inside one block of the page; a range of first and last words may
# cross blocks. Long quotes cross them often, and make addresses that mail programs break.
LONGEST_WHOLE = 200
WORDS_AT_EACH_END = 5
# In scripts without spaces a "word" may be a paragraph.
LONGEST_END = 60

DIRECTIVE = ":~:"
# What stands between the pieces of a quote.
GAP = " … "

_WEB = re.compile(r"https?://[^\s]", re.IGNORECASE)


def text_fragment(address, quote):
    """The address with a fragment that leads to the quote; "" where it is no web address."""
    if not _WEB.match(address):
        return ""
    page, _, fragment = address.partition("#")
    # Another text directive would point elsewhere; an ordinary anchor stays as the fallback.
    anchor = fragment.partition(DIRECTIVE)[0]
    # Each piece of a quote is a directive of its own.
    pieces = [_parameters(piece) for piece in quote.split(GAP) if piece.strip()]
    return f"{page}#{anchor}{DIRECTIVE}" + "&".join(f"text={piece}" for piece in pieces)


def _parameters(quote):
    words = quote.split()
    whole = " ".join(words)
    if len(whole) <= LONGEST_WHOLE and "\n" not in quote.strip():
        return _encoded(whole)
    at_each_end = max(1, min(WORDS_AT_EACH_END, len(words) // 2))
    first, last = words[:at_each_end], words[-at_each_end:]
    while len(" ".join(first)) > LONGEST_END and len(first) > 1:
        first.pop()
    while len(" ".join(last)) > LONGEST_END and len(last) > 1:
        last.pop(0)
    return f"{_encoded(' '.join(first)[:LONGEST_END])},{_encoded(' '.join(last)[-LONGEST_END:])}"


def _encoded(words):
    # Hyphen and comma part the parameters; quote() leaves the hyphen as it is.
    return percent_encoded(words, safe="").replace("-", "%2D")
