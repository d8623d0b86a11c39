"""The main job: an analyst reads, tags and claims; an editor publishes; anyone opens it."""

import re

from annotations.models import Claim, Passage
from corpus.models import Article
from tests.browser.desk import drag
from tests.support.factories import PASSWORD

STATEMENT = "Insurgent activity was notable near big provincial centres"
QUOTE = "insurgent activity was notable this month near big provincial centres"


def sign_in(page, desk, name):
    page.goto(f"{desk}/")
    page.get_by_role("banner").get_by_role("link", name="Sign in").click()
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{desk}/")


def focus_by_tab(page, words):
    """Press Tab until something of these words has the focus."""
    for _ in range(100):
        page.keyboard.press("Tab")
        if words in (page.evaluate("document.activeElement.textContent") or ""):
            return
    raise AssertionError(f"Tab does not lead to {words}.")


def walk_to(page, words):
    """Put the reading cursor on the sentence that begins so."""
    page.keyboard.press("s")
    for _ in range(30):
        if page.locator("[data-cursor-said]").text_content().startswith(words):
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"No sentence begins with {words}.")


def tag_and_claim(page):
    """Select, tag, name the speaker, go on to a new claim, and save the draft."""
    page.get_by_role("link", name="Articles", exact=True).click()
    page.get_by_role("link", name=re.compile("running out of steam")).click()
    page.locator("[data-article-text]").wait_for()
    drag(page, QUOTE)
    popup = page.locator("[data-popup]")
    page.keyboard.type("momen")
    popup.get_by_role("option", name="momentum").first.wait_for()
    page.keyboard.press("Enter")
    person = popup.locator("[data-person-filter]")
    person.fill("vikan")
    popup.get_by_text("also Vikantov").wait_for()
    person.press("Enter")
    popup.locator("[data-claim-filter]").click()
    popup.get_by_role("option", name="New claim from this quote").click()
    popup.get_by_label("Statement").fill(STATEMENT)
    popup.get_by_role("button", name=re.compile("^Save")).click()
    page.get_by_role("link", name=STATEMENT).click()
    page.get_by_role("heading", name=STATEMENT).wait_for()


def test_main_job_by_keys_alone(desk, page):
    page.goto(f"{desk}/sign-in/?next=/articles/")
    page.get_by_label("Name").focus()
    page.keyboard.type("ada")
    page.keyboard.press("Tab")
    page.keyboard.type(f"{PASSWORD}\n")
    page.wait_for_url(f"{desk}/articles/")
    page.wait_for_load_state("load")
    focus_by_tab(page, "running out of steam")
    page.keyboard.press("Enter")
    page.locator("[data-article-text]").wait_for()
    page.wait_for_load_state("load")
    popup = page.locator("[data-popup]")
    walk_to(page, "Alexander Vikantov, deputy head")
    # From its first word on to “insurgent activity”.
    for _ in range(25):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.type("momen\n")
    popup.locator("[data-chosen] [name=tags]").wait_for(state="attached")
    page.keyboard.press("Alt+p")
    page.keyboard.type("vikan\n")
    popup.locator("[data-chosen] [name=speakers]").wait_for(state="attached")
    quote = popup.locator("[name=quote]").input_value()
    page.keyboard.press("Alt+c")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+a")
    page.keyboard.type(STATEMENT)
    page.keyboard.press("Enter")
    page.get_by_role("link", name=STATEMENT).wait_for()

    claim = Claim.objects.get(statement=STATEMENT)
    passage = Passage.objects.get(quote=quote)
    assert quote.endswith("near big provincial centres.")
    assert [tag.name for tag in passage.tags.all()] == ["momentum"]
    assert claim.speaker.name == "Alexander Bikantov"
    assert claim.evidence.get().passage == passage


def test_main_job_from_an_analysts_sign_in_to_a_strangers_permalink(desk, browser, page):
    sign_in(page, desk, "ada")
    tag_and_claim(page)
    claim = Claim.objects.get(statement=STATEMENT)
    passage = Passage.objects.get(quote=QUOTE)
    permalink = f"{desk}{claim.get_absolute_url()}"
    assert page.url == permalink
    assert [tag.name for tag in passage.tags.all()] == ["momentum"]
    assert [(who.person.name, who.role) for who in passage.people.all()] == [
        ("Alexander Bikantov", "speaks")
    ]
    assert (claim.speaker.name, str(claim.said)) == ("Alexander Bikantov", "5 August 2021")
    assert page.get_by_role("button", name="Publish").count() == 0

    private = browser.new_context().new_page()
    assert private.goto(permalink).status == 404

    editors = browser.new_context().new_page()
    sign_in(editors, desk, "edith")
    editors.goto(permalink)
    editors.get_by_role("button", name="Publish").click()
    editors.get_by_role("link", name="Withdraw").wait_for()

    assert private.goto(permalink).status == 200
    assert private.get_by_role("heading", level=1).text_content() == STATEMENT
    assert private.get_by_text("1 report from 1 independent origin").first.is_visible()
    assert private.locator("blockquote").all_inner_texts() == [QUOTE]
    assert private.context.cookies() == []

    editors.get_by_role("link", name="Withdraw").click()
    editors.get_by_label("Reason").fill("The speaker was misheard.")
    editors.get_by_role("button", name=re.compile("Withdraw")).click()
    editors.wait_for_url(permalink)
    assert private.goto(permalink).status == 410
    assert STATEMENT not in private.content()


def test_every_document_of_the_first_corpus_is_read_as_it_is_kept(desk, page):
    sign_in(page, desk, "ada")

    for article in Article.objects.all():
        page.goto(f"{desk}{article.get_absolute_url()}")
        paragraphs = page.locator("[data-article-text] > p").all_text_contents()
        assert "\n\n".join(paragraphs) == article.text
