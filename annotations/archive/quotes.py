"""Whether the quotes of a desk are what stands at their places; asks the database.

A quote is the words as they were marked: later texts may have others. One of a passage that needed
review at any time is not compared, since a member may have placed it at other words.
"""

from collections import defaultdict
from unicodedata import normalize

from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Substr

from annotations.anchoring.spans import PLACED
from annotations.archive.refusal import ArchiveRefused
from annotations.models import Passage, Placement
from corpus.models.revision_text import text_of

# Passages that are compared at a time, of those whose quote is not the very words of one piece.
BATCH_SIZE = 500
SHOWN_LENGTH = 80


def check_quotes():
    """Raise ArchiveRefused for a passage whose quote never stood at its place."""
    placed = _with_words(Placement.objects.certain()).filter(passage=OuterRef("pk"))
    suspects = Passage.objects.exclude(Exists(placed.filter(words=OuterRef("quote"))))
    keys = list(suspects.order_by("pk").values_list("pk", flat=True))
    reviewed = set()
    if keys:
        rows = Placement.history.exclude(state=PLACED).order_by()
        reviewed = set(rows.values_list("passage_id", flat=True).distinct())
    for start in range(0, len(keys), BATCH_SIZE):
        _compare(set(keys[start : start + BATCH_SIZE]) - reviewed)


def _with_words(placements):
    words = Substr(text_of("revision__"), F("start") + 1, F("end") - F("start"))
    return placements.annotate(words=words)


def _compare(keys):
    pieces, uncertain = defaultdict(list), set()
    rows = _with_words(Placement.objects.filter(passage__pk__in_array=keys)).order_by("start")
    for row in rows.values_list(
        "passage_id", "revision_id", "state", "end", "text_length", "words"
    ):
        passage, revision, state, end, length, words = row
        if state != PLACED or end > length:
            uncertain.add(passage)
        pieces[passage, revision].append(words)
    texts = defaultdict(set)
    for (passage, _), words in pieces.items():
        texts[passage].add(_letters("".join(words)))
    for pk, quote in (
        Passage.objects.filter(pk__in_array=keys - uncertain)
        .order_by("pk")
        .values_list("pk", "quote")
    ):
        if pk in texts and _letters(quote) not in texts[pk]:
            shown = quote if len(quote) <= SHOWN_LENGTH else f"{quote[: SHOWN_LENGTH - 1]}…"
            raise ArchiveRefused(
                f"tables/annotations_passage.jsonl, id {pk}: its quote “{shown}” is not what "
                "stands at its place in any text of its article."
            )


def _letters(words):
    """The letters and digits of words, which punctuation and white space do not change."""
    return "".join(filter(str.isalnum, normalize("NFKC", words))).casefold()
