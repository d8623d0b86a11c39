"""Pure: links to the quoted words in the original, by text fragments.

Source: https://wicg.github.io/scroll-to-text-fragment/ (`#:~:text=start,end`). Other
browsers open the page at its top.
"""

import re
from urllib.parse import quote as percent_encoded

# A complete quote only matches inside one block of the page; a range of first and last words may
# span blocks. Long quotes often do, and mail programs break their long addresses.
MAX_WHOLE_LENGTH = 200
MAX_END_WORDS = 5
# In scripts without spaces a "word" may be a paragraph.
MAX_END_LENGTH = 60

DIRECTIVE = ":~:"
# The text between the pieces of a quote.
GAP = " … "

_WEB_ADDRESS = re.compile(r"https?://[^\s]", re.IGNORECASE)


def text_fragment(address: str, quote: str) -> str:
    """The address with a fragment that selects the quote; "" if it is not a web address.

    >>> text_fragment("https://example.org/a", "30 districts fell")
    'https://example.org/a#:~:text=30%20districts%20fell'
    """
    if not _WEB_ADDRESS.match(address):
        return ""
    page, _, fragment = address.partition("#")
    # Replace any other text directive; keep an ordinary anchor as fallback.
    anchor = fragment.partition(DIRECTIVE)[0]
    # Each piece of a quote is a separate directive.
    pieces = [_parameters(piece) for piece in quote.split(GAP) if piece.strip()]
    return f"{page}#{anchor}{DIRECTIVE}" + "&".join(f"text={piece}" for piece in pieces)


def _parameters(quote: str) -> str:
    words = quote.split()
    whole = " ".join(words)
    if len(whole) <= MAX_WHOLE_LENGTH and "\n" not in quote.strip():
        return _encoded(whole)
    word_count = max(1, min(MAX_END_WORDS, len(words) // 2))
    first, last = words[:word_count], words[-word_count:]
    while len(" ".join(first)) > MAX_END_LENGTH and len(first) > 1:
        first.pop()
    while len(" ".join(last)) > MAX_END_LENGTH and len(last) > 1:
        last.pop(0)
    return (
        f"{_encoded(' '.join(first)[:MAX_END_LENGTH])},{_encoded(' '.join(last)[-MAX_END_LENGTH:])}"
    )


def _encoded(words: str) -> str:
    # Hyphen and comma separate parameters; quote() does not escape the hyphen.
    return percent_encoded(words, safe="").replace("-", "%2D")
