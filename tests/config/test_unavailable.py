"""What a visitor, a script and a program get where the database fails; the failures are real."""

import html
import re
import sqlite3
from contextlib import closing

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client, override_settings

from annotations.models import Passage
from tests.support.factories import PASSWORD, make_article, make_user

URLS = "tests.config.failing_urls"
FAILS_BEFORE = "tests.config.failing_urls.FailsBeforeViews"
WORDS_ALONE = (
    "<div data-errors data-unavailable> <p>The database is read-only. Nothing can be saved at the "
    "moment. An administrator can find the reason in the log. Nothing was saved.</p> </div>"
)
NOTE = "Not <b>bold</b> & “kept”.\r\nSecond line."


REFUSING = {
    "sqlite": "PRAGMA query_only = {:d}",
    "postgresql": "SET default_transaction_read_only = {:d}",
}


def refuse(is_refusing):
    """Let the database of the tests take nothing more, or take everything again."""
    with connection.cursor() as cursor:
        cursor.execute(REFUSING[connection.vendor].format(is_refusing))


@pytest.fixture
def refusing():
    refuse(True)
    yield
    refuse(False)


@pytest.fixture
def member():
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user())
    return client


def token_of(client):
    return client.cookies["csrftoken"].value


def marking(article, client, **fields):
    quote = article.text[:5]
    form = {"revision": 1, "start": 0, "end": 5, "quote": quote, "note": NOTE, **fields}
    return form | {"csrfmiddlewaretoken": token_of(client)}


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
class TestTyped:
    """Without a transaction of the test around it, as on a desk."""

    def fields(self, page):
        shown = re.findall(r'<textarea [^>]*name="([^"]+)"[^>]*>\n([^<]*)</textarea>', page)
        hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
        return {name: html.unescape(value) for name, value in [*hidden, *shown]}

    def test_the_page_gives_back_what_was_typed_and_sends_it_again(self, member, request):
        article = make_article()
        member.get(article.get_absolute_url())
        path = f"/articles/{article.public_id}/passages/"
        key = "5b0f9f0e-51a4-4a0c-9d0e-2d1f6a2b3c4d"
        form = marking(article, member, key=key, tags=["dawn", "two words"])
        request.getfixturevalue("refusing")
        answer = member.post(path, form)
        page = answer.content.decode()

        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
        assert "no-store" in answer.headers["Cache-Control"]
        assert "<h1>The database is read-only</h1>" in page
        assert "Nothing was saved." in page
        assert "<b>bold" not in page
        fields = self.fields(page)
        assert fields["note"] == NOTE
        assert re.findall(r'name="tags"[^>]*>\n([^<]*)<', page) == ["dawn", "two words"]
        assert (fields["key"], fields["quote"]) == (key, article.text[:5])
        assert f'action="{path}"' in page

        refuse(False)
        sent = fields | {"tags": ["dawn", "two words"]}
        assert member.post(path, sent).status_code == 303
        [passage] = Passage.objects.all()
        assert passage.note == NOTE.replace("\r\n", "\n")

    def test_a_script_gets_words_alone(self, member, request):
        article = make_article()
        member.get(article.get_absolute_url())
        form = marking(article, member)
        request.getfixturevalue("refusing")
        answer = member.post(
            f"/articles/{article.public_id}/passages/", form, headers={"HX-Request": "true"}
        )
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
        assert re.sub(r"\s+", " ", answer.content.decode()).strip().endswith(WORDS_ALONE)

    def test_a_password_is_in_no_page(self, request):
        make_user(username="ada")
        client = Client(enforce_csrf_checks=True)
        client.get("/sign-in/")
        form = {"username": "ada", "password": PASSWORD, "csrfmiddlewaretoken": token_of(client)}
        request.getfixturevalue("refusing")
        page = client.post("/sign-in/", form).content.decode()
        assert "The database is read-only" in page
        assert self.fields(page) == {"username": "ada"}
        assert PASSWORD not in page
        assert "Send again" not in page


@pytest.mark.only_on("postgresql")
@pytest.mark.django_db
@pytest.mark.urls(URLS)
@pytest.mark.parametrize(
    ("state", "status", "retry_after", "title"),
    [
        ("53100", 507, "60", "The disk is full"),
        ("53300", 503, "2", "The database is busy"),
        ("57P03", 503, "5", "The database cannot be reached"),
        ("40P01", 503, "2", "The database is busy"),
        ("XX001", 503, "60", "The database cannot be read"),
    ],
)
def test_each_code_of_postgresql_has_its_page(client, state, status, retry_after, title):
    answer = client.get(f"/raising/{state}")
    assert (answer.status_code, answer.headers["Retry-After"]) == (status, retry_after)
    assert f"<h1>{title}</h1>" in answer.content.decode()
    assert answer.cookies == {}


@pytest.mark.only_on("postgresql")
@pytest.mark.django_db
@pytest.mark.urls(URLS)
def test_a_statement_that_takes_too_long_ends_in_a_page_that_says_so(client):
    answer = client.get("/slow")
    assert answer.status_code == 503
    assert "This took too long" in answer.content.decode()


@pytest.mark.only_on("postgresql")
@pytest.mark.django_db
@pytest.mark.urls(URLS)
def test_a_mistake_of_the_desk_is_no_failure_of_the_database(client):
    client.raise_request_exception = False
    assert client.get("/raising/42P01").status_code == 500


@pytest.mark.only_on("sqlite")
class TestSqlite:
    """A file that is not there, one that is locked, one that is full."""

    @pytest.fixture(autouse=True)
    def database(self, tmp_path, monkeypatch, django_db_blocker):
        path = tmp_path / "desk.sqlite3"
        with closing(sqlite3.connect(path)) as made:
            made.execute("CREATE TABLE words (word)")
        connection.close()
        opened = connection.settings_dict
        options = opened["OPTIONS"] | {"timeout": 0.1, "is_serving": True}
        monkeypatch.setitem(opened, "NAME", str(path))
        monkeypatch.setitem(opened, "OPTIONS", options)
        with django_db_blocker.unblock():
            yield path
            connection.close()

    @pytest.mark.urls(URLS)
    @pytest.mark.parametrize("address", ["/asking", "/help/?before=1"])
    def test_a_file_that_is_gone_and_back(self, database, address):
        """In a view and before it alike."""
        aside = database.rename(database.with_name("aside"))
        client = Client(raise_request_exception=False)
        middleware = [*settings.MIDDLEWARE, FAILS_BEFORE]
        with override_settings(MIDDLEWARE=middleware):
            answer = client.get(address)
            assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
            assert "The database cannot be reached" in answer.content.decode()
            assert f'<a href="{address}">Try again</a>' in answer.content.decode()
            assert client.get("/readyz").content == b"not ready: The database cannot be reached\n"

            aside.rename(database)
            assert client.get(address).status_code == 200

    @pytest.mark.urls(URLS)
    def test_another_writer_is_waited_for_until_the_page_says_so(self, database, client):
        with closing(sqlite3.connect(database, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            answer = client.get("/writing")
            assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
            assert "<h1>The database is busy</h1>" in answer.content.decode()
        assert client.get("/writing").content == b"written"

    @pytest.mark.urls(URLS)
    def test_a_full_disk(self, database, client):
        assert client.get("/writing").content == b"written"
        pages = "PRAGMA max_page_count = {}"
        connection.connection.execute(pages.format(1))
        answer = client.get("/writing")
        assert (answer.status_code, answer.headers["Retry-After"]) == (507, "60")
        assert "<h1>The disk is full</h1>" in answer.content.decode()
        assert "507 Insufficient Storage" in answer.content.decode()

        connection.connection.execute(pages.format(1_000_000))
        assert client.get("/writing").content == b"written"

    @pytest.mark.urls(URLS)
    def test_a_request_that_saved_a_part_does_not_say_that_nothing_was_saved(
        self, database, client
    ):
        connection.ensure_connection()
        [[used]] = connection.connection.execute("PRAGMA page_count").fetchall()
        pages = "PRAGMA max_page_count = {}"
        # One row takes 49 pages of 4,096 bytes.
        expected = ("Nothing was saved.", "It may have been saved in part.", "written")
        outcomes = []
        for room in (20, 70, 1_000):
            connection.connection.execute(pages.format(used + room))
            text = " ".join(client.post("/writing-in-steps").content.decode().split())
            outcomes.append([words for words in expected if words in text])
        assert outcomes == [[words] for words in expected]
