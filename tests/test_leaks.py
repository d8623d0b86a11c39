"""A stranger asks for everything and reads what was published, as it was published."""

import random
import re
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.conf import settings
from django.db.models import URLField
from django.test import Client

from corpus.ids import is_id
from tests.addresses import addresses
from tests.planting import Desk, plant

pytestmark = pytest.mark.django_db

LINK = re.compile(r"""(?:href|src|action|content)="([^"]*)"|"(https?://[^"]*)\"""")
WORD = re.compile(r"(?=(zq[a-z]{10}))")
QUERIES = ["?as=stranger", "?q=a", "?before={id}", "?after={id}", "?passage={id}", "?next=/articles/"]
# What keeps no private word however it is asked: files without data.
FILES = "/static/"


class Words:
    """Words that stand nowhere else, each with where it was planted."""

    def __init__(self):
        self.places = {}
        self.when = "before"
        self.random = random.Random(2)

    def new(self, place):
        word = "zq" + "".join(self.random.choices("bcdfghjklmnpqrstvwxz", k=10))
        self.places[word] = (self.when, *place) if isinstance(place, tuple) else place
        return word

    def in_column(self, model, column, row):
        if (column.max_length or 12) < 12:
            return None
        word = self.new((model.__name__, row.pk, column.name))
        return f"https://{word}.example/" if isinstance(column, URLField) else word


class Stranger:
    """Asks for addresses without a cookie, follows every link, notes where which word stood."""

    def __init__(self, words):
        self.words = words
        self.found = {}
        self.asked = set()
        self.statuses = {}

    def ask(self, address, method="get", **data):
        client = Client(SERVER_NAME=urlsplit(settings.SITE_URL).hostname)
        response = getattr(client, method)(address, data)
        headers = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
        answer = headers + "\n" + response.content.decode()
        self.statuses.setdefault(response.status_code, []).append(address)
        for word in self.words.places.keys() & set(WORD.findall(answer.lower())):
            self.found.setdefault(self.words.places[word], set()).add(f"{method} {address}")
        return response, answer

    def read(self, address):
        """Ask, and go on to every address of the desk that the answer names."""
        todo = [address]
        while todo:
            address = urldefrag(todo.pop()).url
            if address in self.asked:
                continue
            self.asked.add(address)
            response, answer = self.ask(address)
            named = [first or second for first, second in LINK.findall(answer)]
            named.append(response.headers.get("Location", ""))
            todo += [path for path in (self._path(link, address) for link in named) if path]

    def _path(self, link, page):
        parts = urlsplit(urljoin(f"{settings.SITE_URL}{page}", link.replace("&amp;", "&")))
        is_ours = f"{parts.scheme}://{parts.netloc}" == settings.SITE_URL
        if not is_ours or parts.path.startswith(FILES):
            return None
        return f"{parts.path}?{parts.query}" if parts.query else parts.path


@pytest.fixture
def words():
    return Words()


@pytest.fixture
def desk(words):
    """Words are planted twice: what stands when the claims are published, and what comes after."""
    desk = Desk(words.new)
    plant(words.in_column)
    desk.publish()
    words.when = "after"
    plant(words.in_column)
    return desk


@pytest.fixture
def stranger(words):
    return Stranger(words)


def every_address(desk):
    ids = [row.public_id for row in desk.rows() if hasattr(row, "public_id")]
    keys = sorted({row.pk for row in desk.rows() if isinstance(row.pk, int)})[:5]
    assert all(is_id(public_id) for public_id in ids)
    return addresses(ids, ["x", desk.claim.slug], keys)


def published_places(desk):
    """Where the words stood that a stranger may read."""
    claim, other = desk.claim, desk.other
    yield claim.speaker, "name"
    yield claim.tag_links.get().tag, "name"
    yield other, "attribution"
    yield claim.evidence.get().origin, "name"
    for one in (claim, other):
        evidence = one.evidence.get()
        article = evidence.passage.article
        yield from [(one, "statement"), (one, "verdict"), (evidence, "why")]
        yield from [(article, "title"), (article, "url"), (article, "language")]
        yield article.source, "name"


def test_stranger_reads_what_was_published_and_no_word_more(desk, stranger, words):
    for address in ["/", *every_address(desk)]:
        stranger.read(address)

    quotes = [claim.evidence.get().passage.quote for claim in (desk.claim, desk.other)]
    expected = {words.places[quote] for quote in quotes}
    expected |= {("before", type(row).__name__, row.pk, name) for row, name in published_places(desk)}
    print({s: len(a) for s, a in stranger.statuses.items()}, len(stranger.asked))
    for k in set(stranger.found) - expected: print("LEAK", k, list(stranger.found[k])[:3])
    for k in expected-set(stranger.found): print("MISS", k)
    assert set(stranger.found) == expected
