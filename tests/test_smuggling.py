"""Stored text stays text: none of it becomes an element, an attribute or an address that runs."""

import json
import warnings

import html5lib
import pytest
from django.conf import settings
from django.db import transaction
from django.db.models import URLField
from django.test import Client

from annotations.exports.export import NOUNS
from corpus.importing.bookmarklet import bookmarklet
from tests.support.addresses import addresses
from tests.support.factories import ADMINISTRATORS, make_user
from tests.support.page_states import whole
from tests.support.planting import Desk, plant

# Templates escape and nest alike whatever database their words come from.
pytestmark = [pytest.mark.django_db, pytest.mark.only_on("sqlite")]

SHORT = """"'><b data-smuggled>"""
LONG = (
    """'"><img data-smuggled src=x onerror=alert(1)></textarea></title></style></script>"""
    """<script data-smuggled>alert(1)</script>]]><b data-smuggled>--><i data-smuggled>"""
)
RUNNING = "javascript:alert(1)//"
# The one address that runs, in the open page, is drawn for the bookmarks of the browser.
BOOKMARK = bookmarklet(f"{settings.SITE_URL}/import/page/")
LED_BY_ADDRESS = {"href", "src", "action", "formaction", "data", "poster", "xlink:href"}
DATA_BLOCKS = {"application/ld+json", "application/json"}


def smuggled(model, column, row):
    """What is written into a column: as much as it holds, and as the addresses of pages allow.

    Every third row of a table, by age, has names that only run where an address is expected. The
    oldest never does: some tables have one row, and its page must show words.
    """
    room = column.max_length or len(LONG)
    if column.name in ("name_key", "password") or room < len(SHORT):
        return None
    if column.unique:
        return f"{SHORT}{row.pk}"
    if isinstance(column, URLField):
        return RUNNING + LONG
    older = model._base_manager.filter(pk__lt=row.pk).count()
    if older % 3 == 2 and room > len(RUNNING):
        return RUNNING
    return LONG if room >= len(LONG) else SHORT


@pytest.fixture(scope="module")
def desk(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        numbers = iter(range(10_000))
        desk = Desk(lambda name: f"{next(numbers)} {LONG} {RUNNING}")
        plant(smuggled)
        desk.publish()
        desk.administrator = make_user(ADMINISTRATORS)
        yield desk
        transaction.set_rollback(True)


def pages(desk, client):
    """Every answer in HTML that somebody gets, by its address."""
    for address in addresses(desk):
        response = whole(client.get(address))
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if is_page and response.status_code != 302 and response.status_code != 404:
            yield address, response


def faults(response):
    with warnings.catch_warnings():
        tree = html5lib.parse(response.content.decode(), namespaceHTMLElements=False)
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        for name, value in element.attrib.items():
            if "smuggled" in str(name) or str(name).startswith("on"):
                yield f"<{element.tag} {name}>"
            is_running = value.strip().lower().startswith("javascript:")
            if name in LED_BY_ADDRESS and is_running and value != BOOKMARK:
                yield f"<{element.tag} {name}={value[:30]}>"
        if element.tag == "script" and not element.get("src"):
            yield from faults_in_data(element)


def faults_in_data(script):
    if script.get("type") not in DATA_BLOCKS:
        yield f"<script type={script.get('type')}>"
    else:
        json.loads(script.text)


MEMBERS_PAGES = {"", "articles", "claims", "evidence", "offers", "passages", "relations"}
MEMBERS_PAGES |= {"people", "sources", "tags", "members", "origins", "corrections"}
# Exports to print.
MEMBERS_PAGES |= {f"{noun}.html" for noun in NOUNS}


@pytest.mark.parametrize(
    ("role", "telling"),
    [
        ("stranger", {"", "claims"}),
        # The help page tells a member their own name, the search page what they found, and that of
        # imports their own.
        ("analyst", MEMBERS_PAGES | {"account", "help", "import", "search"}),
        # Who may undo what anybody did is asked about it.
        ("administrator", MEMBERS_PAGES | {"admin", "actions", "import"}),
    ],
)
def test_no_page_makes_an_element_of_stored_text(desk, role, telling):
    client = Client()
    if role != "stranger":
        client.force_login(getattr(desk, role))
    found, told = {}, set()
    for address, response in pages(desk, client):
        found[address] = sorted(set(faults(response)))
        if response.status_code == 200 and "data-smuggled" in response.content.decode():
            told.add(address.split("/")[1])

    assert {address: faults for address, faults in found.items() if faults} == {}
    assert told == telling
