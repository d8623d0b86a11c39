"""The search indexes are looked after: what is wrong with one is said, and mended by a command."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection

from annotations.search.query import NOT_WHOLE, parse_query
from corpus import index_entry
from corpus.index_entry import index_columns
from corpus.management.commands import rebuild_search
from corpus.models import Article, ArticleIndex, Person, acting
from corpus.search import tokenizer
from corpus.search.parser import parse
from corpus.search_index import checks
from corpus.search_index import rebuild as search_rebuilding
from corpus.search_index.rebuild import (
    begin_again,
    index_missing,
    index_of_rows,
    indexed_models,
)
from corpus.search_index.schema import ARTICLES
from tests.support.acts import act
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
    checks.update_indexes(using="default")

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


def test_a_row_changed_by_hand_is_not_found_by_words_that_it_no_longer_has(articles, rebuild):
    Article.objects.filter(title="one").update(text="new words")
    assert (matching_names("old"), matching_names("words"), matching_names("new")) == (
        ["three", "two"],
        ["three", "two"],
        [],
    )

    rebuild("--missing")

    assert (matching_names("old"), matching_names("new")) == (["three", "two"], ["one"])


def test_what_is_missing_or_left_over_is_said_and_mended_alone(articles, rebuild):
    Article.objects.filter(title="one").update(text="new words")
    delete_by_hand(copied(articles[2]))
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


def copied(article):
    """Another article with the same words, but no rows that refer to it."""
    copy = Article(title=article.title, text=article.text, sort_key=article.sort_key + 10)
    with acting("article.import", make_user()):
        copy.save()
    return copy


def delete_by_hand(row):
    type(row).objects.filter(pk=row.pk)._raw_delete("default")


@pytest.mark.only_on("sqlite")
def test_a_key_that_is_given_again_has_none_of_the_former_words(articles):
    former = copied(articles[0])
    delete_by_hand(former)
    Article.objects.filter(pk=articles[1].pk).update(sort_key=former.sort_key, text="new words")
    articles[1].refresh_from_db()
    act(make_user(), articles[1].save_act, "title")

    assert Article.objects.get(sort_key=former.sort_key).title == "two"
    assert (matching_names("old"), matching_names("new")) == (["one", "three"], ["two"])


@pytest.mark.only_on("sqlite")
def test_an_index_row_whose_words_are_unknown_is_mended_by_a_new_index(articles, rebuild):
    ArticleIndex.objects.put_new({10**12: index_columns("left", "over")})

    assert rebuild("--missing") == [
        "Removed 1 articles that no longer exist.",
        "Indexed 3 articles",
    ]

    assert (check_warnings(), matching_names("old")) == ([], ["one", "three", "two"])


def stopped(progress, size):
    raise KeyboardInterrupt


@pytest.fixture
def stopped_rebuild(articles, rebuild, monkeypatch):
    """A rebuild of four rows that was stopped after the first."""
    make_person("Zamir Kabulov")
    monkeypatch.setattr(search_rebuilding, "BATCH_SIZE", 1)
    with monkeypatch.context() as patched:
        patched.setattr(rebuild_search.Progress, "add", stopped)
        with pytest.raises(KeyboardInterrupt):
            rebuild()


GOES_ON = "Continuing where the last run stopped."


def test_a_rebuild_that_was_stopped_goes_on(stopped_rebuild, rebuild):
    assert rebuild() == [GOES_ON, "Indexed 2 articles", "Indexed 1 people"]
    assert rebuild() == ["Indexed 3 articles", "Indexed 1 people"]


def test_a_rebuild_that_was_stopped_can_start_over(stopped_rebuild, rebuild):
    assert rebuild("--restart") == ["Indexed 3 articles", "Indexed 1 people"]


def test_until_a_rebuild_is_done_search_says_so(stopped_rebuild, rebuild):
    newest = Article.objects.latest("sort_key")
    assert matching_names("old") == [newest.title]
    assert parse_query("old").problems == (NOT_WHOLE,)

    rebuild("--missing")

    assert matching_names("old") == ["one", "three", "two"]
    assert parse_query("old").problems == ()


def test_what_is_saved_during_a_rebuild_is_found(stopped_rebuild, rebuild):
    article = Article.objects.earliest("sort_key")
    with acting("article.edit", make_user()):
        article.text = "newer words"
        article.save()

    assert matching_names("newer") == [article.title]
    assert rebuild() == [GOES_ON, "Indexed 1 articles", "Indexed 1 people"]
    assert len(matching_names("old")) == 2


def test_what_is_saved_while_a_batch_is_made_keeps_its_own_words(articles, monkeypatch):
    """Another's save between reading and writing is not undone."""
    begin_again([Article])
    index_columns = search_rebuilding.index_columns

    def index_while_another_saves(*written):
        Article.objects.filter(title="two").update(text="newer words")
        return index_columns(*written)

    monkeypatch.setattr(search_rebuilding, "index_columns", index_while_another_saves)
    list(index_missing(Article))

    assert matching_names("old") == ["one", "three"]
    assert list(Article.objects.unindexed()) == [Article.objects.get(title="two")]


def test_a_batch_takes_the_same_queries_for_one_article_and_for_many(
    articles, django_assert_num_queries
):
    # The batch, its lock, what was there, the rows, their forms, that there are no more, and the
    # state; a savepoint's two. On SQLite, what is outdated too.
    queries = {"sqlite": 10, "postgresql": 9}[connection.vendor]
    for number in (1, 3):
        begin_again([Article])
        for article in articles[number:]:
            article.keep_indexed()
        with django_assert_num_queries(queries):
            list(index_missing(Article))


@pytest.fixture
def by_former_rules(articles, monkeypatch):
    """An index whose words were made by other rules: they end otherwise."""
    folded = tokenizer.joined_words
    with monkeypatch.context() as patched:
        patched.setattr(index_entry, "joined_words", lambda text: f"{folded(text)}x")
        patched.setattr(search_rebuilding, "FOLDING_VERSION", "0")
        begin_again(indexed_models())
        list(index_missing(Article))
        patched.setattr(checks, "MAX_INDEXED_BY_MIGRATE", 0)
    assert (matching_names("wordsx"), matching_names("words")) == (["one", "three", "two"], [])


def test_words_by_other_rules_are_said(by_former_rules):
    assert check_warnings() == [
        ("corpus.W005", f"The search index of {rows} was made by other rules for words.")
        for rows in INDEXES
    ]


def test_words_by_other_rules_are_made_anew_after_migrate(by_former_rules):
    checks.update_indexes(using="default")

    assert check_warnings() == []
    assert (matching_names("wordsx"), matching_names("words")) == ([], ["one", "three", "two"])


def test_what_takes_long_is_left_to_a_command_after_migrate(by_former_rules, rebuild, monkeypatch):
    monkeypatch.setattr(checks, "MAX_INDEXED_BY_MIGRATE", 2)
    output = StringIO()

    checks.update_indexes(using="default", stdout=output)

    assert output.getvalue() == f"  {checks.INCOMPLETE}\n"
    assert (matching_names("wordsx"), matching_names("words")) == ([], [])
    assert parse_query("words").problems == (NOT_WHOLE,)
    assert rebuild() == [GOES_ON, "Indexed 3 articles"]
    assert (check_warnings(), matching_names("words")) == ([], ["one", "three", "two"])


def test_a_row_by_other_rules_can_be_saved_after_migrate(by_former_rules, monkeypatch):
    """Its former words are gone with the index: none is looked for by the rules of today."""
    monkeypatch.setattr(checks, "MAX_INDEXED_BY_MIGRATE", 2)
    checks.update_indexes(using="default", stdout=StringIO())
    article = Article.objects.get(title="one")
    with acting("article.edit", make_user()):
        article.text = "new words"
        article.save()

    assert matching_names("words") == ["one"]
    list(index_missing(Article))
    assert (matching_names("old"), matching_names("new")) == (["three", "two"], ["one"])
