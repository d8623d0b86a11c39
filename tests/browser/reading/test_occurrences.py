"""Other occurrences of a passage: offered once it is saved, tagged or skipped by keys."""

from annotations.models import Passage
from corpus.models import Action
from tests.browser.desk import drag, open_article
from tests.support.factories import make_article, make_user

HERE = "() => document.activeElement.closest('[data-place]')?.querySelector('cite').textContent"


def test_other_places_are_offered_after_a_save_and_tagged_by_keys(live_server, page):
    ada = make_user(username="Ada")
    for n in range(4):
        make_article(text=f"The Islamic State rose {n} times.", title=f"Other {n}")
    article = make_article(text="An “Islamic state” fell here.", title="This")
    open_article(page, live_server, article, ada)
    drag(page, "Islamic state")
    page.locator("[data-popup]").wait_for()
    page.keyboard.type("actor")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="4 other occurrences").click()
    page.get_by_role("heading", name="4 occurrences").wait_for()
    # The scripts that know the keys have run once the page is loaded.
    page.wait_for_load_state("load")

    page.keyboard.press("j")
    assert page.evaluate(HERE) == "Other 3"
    page.keyboard.press("a")
    page.get_by_text("1 passage saved.").first.wait_for()
    assert page.evaluate(HERE) == "Other 2"
    page.keyboard.press("x")
    assert page.evaluate(HERE) == "Other 1"
    page.get_by_role("button", name="Tag all on this page").click()
    page.get_by_text("2 passages saved.").first.wait_for()
    assert page.locator("[data-place]").count() == 0
    assert page.locator("[data-places-number]").text_content() == "0"
    made = Passage.objects.order_by("pk").values_list("article__title", flat=True)
    assert sorted(made) == ["Other 0", "Other 1", "Other 3", "This"]
    kinds = Action.objects.order_by("-pk").values_list("kind", flat=True)[:2]
    assert list(kinds) == ["passage.places", "passage.create"]
    notice = page.locator("[data-notice]").filter(has_text="2 passages saved.")
    notice.get_by_role("button", name="Undo").click()
    page.get_by_role("heading", name="3 occurrences").wait_for()
    assert Passage.objects.present().count() == 2
