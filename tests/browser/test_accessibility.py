"""Every page outside the admin, in every state, wide and narrow, light and dark."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from annotations.first_corpus import load_first_corpus
from annotations.models import Claim
from corpus.models import Article
from tests.access_world import make_world
from tests.browser.conftest import REPORT_BREACHES
from tests.browser.desk import sign_in
from tests.browser.looking import Look, pages_of_the_table, states_of_pages
from tests.crowd import make_crowd

LEVEL_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RULES = {
    "runOnly": {"type": "tag", "values": LEVEL_AA},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
    # Style sheets are our own; axe need not fetch them to read them.
    "preload": False,
}
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 640}
OVERFLOW = "document.documentElement.scrollWidth - innerWidth"


@pytest.fixture
def world(live_server):
    """A desk with a row of everything."""
    return make_world()


@pytest.fixture
def looks(world):
    """What is looked at; pages with much on them are those of the first corpus and of a crowd."""
    pages = list(pages_of_the_table(world))
    load_first_corpus()
    crowd = make_crowd(passages=120, words=150, by=world.members["owner"])
    article = Article.objects.get(title__startswith="Russia says")
    claim = Claim.objects.get(statement__startswith="The Taliban lack")
    rich = [claim, claim.speaker, article.source, article.passages.first().tags.first()]
    pages += [Look("editor", row.get_absolute_url()) for row in rich]
    pages += [Look("stranger", claim.get_absolute_url())]
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
        context.on(
            "console",
            lambda message: "policy" in message.text.lower() and self.refused.append(message.text),
        )
        self.page = context.new_page()

    def refusals(self):
        """What was refused so far; axe, which comes after, may do as it likes."""
        found, self.refused[:] = list(self.refused), []
        return found


VIOLATIONS = """async (options) => (await axe.run(options)).violations.flatMap(
  (rule) => rule.nodes.map((node) => `${rule.id}: ${node.target.join(" ")}`))"""


def violations(page):
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(VIOLATIONS, RULES)


def faults_of(look, reader):
    """Everything that is wrong with a page, by where it is looked at.

    Colours are the same at every width, and sizes in light and dark: two of the four are enough.
    """
    page = reader.page
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(WIDE)
    reader.refusals()
    status = look.open(page)
    faults = {"status": [status] if status != look.status else [], "policy": reader.refusals()}
    faults["wide and light"] = violations(page)
    page.set_viewport_size(NARROW)
    page.emulate_media(color_scheme="dark")
    faults["narrow and dark"] = violations(page)
    faults["scrolls sideways"] = [by for by in [page.evaluate(OVERFLOW)] if by]
    return {f"{look.name}: {what}": found for what, found in faults.items() if found}


def test_no_page_breaks_the_rules_of_accessibility(live_server, browser, world, looks):
    readers = {
        role: Reader(browser, live_server, world.members.get(role))
        for role in ("stranger", "editor")
    }
    faults = {}
    for look in looks:
        faults |= faults_of(look, readers[look.role])

    assert faults == {}
    assert {look.status for look in looks} >= {200, 403, 404, 409, 410, 422}
