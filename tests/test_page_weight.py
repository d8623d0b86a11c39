"""How much script and style a page sends, compressed, with all that these import."""

import re
from pathlib import PurePosixPath

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from lxml import html

from config import settings as shipped
from tests.access import table
from tests.access.world import make_world
from tests.support.page_states import states

pytestmark = pytest.mark.django_db

MOST_BYTES = 60_000
IMPORTED = {
    ".css": re.compile(r"@import\s+url\([\"']?([^\"')]+)"),
    ".js": re.compile(r"\b(?:from|import)\s*\(?\s*[\"'](\.[^\"']+)[\"']"),
}


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """The static files as they are served: named by their content and compressed."""
    place = tmp_path_factory.mktemp("static")
    with override_settings(STORAGES=shipped.STORAGES, STATIC_ROOT=place):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield place


def files_of(response, place):
    """The names of the style sheets and scripts of a page, those they import included."""
    elements = html.fromstring(response.content).iter("link", "script")
    todo = [
        address.removeprefix(settings.STATIC_URL)
        for address in (each.get("src") or each.get("href") or "" for each in elements)
        if address.startswith(settings.STATIC_URL)
    ]
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
    """What is sent to a browser that takes gzip; small files are not worth compressing."""
    compressed = place / f"{name}.gz"
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
