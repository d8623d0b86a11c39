import html5lib
import pytest

from annotations.highlighting.html import (
    Html,
    Span,
    draw,
    segments,
    text_html,
    touched_paragraphs,
)
from corpus.text import paragraphs


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
        'The <mark id="passage-k3f9" data-anchor="--p-k3f9" data-passages="k3f9"'
        ' data-hue="9" data-lane-1="9">Taliban</mark> lack'
    )


def test_nested_passage():
    outer, inner = Span("outer", 0, 16, hue=9), Span("inner", 4, 11, hue=2)
    assert str(draw("The Taliban lack", [outer, inner])[0].html) == (
        '<mark id="passage-outer" data-anchor="--p-outer" data-passages="outer"'
        ' data-hue="9" data-lane-1="9">The </mark>'
        '<mark id="passage-inner" data-anchor="--p-inner" data-passages="outer inner"'
        ' data-hue="2" data-depth="2" data-lane-1="9" data-lane-2="2">Taliban</mark>'
        '<mark data-passages="outer" data-hue="9" data-lane-1="9"> lack</mark>'
    )


def test_passages_starting_together():
    longer, shorter = Span("longer", 4, 16, hue=8), Span("shorter", 4, 11, hue=2)
    assert str(draw("The Taliban lack", [shorter, longer])[0].html) == (
        'The <span class="passage-start" id="passage-longer"'
        ' data-anchor="--p-longer"></span>'
        '<mark id="passage-shorter" data-anchor="--p-shorter"'
        ' data-passages="longer shorter" data-hue="2" data-depth="2" data-lane-1="8"'
        ' data-lane-2="2">Taliban</mark>'
        '<mark data-passages="longer" data-hue="8" data-lane-1="8"> lack</mark>'
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
        '<span class="passage-start" id="passage-before" data-anchor="--p-before"></span>one',
        '<span class="passage-start" id="passage-between"'
        ' data-anchor="--p-between"></span>two'
        '<span class="passage-start" id="passage-behind"'
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
    assert [(given.get("data-depth"), given.get("data-more")) for _, given in found] == [
        (None, None), ("2", None), ("3", None), ("4", None), ("5", None), ("5", "6"), ("5", "7"),
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
        {"data-passages": "sixth", "data-hue": "2", "data-more": "1"},
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
    assert {span: touched_paragraphs(found, *span) for span in cases} == cases
    assert touched_paragraphs([], 0, 1) == []


def test_text_is_its_paragraphs_as_elements():
    drawn = draw("One & two.\n\nThree.", [])

    assert text_html(drawn) == '<p data-start="0">One &amp; two.</p><p data-start="12">Three.</p>'
    assert text_html(drawn).__html__() == text_html(drawn)
