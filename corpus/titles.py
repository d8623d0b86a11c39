"""Pure: a substitute for the title of a text printed without one."""

import re

from corpus.text import SENTENCE_MARKS

MAX_LENGTH = 140

# A sentence ends at a stop, with the closing quotes after it, before white space or the end.
_SENTENCE_END = re.compile(rf"[{SENTENCE_MARKS}]['\"”’»)\]]*(?=\s|$)")


def first_sentence(text: str) -> str:
    """The first sentence of a text in one line; at most MAX_LENGTH code points and "…".

    `first_sentence("It rained.\\nThe convoy left.")` gives `It rained.`
    """
    line = " ".join(text.split())
    end = _SENTENCE_END.search(line)
    sentence = line[: end.end()] if end else line
    if len(sentence) <= MAX_LENGTH:
        return sentence
    return sentence[: MAX_LENGTH + 1].rpartition(" ")[0].rstrip(" ,;:–—-") + "…"
