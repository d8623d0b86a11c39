import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from corpus.web.kept_parts import PART_MARK, render_with_parts, response_of

TEXT, CARDS = "<p>Kabul, “said” Герат</p>", "<li>&amp;</li>"


@pytest.fixture
def render(settings):
    """Render a template of these words with parts, after `before`."""

    def rendered(words, before="", **parts):
        loader = ("django.template.loaders.locmem.Loader", {"page.html": words})
        backend = "django.template.backends.django.DjangoTemplates"
        settings.TEMPLATES = [{"BACKEND": backend, "OPTIONS": {"loaders": [loader]}}]
        request = RequestFactory().get("/")
        return render_with_parts(request, "page.html", {"before": before}, **parts)

    return rendered


def test_page_shows_its_parts_where_the_template_names_them(render):
    page = "<main>{{ before }}{{ text }}</main>{{ cards }}."

    response = render(page, "a < b", text=TEXT, cards=CARDS)

    content = f"<main>a &lt; b{TEXT}</main>{CARDS}.".encode()
    assert response.content == content
    assert response["Content-Length"] == str(len(content))
    pieces = ["<main>a &lt; b", TEXT, "</main>", CARDS, "."]
    assert response.pieces == [(piece, piece.encode()) for piece in pieces]


@pytest.mark.parametrize("words", ["{{ before }}", "{{ text }}{{ text }}"])
def test_part_that_does_not_stand_in_the_page_once_is_an_error(render, words):
    with pytest.raises(ValueError):
        render(words, text=TEXT)


def test_parts_in_another_order_than_the_page_has_are_an_error(render):
    with pytest.raises(ValueError):
        render("{{ cards }}{{ text }}", text=TEXT, cards=CARDS)


def test_content_cannot_hold_the_mark_of_a_part(render):
    assert render("{{ before }}", "text_html").content == b"text_html"
    assert len(PART_MARK) >= 20


def test_response_of_pieces_is_sent_like_any_other():
    pieces, plain = response_of(["<p>", TEXT, "</p>"]), HttpResponse(f"<p>{TEXT}</p>")

    assert pieces.content == plain.content
    assert b"".join(pieces) == plain.content
    assert pieces["Content-Type"] == plain["Content-Type"]
