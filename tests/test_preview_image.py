"""The picture that a shared link shows, and the icons of the desk."""

import struct
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from tests.support.factories import make_published_claim
from tests.support.pages import parse

pytestmark = pytest.mark.django_db


def size_of(path):
    """Width and height of a PNG, from its header."""
    header = Path(path).read_bytes()[:24]
    assert header[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack(">II", header[16:24])


def file_behind(address):
    return finders.find(address.removeprefix(settings.STATIC_URL))


@pytest.mark.parametrize("path", ["/", "/claims/", "{claim}"])
def test_shared_links_show_a_picture_of_the_size_they_tell(path):
    claim = make_published_claim()
    page = parse(Client().get(path.format(claim=claim.get_absolute_url())))
    given = {
        tag.get("property") or tag.get("name"): tag.get("content") for tag in page.iter("meta")
    }

    # Whoever draws the preview knows no address but an absolute one.
    assert given["og:image"] == f"{settings.SITE_URL}/static/preview.png"
    size = size_of(file_behind(given["og:image"].removeprefix(settings.SITE_URL)))
    assert size == (int(given["og:image:width"]), int(given["og:image:height"])) == (1200, 630)
    # The picture is the same for every claim: no count and no name that may be false of one.
    words = "Twosource: who said it, who reported it, and where they have it from."
    assert given["og:image:alt"] == words
    assert given["twitter:card"] == "summary_large_image"


def test_every_page_has_its_icons():
    page = parse(Client().get("/help/"))
    links = {link.get("rel"): file_behind(link.get("href")) for link in page.iter("link")}

    assert Path(links["icon"]).read_text().startswith("<svg")
    assert size_of(links["apple-touch-icon"]) == (180, 180)
