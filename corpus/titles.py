"""Pure: what stands for a title where a text was printed without one."""

import re

LONGEST = 140

# A sentence ends at a full stop, question or exclamation mark (Latin, Arabic, Devanagari or
# CJK), with the closing quotes after it, before white space or the end.
_END = re.compile(r"[.!?…؟۔।。！？]['\"”’»)\]]*(?=\s|$)")


def first_sentence(text):
    """The first sentence of a text in one line, cut at a word with "…" where it is long."""
    line = " ".join(text.split())
    end = _END.search(line)
    sentence = line[: end.end()] if end else line
    if len(sentence) <= LONGEST:
        return sentence
    return sentence[: LONGEST + 1].rpartition(" ")[0].rstrip(" ,;:–—-") + "…"
