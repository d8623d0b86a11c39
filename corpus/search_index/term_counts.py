"""Counts the words of a query in titles and texts, from which their rank is made."""

import re

from corpus.search.bm25 import spaced, term_frequency, uses_stems
from corpus.search.hyphens import BEFORE_JOINED, joined_spans
from corpus.search.tokenizer import joined_words

_PLAIN_WORD = re.compile("[a-z][a-z0-9]+")
# Beyond ASCII and usual punctuation a letter may fold to another, or end no word; an underscore
# ends a word.
_FOREIGN = re.compile(
    "[^\x00-\x5e\x60-\x7f\u00a0\u00a3\u00a7\u00ab\u00b0\u00b7\u00bb\u2010-\u2027\u2030-\u203f\u20ac]"
)


class TermCounts:
    """How often each of some leaves occurs in a title and a text.

    Where leaves and text are plain Latin, only words with the first letters of the leaves are
    folded, which takes a third of the time.
    """

    def __init__(self, leaves):
        self._leaves = leaves
        self._forms = {uses_stems(each) for each in leaves}
        first_words = [each.words[0] for each in leaves]
        self._candidates = None
        if all(len(each.words) == 1 for each in leaves) and all(
            map(_PLAIN_WORD.fullmatch, first_words)
        ):
            initials = "".join(sorted({word[0] for word in first_words}))
            pattern = rf"\b[{initials}{initials.upper()}][A-Za-z0-9]*"
            self._candidates = re.compile(pattern, re.ASCII)

    def of(self, title, text):
        """Return the frequency of each leaf."""
        texts = [title, text]
        words_without_hyphen = [[word for _, _, word in joined_spans(each)] for each in texts]
        if self._candidates and not any(map(_FOREIGN.search, texts)):
            texts = [" ".join(self._candidates.findall(each)) for each in texts]
        parts_of_texts = [
            [each, *words] for each, words in zip(texts, words_without_hyphen, strict=True)
        ]
        columns = {
            as_stems: [
                spaced(
                    f" {BEFORE_JOINED} ".join(
                        joined_words(each, as_stems=as_stems) for each in parts
                    )
                )
                for parts in parts_of_texts
            ]
            for as_stems in self._forms
        }
        return [
            term_frequency(words_of_title, words_of_text, leaf)
            for leaf in self._leaves
            for words_of_title, words_of_text in (columns[uses_stems(leaf)],)
        ]
