"""The index of articles on SQLite keeps no words: what is removed is what was indexed."""

from io import StringIO
from random import Random

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from corpus.db.bulk_insert import insert
from corpus.importing import batches, steps
from corpus.importing.progress import Progress
from corpus.models import Article, Sketch, acting
from corpus.search_index import gathered
from corpus.search_index.models import ArticleIndex
from corpus.search_index.rebuild import begin_again, index_missing
from corpus.search_index.schema import ARTICLES, COLUMNS, MAX_PARTS_APART
from tests.support.factories import ADMINISTRATORS, make_article, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.only_on("sqlite")]

TEXTS = [
    "Vehicles were running to Kabul; vehicles ran.",
    "COVID-19: cases rose by 94% in Herat — “the envoy’s aide” said.",
    "中国外交部发言人 2021年8月5日 ไทย รัฐบาล",
    "بِسْمِ الله، می‌خواهم ۱۴۰۰; об\u02bcєкт, ёлка, Straße, ﬁnance, naïve cafe\u0301",
    "C++ and C#, 1,200,000 dollars, AT&T, U.S.-led, O’Brien's",
    "\u200e🔥 🔥",
    "the " * 300 + "end",
    "x" * 300,
]


def contents():
    """Each word of the index with its articles, columns and positions."""
    with connection.cursor() as cursor:
        vocabulary = f"fts5vocab('main', '{ARTICLES.index}', 'instance')"
        cursor.execute(f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.words USING {vocabulary}")
        cursor.execute("SELECT term, doc, col, offset FROM temp.words ORDER BY 1, 2, 3, 4")
        return cursor.fetchall()


def check_integrity():
    """Raise DatabaseError if the index of words and that of prefixes differ."""
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {ARTICLES.index}({ARTICLES.index}) VALUES ('integrity-check')")


def outdated():
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {ARTICLES.outdated}")
        return cursor.fetchone()[0]


def made_anew():
    begin_again([Article])
    list(index_missing(Article))
    return contents()


def change(article, chance, by):
    """Change an article in one of the ways in which its words can change."""
    fields = {
        "text": chance.choice(TEXTS),
        "title": chance.choice(["", "A title", *TEXTS])[:400],
        "byline": chance.choice(["", "By Łukasz Groß", "Олжас Ауэзов"]),
        "published_on": chance.choice(["2021-08-05", "2021-08-06"]),
        "published_precision": "day",
    }
    way = chance.randrange(4)
    if way == 0:
        Article.objects.filter(pk=article.pk).update(**fields)
        return
    if way == 1:
        # By hand and then by the desk, several times before the index is written.
        Article.objects.filter(pk=article.pk).update(text=chance.choice(TEXTS))
        Article.objects.filter(pk=article.pk).update(text=chance.choice(TEXTS))
    article = Article.objects.get(pk=article.pk)
    for name, value in fields.items():
        setattr(article, name, value)
    with acting("article.edit", by):
        article.full_clean(exclude=["source"])
        article.save()


@pytest.mark.parametrize("seed", range(4))
def test_an_index_that_was_changed_holds_what_a_new_one_holds(seed):
    chance, by = Random(seed), make_user()
    articles = [make_article(text, by=by) for text in TEXTS]
    for _ in range(60):
        change(chance.choice(articles), chance, by)
    list(index_missing(Article))

    changed = contents()

    check_integrity()
    assert outdated() == 0
    assert changed == made_anew()
    assert len(changed) > 50


def test_no_word_is_left_of_articles_that_are_gone():
    by = make_user()
    article = make_article(TEXTS[0], title="A title", by=by)
    before = contents()
    for text in TEXTS:
        copy = Article(text=text, sort_key=article.sort_key + 10, title="Gone")
        with acting("article.import", by):
            copy.save()
        Sketch.objects.filter(article=copy).delete()
        Article.objects.filter(pk=copy.pk)._raw_delete("default")
    assert outdated() == 1

    with acting("article.edit", by):
        Article.objects.get(pk=article.pk).save()

    check_integrity()
    assert (outdated(), contents()) == (0, before)


def test_the_words_of_articles_are_stored_once():
    """No table keeps what FTS5 would need to remove a row by itself."""
    make_article(TEXTS[0])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE name GLOB %s AND type = 'table'",
            [f"{ARTICLES.index}_*"],
        )
        tables = {name.removeprefix(f"{ARTICLES.index}_") for (name,) in cursor.fetchall()}
    assert tables == {"config", "data", "docsize", "idx", "outdated"}


def parts():
    """In how many parts FTS5 wrote the index."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(DISTINCT segid) FROM {ARTICLES.index}_idx")
        return cursor.fetchone()[0]


def test_parts_are_joined_without_a_change_of_words():
    by = make_user()
    for text in TEXTS:
        make_article(text, by=by)
        # What is read is written first.
        contents()
    before = contents()
    assert parts() > 2

    ARTICLES.merge(connection)

    check_integrity()
    assert (parts(), contents()) == (1, before)


def automerge():
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT v FROM {ARTICLES.index}_config WHERE k = 'automerge'")
        return cursor.fetchone()


def index_in_parts(by, number):
    for each in range(number):
        with ARTICLES.part_apart(connection):
            make_article(f"The vehicles {each} went.", by=by)


def test_parts_apart_are_joined_by_a_merge_alone():
    parts_before = parts()
    for key in range(5):
        # FTS5 looks for what to join each 64 pages.
        words = " ".join(f"w{word}n{key}" for word in range(40_000))
        with ARTICLES.part_apart(connection):
            insert(ArticleIndex, ["article", *COLUMNS], [(key, words, "", "")])
    assert parts() == parts_before + 5
    before = contents()

    ARTICLES.merge(connection, is_whole=False)

    check_integrity()
    assert (parts(), contents()) == (parts_before + 1, before)


def test_a_few_parts_are_left_apart_by_a_merge_that_is_not_whole():
    by = make_user()
    parts_before = parts()
    index_in_parts(by, 2)

    ARTICLES.merge(connection, is_whole=False)

    assert parts() == parts_before + 2


def test_parts_are_joined_as_ever_after_one_that_failed():
    by = make_user()
    index_in_parts(by, 1)
    settings = automerge()

    with pytest.raises(KeyError), transaction.atomic(), ARTICLES.part_apart(connection):
        within = automerge()
        raise KeyError

    assert (within, automerge()) == ((0,), settings) == ((0,), (4,))


def test_no_more_parts_of_one_size_wait_than_fts5_lets_wait():
    by = make_user()
    parts_before = parts()
    index_in_parts(by, 2 * MAX_PARTS_APART)

    assert parts() == parts_before + 2 * MAX_PARTS_APART


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_long_import_joins_parts_meanwhile(tmp_path, monkeypatch):
    by = make_user(ADMINISTRATORS)
    begin_again([Article])
    monkeypatch.setattr(batches, "MAX_BATCH_BYTES", 1)
    monkeypatch.setattr(steps, "MAX_PARTS_APART", 5)
    parts_before = []

    def count_parts(self, records, done, file=""):
        # That of the batch is written when its transaction ends.
        parts_before.append(parts())

    monkeypatch.setattr(Progress, "show", count_parts)
    for each in range(6):
        (tmp_path / f"{each}.txt").write_text(f"The vehicles {each} went.")
    call_command("import_articles", str(tmp_path), by=by.username, stdout=StringIO())

    assert parts_before == [0, 1, 2, 3, 4, 1]
    assert parts() == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_an_import_that_doubles_the_desk_joins_the_parts(tmp_path):
    by = make_user(ADMINISTRATORS)
    begin_again([Article])
    parts_after = []
    for number, articles in enumerate((1, 1, 9, 5)):
        folder = tmp_path / f"{number}"
        folder.mkdir()
        for each in range(articles):
            path = folder / f"{each}.txt"
            path.write_text(f"The vehicles {number}-{each} went.")
        call_command("import_articles", str(folder), by=by.username, stdout=StringIO())
        parts_after.append(parts())
    assert parts_after == [1, 2, 1, 2]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize(
    ("large_part", "max_large_parts", "expected"),
    [(1, 3, [3, 6, 4]), (1, 2, [1, 1, 1]), (1_000, 3, [1, 1, 1])],
)
def test_a_few_large_parts_of_an_import_are_left_to_the_next(
    tmp_path, monkeypatch, large_part, max_large_parts, expected
):
    by = make_user(ADMINISTRATORS)
    begin_again([Article])
    monkeypatch.setattr(batches, "MAX_BATCH_BYTES", 1)
    monkeypatch.setattr(gathered, "LARGE_PART", large_part)
    monkeypatch.setattr(gathered, "MAX_LARGE_PARTS", max_large_parts)
    parts_after = []
    for number in range(9):
        (tmp_path / f"{number}.txt").write_text(f"The vehicles {number} went.")
        if number % 3 == 2:
            call_command("import_articles", str(tmp_path), by=by.username, stdout=StringIO())
            parts_after.append(parts())
    assert parts_after == expected
