"""Texts as they come, for property tests: scripts, marks, breaks and smuggled markup.

HYPOTHESIS_EXAMPLES sets how many examples each property is tried on.
"""

import os

from hypothesis import settings
from hypothesis import strategies as st

from corpus.text import normalise

EXAMPLES = int(os.environ.get("HYPOTHESIS_EXAMPLES", "200"))

many = settings(max_examples=EXAMPLES, deadline=None)

PIECES = [
    *["a", "b ", "Kabul", "The Taliban ", " said, ", "“lack”", "…", "\u00a0", "\t", "  "],
    *["\n", "\n\n", "\n\n\n", "\n\n \n\n"],
    *["😀", "👩‍👩‍👧", "🇦🇫", "e\u0301", "क्षि", "\u0300", "ﬁ", "İ"],
    *["کابل ", "סוריה", "\u200f", "\u202e", "\u2066", "北京", "\u2028", "\ufeff"],
    *["<b>", "</p>", "</mark>", "<!--", "-->", "<script>", "<", ">", "&", "&amp;", "&lt", "&#60;"],
    *['"', "'", '" id="passage-x', "<mark id='passage-x'>", "<?", "]]>", "<![CDATA["],
]

# Any text that an article can have.
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=30).map(
    lambda pieces: normalise("".join(pieces).replace("\x00", "")).text
)
