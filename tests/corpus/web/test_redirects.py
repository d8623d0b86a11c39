"""Where a request asks to be led to: pages of this desk alone."""

import pytest
from django.test import Client

from corpus.models import Action
from corpus.web.redirects import internal_address
from tests.support.claim_pages import signed_in
from tests.support.factories import EDITORS, PASSWORD, make_article, make_passage, make_user

FOREIGN = [
    "-",
    "home",
    "",
    "x",
    "articles/",
    "./articles/",
    "../articles/",
    "?q=x",
    "#x",
    "//evil.example",
    "///evil.example/articles/",
    "//evil.example/articles/",
    "\\\\evil.example",
    "/\\evil.example",
    "/\\evil.example/articles/",
    "\\/evil.example",
    "javascript:alert(1)",
    "/javascript:alert(1)",
    "data:text/html,x",
    "http:///articles/",
    "https://evil.example/articles/",
    "http://testserver/articles/",
    "/articles/\r\nSet-Cookie: a=b",
    "\t//evil.example",
    "/\t/evil.example",
    "/articles/\x00",
    "/articles/\u202e",
    "/nowhere/",
    "/articles",
    "/actions/1e9/undo/",
    "/actions/-1/undo/",
    "http://[::1",
    "//[evil",
    "/%2F%2Fevil.example",
    "10" * 500,
    "annotations.views.home.home",
]
OWN = [
    "/",
    "/articles/",
    "/articles/?q=a%20b&before=x#top",
    "/people/0123456789ab/%D8%B9%D9%84%DB%8C/",
    "/search/?q=//evil.example",
    "/admin/",
]


@pytest.mark.parametrize("address", FOREIGN)
def test_what_is_no_page_of_this_desk_is_nowhere_to_go(address):
    assert internal_address(address) == ""


@pytest.mark.parametrize("address", OWN)
def test_page_of_this_desk_is(address):
    assert internal_address(address) == address


def test_page_can_be_excepted_and_none_be_given():
    assert internal_address("/help/", except_for=["help"]) == ""
    assert internal_address(None) == internal_address(" /help/") == ""


@pytest.mark.django_db
@pytest.mark.parametrize("address", FOREIGN)
def test_undoing_goes_to_what_it_undid_instead(address):
    browser = signed_in(EDITORS)
    passage = make_passage()
    action = Action.objects.latest("pk")

    answer = browser.post(f"/actions/{action.pk}/undo/", {"next": address})

    assert (answer.status_code, answer["Location"]) == (303, passage.get_absolute_url())
    passage.refresh_from_db()
    assert passage.is_deleted


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["undo", "redo"])
def test_undoing_the_last_goes_back_to_the_article(way):
    by = make_user(EDITORS)
    browser = Client()
    browser.force_login(by)
    article = make_article()
    make_passage(article, by=by)
    at = f"/articles/{article.public_id}"
    if way == "redo":
        browser.post(f"{at}/undo/")

    answer = browser.post(f"{at}/{way}/", {"next": "-"})

    assert (answer.status_code, answer["Location"]) == (303, article.get_absolute_url())


@pytest.mark.django_db
@pytest.mark.parametrize("address", [*FOREIGN, "/sign-in/", "/sign-out/", "/sign-in/?next=/"])
def test_doors_lead_home_instead(address):
    name = make_user().get_username()
    browser = Client()

    entered = browser.post("/sign-in/", {"username": name, "password": PASSWORD, "next": address})
    inside = browser.get("/sign-in/", {"next": address})
    left = browser.post("/sign-out/", {"next": address})
    browser.force_login(make_user())
    left_admin = browser.post("/admin/logout/", {"next": address})

    assert (entered.status_code, entered["Location"]) == (302, "/")
    assert (inside.status_code, inside["Location"]) == (302, "/")
    assert (left.status_code, left["Location"]) == (302, "/sign-in/")
    assert (left_admin.status_code, left_admin["Location"]) == (302, "/sign-in/")


@pytest.mark.django_db
def test_doors_lead_on_to_own_pages():
    name = make_user().get_username()
    browser = Client()
    data = {"username": name, "password": PASSWORD, "next": "/people/?q=a"}

    assert browser.post("/sign-in/", data)["Location"] == "/people/?q=a"
    assert browser.get("/sign-in/?next=/people/")["Location"] == "/people/"


@pytest.mark.django_db
def test_admin_hands_on_own_pages_alone():
    def sent_to(address):
        return Client().get("/admin/login/", {"next": address})["Location"]

    assert sent_to("/admin/corpus/source/") == "/sign-in/?next=/admin/corpus/source/"
    assert sent_to("//evil.example") == "/sign-in/?next=/admin/"
    assert sent_to("-") == "/sign-in/?next=/admin/"
