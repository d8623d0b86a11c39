"""What is looked for in pages is found: things too small to be pressed, and things covered."""

import pytest

from tests.browser.page_faults import SIZES, TARGETS, Kinds, faults_shown

LINK = '<a href="#" id="first">Edit</a>'
HIGH = "<p style='height: 3000px'></p>"


def style(more):
    return f"<style>a {{ display: block; width: 60px; height: 24px }} {more}</style>"


@pytest.mark.parametrize(
    ("words", "faults"),
    [
        (style("") + LINK, []),
        (
            style("a { height: 10px }") + LINK + '<a href="#" id="next">Copy</a>',
            ["target-size: #first", "target-size: #next"],
        ),
        # A thing of the page lies over the link, or over a part of it.
        (
            style("div { position: absolute; inset: 0; height: 90px }") + LINK + "<div></div>",
            ["covered: #first"],
        ),
        # At the end of a page a bar that stays lies over it, wholly or in part.
        (
            style("body { margin: 0 } div { position: fixed; inset: auto 0 0; height: 40px }")
            + f"{HIGH}{LINK}<div></div>",
            ["covered: #first"],
        ),
        (
            style("a, button { position: fixed; bottom: 20px } button { bottom: 0; height: 30px }")
            + f"{LINK}<button>Stays</button>",
            ["target-size: #first"],
        ),
        # Scrolled on, it is clear of the bar.
        (
            style("div { position: fixed; inset: auto 0 0; height: 40px }")
            + f"<p style='height: 690px'></p>{LINK}{HIGH}<div></div>",
            [],
        ),
        # What one opens over the page and closes again.
        (
            style("div { position: absolute; inset: 0 }") + f"{LINK}<div data-popup></div>",
            [],
        ),
        (
            style("[data-popup] { position: absolute; inset: 20px 0 0 }")
            + f'{LINK}<div data-popup><a href="#">Save</a></div>',
            [],
        ),
        # Its own parts are measured.
        (
            style("[data-popup] { position: absolute } [data-popup] a { height: 9px }")
            + '<div data-popup><a href="#" id="a">A</a><a href="#" id="b">B</a></div>',
            ["target-size: #a", "target-size: #b"],
        ),
    ],
)
def test_things_too_small_or_covered_are_found(page, words, faults):
    page.set_content(f'<html lang="en"><title>A page</title><body>{words}')

    assert faults_shown(page, SIZES) == faults


def test_page_is_of_known_kinds_that_differs_in_words_and_addresses_alone(page):
    kinds = Kinds(TARGETS)

    def is_new(words):
        page.set_content(words)
        return kinds.is_new(page)

    assert is_new('<p><a href="/a/">A</a></p>')
    assert not is_new('<p><a href="/b/">Another, longer</a></p>')
    # One beside another, another state, another place.
    assert is_new('<p><a href="/a/">A</a><a href="/b/">B</a></p>')
    three = '<a href="/a/">A</a>' * 3
    assert not is_new(f"<p>{three}</p>")
    assert is_new('<p><a href="/a/" data-hue="3">A</a></p>')
    assert is_new('<p><a href="/a/" data-hue="4">A</a></p>')
    # A page of which each kind stood on another is none of its own.
    assert not is_new('<p><a href="/a/">A</a><a href="/b/" data-hue="3">B</a></p>')
    assert is_new('<p><a href="/a/" data-open>A</a></p>')
    assert is_new('<div><a href="/a/">A</a></div>')
