"""What the reading page shows of an article: the drawn text, and the column beside it."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from sys import getsizeof

from annotations.content_cache import SizedCache
from annotations.highlighting.html import Span, draw
from annotations.models import PassageTag, Placement, Tag
from annotations.passages.cards import cards_of, tag_address
from annotations.reading.card_folding import fold, rows_of
from corpus.db.compiled_query import KEY, KEYS, CompiledQuery

# As many cards as one answer holds: each costs the server, and the browser, more than its marks.
MOST_CARDS = 60
# Bytes that the drawn texts kept by one process weigh together, and what a passage adds to its
# marks. A text of 10 kB with 100 passages weighs about 150 kB.
ROOM = 8 * 2**20
SPAN_WEIGHT = 500
# Opened so, nothing is folded: for printing.
EVERY = "all"


@dataclass(frozen=True)
class Fold:
    """Passages whose cards do not fit beside their lines, by their ids in text order."""

    ids: tuple
    is_fold = True

    @property
    def first(self):
        """Where it stands in the text, and what opens it where no script does."""
        return self.ids[0]


@dataclass(frozen=True)
class LegendTag:
    """A tag, as the legend of the page shows it."""

    name: str
    hue: int
    definition: str
    url: str


@dataclass(frozen=True)
class Reading:
    """A revision as it is read: spans in text order, tags with the number of their passages.

    `tags_of` has the (name, hue, address) of a passage's tags by its public id. Many requests share
    one: nothing in it is ever changed.
    """

    text: str
    spans: tuple
    legend: tuple
    tags_of: dict = field(repr=False)
    # Whether a place is stored that ends behind the text; it is drawn as far as there is text.
    has_beyond_text: bool = False

    @cached_property
    def paragraphs(self):
        return _paragraphs(self.text, self.spans)

    def paragraphs_with(self, hits):
        """The paragraphs with the hits of a search in them, as a tuple of spans."""
        return _paragraphs(self.text, self.spans, hits)

    @cached_property
    def starts(self):
        """Where each passage starts, by its public id, in text order."""
        starts = {}
        for span in self.spans:
            starts.setdefault(span.passage, span.start)
        return starts

    def changed_by(self, *passages):
        """The paragraphs that are drawn otherwise because of these passages.

        A new passage can move the underlines of others in paragraphs that it does not touch.
        """
        ids = {passage.public_id for passage in passages}
        others = tuple(span for span in self.spans if span.passage not in ids)
        without = {paragraph.start: paragraph.html for paragraph in _paragraphs(self.text, others)}
        return [each for each in self.paragraphs if each.html != without[each.start]]

    def differing_from(self, other):
        """The paragraphs that are drawn otherwise than in another reading of the same text."""
        before = {paragraph.start: paragraph.html for paragraph in other.paragraphs}
        return [each for each in self.paragraphs if each.html != before.get(each.start)]

    def runs(self, opened=""):
        """(is shown, ids) of the passages beside the text, in its order.

        From the passage `opened` on, as many as one answer holds are shown in any case; with
        EVERY all of them are.
        """
        if opened == EVERY:
            return self._runs([True] * len(self.starts))
        if opened not in self.starts:
            return self._runs_at_rest
        ids = list(self.starts)
        shown = list(self._shown_at_rest)
        first = ids.index(opened)
        after = min(first + MOST_CARDS, len(ids))
        shown[first:after] = [True] * (after - first)
        return self._runs(shown)

    @cached_property
    def _shown_at_rest(self):
        return fold(rows_of(self.paragraphs, list(self.starts.values())), MOST_CARDS)

    @cached_property
    def _runs_at_rest(self):
        return self._runs(self._shown_at_rest)

    def _runs(self, shown):
        pairs = groupby(zip(self.starts, shown, strict=True), key=lambda pair: pair[1])
        return [(is_shown, tuple(public_id for public_id, _ in run)) for is_shown, run in pairs]


def read(revision, only_by=None):
    """The Reading of a revision, in a fixed number of queries.

    `only_by` is the member whose passages alone are shown; None for everybody's.
    """
    where = revision.article_id, revision.number
    placements = tuple(_placements_by(*where, only_by.pk) if only_by else _placements(*where))
    if not placements:
        return _reading(revision.text, (), (), ())
    links = _tag_links(revision.article_id, {pk for pk, *_ in placements})
    tags = _tags({tag for _, tag in links}) if links else ()
    return _reading(revision.text, placements, tuple(links), tuple(tags))


def _drawn(article_pk, number):
    drawn = Placement.objects.drawn_in(article_pk, number)
    return drawn.values_list("passage_id", "passage__public_id", "start", "end")


_placements = CompiledQuery(KEY, KEY, build=_drawn)
_placements_by = CompiledQuery(
    *(KEY, KEY, KEY),
    build=lambda pk, number, author: _drawn(pk, number).filter(passage__created_by=author),
)
_tags = CompiledQuery(
    KEYS,
    build=lambda keys: (
        Tag.objects.filter(pk__in_array=keys)
        .order_by("name_key", "pk")
        .values_list("pk", "name", "hue", "definition", "public_id", "slug")
    ),
)


def _read(text, placements, links, tags):
    """The Reading of rows as they came from the database; `tags` in the order of their names."""
    legend_of = {
        pk: LegendTag(name, hue, definition, tag_address(*address))
        for pk, name, hue, definition, *address in tags
    }
    given = defaultdict(list)
    counts = Counter()
    for passage, tag in links:
        if tag in legend_of:
            given[passage].append(legend_of[tag])
            counts[tag] += 1
    # The tag first given colours the passage.
    spans = tuple(
        Span(public_id, start, min(end, len(text)), given[pk][0].hue if pk in given else 0)
        for pk, public_id, start, end in placements
        if start < len(text)
    )
    legend = [(tag, counts[pk]) for pk, tag in legend_of.items()]
    # Sorting keeps those of equal number in the order of their names.
    legend.sort(key=lambda row: -row[1])
    tags_of = {
        public_id: tuple((tag.name, tag.hue, tag.url) for tag in given.get(pk, ()))
        for pk, public_id, *_ in placements
    }
    has_beyond_text = any(end > len(text) for *_, end in placements)
    return Reading(text, spans, tuple(legend), tags_of, has_beyond_text)


def _draw(text, spans, hits=()):
    return tuple(draw(text, spans, hits))


def _weight_of_drawn(paragraphs):
    return sum(getsizeof(paragraph.html) for paragraph in paragraphs)


def _weight(reading):
    """About how many bytes a Reading takes, the key that it is kept by included."""
    drawn = _weight_of_drawn(reading.paragraphs)
    return getsizeof(reading.text) + drawn + SPAN_WEIGHT * len(reading.spans)


# Apart from the Readings: saving a passage draws the text without it, as it was drawn before.
_paragraphs = SizedCache(_draw, _weight_of_drawn, ROOM)
_reading = SizedCache(_read, _weight, ROOM)


def column_of(reading, article, user, opened="", number=None):
    """What stands beside the text, in its order: cards, and folds where they do not fit.

    `number` is that of the revision which was read, where it is not the newest.
    """
    runs = reading.runs(opened)
    shown = [public_id for is_shown, ids in runs if is_shown for public_id in ids]
    cards = {card.id: card for card in cards_of(article, shown, user, reading.tags_of, number)}
    column = []
    for is_shown, ids in runs:
        column += [cards[each] for each in ids if each in cards] if is_shown else [Fold(ids)]
    return tuple(column)


def _tag_links(article_pk, passages):
    """(passage, tag) by their keys, in the order in which the tags were given."""
    return [link for link in _tags_given(article_pk) if link[0] in passages]


_tags_given = CompiledQuery(
    KEY,
    build=lambda article_pk: (
        PassageTag.objects.filter(content_object__article=article_pk, tag__deleted_at=None)
        .order_by("position", "pk")
        .values_list("content_object_id", "tag_id")
    ),
)
