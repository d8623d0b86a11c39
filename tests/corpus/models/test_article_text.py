"""The opening of an article is that of its text, however it was written."""

import json
from importlib import import_module
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from corpus.models import Article, acting
from corpus.models.article_text import OPENING_LENGTH
from corpus.models.correction import correct
from corpus.undo.undo import undo
from tests.corpus.importing.reading import load, long_text, make_record
from tests.support.acts import act
from tests.support.admin_pages import opened, page_for
from tests.support.factories import ADMINISTRATORS, EDITORS, make_article, make_user

pytestmark = pytest.mark.django_db

# Longer than an opening, in characters that are neither one byte nor one unit of UTF-16.
LONG = "🚜ж" * OPENING_LENGTH + f"\n\n{long_text(1)}"
OTHER = "Я🚚" * OPENING_LENGTH + f"\n\n{long_text(1)}"


def saved_alone():
    article = make_article(OTHER)
    article.text = LONG
    with acting("test", make_user()):
        article.save(update_fields=["text"])


def saved_after_a_list():
    make_article(LONG)
    article = Article.objects.listed().get()
    article.title = "Renamed"
    with acting("test", make_user()):
        article.save()


def made_many_at_once():
    Article.objects.bulk_create([Article(text=LONG, sort_key=1)])


def imported():
    load(make_record(LONG))


def imported_again():
    load(make_record(OTHER, url="https://reuters.com/a"))
    load(make_record(LONG, url="https://reuters.com/a"), update=True)


def corrected():
    act(make_user(EDITORS), correct, make_article(OTHER), LONG, "As printed.")


def corrected_back():
    article = make_article(LONG)
    act(make_user(EDITORS), correct, article, OTHER, "As printed.")
    act(make_user(EDITORS), correct, article, LONG, "As it was.")


def deleted_and_restored():
    article = make_article(LONG)
    act(make_user(EDITORS), article.remove)
    act(make_user(EDITORS), undo, article.history.first().action)


def loaded_from_a_fixture(tmp_path):
    """From one of an earlier version, without the column."""
    make_article(LONG)
    rows = StringIO()
    call_command("dumpdata", "corpus.article", stdout=rows)
    [row] = json.loads(rows.getvalue())
    del row["fields"]["opening"]
    fixture = tmp_path / "articles.json"
    fixture.write_text(json.dumps([row]))
    Article.objects.update(text=OTHER, opening="")
    call_command("loaddata", str(fixture), verbosity=0)


def filled_by_the_migration(monkeypatch):
    migration = import_module("corpus.migrations.0005_openings_of_articles")
    monkeypatch.setattr(migration, "SIZE", 2)
    migration.fill_openings(apps, None)


WAYS = [
    lambda: make_article(LONG),
    saved_alone,
    saved_after_a_list,
    made_many_at_once,
    imported,
    imported_again,
    corrected,
    corrected_back,
    deleted_and_restored,
]


def stored():
    return list(Article.objects.values_list("text", "opening"))


@pytest.mark.parametrize("write", WAYS, ids=lambda way: way.__name__)
def test_opening_is_written_with_the_text(write):
    write()
    assert stored() == [(LONG, LONG[:OPENING_LENGTH])]


def test_opening_is_written_with_a_fixture(tmp_path):
    loaded_from_a_fixture(tmp_path)
    assert stored() == [(LONG, LONG[:OPENING_LENGTH])]


def test_opening_is_written_with_an_article_of_the_admin(client):
    client.force_login(make_user(ADMINISTRATORS))
    values = opened(client, page_for(Article, "add")) | {"text": LONG}
    assert client.post(page_for(Article, "add"), values).status_code == 302
    assert stored() == [(LONG, LONG[:OPENING_LENGTH])]


def test_migration_fills_openings_and_goes_on_where_it_was_stopped(monkeypatch):
    filled, *others = [make_article(text) for text in (LONG, OTHER, LONG, OTHER, "Short.")]
    Article.objects.filter(pk__in=[other.pk for other in others]).update(opening="")
    Article.objects.filter(pk=filled.pk).update(opening="Filled before.")
    filled_by_the_migration(monkeypatch)

    now = Article.objects.order_by("pk").values_list("opening", flat=True)
    openings = [text[:OPENING_LENGTH] for text in (OTHER, LONG, OTHER, "Short.")]
    assert list(now) == ["Filled before.", *openings]


def test_migration_fills_nothing_of_a_desk_without_articles(monkeypatch):
    filled_by_the_migration(monkeypatch)
    assert stored() == []


def test_opening_of_a_short_text_is_all_of_it():
    assert make_article("Kabul fell.").opening == "Kabul fell."


def test_history_keeps_no_opening():
    history = make_article(LONG).history.get()
    assert [name for name in ("text", "opening") if hasattr(history, name)] == []


def test_title_of_an_untitled_article_reads_no_text():
    make_article("Kabul fell. Nobody fired.", title="")
    with CaptureQueriesContext(connection) as queries:
        articles = [
            Article.objects.listed().get(),
            Article.objects.titled().get(),
            Article.objects.defer("text").get(),
        ]
        titles = [article.display_title for article in articles]

    assert titles == ["Kabul fell."] * 3
    assert [query["sql"] for query in queries if '"text"' in query["sql"]] == []
    assert len(queries) == 3


@pytest.mark.only_on("postgresql")
def test_long_texts_are_compressed_by_lz4_where_the_server_can():
    """Read as `pg_column_compression` names it."""
    make_article(long_text(1) * 40)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_column_compression(text), "
            "(SELECT 'lz4' = ANY(enumvals) FROM pg_settings "
            "WHERE name = 'default_toast_compression') FROM corpus_article"
        )
        compression, has_lz4 = cursor.fetchone()
    assert compression == ("lz4" if has_lz4 else "pglz")
