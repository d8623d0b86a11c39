"""Finds the starts and ends of sentences by punctuation."""

import re

from corpus.text import SENTENCE_MARKS, WIDE_SENTENCE_MARKS

# A stop with closing quotes or brackets and the white space after it; a line break alone; or
# a full-width stop, which no space follows.
# The limit of 9 avoids quadratic time for long rows of dots. All alternatives begin with one
# of a few characters, so that the engine can skip to the next one.
_SENTENCE_END = re.compile(
    rf"[{SENTENCE_MARKS}\n](?:(?<=\n)\s*|(?<=[{WIDE_SENTENCE_MARKS}])"
    r"|[^\w\s]{0,9}(?P<space>\s+|$))"
)

# Text before a stop that does not end a sentence: "Gen. Shinwari", "U.S. Marines", "12. Kabul".
_NO_END = re.compile(r"(?:\A|\W)[A-Z][a-z]{0,2}\Z|(?:\A|\n)\s*\w{1,4}\Z")

# Short words that can be sentences by themselves, except in "No. 5".
_ANSWER = re.compile(r"(?:\A|\W)(?:Yes|No|Aye|Nay|Oh|Ah|Ok|So|Why|How|Who|Yet|Not|Now|Sad|Bad)\Z")


def sentence_edges(text: str) -> tuple[list[int], list[int]]:
    """Return the starts and the ends of all sentences, in code points, in order.

    >>> sentence_edges("Gen. Shinwari left. Kabul fell.")
    ([0, 20, 31], [19, 31])

    White space between two sentences belongs to neither. No sentence ends if the next
    letter is in lower case, or if a title or a list number precedes the stop. 0 and the length
    of the text are always included.
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
    """Return whether the stop after these letters marks an abbreviation, not a sentence end."""
    if _ANSWER.search(before) and not following.isdigit():
        return False
    return bool(_NO_END.search(before))


def _before(text: str, position: int) -> str:
    """Return the text just before a position, after a line break if it starts the text."""
    return text[max(0, position - 8) : position] if position > 8 else "\n" + text[:position]
