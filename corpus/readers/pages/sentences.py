"""Tells what can be a sentence of a text."""

import re

from corpus.readers.inline.struck_text import shown_words

# The end of a sentence in any script, and what may stand behind it.
_SENTENCE_END = re.compile(r"[.!?…:;。．！？؟۔।։።]['\"”’»)\]]*\s*$")


# Letters that can be a sentence of the text and no label.
SENTENCE_LETTERS = 30


def letters(text: str) -> int:
    """Return how many letters and digits a text has."""
    return sum(map(str.isalnum, text))


def ends_sentence(text: str) -> bool:
    return bool(_SENTENCE_END.search(shown_words(text)))
