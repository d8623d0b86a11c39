"""Counts the words of a query in titles and texts, from which their rank is made."""

from corpus.search.bm25 import spaced, term_frequency, uses_stems
from corpus.search.hyphens import BEFORE_JOINED, joined_spans
from corpus.search.plain_words import is_plain, words_like
from corpus.search.tokenizer import joined_words


class TermCounts:
    """How often each of some leaves occurs in a title and a text.

    Where leaves and text are plain Latin, only words with the first letters of the leaves are
    folded, which takes a third of the time.
    """

    def __init__(self, leaves):
        self._leaves = leaves
        self._forms = {uses_stems(each) for each in leaves}
        is_of_words = all(len(each.words) == 1 for each in leaves)
        self._candidates = words_like(each.words[0] for each in leaves) if is_of_words else None

    def of(self, title, text):
        """Return the frequency of each leaf."""
        texts = [title, text]
        words_without_hyphen = [[word for _, _, word in joined_spans(each)] for each in texts]
        if self._candidates and all(map(is_plain, texts)):
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
