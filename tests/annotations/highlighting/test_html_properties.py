import html5lib
from hypothesis import example, given
from hypothesis import strategies as st

from annotations.highlighting.html import Span, draw, segments, touched_paragraphs
from annotations.highlighting.lanes import highlights, lanes_by_paragraph
from corpus.text import paragraphs
from tests.support.strategies import many, texts

# Real ids are plain; the others show that nothing rests on it.
IDS = ["a", "b", "c", "d", "e", "k3f9w2ma0000", '"><script>', "x' id='passage-a", "&lt;"]


def parsed(html):
    """Parse the inside of a paragraph as strictly as html5lib can."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parseFragment(html, container="p")


def elements(text, spans):
    return [each for paragraph in draw(text, spans) for each in parsed(paragraph.html)]


def marks(text, spans):
    """Return (text, attributes) of each mark."""
    mark_elements = [each for each in elements(text, spans) if each.tag == "mark"]
    return [(each.text, dict(each.attrib)) for each in mark_elements]


def anchors(text, spans):
    """Return (id, tag) of each element with an id, in the order of the page."""
    return [(each.attrib["id"], each.tag) for each in elements(text, spans) if "id" in each.attrib]


@st.composite
def marked_texts(draw_from):
    """A text, and passages of one or more pieces over it that overlap as they will."""
    text = draw_from(texts.filter(bool))
    places = st.integers(0, len(text))
    pieces = st.tuples(st.sampled_from(IDS), places, places, st.integers(0, 10))
    chosen = [piece for piece in draw_from(st.lists(pieces, max_size=25)) if piece[1] != piece[2]]
    hues = {passage: hue for passage, _, _, hue in chosen}
    orders = dict(zip(IDS, draw_from(st.permutations(range(len(IDS)))), strict=True))
    return text, [
        Span(passage, *sorted((a, b)), hues[passage], orders[passage])
        for passage, a, b, _ in chosen
    ]


def places_of(spans, passage):
    """Return the places of the code points that a passage covers, in order."""
    own = [span for span in spans if span.passage == passage]
    return sorted({place for span in own for place in range(span.start, span.end)})


def drawn_places(text):
    return [place for each in paragraphs(text) for place in range(each.start, each.end)]


def reading_order(spans):
    ends = {}
    for span in spans:
        start, end = ends.get(span.passage, (span.start, span.end))
        ends[span.passage] = min(start, span.start), max(end, span.end)
    return sorted(ends, key=lambda passage: (ends[passage][0], -ends[passage][1], passage))


@many
@given(marked_texts())
def test_segments_joined_are_the_text(marked):
    text, spans = marked
    found = segments(text, spans)
    assert "".join(segment.text for segment in found) == text
    assert [each.text for each in found] == [text[each.start : each.end] for each in found]


@many
@given(marked_texts())
def test_segments_of_a_passage_joined_are_its_quote(marked):
    text, spans = marked
    found = segments(text, spans)
    for passage in {span.passage for span in spans}:
        joined = "".join(segment.text for segment in found if passage in segment.passages)
        assert joined == "".join(text[place] for place in places_of(spans, passage))


@many
@given(marked_texts())
def test_only_paragraph_breaks_are_not_drawn(marked):
    text, spans = marked
    drawn = [segment for segment in segments(text, spans) if segment.is_drawn]
    places = [place for each in drawn for place in range(each.start, each.end)]
    assert places == drawn_places(text)


@many
@given(marked_texts())
def test_drawn_text_is_the_text(marked):
    text, spans = marked
    drawn = [
        (each.start, each.end, "".join(parsed(each.html).itertext())) for each in draw(text, spans)
    ]
    assert drawn == [(each.start, each.end, each.text) for each in paragraphs(text)]


@many
@given(marked_texts())
def test_drawn_elements_are_flat_marks_and_empty_starts(marked):
    text, spans = marked
    found = elements(text, spans)
    assert [len(each) for each in found] == [0] * len(found)
    assert {each.tag for each in found} <= {"mark", "span"}
    for each in found:
        if each.tag == "span":
            assert each.text is None
            assert sorted(each.attrib) == ["class", "data-anchor", "id"]
            assert each.attrib["class"] == "passage-start"


@many
@given(marked_texts())
def test_marks_of_a_passage_joined_are_its_drawn_text(marked):
    text, spans = marked
    spans = [span for span in spans if span.passage.isalnum()]
    drawn = set(drawn_places(text))
    found = marks(text, spans)
    for passage in {span.passage for span in spans}:
        joined = "".join(
            inner for inner, given in found if passage in given["data-passages"].split(" ")
        )
        own = [place for place in places_of(spans, passage) if place in drawn]
        assert joined == "".join(text[place] for place in own)


@many
@given(marked_texts())
def test_each_passage_has_one_anchor(marked):
    text, spans = marked
    named = [name for name, _ in anchors(text, spans)]
    passages = {span.passage for span in spans} if paragraphs(text) else set()
    assert sorted(named) == sorted(f"passage-{passage}" for passage in passages)


@many
@given(marked_texts())
@example(("\n\n \n\n", [Span("a", 0, 1, 0), Span("a", 3, 4, 0)]))
def test_anchor_stands_at_the_first_drawn_code_point(marked):
    text, spans = marked
    drawn = drawn_places(text)
    found = {}
    for paragraph in draw(text, spans):
        root = parsed(paragraph.html)
        place = paragraph.start + len(root.text or "")
        for each in root:
            if "id" in each.attrib:
                found[each.attrib["id"]] = place
            place += len(each.text or "") + len(each.tail or "")
    for name, place in found.items():
        own = places_of(spans, name.removeprefix("passage-"))
        shown = [each for each in own if each in drawn]
        # A passage that is not seen is reached at the next paragraph, or after the last.
        after = [each for each in drawn if each > own[0]]
        assert place == (shown or after or [drawn[-1] + 1])[0]


@many
@given(marked_texts())
@example(("abcdef\n\ngh", [Span("a", 0, 9, 1), Span("b", 1, 3, 2), Span("b", 5, 9, 2)]))
def test_passage_keeps_its_lane_in_a_paragraph_and_shares_it_with_none(marked):
    text, spans = marked
    hue_of = {span.passage: span.hue for span in spans}
    drawn = segments(text, spans)
    assert {segment.lanes for segment in drawn if not segment.is_drawn} <= {()}
    for paragraph in paragraphs(text):
        lane_of = lanes_in(paragraph, spans)
        for segment in drawn:
            if paragraph.start <= segment.start < paragraph.end:
                expected = {
                    lane_of[passage]: hue_of[passage]
                    for passage in segment.passages
                    if lane_of[passage] <= 5
                }
                assert segment.lanes == tuple(sorted(expected.items()))


@many
@given(marked_texts(), st.data())
def test_new_passage_moves_no_underline_of_another_one(marked, data):
    text, spans = marked
    start = data.draw(st.integers(0, len(text) - 1))
    new = Span("new", start, data.draw(st.integers(start + 1, len(text))), 1, len(IDS))
    lanes = [
        lanes_by_paragraph(highlights(each), paragraphs(text)) for each in (spans, [*spans, new])
    ]
    passages = [[each.passage for each in highlights(each)] for each in (spans, [*spans, new])]

    before, after = (
        {
            start: {names[rank]: lane for rank, lane in by_rank.items()}
            for start, by_rank in by_start.items()
        }
        for by_start, names in zip(lanes, passages, strict=True)
    )

    for start, lane_of in after.items():
        lane_of.pop("new", None)
        assert lane_of == before.get(start, {})


def lanes_in(paragraph, spans):
    """{passage: lane} of those with words in a paragraph, tried one after another."""
    hulls = {}
    for passage in reading_order(spans):
        words = [
            place for place in places_of(spans, passage) if paragraph.start <= place < paragraph.end
        ]
        if words:
            hulls[passage] = words[0], words[-1]
    lane_of = {}
    orders = {span.passage: span.order for span in spans}
    for passage in sorted(hulls, key=lambda each: (orders[each], hulls[each][0])):
        first, last = hulls[passage]
        taken = {
            lane
            for other, lane in lane_of.items()
            if hulls[other][0] <= last and first <= hulls[other][1]
        }
        lane_of[passage] = min(set(range(1, len(IDS) + 1)) - taken)
    return lane_of


@many
@given(marked_texts())
def test_hue_is_that_of_the_shortest_passage(marked):
    text, spans = marked
    hue_of = {span.passage: span.hue for span in spans}
    length = {passage: len(places_of(spans, passage)) for passage in hue_of}
    order = reading_order(spans)
    for segment in segments(text, spans):
        if segment.passages:
            shortest = min(
                segment.passages, key=lambda passage: (length[passage], -order.index(passage))
            )
            assert segment.hue == hue_of[shortest]


@many
@given(marked_texts(), st.data())
def test_touched_paragraphs_have_the_span_and_the_anchor(marked, data):
    text, spans = marked
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    if start == end:
        return
    drawn = draw(text, [*spans, Span("new", start, end)])
    expected = [
        each for each in drawn if 'data-anchor="--p-new"' in each.html or "new" in passages_in(each)
    ]
    assert list(touched_paragraphs(drawn, start, end)) == expected


def passages_in(paragraph):
    found = [each.attrib.get("data-passages", "") for each in parsed(paragraph.html)]
    return {passage for each in found for passage in each.split(" ")}


@many
@given(marked_texts(), st.randoms())
def test_order_of_the_spans_makes_no_difference(marked, random):
    text, spans = marked
    shuffled = random.sample(spans, len(spans))
    assert draw(text, shuffled) == draw(text, spans)
