"""Every page outside the admin, in every state, wide and narrow, light and dark."""

import pytest
from django.test import Client, override_settings
from playwright.sync_api import Error as PlaywrightError

from annotations.models import Claim, Passage
from corpus.models import Article
from corpus.models.correction import correct
from tests.access.world import make_world
from tests.browser.conftest import REPORT_BREACHES
from tests.browser.desk import sign_in
from tests.browser.page_faults import (
    COLOURS,
    ELEMENTS,
    TARGETS,
    Kinds,
    faults_in_other_fonts,
    faults_shown,
    overflow,
)
from tests.browser.shown_states import (
    LOCKED_OUT,
    Look,
    accounts,
    empty_lists,
    pages_of_the_table,
    refusals,
    states_of_a_corrected_text,
    states_of_an_import,
    states_of_an_open_page,
    states_of_imported_passages,
    states_of_pages,
)
from tests.support.acts import act
from tests.support.crowd import make_crowd
from tests.support.factories import make_article, make_passage, make_user

# Pages between two words about how far it is.
EVERY = 20
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 640}


@pytest.fixture
def world(live_server, first_corpus):
    """A desk with a row of everything, beside the first corpus."""
    world = make_world()
    for _ in range(10):
        Client().post("/sign-in/", {"username": LOCKED_OUT, "password": "wrong"})
    with override_settings(ROOT_URLCONF="tests.config.broken_urls"):
        yield world


@pytest.fixture
def looks(world):
    """What is looked at; pages with much on them are those of the first corpus and of a crowd."""
    pages = list(pages_of_the_table(world))
    crowd = make_crowd(passages=120, words=150, by=world.members["owner"])
    article = Article.objects.get(title__startswith="Russia says")
    claim = Claim.objects.get(statement__startswith="The Taliban lack")
    rich = [claim, claim.speaker, article.source, article.passages.first().tags.first()]
    pages += [Look("editor", row.get_absolute_url()) for row in rich]
    pages += [Look("stranger", claim.get_absolute_url())]
    other = Article.objects.get(source__name="TASS")
    compared = f"/articles/{article.public_id}/compare/{other.public_id}/?pair=2"
    pages += [Look("editor", compared)]
    lost = Passage.objects.get(public_id=world.names["lost_passage"])
    pages += [*states_of_a_corrected_text(lost.article, lost), *empty_lists(), *refusals()]
    pages += accounts(world.names)
    pages += states_of_an_import(world.members["editor"])
    pages += states_of_an_open_page()
    pages += states_of_imported_passages(world.members["editor"])
    return [*pages, *states_of_pages(article, crowd, claim)]


class Reader:
    """A browser window of somebody, with a list of what the content policy refused."""

    def __init__(self, browser, server, member):
        context = browser.new_context(
            base_url=str(server), viewport=WIDE, reduced_motion="reduce", color_scheme="light"
        )
        if member:
            sign_in(context, server, member)
        context.add_init_script(REPORT_BREACHES)
        self.refused = []
        self.targets, self.elements = Kinds(TARGETS), Kinds(ELEMENTS)
        context.on(
            "console",
            lambda message: "policy" in message.text.lower() and self.refused.append(message.text),
        )
        self.page = context.new_page()
        # What was typed and not saved is left behind.
        self.page.on("dialog", lambda dialog: dialog.accept())

    def refusals(self):
        """What was refused so far; axe, which comes after, may do as it likes."""
        refused, self.refused[:] = list(self.refused), []
        return refused


def faults_of(look, reader):
    """Everything that is wrong with a page, by where it is looked at.

    Only colours differ between light and dark: at each width one of the two is enough for the
    rest. A page that differs from others in words alone shares with them how it looks in the
    dark, narrow and in other fonts; how wide its words are is measured on each.
    """
    page = reader.page
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(WIDE)
    reader.refusals()
    try:
        status = look.open(page)
    except PlaywrightError as error:
        return {look.name: [str(error)]}
    faults = {"status": [status] if status != look.status else [], "policy": reader.refusals()}
    faults["wide and light"] = faults_shown(page)
    looks_new, has_new_targets = reader.elements.is_new(page), reader.targets.is_new(page)
    if looks_new:
        page.emulate_media(color_scheme="dark")
        faults["wide and dark"] = faults_shown(page, COLOURS)
    page.set_viewport_size(NARROW)
    if looks_new:
        faults["narrow and dark"] = faults_shown(page)
        page.emulate_media(color_scheme="light")
        faults["narrow and light"] = faults_shown(page, COLOURS)
    faults["scrolls sideways"] = overflow(page)
    if has_new_targets:
        faults |= {f"narrow, {font}": each for font, each in faults_in_other_fonts(page).items()}
    page.set_viewport_size(WIDE)
    if has_new_targets:
        faults |= {f"wide, {font}": each for font, each in faults_in_other_fonts(page).items()}
    faults["scrolls sideways with larger text"] = overflow(page, "200%")
    return {f"{look.name}: {what}": found for what, found in faults.items() if found}


def faults_of_all(looks, readers, progress):
    faults = {}
    for number, look in enumerate(looks, start=1):
        new = faults_of(look, readers[look.role])
        for where, what in new.items():
            progress(f"accessibility, {where}: {what}")
        faults |= new
        if number % EVERY == 0 or number == len(looks):
            progress(f"accessibility: {number} of {len(looks)} pages; the last: {look.name}")
    return faults


def test_no_page_breaks_the_rules_of_accessibility(live_server, browser, world, looks, progress):
    readers = {
        role: Reader(browser, live_server, world.members.get(role))
        for role in ("stranger", "editor", "administrator")
    }

    assert faults_of_all(looks, readers, progress) == {}
    statuses = {look.status for look in looks}
    assert statuses == {200, 400, 403, 404, 409, 410, 422, 429, 500}


def test_no_page_of_an_empty_desk_breaks_the_rules_of_accessibility(live_server, browser, progress):
    editor = make_user("Editors")
    readers = {
        "stranger": Reader(browser, live_server, None),
        "editor": Reader(browser, live_server, editor),
    }
    lists = ("/", "/articles/", "/claims/", "/people/", "/sources/", "/tags/", "/passages/review/")
    looks = [Look("editor", path) for path in (*lists, f"/members/{editor.pk}/history/")]
    looks += [Look("stranger", path) for path in ("/", "/claims/")]

    assert faults_of_all(looks, readers, progress) == {}


def test_the_page_of_proposals_breaks_no_rule_of_accessibility(live_server, browser):
    editor = make_user("Editors")
    text = "\n\n".join(f"Nobody in {town} saw the convoy." for town in ("Kabul", "Herat"))
    article = make_article(text=text)
    for town in ("Kabul", "Herat"):
        make_passage(article, f"Nobody in {town} saw the convoy")
    act(editor, correct, article, text.replace("Nobody", "Nobody else"), "As printed.")
    path = f"/articles/{article.public_id}/review/"
    reader = Reader(browser, live_server, editor)

    assert faults_of(Look("editor", path), reader) == {}
    data = {"do": "chosen", "revision": "2"}
    assert faults_of(Look("editor", path, "post", data, status=422), reader) == {}


def test_the_page_of_what_is_gone_breaks_no_rule_of_accessibility(live_server, browser):
    editor = make_user("Editors")
    passage = make_passage()
    act(editor, passage.remove)
    data = {"note": "Typed with care " * 40, "tags": "a", "version": "1"}
    look = Look("editor", f"/passages/{passage.public_id}/edit/", "post", data, status=410)

    assert faults_of(look, Reader(browser, live_server, editor)) == {}
