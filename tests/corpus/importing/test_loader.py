import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from corpus.models import Action, Article, ArticleIndex, Source
from corpus.models import article_order as order
from corpus.models.correction import correct
from corpus.readers.formats import read_articles
from corpus.readers.imported_record import FileLocation, Problem
from corpus.search.parser import parse
from tests.corpus.importing.reading import load, long_text, make_record, row_counts
from tests.support.acts import act
from tests.support.factories import EDITORS, make_article, make_passage, make_source, make_user

pytestmark = pytest.mark.django_db

URL = "https://www.reuters.com/world/convoy/?utm_source=mail"


def outcome_counts(counts):
    """What a batch came to, without what it did not."""
    return {name: number for name, number in counts.counts.items() if number}


def reasons(counts):
    return [(each.place.line, each.field, each.reason) for each in counts.problems]


def test_record_becomes_an_article_with_all_that_belongs_to_one():
    editor = make_user(EDITORS)
    record = make_record(
        "The convoy\r\nleft.",
        title="Convoy",
        url=URL,
        source="Reuters",
        byline="By A",
        language="fr",
        published="2021-08",
    )
    assert outcome_counts(load(record, by=editor)) == {"new": 1}

    article = Article.objects.get()
    retrieval = article.retrievals.get()
    history = article.history.get()
    assert (article.title, article.text, article.byline) == ("Convoy", "The convoy\nleft.", "By A")
    assert (article.url, article.address_key) == (URL, "reuters.com/world/convoy")
    assert (article.language, str(article.published)) == ("fr", "August 2021")
    assert article.source.name == "Reuters"
    assert article.sort_key == date(2021, 8, 1).toordinal() * order.DAY_SIZE
    assert (bytes(retrieval.snapshot.content), retrieval.url) == (record.content, URL)
    assert (retrieval.snapshot.size, retrieval.snapshot.media_type) == (
        len(record.content),
        "application/json",
    )
    assert (article.revision.text, article.revision.created_by) == (article.text, editor)
    assert (history.history_type, history.history_user, history.action.kind) == (
        "+",
        editor,
        "article.import",
    )
    assert article.source.history.get().action == history.action
    assert list(Article.objects.matching(parse("convoy left").tree)) == [article]


def test_rows_are_those_that_the_models_make():
    """Rows written in bulk, past the models, are like those that `add` writes one by one."""
    text = long_text(1)
    load(make_record(text, title="One", published="2021-08-05"))
    imported = Article.objects.get()
    typed = act(
        make_user(),
        Article.objects.add,
        text=text,
        title="One",
        published_on=date(2021, 8, 5),
        published_precision="day",
    )

    def row(instance, *different):
        skipped = {"id", "public_id", "sort_key", "article", "created_by", "created_at", *different}
        fields = instance._meta.concrete_fields
        return {f.name: f.value_from_object(instance) for f in fields if f.name not in skipped}

    assert typed.sort_key == imported.sort_key + 1
    assert row(imported) == row(typed)
    assert row(imported.revision) == row(typed.revision)
    history = [each.history.get() for each in (imported, typed)]
    skipped = ("history_id", "history_date", "history_user", "action")
    assert row(history[0], *skipped) == row(history[1], *skipped)
    index = [ArticleIndex.objects.get(pk=each.sort_key) for each in (imported, typed)]
    assert row(index[0]) == row(index[1])
    assert bytes(imported.sketch.hashes) == bytes(typed.sketch.hashes)


@pytest.mark.parametrize("update", [False, True])
def test_same_records_again_change_nothing(update):
    records = [
        make_record("One.", url=URL),
        make_record("Two.", line=2),
        make_record("Three.", line=3, source="reuters.com", published="2021-08-05"),
    ]
    by = make_user(EDITORS)
    load(*records, by=by)
    before = row_counts()

    assert outcome_counts(load(*records, by=by, update=update)) == {"same": 3}
    assert row_counts() == before


def test_same_record_twice_in_a_batch_is_one_article():
    ways = ["https://reuters.com/a", "http://www.reuters.com/a/?gclid=1#top"]
    records = [make_record("One.", line, url=url) for line, url in enumerate(ways, 1)]
    records += [make_record("Two.", 3), make_record("Two.", 4)]
    assert outcome_counts(load(*records)) == {"new": 2, "same": 2}
    assert Article.objects.count() == 2


def test_same_bytes_read_with_another_column_are_the_same_record():
    record = make_record("One.", content=b"line")
    load(record)
    assert outcome_counts(load(make_record("One.", content=b"line", url=URL))) == {"same": 1}


def test_same_text_at_the_same_address_in_other_bytes_is_the_same():
    load(make_record("One.", url=URL))
    before = row_counts()
    assert outcome_counts(load(make_record("One.", url=URL, title="Other"))) == {"same": 1}
    assert row_counts() | {"Action": 0} == before | {"Action": 0}


def test_other_text_at_a_known_address_is_kept_beside_the_article():
    load(make_record("One.", url=URL))
    other = make_record("One, as corrected.", url=URL)
    assert outcome_counts(load(other)) == {"other": 1}

    article = Article.objects.get()
    assert (article.text, article.revision_number) == ("One.", 1)
    assert [bytes(each.snapshot.content) for each in article.retrievals.all()][1] == other.content
    before = row_counts()
    assert outcome_counts(load(other)) == {"same": 1}
    assert row_counts() == before


def test_update_takes_the_other_text_by_a_correction():
    load(make_record("The convoy left at dawn.", url=URL))
    article = Article.objects.get()
    passage = make_passage(article, "left at dawn")
    other = make_record("He said: The convoy left at dawn.", url=URL)
    load(other)
    assert outcome_counts(load(other, update=True)) == {"updated": 1}

    article.refresh_from_db()
    placement = passage.placements.get(revision=article.revision)
    assert (article.text, article.revision_number) == (other.text, 2)
    assert article.text[placement.start : placement.end] == "left at dawn"
    assert article.revision.reason == "as retrieved again"
    assert list(Article.objects.matching(parse("said").tree)) == [article]
    before = row_counts()
    assert outcome_counts(load(other, update=True)) == {"same": 1}
    assert row_counts() == before


def test_update_leaves_what_an_editor_corrected_since():
    record = make_record("One.", url=URL)
    load(record)
    article = Article.objects.get()
    act(make_user(EDITORS), correct, article, "One, as the editor has it.", "a typing error")
    assert outcome_counts(load(record, update=True)) == {"same": 1}
    assert outcome_counts(load(make_record("Two.", url=URL), update=True)) == {"updated": 1}


def test_deleted_article_comes_back_as_a_new_one():
    record = make_record("One.", url=URL)
    load(record)
    act(make_user(EDITORS), Article.objects.get().remove)
    assert outcome_counts(load(record)) == {"new": 1}


def test_articles_made_by_hand_are_known_by_their_address():
    make_article("One.", url="https://reuters.com/world/convoy")
    assert outcome_counts(load(make_record("One.", url=URL))) == {"same": 1}


# Sources.


def test_sources_are_matched_by_domain_and_by_name():
    site = make_source("Reuters News", domain="reuters.com")
    named = make_source("The  Wire")
    records = [
        make_record("One.", 1, source="www.Reuters.com"),
        make_record("Two.", 2, source="https://reuters.com/about"),
        make_record("Three.", 3, source="uk.reuters.com"),
        make_record("Four.", 4, source="the wire", url="https://reuters.com/x"),
        make_record("Five.", 5, url="https://www.reuters.com/y"),
        make_record("Six.", 6),
    ]
    counts = load(*records)
    sources = [each.source for each in Article.objects.order_by("pk")]
    assert sources == [site, site, site, named, site, None]
    assert counts.sources == []


def test_the_publisher_of_what_a_portal_carries_is_credited():
    agency = make_source("The Agency", domain="agency.example")
    load(
        make_record("Road closed.", 1, source="portal.example", via="agency.example"),
        make_record("Bridge open.", 2, source="portal.example", via="other.example"),
        make_record("Envoy denies.", 3, source="portal.example"),
    )
    credits = [
        (article.text, article.source.name, [(c.kind, c.source, c.words) for c in credits])
        for article in Article.objects.order_by("pk")
        for credits in [article.credits.all()]
    ]
    assert credits == [
        ("Road closed.", "portal.example", [("via", agency, "")]),
        ("Bridge open.", "portal.example", [("via", None, "other.example")]),
        ("Envoy denies.", "portal.example", []),
    ]


def test_documents_of_an_export_are_known_when_it_comes_again():
    documents = "".join(
        f"<p>{number} of 2 DOCUMENTS</p><p>The Paper</p><p>August {number}, 2021</p>"
        f"<h1>Road {number}</h1><p>The road was closed on day {number}.</p><p>LANGUAGE: ENGLISH</p>"
        for number in (1, 2)
    )
    page = f"<!doctype html><html><body>{documents}".encode()
    export = [list(read_articles(io.BytesIO(page), "export.html", "html")) for _ in range(2)]
    editor = make_user(EDITORS)
    assert outcome_counts(load(*export[0], by=editor)) == {"new": 2}
    assert outcome_counts(load(*export[1], by=editor)) == {"same": 2}


def test_unknown_sources_are_made_once_and_listed():
    records = [
        make_record("One.", 1, source="Novaya  Gazeta"),
        make_record("Two.", 2, source="NOVAYA GAZETA"),
        make_record("Three.", 3, source="tass.com"),
        make_record("Four.", 4, url="https://www.tass.com/4"),
    ]
    counts = load(*records)
    made = sorted((each.name, each.domain, each.reliability) for each in counts.sources)
    assert made == [("Novaya  Gazeta", "", "F"), ("tass.com", "tass.com", "F")]
    assert Source.objects.count() == 2
    assert set(counts.sources) == set(Source.objects.exclude(pk__in=Source.objects.graded()))


def test_deleted_source_is_not_used():
    gone = make_source("The Wire")
    act(make_user(EDITORS), gone.remove)
    load(make_record(source="The Wire"))
    assert Article.objects.get().source != gone


def test_default_source_and_language_are_for_records_without():
    load(
        make_record("One.", 1),
        make_record("Two.", 2, source="TASS", language="ru"),
        source="The Wire",
        language="uk",
    )
    articles = [(each.source.name, each.language) for each in Article.objects.order_by("pk")]
    assert articles == [("The Wire", "uk"), ("TASS", "ru")]


# What cannot be taken.


def test_bad_records_are_reported_and_the_rest_goes_in():
    problem = Problem(FileLocation("news.jsonl", 2), "", "The line is no JSON.")
    note = Problem(
        FileLocation("news.jsonl", 5), "published", "“soon” is no date.", is_left_out=False
    )
    items = [
        make_record("One.", 1),
        problem,
        make_record("a\0b", 3),
        make_record("\x01 \n", 4),
        note,
    ]
    counts = load(*items, make_record("Five\x07.", 5), make_record("half \ud83d", 6))

    assert outcome_counts(counts) == {"new": 2, "refused": 4, "dropped": 1}
    assert [each.text for each in Article.objects.order_by("pk")] == ["One.", "Five."]
    places = [(line, field) for line, field, _ in reasons(counts)]
    assert places == [(2, ""), (3, "text"), (4, "text"), (5, "published"), (6, "text")]
    assert "NUL (U+0000) at position 1" in reasons(counts)[1][2]


def test_full_day_is_reported_and_other_days_go_in(monkeypatch):
    monkeypatch.setattr(order, "DAY_SIZE", 2)
    days = ["2021-08-05", "2021-08-05", "2021-08-05", "2021-08-06"]
    records = [make_record(f"{n}.", n, published=day) for n, day in enumerate(days)]
    counts = load(
        *records, make_record("2.", 9, published="2021-08-05", content=records[2].content)
    )

    assert outcome_counts(counts) == {"new": 3, "refused": 2}
    assert [line for line, _, _ in reasons(counts)] == [2, 9]
    assert "2021-08-05: no room for more than 2 articles" in reasons(counts)[0][2]


def test_keys_of_a_day_follow_those_that_are_there():
    first = make_article(published="2021-08-05")
    records = [make_record(f"{n}.", n, published="2021-08-05") for n in range(3)]
    load(*records, make_record("4.", 4))
    keys = Article.objects.order_by("pk").values_list("sort_key", flat=True)
    assert [key - first.sort_key for key in keys[:4]] == [0, 1, 2, 3]
    assert keys[4] < order.DAY_SIZE


def test_index_rows_are_written_in_the_order_of_their_keys():
    """In any other order SQLite takes twice the time."""
    columns_of_inserts = []

    def note_parameters(execute, sql, parameters, many, context):
        if sql.startswith('INSERT INTO "corpus_article_index"'):
            columns_of_inserts.append(parameters)
        return execute(sql, parameters, many, context)

    days = ("2021-08-05", "2021-08-03", "2021-08-04", "2021-08-03")
    with connection.execute_wrapper(note_parameters):
        load(*[make_record(f"{n}.", n, published=day) for n, day in enumerate(days)])
    [columns] = columns_of_inserts
    keys = [value for value in columns if isinstance(value, int)]
    assert keys == sorted(Article.objects.values_list("sort_key", flat=True))


def test_trial_says_what_would_happen_and_changes_nothing():
    load(make_record("One.", url=URL))
    before = row_counts()
    records = [make_record("Other.", url=URL), make_record("New.", 2, source="TASS")]
    counts = load(*records, is_trial=True)
    assert outcome_counts(counts) == {"new": 1, "other": 1}
    assert [source.name for source in counts.sources] == ["TASS"]
    assert row_counts() == before | {}


def test_batch_takes_the_same_queries_for_few_and_for_many():
    by = make_user(EDITORS)

    def queries(first, number):
        records = [
            make_record(
                long_text(n),
                n,
                source=f"Source {n}",
                url=f"https://x.org/{n}",
                published="2021-08-05",
            )
            for n in range(first, first + number)
        ]
        with CaptureQueriesContext(
            connection,
        ) as captured:
            load(*records, by=by)
        return len(captured)

    few, many = queries(0, 3), queries(10, 40)
    # SQLite takes so many rows of a table at once.
    assert many - few <= 4


@pytest.mark.parametrize("address", ["https://x.org/{}", "https://x.org/world/?page={}"])
def test_known_batch_takes_the_same_queries_for_few_and_for_many(address):
    by = make_user(EDITORS)

    def queries(first, number):
        records = [
            make_record(long_text(n), n, url=address.format(n))
            for n in range(first, first + number)
        ]
        load(*records, by=by)
        with CaptureQueriesContext(connection) as captured:
            assert outcome_counts(load(*records, by=by)) == {"same": number}
        return len(captured)

    assert queries(0, 3) == queries(10, 40)


def test_batch_is_one_action():
    before = Action.objects.count()
    load(make_record("One.", 1, source="TASS"), make_record("Two.", 2))
    assert Action.objects.count() - before == 1
