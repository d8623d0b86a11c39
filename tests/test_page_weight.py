"""How much script and style a page sends, compressed, with all that these import."""

import re
from pathlib import PurePosixPath

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings
from lxml import html

from config import settings as shipped
from corpus.models import Article
from corpus.models.correction import correct
from tests.access import table
from tests.access.world import make_world
from tests.support.acts import act
from tests.support.claim_pages import signed_in
from tests.support.collected import collect_static
from tests.support.factories import make_user
from tests.support.page_states import states

pytestmark = [pytest.mark.django_db, pytest.mark.only_on("sqlite")]

MOST_BYTES = 70_000
# Of the files that a browser waits for before it draws the first words.
MOST_BYTES_BEFORE_TEXT = 18_000
IMPORTED = {
    ".css": re.compile(r"@import\s+url\([\"']?([^\"')]+)"),
    ".js": re.compile(r"\b(?:from|import)\s*\(?\s*[\"'](\.[^\"']+)[\"']"),
}


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """The static files as they are served: named by their content and compressed."""
    place = collect_static(tmp_path_factory.mktemp("static"))
    with override_settings(STORAGES=shipped.STORAGES, STATIC_ROOT=place):
        yield place


def files_of(response, place):
    """The names of the style sheets and scripts of a page, those they import included."""
    return with_imports(named_by(html.fromstring(response.content).iter("link", "script")), place)


def named_by(elements):
    """The names of the static files that these elements link."""
    return [
        address.removeprefix(settings.STATIC_URL)
        for each in elements
        for address in addresses_in(each)
        if address.startswith(settings.STATIC_URL)
    ]


def addresses_in(element):
    """The addresses of an element: its own, and those of the modules that load_modules.js loads."""
    address = element.get("src") or element.get("href") or ""
    return [address, *element.get("data-modules", "").split()]


def with_imports(names_linked, place):
    todo = list(names_linked)
    names = set()
    while todo:
        name = todo.pop()
        pattern = IMPORTED.get(PurePosixPath(name).suffix)
        if pattern and name not in names:
            names.add(name)
            folder = (place / name).parent
            for address in pattern.findall((place / name).read_text()):
                todo.append(str((folder / address).resolve().relative_to(place.resolve())))
    return names


def sent_bytes(name, place):
    """What is sent to a browser that takes brotli; small files are not worth compressing."""
    compressed = place / f"{name}.br"
    return (compressed if compressed.exists() else place / name).stat().st_size


def test_no_page_sends_more_than_its_share_of_script_and_style(collected):
    weights = {}
    with transaction.atomic():
        world = make_world()
        for row in table.TABLE:
            for state in states(world, row, "administrator", methods=["get"]):
                if state.is_page:
                    names = files_of(state.response, collected)
                    weights[state.path] = sum(sent_bytes(name, collected) for name in names)

    assert {path: weight for path, weight in weights.items() if weight > MOST_BYTES} == {}
    # The reading page has the most scripts, opened from a search one more.
    assert max(weights, key=weights.get) == world.names["article_url"] + "?q=convoy"
    assert min(weights.values()) > 5_000


def is_awaited(element):
    """Whether a browser draws nothing before it has what the element links."""
    if element.tag == "link":
        return element.get("rel") == "stylesheet"
    is_deferred = element.get("type") == "module" or {"async", "defer"} & set(element.keys())
    return element.get("blocking") == "render" or not is_deferred


@pytest.mark.parametrize("query", ["", "?rev=1", "?q=convoy"])
def test_text_is_drawn_after_two_round_trips_and_few_bytes(collected, query):
    """The page comes first, then all that the text waits for at once."""
    with transaction.atomic():
        address = make_world().names["article_url"]
        article = Article.objects.get(public_id=address.split("/")[2])
        act(make_user(), correct, article, f"{article.text} More.", "A typo")
        page = html.fromstring(signed_in().get(address + query).content)

    elements = list(page.iter("link", "script"))
    awaited = with_imports(named_by(filter(is_awaited, elements)), collected)
    at_once = {each for each in elements if is_awaited(each) or each.get("rel") == "modulepreload"}

    assert ("revision 1" in page.findtext(".//title")) == (query == "?rev=1")
    assert awaited - set(named_by(at_once)) == set()
    assert sum(sent_bytes(name, collected) for name in awaited) <= MOST_BYTES_BEFORE_TEXT
    assert len(awaited) == (3 if query == "?q=convoy" else 2)
