"""Texts for property tests: scripts, marks, breaks and injected markup.

HYPOTHESIS_EXAMPLES sets the number of examples for each property. The gate, which always uses
the same examples, uses fewer.
"""

import os

from hypothesis import settings
from hypothesis import strategies as st

from corpus.text import normalise

IS_GATE = os.environ.get("TWOSOURCE_REQUIRE_ALL") == "1"
GIVEN = os.environ.get("HYPOTHESIS_EXAMPLES")

many = settings(max_examples=int(GIVEN or (100 if IS_GATE else 200)), deadline=None)
# Each example is a file of several articles.
some = settings(max_examples=int(GIVEN or (10 if IS_GATE else 60)), deadline=None)
# Each example uses the database, which takes a hundred times as long.
few = settings(max_examples=int(GIVEN or (10 if IS_GATE else 25)), deadline=None)

PIECES = [
    *["a", "b ", "Kabul", "The Taliban ", " said, ", "“lack”", "…", "\u00a0", "\t", "  "],
    *["\n", "\n\n", "\n\n\n", "\n\n \n\n"],
    *["😀", "👩‍👩‍👧", "🇦🇫", "e\u0301", "क्षि", "\u0300", "ﬁ", "İ"],
    *["کابل ", "סוריה", "\u200f", "\u202e", "\u2066", "北京", "\u2028", "\ufeff"],
    *["<b>", "</p>", "</mark>", "<!--", "-->", "<script>", "<", ">", "&", "&amp;", "&lt", "&#60;"],
    *['"', "'", '" id="passage-x', "<mark id='passage-x'>", "<?", "]]>", "<![CDATA["],
]

# Any valid text of an article.
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=30).map(
    lambda pieces: normalise("".join(pieces).replace("\x00", "")).text
)
