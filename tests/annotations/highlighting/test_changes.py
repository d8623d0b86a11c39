import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotations.highlighting.changes import changed_paragraphs
from annotations.highlighting.html import Span, draw
from tests.annotations.highlighting.test_html_properties import IDS, marked_texts
from tests.support.strategies import many


def changed_by(passages, text, spans):
    hues = {span.passage: span.hue for span in reversed(spans)}
    return changed_paragraphs(text, [span[:3] for span in spans], hues, passages)


TEXT = "One two\n\nthree four\n\nfive six"


@many
@given(marked_texts(), st.sets(st.sampled_from(IDS), min_size=1))
@example(("a\n\n", [Span("a", 1, 3, 2)]), {"a"})
@example(("\n\na\n\nb", [Span("a", 0, 2, 1), Span("b", 1, 6, 2)]), {"a"})
@example(("\n\n \n\na", [Span("a", 0, 4), Span("b", 3, 4)]), {"a"})
def test_paragraphs_that_passages_change_are_drawn_as_in_the_whole_text(marked, passages):
    text, spans = marked
    spans = list({span.passage: span for span in spans}.values())
    html_without = {
        each.start: each.html
        for each in draw(text, [span for span in spans if span.passage not in passages])
    }

    assert changed_by(passages, text, spans) == [
        each for each in draw(text, spans) if each.html != html_without[each.start]
    ]


@many
@given(marked_texts(), st.sets(st.sampled_from(IDS), min_size=1))
def test_passages_of_several_pieces_miss_no_paragraph(marked, passages):
    text, spans = marked
    without = draw(text, [span for span in spans if span.passage not in passages])
    drawn = draw(text, spans)

    result = changed_by(passages, text, spans)

    assert [each for each in drawn if each not in without and each not in result] == []
    assert [each for each in result if each not in drawn] == []


def test_passage_that_moves_an_underline_changes_the_paragraphs_of_that_passage():
    long, new = Span("long", 4, 19, 3), Span("new", 0, 7, 1)
    assert [each.start for each in changed_by({"new"}, TEXT, [long, new])] == [0, 9]


def test_paragraph_that_no_new_passage_touches_is_not_drawn():
    assert [each.start for each in changed_by({"new"}, TEXT, [Span("new", 9, 14)])] == [9]


@pytest.mark.parametrize(
    "earlier",
    [[Span("long", 0, 29, 3)], [Span("ended", 0, 3, 2), Span("long", 2, 29, 3)]],
    ids=["a lane is open", "the lane below it is free again"],
)
def test_passages_after_a_new_one_keep_their_lanes_beside_those_open_before_it(earlier):
    new, later = Span("new", 4, 7, 1), Span("later", 9, 14, 4)
    assert [each.start for each in changed_by({"new"}, TEXT, [*earlier, new, later])] == [0]
