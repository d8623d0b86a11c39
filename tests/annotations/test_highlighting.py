import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.highlighting import Html, Span, draw, segments, touched
from corpus.text import paragraphs
from tests.strategies import many, texts

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
    found = [each for each in elements(text, spans) if each.tag == "mark"]
    return [(each.text, dict(each.attrib)) for each in found]


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
    return text, [Span(passage, *sorted((a, b)), hues[passage]) for passage, a, b, _ in chosen]


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
            assert sorted(each.attrib) == ["class", "data-anchor", "data-n", "id"]
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
def test_passages_are_numbered_in_reading_order(marked):
    text, spans = marked
    found = {
        each.attrib["id"]: int(each.attrib["data-n"])
        for each in elements(text, spans)
        if "id" in each.attrib
    }
    ordered = reading_order(spans) if paragraphs(text) else []
    assert found == {f"passage-{passage}": n for n, passage in enumerate(ordered, start=1)}


@many
@given(marked_texts())
def test_passage_keeps_its_lane_and_shares_it_with_none(marked):
    text, spans = marked
    lane_of, hue_of = {}, {span.passage: span.hue for span in spans}
    for passage in reading_order(spans):
        mine = hull(spans, passage)
        taken = {
            lane
            for other, lane in lane_of.items()
            if hull(spans, other)[0] < mine[1] and mine[0] < hull(spans, other)[1]
        }
        lane_of[passage] = min(set(range(1, len(IDS) + 1)) - taken)
    for segment in segments(text, spans):
        expected = {
            lane_of[passage]: hue_of[passage]
            for passage in segment.passages
            if lane_of[passage] <= 5
        }
        assert segment.lanes == tuple(sorted(expected.items()))


def hull(spans, passage):
    own = [span for span in spans if span.passage == passage]
    return min(span.start for span in own), max(span.end for span in own)


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
    assert list(touched(drawn, start, end)) == expected


def passages_in(paragraph):
    found = [each.attrib.get("data-passages", "") for each in parsed(paragraph.html)]
    return {passage for each in found for passage in each.split(" ")}


@many
@given(marked_texts(), st.randoms())
def test_order_of_the_spans_makes_no_difference(marked, random):
    text, spans = marked
    shuffled = random.sample(spans, len(spans))
    assert draw(text, shuffled) == draw(text, spans)


def test_text_without_passages_is_escaped():
    drawn = draw('<b>"Kabul" & co</b>\n\nIt\'s', [])
    assert [(each.start, each.end, str(each.html)) for each in drawn] == [
        (0, 19, '&lt;b&gt;"Kabul" &amp; co&lt;/b&gt;'),
        (21, 25, "It's"),
    ]


def test_html_is_safe_as_it_is():
    html = draw("a", [Span("x", 0, 1)])[0].html
    assert (type(html), type(html.__html__()), html.__html__() is html) == (Html, Html, True)
    assert type(html + "<") is str


def test_one_passage():
    assert str(draw("The Taliban lack", [Span("k3f9", 4, 11, hue=9)])[0].html) == (
        'The <mark id="passage-k3f9" data-n="1" data-anchor="--p-k3f9" data-passages="k3f9"'
        ' data-hue="9" data-depth="1" data-lane-1="9">Taliban</mark> lack'
    )


def test_nested_passage():
    outer, inner = Span("outer", 0, 16, hue=9), Span("inner", 4, 11, hue=2)
    assert str(draw("The Taliban lack", [outer, inner])[0].html) == (
        '<mark id="passage-outer" data-n="1" data-anchor="--p-outer" data-passages="outer"'
        ' data-hue="9" data-depth="1" data-lane-1="9">The </mark>'
        '<mark id="passage-inner" data-n="2" data-anchor="--p-inner" data-passages="outer inner"'
        ' data-hue="2" data-depth="2" data-lane-1="9" data-lane-2="2">Taliban</mark>'
        '<mark data-passages="outer" data-hue="9" data-depth="1" data-lane-1="9"> lack</mark>'
    )


def test_passages_starting_together():
    longer, shorter = Span("longer", 4, 16, hue=8, n=6), Span("shorter", 4, 11, hue=2, n=7)
    assert str(draw("The Taliban lack", [shorter, longer])[0].html) == (
        'The <span class="passage-start" id="passage-longer" data-n="6"'
        ' data-anchor="--p-longer"></span>'
        '<mark id="passage-shorter" data-n="7" data-anchor="--p-shorter"'
        ' data-passages="longer shorter" data-hue="2" data-depth="2" data-lane-1="8"'
        ' data-lane-2="2">Taliban</mark>'
        '<mark data-passages="longer" data-hue="8" data-depth="1" data-lane-1="8"> lack</mark>'
    )


def test_equal_spans_are_ordered_by_id():
    spans = [Span("b", 0, 1, hue=2), Span("a", 0, 1, hue=1), Span("c", 0, 1, hue=3)]
    assert anchors("x", spans) == [
        ("passage-a", "span"),
        ("passage-b", "span"),
        ("passage-c", "mark"),
    ]
    assert marks("x", spans)[0][1]["data-hue"] == "3"


def test_passage_without_tag_has_hue_0():
    [(_, attributes)] = marks("x", [Span("a", 0, 1)])
    assert (attributes["data-hue"], attributes["data-lane-1"]) == ("0", "0")


def test_passage_across_a_paragraph_break():
    text = "ends here\n\nstarts there"
    found = marks(text, [Span("a", 5, 17, hue=2)])
    assert [(inner, given.get("id")) for inner, given in found] == [
        ("here", "passage-a"),
        ("starts", None),
    ]


def test_passage_that_begins_on_a_break_opens_in_the_next_paragraph():
    text = "one\n\ntwo"
    assert [(inner, given.get("id")) for inner, given in marks(text, [Span("a", 3, 8)])] == [
        ("two", "passage-a")
    ]


def test_passage_of_a_break_alone_has_an_empty_anchor():
    text = "\n\none\n\ntwo\n\n"
    spans = [Span("before", 0, 2), Span("between", 5, 7), Span("behind", 10, 12)]
    assert [str(each.html) for each in draw(text, spans)] == [
        '<span class="passage-start" id="passage-before" data-n="1"'
        ' data-anchor="--p-before"></span>one',
        '<span class="passage-start" id="passage-between" data-n="2"'
        ' data-anchor="--p-between"></span>two'
        '<span class="passage-start" id="passage-behind" data-n="3"'
        ' data-anchor="--p-behind"></span>',
    ]


def test_passage_of_two_pieces_is_anchored_once_and_keeps_its_lane():
    spans = [Span("a", 8, 10, hue=1), Span("a", 0, 2, hue=1), Span("b", 4, 6, hue=2)]
    assert [
        (inner, given.get("id"), given.get("data-lane-1"), given.get("data-lane-2"))
        for inner, given in marks("0123456789", spans)
    ] == [("01", "passage-a", "1", None), ("45", "passage-b", None, "2"), ("89", None, "1", None)]


def test_passage_whose_first_piece_is_a_break_is_anchored_at_the_next():
    spans = [Span("a", 3, 5), Span("a", 9, 10)]
    [(inner, attributes)] = marks("one\n\ntwo three", spans)
    assert (inner, attributes["id"]) == ("t", "passage-a")
    assert len(anchors("one\n\ntwo three", spans)) == 1


def test_pieces_that_overlap_are_one():
    [(inner, _)] = marks("0123456789", [Span("a", 0, 5), Span("a", 3, 7), Span("a", 7, 8)])
    assert inner == "01234567"


def test_lane_is_free_again_where_its_passage_ends():
    spans = [Span("a", 0, 4, 1), Span("b", 2, 8, 2), Span("c", 4, 10, 3)]
    assert [(each.text, each.lanes) for each in segments("0123456789", spans)] == [
        ("01", ((1, 1),)),
        ("23", ((1, 1), (2, 2))),
        ("4567", ((1, 3), (2, 2))),
        ("89", ((1, 3),)),
    ]


def test_more_than_five_passages_are_counted():
    spans = [Span(str(n), n, 20, hue=n + 1) for n in range(7)]
    found = marks("abcdefg", [Span(each.passage, each.start, 7, each.hue) for each in spans])
    assert [(given["data-depth"], given.get("data-more")) for _, given in found] == [
        ("1", None), ("2", None), ("3", None), ("4", None), ("5", None), ("5", "6"), ("5", "7"),
    ]  # fmt: skip
    deepest = found[-1][1]
    assert {key: value for key, value in deepest.items() if key.startswith("data-lane")} == {
        f"data-lane-{n}": str(n) for n in range(1, 6)
    }
    assert deepest["data-passages"] == "0 1 2 3 4 5 6"
    assert deepest["data-hue"] == "7"


def test_a_missing_underline_is_counted_where_fewer_overlap():
    spans = [Span(str(n), 0, 2, 1) for n in range(5)] + [Span("sixth", 1, 3, 2)]
    alone = marks("abc", spans)[-1]
    assert alone == (
        "c",
        {"data-passages": "sixth", "data-hue": "2", "data-depth": "1", "data-more": "1"},
    )


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (0, 5), (2, 2), (3, 1), (4, 4)])
def test_span_outside_the_text_is_refused(start, end):
    with pytest.raises(ValueError) as refusal:
        draw("abcd", [Span("k3f9", start, end)])
    assert str(refusal.value) == (
        f"Passage k3f9 cannot stand at {start} to {end} of a text of 4 code points."
    )


def test_touched_between_and_beyond():
    text = "one\n\ntwo\n\nthree\n\n"
    found = paragraphs(text)
    one, two, three = found
    cases = {
        (0, 1): [one],
        (2, 3): [one],
        (2, 6): [one, two],
        (3, 6): [two],
        (3, 5): [two],
        (4, 12): [two, three],
        (0, 17): [one, two, three],
        (15, 17): [three],
    }
    assert {span: touched(found, *span) for span in cases} == cases
    assert touched([], 0, 1) == []
