"""A form that is sent without a session: nothing is saved, and nothing typed is lost."""

import re
from html import unescape

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from annotations.models import Claim
from tests.support.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
STATEMENT = "The bridge “Old One”\r\n& its <b>piers</b> stand."


@pytest.fixture
def browser():
    """A browser that enforces CSRF tokens, without a session, on a page with a form."""
    browser = Client(enforce_csrf_checks=True)
    browser.get("/sign-in/")
    return browser


def fields_of(response):
    """The (name, value) pairs of the form that a page is for."""
    form = re.search(r'<form class="form".*?</form>', response.content.decode(), re.DOTALL)[0]
    inputs = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    areas = re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n(.*?)</textarea>', form, re.DOTALL)
    return [(name, unescape(value)) for name, value in [*inputs, *areas]]


def send_claim(browser, **headers):
    token = browser.cookies[settings.CSRF_COOKIE_NAME].value
    data = {"csrfmiddlewaretoken": token, "statement": STATEMENT, "version": "7"}
    return browser.post("/claims/new/", data, headers=headers)


def sign_in(browser, page, member, password=PASSWORD):
    return browser.post(
        "/sign-in/",
        {**dict(fields_of(page)), "username": member.get_username(), "password": password},
    )


def test_typed_text_survives_signing_in(browser):
    member = make_user("Analysts")

    refused = send_claim(browser, Referer="http://testserver/claims/new/?from=a")
    again = sign_in(browser, refused, member, "wrong")
    signed_in = sign_in(browser, again, member)

    assert refused.status_code == 403
    assert "You are signed out" in refused.content.decode()
    assert dict(fields_of(refused))["next"] == "/claims/new/?from=a"
    assert Claim.objects.count() == 0
    form = dict(fields_of(signed_in))
    assert (form["statement"], form["version"]) == (STATEMENT, "7")
    assert 'action="/claims/new/"' in signed_in.content.decode()
    assert '<a href="/claims/new/?from=a">Back without it</a>' in signed_in.content.decode()
    sent = browser.post("/claims/new/", form)
    assert (sent.status_code, Claim.objects.get().created_by) == (302, member)


def test_who_signed_in_in_another_tab_sends_it_without_the_password(browser):
    member = make_user("Analysts")
    refused = send_claim(browser)
    browser.force_login(member)

    shown = browser.post("/sign-in/", dict(fields_of(refused)))

    assert dict(fields_of(shown))["statement"] == STATEMENT


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "/nowhere/", ""])
def test_a_kept_form_is_sent_to_this_desk_alone(browser, address):
    member = make_user("Analysts")
    fields = {**dict(fields_of(send_claim(browser))), "kept_address": address}
    login = {"username": member.get_username(), "password": PASSWORD}

    shown = browser.post("/sign-in/", {**fields, **login}).content.decode()

    assert "evil" not in shown
    assert "Send again" not in shown
    assert "Old One" in shown


def test_a_form_with_a_password_is_shown_without_it_and_not_sent_again(browser):
    token = browser.cookies[settings.CSRF_COOKIE_NAME].value
    data = {"csrfmiddlewaretoken": token, "username": "ada lovelace", "password1": "hidden-9"}

    refused = browser.post("/claims/new/", data)

    assert "ada lovelace" in refused.content.decode()
    assert "hidden-9" not in refused.content.decode()
    assert "kept-" not in refused.content.decode()


@pytest.mark.parametrize(
    ("referer", "page"),
    [
        ("http://testserver/claims/?q=a", "/claims/%3Fq%3Da"),
        ("https://evil.example/claims/", "/claims/new/"),
        ("http://testserver/nowhere/", "/claims/new/"),
        ("", "/claims/new/"),
    ],
)
def test_without_typed_text_signing_in_leads_to_the_page_of_the_form(browser, referer, page):
    token = browser.cookies[settings.CSRF_COOKIE_NAME].value

    refused = browser.post(
        "/claims/new/", {"csrfmiddlewaretoken": token}, headers={"Referer": referer}
    )

    assert refused["Location"] == f"/sign-in/?why=nothing-done&next={page}"
    assert "Nothing was saved, published or changed" in browser.get(refused["Location"]).text


def test_who_had_a_session_reads_that_it_ended_and_who_had_none_does_not(client):
    client.force_login(make_user("Analysts"))
    Session.objects.all().delete()
    ended = client.get("/articles/")
    page = client.get(ended["Location"])
    first = Client().get("/articles/")

    assert [ended["Location"], first["Location"]] == [
        "/sign-in/?why=ended&next=/articles/",
        "/sign-in/?next=/articles/",
    ]
    words = "Your session has ended."
    plain = Client().get("/sign-in/?why=else")
    assert [words in one.text for one in (page, plain)] == [True, False]


def test_scripts_and_programs_are_led_to_the_sign_in_page(browser):
    by_script = send_claim(browser, **{"HX-Request": "true"})
    by_program = Client().post("/claims/new/", {"statement": STATEMENT})

    assert by_script["Location"] == by_program["Location"] == "/sign-in/?next=/claims/new/"


def test_a_form_without_a_valid_token_is_shown_and_has_no_button():
    member = Client(enforce_csrf_checks=True)
    member.force_login(make_user("Analysts"))

    refused = member.post("/claims/new/", {"statement": STATEMENT})

    assert refused.status_code == 403
    assert "&amp; its &lt;b&gt;piers&lt;/b&gt; stand." in refused.content.decode()
    assert "Send again" not in refused.content.decode()
    assert Claim.objects.count() == 0
