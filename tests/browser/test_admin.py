"""The admin's own scripts and styles under the desk's policy; `complaints` fails on any report."""

import pytest
from playwright.sync_api import expect

from annotations.models import Claim, Evidence
from corpus.models import Source
from tests.browser.desk import sign_in
from tests.support.admin_pages import page_for, page_of
from tests.support.factories import (
    ADMINISTRATORS,
    EDITORS,
    make_article,
    make_claim,
    make_evidence,
    make_origin,
    make_passage,
    make_person,
    make_source,
    make_tag,
    make_user,
)


@pytest.fixture
def editor(context, live_server):
    user = make_user(EDITORS, "ada")
    sign_in(context, live_server, user)
    return user


def test_every_kind_of_page_keeps_the_policy(page, live_server, editor):
    source = make_source("Reuters", reliability="B")
    rows = [
        source,
        make_person(aliases=["Vikantov"]),
        make_article(source=source),
        make_tag(),
        make_origin(),
        make_passage(tags=["arms"]),
        make_evidence().claim,
    ]
    addresses = ["/admin/", "/admin/corpus/", "/admin/annotations/", "/admin/password_change/"]
    for row in rows:
        addresses += [page_for(type(row)), page_for(type(row)) + "?q=a&deleted=yes"]
        addresses += [page_of(row), page_of(row, "delete")]
    addresses += [page_for(type(row), "add") for row in rows if row._meta.model_name != "passage"]
    for address in addresses:
        page.goto(f"{live_server}{address}")
        expect(page.locator("#site-name")).to_have_text("Twosource")
    for row in rows:
        page.goto(f"{live_server}{page_of(row, 'history')}")
        expect(page.locator("h1")).to_contain_text("History of")


def test_accounts_keep_the_policy(page, context, live_server):
    user = make_user(ADMINISTRATORS)
    sign_in(context, live_server, user)
    address = page_of(user)
    group = page_of(user.groups.get())
    for path in [
        page_for(type(user)),
        page_for(type(user), "add"),
        address,
        address.replace("change", "password"),
        group,
    ]:
        page.goto(f"{live_server}{path}")
        expect(page.locator("#site-name")).to_have_text("Twosource")


def test_grade_is_added_with_its_day(page, live_server, editor):
    source = make_source()
    page.goto(f"{live_server}{page_of(source)}")
    page.get_by_role("button", name="Add another Grade").click()
    page.locator("#id_grades-0-letter").select_option("B")
    page.locator("#id_grades-0-reason").fill("corrects itself")
    page.locator("#id_grades-0-graded_on").fill("2021-08-15")
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.locator(".messagelist")).to_contain_text("was changed successfully")
    assert [grade.graded_on.day for grade in source.grades.all()] == [15]
    assert Source.objects.get().reliability == "B"


def test_evidence_is_chosen_while_typing(page, live_server, editor):
    passage = make_passage(quote="The convoy left at dawn")
    claim = make_claim()
    page.goto(f"{live_server}{page_of(claim)}")
    page.get_by_role("button", name="Add another Piece of evidence").click()
    page.locator("#evidence-0 .field-passage .select2-selection").click()
    page.locator(".select2-search__field").fill("convoy")
    page.locator(".select2-results__option", has_text="The convoy left at dawn").click()
    page.locator("#id_evidence-0-stance").select_option("reports")
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.locator(".messagelist")).to_contain_text("was changed successfully")
    assert Evidence.objects.get().passage == passage


def test_speaker_is_added_in_a_window_of_its_own(page, live_server, editor):
    page.goto(f"{live_server}{page_for(Claim, 'add')}")
    with page.expect_popup() as opened:
        page.locator("#add_id_speaker").click()
    window = opened.value
    window.locator("#id_name").fill("Zamir Kabulov")
    window.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#select2-id_speaker-container")).to_contain_text("Zamir Kabulov")


def test_rows_are_deleted_and_restored_from_the_list(page, live_server, editor):
    source = make_source("Reuters")
    page.goto(f"{live_server}{page_for(Source)}")
    page.locator("#action-toggle").check()
    page.get_by_label("Action:").select_option("delete_selected")
    page.get_by_role("button", name="Go").click()
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("link", name="Deleted", exact=True).click()
    page.locator("#action-toggle").check()
    page.get_by_label("Action:").select_option("restore_selected")
    page.get_by_role("button", name="Go").click()

    expect(page.locator(".messagelist")).to_have_text("Restored: Reuters.")
    source.refresh_from_db()
    assert source.deleted_at is None


def test_theme_and_sidebar_keep_the_policy(page, live_server, editor):
    page.goto(f"{live_server}/admin/corpus/source/")
    page.locator(".theme-toggle").click()
    page.locator("#toggle-nav-sidebar").click()
    page.locator("#toggle-nav-sidebar").click()
    page.locator("#nav-filter").fill("Tag")
    expect(page.locator("#nav-sidebar .model-tag")).to_be_visible()


def test_sign_out_from_the_admin(page, live_server, editor):
    page.goto(f"{live_server}/admin/")
    page.get_by_role("button", name="Log out").click()
    assert page.url.startswith(f"{live_server}/sign-in/")
