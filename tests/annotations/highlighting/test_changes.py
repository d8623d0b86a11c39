import re

from hypothesis import example, given
from hypothesis import strategies as st

from annotations.highlighting.changes import draw_parts, draw_runs, parts_with, runs_with
from annotations.highlighting.html import Span, draw, run_html, segments
from annotations.highlighting.segments import cut
from corpus.text import paragraphs
from tests.annotations.highlighting.test_html_properties import IDS, marked_texts
from tests.support.strategies import many


def changed_by(passages, text, spans):
    in_text = paragraphs(text)
    pieces = [(start, end) for passage, start, end, *_ in spans if passage in passages]
    parts = parts_with(in_text, len(text), pieces)
    low, high = (parts[0].before, parts[-1].end) if parts else (0, 0)
    near = {passage for passage, start, end, *_ in spans if start < high and end > low}
    return draw_parts(text, in_text, parts, [span for span in spans if span.passage in near])


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


def test_passage_moves_underlines_in_its_own_paragraphs_alone():
    long, new = Span("long", 4, 19, 3), Span("new", 0, 7, 1)
    assert [each.start for each in changed_by({"new"}, TEXT, [long, new])] == [0]


def test_paragraph_that_no_new_passage_touches_is_not_drawn():
    assert [each.start for each in changed_by({"new"}, TEXT, [Span("new", 9, 14)])] == [9]


def test_paragraphs_between_two_new_passages_are_not_drawn():
    spans = [Span("a", 0, 3), Span("b", 9, 14), Span("a", 21, 25)]
    assert [each.start for each in changed_by({"a"}, TEXT, spans)] == [0, 21]


# What the page adds to the marks of a run: underlines, and the number of passages without one.
UNDERLINES = re.compile(r' data-(?:lane-\d|more)="\d+"')


def runs_of(text, spans, new):
    in_text = paragraphs(text)
    runs = runs_with(in_text, new.start, new.end)
    low, high = (runs[0].before, runs[-1].end) if runs else (0, 0)
    near = {span.passage for span in spans if span.start < high and span.end > low}
    return draw_runs(
        text, in_text, new.passage, runs, [span for span in spans if span.passage in near]
    )


@many
@given(marked_texts(), st.data())
@example(("\n\na b", [Span("a", 0, 2), Span("b", 2, 4)]), None)
@example(("a\n\nb c\n\n\n", [Span("a", 0, 4), Span("b", 1, 3), Span("c", 6, 8)]), None)
def test_runs_are_the_words_of_the_passage_as_the_whole_text_shows_them(marked, data):
    text, spans = marked
    start = data.draw(st.integers(0, len(text) - 1)) if data else 0
    end = data.draw(st.integers(start + 1, len(text))) if data else len(text)
    new = Span("new", start, end, 3, len(IDS))
    spans = [*spans, new]
    whole = segments(text, spans)

    expected = []
    for paragraph in paragraphs(text):
        low, high = max(start, paragraph.start), min(end, paragraph.end)
        html = run_html([segment for segment in whole if low <= segment.start < high])
        if html:
            expected.append(("new", 3, paragraph.start, low, UNDERLINES.sub("", html)))

    runs = runs_of(text, spans, new)
    assert [(*run[:4], UNDERLINES.sub("", run.html)) for run in runs] == expected


def test_passage_of_a_paragraph_break_alone_has_no_run():
    assert runs_of(TEXT, [Span("new", 7, 9)], Span("new", 7, 9)) == []


def test_passage_that_is_gone_meanwhile_has_no_run():
    in_text = paragraphs(TEXT)
    assert draw_runs(TEXT, in_text, "new", runs_with(in_text, 0, 3), [Span("a", 0, 7)]) == []


def test_segments_inside_a_paragraph_are_drawn():
    in_text = paragraphs(TEXT)
    assert [each.is_drawn for each in cut(TEXT, [], in_text, 1, 3, has_lanes=False)] == [True]
