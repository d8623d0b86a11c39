"""The inflected words of all indexes by their stems: the indexes themselves hold words alone.

A plain word of a query is looked up as all words that have its stem. Stems in the index would take
ten times the space.
"""

from dataclasses import replace
from math import prod

from django.db import models

from corpus.db.bulk_insert import insert
from corpus.db.compiled_query import TEXTS, CompiledQuery
from corpus.index_entry import distinct_words
from corpus.search.hyphens import BEFORE_JOINED, with_spellings, words_in_phrases
from corpus.search.query_tree import STEM, Node, Words, all_of, leaves, mapped
from corpus.search.tokenizer import inflected

# A letter of private use, of which no word is made: it matches nothing.
NO_WORD = "\ue012"
# The most combinations of forms that a phrase is looked up as.
MAX_PHRASES = 1_000


# Words that `AddedWords` keeps at most; each takes about a hundred bytes.
MAX_ADDED_WORDS = 300_000


class WordFormQuerySet(models.QuerySet):
    def add_words(self, columns):
        """Add the inflected words of some index columns; those that are there stay alone."""
        self.add_pairs(_pairs(distinct_words(columns)))

    def add_pairs(self, pairs):
        """Add (stem, word) pairs; those that are there stay alone."""
        if not pairs:
            return
        stems = {stem for stem, _ in pairs}
        existing = set(self.filter(stem__in_array=stems).values_list("stem", "word"))
        insert(self.model, ["stem", "word"], [pair for pair in pairs if pair not in existing])


class WordForm(models.Model):
    """A word that is not its own stem, or the parts of one with a hyphen: "cease fire".

    The stem of such parts is the joined word behind BEFORE_JOINED.

    Two transactions may add the same word: neither waits for the other, and it does no harm.
    """

    stem = models.CharField(max_length=80)
    word = models.CharField(max_length=80)

    objects = WordFormQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["stem", "word"], name="word_form_by_stem")]

    def __str__(self):
        return self.word


def _build_words_of_stems(stems):
    rows = WordForm.objects.filter(stem__in_array=stems).order_by("word")
    return rows.values_list("stem", "word").distinct()


# (stem, word) of all words of some stems, by word.
_words_of_stems = CompiledQuery(TEXTS, build=_build_words_of_stems)


class AddedWords:
    """Adds the words of the batches of one import, each word only once.

    Most words of a batch were in earlier ones: to look them up again took a sixth of the time.
    Each batch must be saved before the next: the words of one that failed would be missing.
    """

    def __init__(self):
        self._words = set()
        self._last_key = None
        # Those of all batches since `add`: some batches add no article.
        self._announced = set()
        self._is_announced = False
        self._was_emptied = False

    def announce(self, new_words):
        """Say which words the next batch has that no earlier one had; None if that is not known."""
        self._is_announced = new_words is not None
        self._announced |= new_words or set()

    def add(self, columns):
        """Do the same as `WordForm.objects.add_words`."""
        forms = WordForm.objects
        # A rebuild of all indexes may have emptied the table since.
        if self._last_key is not None and not forms.filter(pk=self._last_key).exists():
            self._was_emptied = True
            self._words.clear()
        if len(self._words) > MAX_ADDED_WORDS:
            self._words.clear()
        words, self._announced = self._announced, set()
        if self._was_emptied or not self._is_announced:
            words |= distinct_words(columns)
        words -= self._words
        forms.add_pairs(_pairs(words))
        self._words |= words
        self._last_key = forms.order_by("-pk").values_list("pk", flat=True).first()


def _pairs(words):
    split = {word for word in words if " " in word}
    joined = [(BEFORE_JOINED + word.replace(" ", ""), word) for word in sorted(split)]
    return inflected(words - split) + joined


def form_queries(tree):
    """Return calls of compiled queries, for `sent_together`, that `with_hyphens` and then
    `with_forms` make for a tree, if nothing is added to it.
    """
    joined, stems = _joined_words(tree), _stems_without_forms(tree)
    return [(_words_of_stems, tuple(words)) for words in (joined, stems) if words]


def _joined_words(tree: Node) -> list[str]:
    return sorted(BEFORE_JOINED + word for word in words_in_phrases(tree))


def _stems_without_forms(tree: Node | None) -> list[str]:
    return sorted(
        {
            stem
            for leaf in filter(_is_without_forms, leaves(tree))
            for alike in leaf.alike()
            for stem in alike
        }
    )


def with_hyphens(tree: Node) -> Node:
    """Return a tree in which words are searched with and without a hyphen (see `with_spellings`).

    Takes one query if it has a phrase.
    """
    split: dict[str, list[str]] = {}
    if words := _joined_words(tree):
        for stem, word in _words_of_stems(words):
            split.setdefault(stem.removeprefix(BEFORE_JOINED), []).append(word)
    return with_spellings(tree, split)


def with_forms(tree: Node | None) -> Node | None:
    """Return a tree in which each stem has its words, looked up in one query where any has not."""
    every = _stems_without_forms(tree)
    if tree is None or not every:
        return tree
    # An Arabic word is one of its own forms even if it looks as if it had an article.
    forms = {stem: [] if stem.isascii() and inflected([stem]) else [stem] for stem in every}
    for stem, word in _words_of_stems(every):
        forms[stem].append(word)

    def looked_up(leaf: Words) -> Node:
        if not _is_without_forms(leaf):
            return leaf
        forms_of_leaf = tuple(
            tuple(word for stem in alike for word in forms[stem]) or (NO_WORD,)
            for alike in leaf.alike()
        )
        return all_of(_parts(replace(leaf, forms=forms_of_leaf)))

    return mapped(tree, looked_up)


def _is_without_forms(leaf):
    return leaf.form == STEM and not leaf.forms


def _parts(leaf):
    """A phrase as phrases that overlap by a word, none of more than MAX_PHRASES combinations.

    Together they match a little more than the phrase; but for hundreds of combinations a phrase
    has to be long and have many forms of each word.
    """
    numbers = [*map(len, leaf.forms)]
    start, parts = 0, []
    for end in range(1, len(numbers)):
        if prod(numbers[start : end + 1]) > MAX_PHRASES:
            parts.append(leaf.part(start, end))
            start = end - 1 if prod(numbers[end - 1 : end + 1]) <= MAX_PHRASES else end
    return [*parts, leaf.part(start, len(numbers))]
