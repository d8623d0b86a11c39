"""Where the sentences of a text start and end, as far as signs tell."""

import re

# A stop with what closes it and the white space after it; a line break alone; or one of
# the wide stops, after which no space stands. "Gen. Shinwari" ends a sentence by this rule.
# The figure 9 keeps a long row of dots from being read again from each of them.
_SENTENCE_END = re.compile(r"([.!?…؟۔।][^\w\s]{0,9}|(?=\n))(?:\s+|$)|[。！？]")


def sentence_edges(text: str) -> tuple[list[int], list[int]]:
    """Return where sentences start and where they end, in code points, in order.

    The white space between two sentences belongs to neither. Where the next letter is a
    small one no sentence ended. The text itself starts at 0 and ends at its length, white
    space or not.
    """
    starts, ends = {0}, {len(text)}
    for match in _SENTENCE_END.finditer(text):
        after = match.end()
        if not text[after : after + 1].islower():
            starts.add(after)
            ends.add(after if match.group(1) is None else match.end(1))
    return sorted(starts), sorted(ends)
