"""A stranger asks for everything and reads what was published, as it was published."""

import re
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.conf import settings
from django.db.models import URLField
from django.test import Client

from annotations.models import Claim, Passage
from tests.support.addresses import addresses
from tests.support.planting import Desk, plant

pytestmark = pytest.mark.django_db

LINK = re.compile(r"""(?:href|src|action|content)="([^"]*)"|"(https?://[^"]*)\"""")
WORD = re.compile(r"(?=(zq[a-z]{10}))")
QUERIES = [
    "?as=stranger",
    "?q=a&speaker=b&source=c&verdict=d&since=2000",
    "?q=a&page=2",
    "?next=/articles/",
    "?slug=x&format=json&edit=1",
]
ID_QUERIES = ["?before={}", "?after={}", "?passage={}", "?claim={}"]
# As many as a search may be long.
WORDS_PER_SEARCH = 12
LETTERS = "bcdfghjklmnprstv"
# What keeps no private word however it is asked: files without data.
FILES = "/static/"


class Words:
    """Words that stand nowhere else, each with where it was planted."""

    def __init__(self):
        self.places = {}
        self.when = "before"

    def new(self, place):
        digits = f"{len(self.places):010x}"
        word = "zq" + "".join(LETTERS[int(digit, 16)] for digit in digits)
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
        # What the address said already is no news.
        words = set(WORD.findall(answer.lower())) - set(WORD.findall(address))
        for word in words & self.words.places.keys():
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
        # Every address for members leads to the sign-in page; one of these pages is enough.
        has_query = parts.query and not parts.query.startswith("next=")
        return f"{parts.path}?{parts.query}" if has_query else parts.path


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
    for address in ["/", *addresses(desk)]:
        stranger.read(address)

    quotes = [claim.evidence.get().passage.quote for claim in (desk.claim, desk.other)]
    expected = {words.places[quote] for quote in quotes}
    # The reason is for the public, and stands as it is now.
    expected.add(("after", "Claim", desk.withdrawn.pk, "withdrawal_reason"))
    expected |= {
        ("before", type(row).__name__, row.pk, name) for row, name in published_places(desk)
    }
    assert set(stranger.found) == expected
    assert sorted(stranger.statuses[200]) == sorted(pages_for_strangers(desk))


def pages_for_strangers(desk):
    yield from ["/", "/claims/", "/sign-in/", "/help/", "/healthz", "/readyz", "/import/page/"]
    for claim in (desk.claim, desk.other):
        yield claim.get_absolute_url()
        yield f"/claims/{claim.public_id}.jsonld"


def published_words(desk, stranger):
    """What reading the pages for strangers finds; nothing may be found besides."""
    for address in pages_for_strangers(desk):
        stranger.read(address)
    return set(stranger.found)


def test_no_question_gets_more_out_of_a_public_page(desk, stranger):
    allowed = published_words(desk, stranger)
    claims = [row.public_id for row in desk.rows() if isinstance(row, (Claim, Passage))]
    asked = QUERIES + [query.format(one) for query in ID_QUERIES for one in claims]
    for address in pages_for_strangers(desk):
        for query in asked:
            stranger.read(address + query)

    assert set(stranger.found) == allowed


def test_no_word_that_is_not_published_finds_a_claim(desk, stranger, words):
    published_words(desk, stranger)
    private = [word for word, place in words.places.items() if place not in stranger.found]
    assert len(private) > 100
    unmatched = []
    for first in range(0, len(private), WORDS_PER_SEARCH):
        any_of_them = " OR ".join(private[first : first + WORDS_PER_SEARCH])
        unmatched.append("No published claims match." in stranger.ask("/claims/", q=any_of_them)[1])

    assert unmatched == [True] * len(unmatched)
    assert "1 published claim found" in stranger.ask("/claims/", q=desk.claim.statement)[1]


def test_nothing_is_told_to_whoever_writes(desk, stranger):
    for address in addresses(desk):
        stranger.ask(address, "post", q="a", username="a", password="b", version="1")

    assert stranger.found == {}
    # Signing in with a wrong name answers with the form; a link to an account that is none, that
    # it no longer works.
    assert stranger.statuses.keys() == {200, 302, 405, 410}
    assert set(stranger.statuses[200]) == {"/sign-in/"}


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "head"])
def test_nothing_is_told_by_other_methods(desk, stranger, method):
    for claim in (desk.claim, desk.withdrawn, desk.deleted, desk.draft):
        stranger.ask(f"/claims/{claim.public_id}/{claim.current_slug}/", method)
        stranger.ask(f"/claims/{claim.public_id}.jsonld", method)
    for row in (desk.article, desk.passage):
        stranger.ask(row.get_absolute_url(), method)

    assert stranger.found == {}


def test_errors_tell_nothing(desk, stranger):
    guessed = {"username": desk.analyst.username, "password": "wrong"}
    for _ in range(settings.AXES_FAILURE_LIMIT + 1):
        response, _ = stranger.ask("/sign-in/", "post", **guessed)
    without_token = Client(enforce_csrf_checks=True).post("/sign-in/", guessed)
    wrong_host = Client(SERVER_NAME="elsewhere.example").get("/claims/")
    stranger.ask("/nowhere/")

    assert stranger.found == {}
    assert (response.status_code, without_token.status_code) == (429, 403)
    assert wrong_host.status_code == 400


def test_no_id_of_what_is_private_is_told(desk, words, stranger):
    """Ids are not words, but a page that names one says that something is there."""
    private = {row.public_id: row for row in desk.rows() if hasattr(row, "public_id")}
    for claim in (desk.claim, desk.other):
        del private[claim.public_id]
    told = {}
    for address in pages_for_strangers(desk):
        _, answer = stranger.ask(address)
        told |= {one: address for one in private if one in answer}

    assert told == {}


def test_public_pages_set_no_cookie(desk, stranger):
    for address in pages_for_strangers(desk):
        response, _ = stranger.ask(address)
        assert (address, dict(response.cookies)) == (address, {}) or address == "/sign-in/"
