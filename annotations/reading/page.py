"""The reading page of an article: its text with marks, and the column of cards beside it."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from sys import getsizeof

from annotations.highlighting.html import Span, draw, text_html
from annotations.models import PassageTag, Placement, Tag
from annotations.models.member import seen_by
from annotations.models.placement import SORTED_TEXT_ORDER
from annotations.passages.cards import cards_of, tag_address
from annotations.reading.card_folding import fold, rows_of
from corpus.db.compiled_query import KEY, KEYS, CompiledQuery
from corpus.db.query_batch import ColumnOf
from corpus.sized_cache import SizedCache

# Cards in one response: each costs the server and the browser more than its marks.
MAX_CARDS = 60
# Bytes of rendered texts that one process caches, and what a passage adds to its marks. A text of
# 10 kB with 100 passages takes about 150 kB.
CACHE_BYTES = 8 * 2**20
SPAN_BYTES = 500
# The value of `opened` that folds nothing, for printing.
ALL_CARDS = "all"


@dataclass(frozen=True)
class Fold:
    """Public ids, in text order, of passages whose cards do not fit beside their lines."""

    ids: tuple[str, ...]
    is_fold = True

    @property
    def first(self):
        """The id that positions the fold in the text and opens it without a script."""
        return self.ids[0]


@dataclass(frozen=True)
class LegendTag:
    """A tag in the legend of the page."""

    name: str
    hue: int
    definition: str
    url: str
    digit: int | None = None
    public_id: str = ""


@dataclass(frozen=True)
class Reading:
    """A revision to be read: spans in text order, tags with the number of their passages.

    `tags_of` maps the public id of a passage to the (name, hue, address) of its tags, `keys` to
    the key of its row. Requests share cached instances: never change one.
    """

    text: str
    spans: tuple[Span, ...]
    legend: tuple[tuple[LegendTag, int], ...]
    tags_of: dict[str, tuple[tuple[str, int, str], ...]] = field(repr=False)
    keys: dict[str, int] = field(repr=False)
    # Whether a stored position ends beyond the text; its mark ends with the text.
    has_beyond_text: bool = False

    @cached_property
    def paragraphs(self):
        return _paragraphs(self.text, self.spans)

    @cached_property
    def html(self):
        """The paragraphs joined, as they stand in the page."""
        return text_html(self.paragraphs)

    def paragraphs_with(self, hits):
        """The paragraphs with search hits marked; `hits` is a tuple of spans."""
        return _paragraphs(self.text, self.spans, hits)

    @cached_property
    def starts(self):
        """{public id: offset of the start in code points} of each passage, in text order."""
        starts = {}
        for span in self.spans:
            starts.setdefault(span.passage, span.start)
        return starts

    @property
    def passage_count(self):
        return len(self.starts)

    def differing_from(self, other):
        """The paragraphs whose HTML differs from another Reading of the same text."""
        other_html = {paragraph.start: paragraph.html for paragraph in other.paragraphs}
        return [each for each in self.paragraphs if each.html != other_html.get(each.start)]

    def runs(self, opened=""):
        """Runs of (is shown, public ids) of the passages beside the text, in its order.

        From the passage `opened` on, MAX_CARDS are always shown; with ALL_CARDS every one is.
        """
        if opened == ALL_CARDS:
            return self._runs([True] * len(self.starts))
        if opened not in self.starts:
            return self._runs_at_rest
        ids = list(self.starts)
        shown = list(self._shown_at_rest)
        first = ids.index(opened)
        after = min(first + MAX_CARDS, len(ids))
        shown[first:after] = [True] * (after - first)
        return self._runs(shown)

    @cached_property
    def _shown_at_rest(self):
        return fold(rows_of(self.paragraphs, list(self.starts.values())), MAX_CARDS)

    @cached_property
    def _runs_at_rest(self):
        return self._runs(self._shown_at_rest)

    def _runs(self, shown):
        pairs = groupby(zip(self.starts, shown, strict=True), key=lambda pair: pair[1])
        return [(is_shown, tuple(public_id for public_id, _ in run)) for is_shown, run in pairs]


def load_reading(revision, member=None):
    """The Reading of a revision as a member sees it, in a fixed number of queries.

    None sees all passages.
    """
    return _load_reading(revision.article_id, revision.number, revision.text, member)


def current_reading(article, member):
    """`load_reading` of the newest revision of an article, without its row."""
    return _load_reading(article.pk, article.revision_number, article.text, member)


def _load_reading(article_pk, number, text, member):
    placements = placements_drawn(article_pk, number, member)
    return _reading(text, placements, *_tags_given(placements))


def placements_drawn(article_pk, number, member):
    """(key of passage, public id, start, end) of the pieces in a revision, in text order."""
    return tuple(_placements(article_pk, number, member.pk if member else 0))


def _tags_given(placements):
    """The tags of these rows of `placements_drawn`: pairs of (key of passage, key of tag), in the
    order in which they were given, and the columns of the tags, in the order of their names.
    """
    passages = {pk for pk, *_ in placements}
    links = links_of(passages) if passages else ()
    tags = columns_of_tags({tag for _, tag in links})
    return tuple(present_links(links, tags)), tags


def present_links(links, tags):
    """The rows of `links_of` whose tags are among `tags`, rows of `columns_of_tags`."""
    present = {pk for pk, *_ in tags}
    return [link for link in links if link[1] in present]


def reading_queries(article_pk, number, member_pk):
    """Calls for `sent_together` that `current_reading` makes, whatever they answer."""
    placements = (_placements, article_pk, number, member_pk)
    links = (links_of, ColumnOf(placements, "passage_id"))
    return [placements, links, (_tags, ColumnOf(links, "tag_id"))]


# (key of passage, key of tag) of passages, in the order in which the tags were given, those of
# deleted tags included. Joined by article, PostgreSQL would read the tags of all passages.
links_of = CompiledQuery(
    KEYS,
    build=lambda passages: (
        PassageTag.objects.filter(content_object__pk__in_array=passages)
        .order_by("position", "pk")
        .values_list("content_object_id", "tag_id")
    ),
)


def columns_of_tags(keys):
    """(key, name, hue, definition, digit, public id, slug) of present tags, in the order of their
    names.
    """
    return tuple(_tags(keys)) if keys else ()


def _drawn(article_pk, number, member_pk):
    drawn = Placement.objects.drawn_in(article_pk, number).filter(seen_by(member_pk, "passage__"))
    return drawn.order_by(*SORTED_TEXT_ORDER).values_list(
        "passage_id", "passage__public_id", "start", "end"
    )


_placements = CompiledQuery(KEY, KEY, KEY, build=_drawn)
_tags = CompiledQuery(
    KEYS,
    build=lambda keys: (
        Tag.objects.filter(pk__in_array=keys, deleted_at=None)
        .order_by("name_key", "pk")
        .values_list("pk", "name", "hue", "definition", "digit", "public_id", "slug")
    ),
)


def legend_of(counts, tags):
    """The legend of `tags`, in the order of their names, the most frequent one first.

    `counts` are the numbers of their passages, by key.
    """
    legend = [
        (LegendTag(name, hue, definition, tag_address(*address), digit, address[0]), counts[pk])
        for pk, name, hue, definition, digit, *address in tags
    ]
    # The sort is stable: equal counts stay in the order of their names.
    legend.sort(key=lambda row: -row[1])
    return tuple(legend)


def _hues_of(placements, links, tags):
    """{public id: hue} of the passages of `placements_drawn` that have a tag; the first counts."""
    hue_of = {pk: hue for pk, _, hue, *_ in tags}
    tag_of = dict(reversed(links))
    return {public_id: hue_of[tag_of[pk]] for pk, public_id, *_ in placements if pk in tag_of}


def spans_of(text, placements, links, tags):
    """The Spans of `placements_drawn` in their text, given rows of `links_of` and
    `columns_of_tags`.
    """
    hues, length = _hues_of(placements, links, tags), len(text)
    return tuple(
        [
            Span(public_id, start, min(end, length), hues.get(public_id, 0), pk)
            for pk, public_id, start, end in placements
            if start < length
        ]
    )


def tags_by_passage(placements, links, tags):
    """{public id: ((name, hue, address), …)} of the passages of `placements_drawn`."""
    values = {pk: (name, hue, tag_address(*address)) for pk, name, hue, _, _, *address in tags}
    given = defaultdict(list)
    for passage, tag in links:
        if tag in values:
            given[passage].append(values[tag])
    return {public_id: tuple(given.get(pk, ())) for pk, public_id, *_ in placements}


def _build_reading(text, placements, links, tags):
    """Build a Reading from database rows; `tags` are in the order of their names."""
    return Reading(
        text,
        spans_of(text, placements, links, tags),
        legend_of(Counter([tag for _, tag in links]), tags),
        tags_by_passage(placements, links, tags),
        {public_id: pk for pk, public_id, *_ in placements},
        has_beyond_text=any(end > len(text) for *_, end in placements),
    )


def _draw(text, spans, hits=()):
    return tuple(draw(text, spans, hits))


def _size_of_paragraphs(paragraphs):
    return sum(getsizeof(paragraph.html) for paragraph in paragraphs)


def _size_of_reading(reading):
    """About how many bytes a Reading takes in the cache, its key included."""
    html_size = _size_of_paragraphs(reading.paragraphs) + getsizeof(reading.html)
    return getsizeof(reading.text) + html_size + SPAN_BYTES * len(reading.spans)


_paragraphs = SizedCache(_draw, _size_of_paragraphs, CACHE_BYTES)
_reading = SizedCache(_build_reading, _size_of_reading, CACHE_BYTES)


def column_of(reading, article, user, opened="", number=None):
    """The column beside the text, in its order: cards, and folds where they do not fit.

    `number` is the number of the revision, where it is not the newest.
    """
    runs = reading.runs(opened)
    shown = [reading.keys[each] for is_shown, ids in runs if is_shown for each in ids]
    cards = {card.id: card for card in cards_of(article, shown, user, reading.tags_of, number)}
    column = []
    for is_shown, ids in runs:
        column += [cards[each] for each in ids if each in cards] if is_shown else [Fold(ids)]
    return tuple(column)
