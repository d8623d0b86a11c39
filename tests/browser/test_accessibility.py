"""Every page outside the admin, in every state, wide and narrow, light and dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from annotations.first_corpus import load_first_corpus
from annotations.models import Claim
from corpus.models import Article
from tests.access_world import make_world
from tests.browser.conftest import REPORT_BREACHES
from tests.browser.desk import sign_in
from tests.browser.looking import Look, pages_of_the_table, states_of_pages
from tests.crowd import make_crowd

LEVEL_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ALL_RULES = {
    "runOnly": {"type": "tag", "values": LEVEL_AA},
    "rules": {"target-size": {"enabled": True}},
}
# A darker page has other colours and nothing else.
RULES_OF_COLOUR = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 640}
OVERFLOW = "document.documentElement.scrollWidth - innerWidth"


@pytest.fixture
def world(live_server):
    """A desk with the first corpus, a row of everything and a crowd of passages."""
    load_first_corpus()
    return make_world()


@pytest.fixture
def looks(world):
    crowd = make_crowd(passages=120, words=150, by=world.members["owner"])
    article = Article.objects.get(title__startswith="Russia says")
    claim = Claim.objects.get(statement__startswith="The Taliban lack")
    pages = [*pages_of_the_table(world), *states_of_pages(article, crowd, claim)]
    rich = [claim, claim.speaker, article.source, article.passages.first().tags.first()]
    for row in rich:
        path = row.get_absolute_url()
        pages.append(Look(f"editor {path}", "editor", path))
    path = claim.get_absolute_url()
    return [*pages, Look(f"stranger {path}", "stranger", path)]


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


def violations(page, options):
    found = Axe().run(page, options=options | {"resultTypes": ["violations"], "preload": False})
    return [
        f"{rule['id']}: {' '.join(map(str, node['target']))}"
        for rule in found.response["violations"]
        for node in rule["nodes"]
    ]


def faults_of(look, reader):
    """Everything that is wrong with a page, by where it is looked at."""
    page = reader.page
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(WIDE)
    reader.refusals()
    status = look.open(page)
    faults = {"status": [status] if status != look.status else [], "policy": reader.refusals()}
    for name, size in {"wide": WIDE, "narrow": NARROW}.items():
        page.set_viewport_size(size)
        page.emulate_media(color_scheme="light")
        faults[f"{name} light"] = violations(page, ALL_RULES)
        faults[f"{name} scrolls"] = [page.evaluate(OVERFLOW)] * (page.evaluate(OVERFLOW) > 0)
        page.emulate_media(color_scheme="dark")
        faults[f"{name} dark"] = violations(page, RULES_OF_COLOUR)
    return {f"{look.name} {where}": found for where, found in faults.items() if found}


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
