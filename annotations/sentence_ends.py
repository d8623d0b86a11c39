"""Where the sentences of a text end, as far as signs tell."""

import re

# A stop with what closes it and the white space after it; a line break alone; or one of
# the wide stops, after which no space stands. "U.S. troops" ends a sentence by this rule.
# The figure 9 keeps a long row of dots from being read again from each of them.
_SENTENCE_END = re.compile(r"([.!?…؟۔।][^\w\s]{0,9}|(?=\n))(?:\s+|$)|[。！？]")

BEFORE_STOP, AFTER_STOP, AFTER_SPACE = 1, 2, 3


def sentence_ends(text: str) -> dict[int, int]:
    """Return the places, in code points, at which text is likely to be put in or cut.

    The figure says how likely: best after the white space behind a sentence, or at either
    end of the text; then before that space; then before the stop.
    """
    ends = {0: AFTER_SPACE, len(text): AFTER_SPACE}
    for match in _SENTENCE_END.finditer(text):
        ends[match.end()] = AFTER_SPACE
        if match.group(1) is not None:
            ends.setdefault(match.end(1), AFTER_STOP)
        ends.setdefault(match.start(), BEFORE_STOP)
    return ends
