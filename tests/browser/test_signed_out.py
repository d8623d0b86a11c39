"""A session that ends while somebody types or reads, in a browser without JavaScript."""

import pytest
from playwright.sync_api import expect

from corpus.models import Article
from tests.browser.desk import sign_in
from tests.support.factories import EDITORS, PASSWORD, make_article, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(browser):
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def fill_sign_in(page, member):
    page.get_by_label("Username").fill(member.get_username())
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def test_a_correction_is_kept_while_its_author_signs_in(live_server, page):
    editor, article = make_user(EDITORS), make_article(text="It left at dawn.\n\nIt rain.")
    sign_in(page.context, live_server, editor)
    page.goto(f"{live_server}/articles/{article.public_id}/correct/")
    page.get_by_label("Text", exact=True).fill("It left at dawn.\n\nIt rained.")
    page.get_by_label("Reason").fill("A typo.")
    page.context.clear_cookies(name="sessionid")

    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are signed out")
    fill_sign_in(page, editor)
    expect(page.get_by_label("Text", exact=True)).to_have_value("It left at dawn.\n\nIt rained.")
    page.get_by_role("button", name="Send again").click()
    page.get_by_role("button", name="Save").click()

    page.wait_for_url(f"**{article.get_absolute_url()}")
    assert Article.objects.get().text == "It left at dawn.\n\nIt rained."


def test_the_fragment_of_an_address_is_kept_while_somebody_signs_in(live_server, page):
    member, article = make_user(), make_article()
    address = f"{live_server}{article.get_absolute_url()}?hit=dawn"

    page.goto(f"{address}#hit-1")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    fill_sign_in(page, member)

    page.wait_for_url(f"{address}#hit-1")
