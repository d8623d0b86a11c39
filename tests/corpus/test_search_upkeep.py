"""The search index is looked after: what is wrong with it is said, and mended by a command."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection

from corpus import search_upkeep
from corpus.management.commands import rebuild_search
from corpus.models import Article, ArticleIndex, search_rebuilding
from corpus.models.search_tables import ARTICLES
from corpus.search.grammar import parse
from corpus.search_upkeep import NO_TABLE, NO_TRIGGER, ORPHANED, UNINDEXED
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db


def said():
    return search_upkeep.index_is_whole(None, databases=["default"])


def found(typed):
    return sorted(Article.objects.matching(parse(typed).tree).values_list("title", flat=True))


@pytest.fixture
def rebuild(settings, tmp_path):
    """Run the command; return what it printed but the rate, which is not the same twice."""
    settings.VAR_DIR = tmp_path

    def rebuild(*options):
        output = StringIO()
        call_command("rebuild_search", *options, stdout=output)
        return [line.split(" articles, ")[0] for line in output.getvalue().splitlines()]

    return rebuild


def drop_trigger():
    with connection.cursor() as cursor:
        on = f" ON {ARTICLES.table}" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER {ARTICLES.trigger}{on}")


@pytest.fixture
def articles():
    by = make_user()
    return [make_article("old words", title=title, by=by) for title in ("one", "two", "three")]


def test_a_whole_index_is_not_mentioned(articles):
    assert said() == []
    assert search_upkeep.index_is_whole(None, databases=None) == []


def test_the_check_is_one_of_the_database():
    assert search_upkeep.index_is_whole.tags == ("database",)


def test_a_missing_trigger_is_said_and_mended_with_what_it_missed(articles, rebuild):
    drop_trigger()
    Article.objects.filter(title="one").update(text="new words")
    assert (said(), found("old"), found("new")) == ([NO_TRIGGER], ["one", "three", "two"], [])

    assert rebuild() == ["Indexed 3"]

    assert (said(), found("old"), found("new")) == ([], ["three", "two"], ["one"])
    Article.objects.filter(title="two").update(byline="By hand")
    assert said() == [UNINDEXED]


def test_migrate_puts_the_trigger_back(articles):
    drop_trigger()

    # What `migrate` ends with.
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")

    assert (ARTICLES.has_trigger(connection), said()) == (True, [])


def test_a_missing_table_is_said_and_mended(articles, rebuild):
    ARTICLES.drop(connection)
    assert said() == [NO_TABLE]

    assert rebuild("--missing") == ["Indexed 3"]

    assert (said(), found("old")) == ([], ["one", "three", "two"])


def test_what_is_missing_or_left_over_is_said_and_mended_alone(articles, rebuild):
    Article.objects.filter(title="one").update(text="new words")
    ArticleIndex.objects.put(10**12, "left", "over", "")
    assert said() == [UNINDEXED, ORPHANED]

    assert rebuild("--missing") == ["Took out 1 whose articles are gone.", "Indexed 1"]

    assert (said(), found("new")) == ([], ["one"])
    assert rebuild("--missing") == ["Indexed 0"]


def test_a_rebuild_that_was_stopped_goes_on(articles, rebuild, monkeypatch):
    monkeypatch.setattr(search_rebuilding, "BATCH", 1)
    note = rebuild_search.note

    def noted_then_stopped(key, path):
        note(key, path)
        raise KeyboardInterrupt

    monkeypatch.setattr(rebuild_search, "note", noted_then_stopped)
    with pytest.raises(KeyboardInterrupt):
        rebuild()
    monkeypatch.setattr(rebuild_search, "note", note)

    assert rebuild() == ["Going on where the last run was stopped.", "Indexed 2"]
    assert rebuild() == ["Indexed 3"]


def test_a_rebuild_can_be_begun_anew(articles, rebuild, settings):
    (settings.VAR_DIR / "rebuild_search").write_text("0")

    assert rebuild("--restart") == ["Indexed 3"]


def test_what_is_saved_during_a_rebuild_keeps_its_own_words(articles, monkeypatch):
    """Another's save between reading and writing is not undone."""
    read = search_rebuilding.indexed

    def read_while_another_saves(*written):
        Article.objects.filter(title="two").update(text="newer words")
        return read(*written)

    monkeypatch.setattr(search_rebuilding, "indexed", read_while_another_saves)
    list(search_rebuilding.reindexed(Article.objects.all()))

    assert found("old") == ["one", "three"]
    assert list(Article.objects.unindexed()) == [Article.objects.get(title="two")]


def test_a_batch_takes_the_same_queries_for_one_article_and_for_many(
    articles, django_assert_num_queries
):
    # The batch, its lock, what was there, the rows, and that there are no more; a savepoint's two.
    for number in (1, 3):
        titles = [article.title for article in articles[:number]]
        with django_assert_num_queries(7):
            list(search_rebuilding.reindexed(Article.objects.filter(title__in=titles)))
