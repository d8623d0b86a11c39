"""The codebook in a browser: merging with its preview, similar names."""

import pytest
from playwright.sync_api import expect

from annotations.codebook import jobs
from annotations.models import Tag
from tests.browser.desk import drag, open_article, sign_in
from tests.support.factories import EDITORS, make_article, make_passage, make_tag, make_user

OVERFLOW = "document.documentElement.scrollWidth - innerWidth"


def test_tags_are_merged_after_a_preview_and_parted_again(page, live_server):
    editor = make_user(EDITORS)
    article = make_article(by=editor)
    make_passage(article, "convoy", tags=["casualty"], by=editor)
    make_passage(article, "dawn", tags=["casualty", "casualties"], by=editor)
    sign_in(page.context, live_server, editor)
    page.goto(f"{live_server}/tags/")
    page.get_by_role("link", name="casualty").click()
    page.get_by_role("link", name="Merge into another tag").click()
    page.get_by_label("Merge into").fill("casualties")
    page.get_by_role("button", name="Preview changes").click()
    expect(page.locator("[data-preview]")).to_contain_text("2 passages will have “casualties”")
    expect(page.locator("[data-preview]")).to_contain_text("1 of them has both already")
    page.get_by_role("button", name="Merge into “casualties”").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("casualties")

    page.get_by_role("button", name="Undo merge of “casualty”").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("casualty")
    expect(page.locator(".mentions blockquote")).to_have_count(2)


@pytest.mark.parametrize("steps, expected", [(0, "casualties"), (1, "casualty")])
def test_popup_chooses_the_known_tag_for_a_name_that_is_nearly_it(
    page, live_server, steps, expected
):
    member = make_user()
    make_tag("casualties", by=member)
    article = make_article(by=member)
    open_article(page, live_server, article, member)
    drag(page, "convoy")
    page.get_by_label("Tag", exact=True).fill("casualty")
    options = page.locator("[data-tag-options] [role=option]")
    expect(options).to_have_text(["casualties similar", "New tag “casualty”"], use_inner_text=True)
    expect(options.first).to_have_attribute("data-active", "")
    for _ in range(steps):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("[data-tags] [data-chosen] .tag")).to_have_text([expected])


@pytest.mark.parametrize("width", [1280, 320])
def test_the_codebooks_pages_fit(page, live_server, width):
    editor = make_user(EDITORS)
    tag, other = make_tag(f"actor/{'long' * 20}", by=editor), make_tag("b", by=editor)
    sign_in(page.context, live_server, editor)
    page.set_viewport_size({"width": width, "height": 800})
    one = f"/tags/{tag.public_id}"
    for address in (
        *("/tags/", "/tags/?sort=use", "/tags/new/", "/tags/import/"),
        *(f"{one}/edit/", f"{one}/delete/", f"{one}/merge/?into={other.public_id}"),
    ):
        page.goto(f"{live_server}{address}")
        assert (address, page.evaluate(OVERFLOW)) == (address, 0)


def test_large_codebook_goes_on_by_itself_and_where_it_was(page, live_server, monkeypatch):
    # One batch a request, so that there is something to see in between.
    monkeypatch.setattr(jobs, "MAX_SECONDS_PER_REQUEST", 0)
    monkeypatch.setattr(jobs, "BATCH_SIZE", 20)
    sign_in(page.context, live_server, make_user(EDITORS))
    page.goto(f"{live_server}/tags/import/")
    content = "tag\n" + "".join(f"word {number}\n" for number in range(200))
    page.get_by_label("File", exact=True).set_input_files(
        {"name": "codes.csv", "mimeType": "text/csv", "buffer": content.encode()}
    )
    page.get_by_role("button", name="Preview changes").click()
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_role("button", name="Resume")).to_have_count(0)
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate(OVERFLOW) == 0
    address = page.url
    page.close()

    again = page.context.new_page()
    again.goto(address)
    heading = again.get_by_role("heading", level=2).first
    expect(heading).to_have_text("The codebook was imported")
    expect(again.locator(".import__counts dd")).to_have_text(["200", "0"])
    again.get_by_role("link", name="Undo import").click()
    again.get_by_role("button", name="Undo", exact=True).click()
    expect(again).to_have_url(address)
    assert Tag.objects.present().count() == 0
