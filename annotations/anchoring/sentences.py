"""Finds where the sentences of a text start and end, by punctuation."""

import re

from corpus.text import SENTENCE_MARKS, WIDE_SENTENCE_MARKS

# A stop with what closes it and the white space after it; a line break alone; or one of
# the wide stops, which no space follows.
# The figure 9 keeps a long row of dots from being read again from each of them.
# All begin with one of a few signs: the engine then leaps from one to the next.
_SENTENCE_END = re.compile(
    rf"[{SENTENCE_MARKS}\n](?:(?<=\n)\s*|(?<=[{WIDE_SENTENCE_MARKS}])"
    r"|[^\w\s]{0,9}(?P<space>\s+|$))"
)

# Text before a stop that ends no sentence: "Gen. Shinwari", "U.S. Marines", "12. Kabul".
_NO_END = re.compile(r"(?:\A|\W)[A-Z][a-z]{0,2}\Z|(?:\A|\n)\s*\w{1,4}\Z")

# Words as short as titles that are sentences by themselves, but for "No. 5".
_ANSWER = re.compile(r"(?:\A|\W)(?:Yes|No|Aye|Nay|Oh|Ah|Ok|So|Why|How|Who|Yet|Not|Now|Sad|Bad)\Z")


def sentence_edges(text: str) -> tuple[list[int], list[int]]:
    """Return the starts and the ends of all sentences, in code points, in order.

    >>> sentence_edges("Gen. Shinwari left. Kabul fell.")
    ([0, 20, 31], [19, 31])

    The white space between two sentences belongs to neither. No sentence ends where
    the next letter is in lower case, or a title or the number of a list is before the stop.
    The text itself starts at 0 and ends at its length, white space or not.
    """
    starts, ends = {0}, {len(text)}
    for match in _SENTENCE_END.finditer(text):
        start, after = match.span()
        if text[after : after + 1].islower():
            continue
        mark = text[start]
        if mark != "." or not _is_short(_before(text, start), text[after : after + 1]):
            starts.add(after)
            if mark == "\n":
                ends.add(start)
            else:
                ends.add(after if mark in WIDE_SENTENCE_MARKS else match.start("space"))
    return sorted(starts), sorted(ends)


def _is_short(before: str, following: str) -> bool:
    """Say whether the stop after these letters makes them short and ends no sentence."""
    if _ANSWER.search(before) and not following.isdigit():
        return False
    return bool(_NO_END.search(before))


def _before(text: str, position: int) -> str:
    """Return a little text, with a line break before it where it is all of the text."""
    return text[max(0, position - 8) : position] if position > 8 else "\n" + text[:position]
