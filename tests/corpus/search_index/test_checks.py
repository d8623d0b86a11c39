"""The search indexes are looked after: what is wrong with one is said, and mended by a command."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection

from corpus.index_entry import index_columns
from corpus.management.commands import rebuild_search
from corpus.models import Article, ArticleIndex, Person
from corpus.search.parser import parse
from corpus.search_index import checks
from corpus.search_index import rebuild as search_rebuilding
from corpus.search_index.rebuild import index_of_rows, indexed_models, reindexed
from corpus.search_index.schema import ARTICLES
from tests.support.factories import make_article, make_passage, make_person, make_tag, make_user

pytestmark = pytest.mark.django_db

INDEXES = {
    model._meta.verbose_name_plural: index_of_rows(model).names for model in indexed_models()
}


def check_warnings():
    return [(each.id, each.msg) for each in checks.check_indexes(None, ["default"])]


def matching_names(typed, rows=Article):
    return sorted(map(str, rows.objects.matching(parse(typed).tree)))


@pytest.fixture
def rebuild(settings, tmp_path):
    """Run the command; return what it printed of more than none, but the rates."""
    settings.VAR_DIR = tmp_path

    def rebuild(*options):
        output = StringIO()
        call_command("rebuild_search", *options, stdout=output)
        lines = [line.split(", ")[0] for line in output.getvalue().splitlines()]
        return [line for line in lines if not line.startswith("Indexed 0 ")]

    return rebuild


def drop_trigger(names):
    with connection.cursor() as cursor:
        on = f" ON {names.table}" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER {names.trigger}{on}")


@pytest.fixture
def articles():
    by = make_user()
    return [make_article("old words", title=title, by=by) for title in ("one", "two", "three")]


def test_whole_indexes_are_not_mentioned(articles):
    assert check_warnings() == []
    assert checks.check_indexes(None, databases=None) == []


def test_the_check_is_one_of_the_database():
    assert checks.check_indexes.tags == ("database",)


@pytest.mark.parametrize("rows", INDEXES)
def test_a_missing_trigger_is_said_and_put_back_after_migrate(rows):
    drop_trigger(INDEXES[rows])
    assert check_warnings() == [
        (
            "corpus.W002",
            f"The trigger that removes earlier words of {rows} from the index is missing.",
        )
    ]

    # What `migrate` ends with; to send it to all applications takes longer.
    checks.restore_triggers(using="default")

    assert check_warnings() == []


def test_migrate_ends_with_putting_triggers_back():
    drop_trigger(ARTICLES)

    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")

    assert ARTICLES.has_trigger(connection)


def test_a_missing_trigger_is_mended_with_what_it_missed(articles, rebuild):
    drop_trigger(ARTICLES)
    Article.objects.filter(title="one").update(text="new words")
    assert (matching_names("old"), matching_names("new")) == (["one", "three", "two"], [])

    assert rebuild() == ["Indexed 3 articles"]

    assert (check_warnings(), matching_names("old"), matching_names("new")) == (
        [],
        ["three", "two"],
        ["one"],
    )
    Article.objects.filter(title="two").update(byline="By hand")
    assert check_warnings() == [("corpus.W003", "Some articles are not in the search index.")]


def test_missing_tables_are_said_and_mended(rebuild):
    by = make_user()
    article = make_article(title="one", by=by)
    make_passage(article, tags=[make_tag("convoys", by=by).name], note="remarked", by=by)
    make_person("Zamir Kabulov", aliases=["Kabulow"], by=by)
    for names in INDEXES.values():
        names.drop(connection)
    assert check_warnings() == [
        ("corpus.W001", f"The search index of {rows} is missing.") for rows in INDEXES
    ]

    assert rebuild("--missing") == [
        "Indexed 1 articles",
        "Indexed 1 people",
        "Indexed 1 tags",
        "Indexed 1 passages",
    ]

    assert (check_warnings(), matching_names("kabulow", Person)) == ([], ["Zamir Kabulov"])


def test_what_is_missing_or_left_over_is_said_and_mended_alone(articles, rebuild):
    Article.objects.filter(title="one").update(text="new words")
    ArticleIndex.objects.put_new({10**12: index_columns("left", "over")})
    assert check_warnings() == [
        ("corpus.W003", "Some articles are not in the search index."),
        ("corpus.W004", "The search index has articles that no longer exist."),
    ]

    assert rebuild("--missing") == [
        "Removed 1 articles that no longer exist.",
        "Indexed 1 articles",
    ]

    assert (check_warnings(), matching_names("new")) == ([], ["one"])
    assert rebuild("--missing") == []


def test_a_rebuild_that_was_stopped_goes_on(articles, rebuild, monkeypatch):
    make_person("Zamir Kabulov")
    monkeypatch.setattr(search_rebuilding, "BATCH_SIZE", 1)
    with monkeypatch.context() as patched:
        patched.setattr(rebuild_search.Progress, "add", stopped)
        with pytest.raises(KeyboardInterrupt):
            rebuild()

    goes_on = "Continuing where the last run stopped."
    assert rebuild() == [goes_on, "Indexed 2 articles", "Indexed 1 people"]
    assert rebuild() == ["Indexed 3 articles", "Indexed 1 people"]


def stopped(progress, size):
    raise KeyboardInterrupt


def test_a_rebuild_passes_over_what_was_done(articles, rebuild, settings):
    make_person("Zamir Kabulov")
    noted = settings.VAR_DIR / "rebuild_search"

    noted.write_text("corpus.Person 0")
    assert rebuild() == ["Continuing where the last run stopped."]
    noted.write_text("corpus.Person 0")
    assert rebuild("--restart") == ["Indexed 3 articles", "Indexed 1 people"]
    noted.write_text("corpus.Unknown 0")
    assert rebuild() == ["Indexed 3 articles", "Indexed 1 people"]


def test_what_is_saved_during_a_rebuild_keeps_its_own_words(articles, monkeypatch):
    """Another's save between reading and writing is not undone."""
    index_columns = search_rebuilding.index_columns

    def index_while_another_saves(*written):
        Article.objects.filter(title="two").update(text="newer words")
        return index_columns(*written)

    monkeypatch.setattr(search_rebuilding, "index_columns", index_while_another_saves)
    list(reindexed(Article.objects.all()))

    assert matching_names("old") == ["one", "three"]
    assert list(Article.objects.unindexed()) == [Article.objects.get(title="two")]


def test_a_batch_takes_the_same_queries_for_one_article_and_for_many(
    articles, django_assert_num_queries
):
    # The batch, its lock, what was there, the rows, and that there are no more; a savepoint's two.
    for number in (1, 3):
        titles = [article.title for article in articles[:number]]
        with django_assert_num_queries(7):
            list(reindexed(Article.objects.filter(title__in=titles)))
