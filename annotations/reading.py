"""What the reading page shows of an article: the drawn text, and the column beside it."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from annotations.folding import fold, rows_of
from annotations.highlighting import Span, draw
from annotations.models import PassageTag, Placement, Tag
from annotations.passage_cards import cards_of

# As many cards as one answer holds: each costs the server, and the browser, more than its marks.
MOST_CARDS = 60
# Opened so, nothing is folded: for printing.
EVERY = "all"


@dataclass(frozen=True)
class Fold:
    """Passages whose cards do not fit beside their lines, by their ids in text order."""

    ids: list
    is_fold = True

    @property
    def first(self):
        """Where it stands in the text, and what opens it where no script does."""
        return self.ids[0]


@dataclass(frozen=True)
class Reading:
    """A revision as it is read: spans in text order, tags with the number of their passages."""

    text: str
    spans: list
    legend: list

    @cached_property
    def paragraphs(self):
        return draw(self.text, self.spans)

    @cached_property
    def starts(self):
        """Where each passage starts, by its public id, in text order."""
        starts = {}
        for span in self.spans:
            starts.setdefault(span.passage, span.start)
        return starts

    def changed_by(self, passage):
        """The paragraphs that are drawn otherwise because of one passage.

        A new passage can move the underlines of others in paragraphs that it does not touch.
        """
        others = [span for span in self.spans if span.passage != passage.public_id]
        without = {paragraph.start: paragraph.html for paragraph in draw(self.text, others)}
        return [each for each in self.paragraphs if each.html != without[each.start]]

    def runs(self, opened=""):
        """(is shown, ids) of the passages beside the text, in its order.

        From the passage `opened` on, as many as one answer holds are shown in any case; with
        EVERY all of them are.
        """
        ids = list(self.starts)
        shown = fold(rows_of(self.paragraphs, list(self.starts.values())), MOST_CARDS)
        if opened == EVERY:
            shown = [True] * len(ids)
        if opened in self.starts:
            first = ids.index(opened)
            after = min(first + MOST_CARDS, len(ids))
            shown[first:after] = [True] * (after - first)
        for is_shown, run in groupby(zip(ids, shown, strict=True), key=lambda pair: pair[1]):
            yield is_shown, [public_id for public_id, _ in run]


def read(revision):
    """The Reading of a revision, in a fixed number of queries."""
    placements = list(
        Placement.objects.drawn(revision).values_list(
            "passage_id", "passage__public_id", "start", "end"
        )
    )
    links = _tag_links(revision.article_id, {pk for pk, *_ in placements})
    tags = Tag.objects.in_bulk({tag for _, tag in links})
    hues = {}
    for passage, tag in links:
        # The tag first given colours the passage.
        hues.setdefault(passage, tags[tag].hue)
    spans = [
        Span(public_id, start, end, hues.get(pk, 0)) for pk, public_id, start, end in placements
    ]
    counts = Counter(tag for _, tag in links)
    order = sorted(counts, key=lambda pk: (-counts[pk], tags[pk].name_key))
    return Reading(revision.text, spans, [(tags[pk], counts[pk]) for pk in order])


def column_of(reading, article, user, opened=""):
    """What stands beside the text, in its order: cards, and folds where they do not fit."""
    runs = list(reading.runs(opened))
    shown = [public_id for is_shown, ids in runs if is_shown for public_id in ids]
    cards = {card.id: card for card in cards_of(article, shown, user)}
    column = []
    for is_shown, ids in runs:
        column += [cards[public_id] for public_id in ids] if is_shown else [Fold(ids)]
    return column


def _tag_links(article_pk, passages):
    """(passage, tag) by their keys, in the order in which the tags were given."""
    links = (
        PassageTag.objects.filter(content_object__article=article_pk, tag__deleted_at=None)
        .order_by("position", "pk")
        .values_list("content_object_id", "tag_id")
    )
    return [link for link in links if link[0] in passages]
