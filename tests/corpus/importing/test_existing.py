"""Which article a record is: by its bytes, by its address, and never by an address alone."""

from itertools import permutations

import pytest

from corpus.importing import existing
from corpus.index_entry import folded_words
from corpus.minhash import are_unrelated
from corpus.models import Article, Retrieval, Snapshot
from corpus.models.correction import correct
from corpus.models.revision import Revision, digest_of
from tests.corpus.importing.reading import load, make_record, row_counts
from tests.corpus.importing.test_loader import outcome_counts, reasons
from tests.support.acts import act
from tests.support.factories import EDITORS, make_article, make_user

pytestmark = pytest.mark.django_db

URL = "https://paper.example/app"
APPLES = "Apples were sold at the market on Monday for twice the price of last year."
WARSHIPS = "Three warships left the harbour before dawn, and nobody would say why."
BRIDGE = "The bridge across the northern river has been closed since heavy rain fell in May."
# Of the warships' text three tenths.
REPORT = "Three warships left the harbour and were seen again near an island late that evening."


def make_apples(line=1, text=APPLES, **fields):
    return make_record(text, line, **{"title": "Apples", "url": URL} | fields)


def make_warships(line=2, text=WARSHIPS, **fields):
    return make_record(text, line, **{"title": "Warships", "url": URL} | fields)


def texts():
    return sorted(Article.objects.values_list("text", flat=True))


@pytest.mark.parametrize("is_at_once", [True, False])
@pytest.mark.parametrize("update", [False, True])
def test_other_article_at_a_known_address_is_kept_as_its_own(update, is_at_once):
    for order in permutations([make_apples(), make_warships(), make_record(BRIDGE, 3, url=URL)]):
        Article.objects.update(deleted_at="2021-08-05T10:00Z")
        batches = [order] if is_at_once else [[record] for record in order]
        all_counts = [load(*batch, update=update) for batch in batches]

        present = Article.objects.present()
        assert sum(counts.new for counts in all_counts) == 3
        assert sum(counts.neighbours for counts in all_counts) == 2
        assert sorted(present.values_list("text", flat=True)) == [APPLES, BRIDGE, WARSHIPS]
        assert set(present.values_list("revision_number", flat=True)) == {1}
        assert set(present.values_list("url", flat=True)) == {URL}


@pytest.mark.parametrize("then", [False, True])
@pytest.mark.parametrize("update", [False, True])
def test_articles_at_one_address_are_known_again(update, then):
    records = [make_apples(), make_warships(), make_record(BRIDGE, 3, url=URL)]
    by = make_user(EDITORS)
    load(*records, by=by, update=update)
    before = row_counts()
    for order in permutations(records):
        assert outcome_counts(load(*order, by=by, update=then)) == {"same": 3}
    assert row_counts() == before


def test_report_names_both_articles_and_where():
    load(make_apples())
    apples = Article.objects.get()
    counts = load(make_warships(line=7), update=True)
    assert (outcome_counts(counts), counts.neighbours) == ({"new": 1}, 1)
    assert reasons(counts) == [
        (
            7,
            "",
            f"“Warships” has the same address as “Apples” ({apples.get_absolute_url()}), but "
            "almost none of the same text. Both are kept as separate articles.",
        )
    ]
    assert [problem.is_left_out for problem in counts.problems] == [False]


def test_report_of_one_batch_calls_articles_without_titles_by_their_first_sentences():
    counts = load(make_apples(), make_warships(title=""), is_trial=True)
    [(_, _, reason)] = reasons(counts)
    assert reason.startswith(f"“{WARSHIPS}” has the same address as “Apples”, but")
    assert Article.objects.count() == 0


def test_rewritten_text_at_a_known_address_is_the_articles_next():
    load(make_warships())
    assert outcome_counts(load(make_warships(text=REPORT))) == {"other": 1}
    assert outcome_counts(load(make_warships(text=REPORT), update=True)) == {"updated": 1}
    assert texts() == [REPORT]


@pytest.mark.parametrize("is_at_once", [True, False])
def test_update_goes_to_the_article_that_it_is_like(is_at_once):
    records = [make_apples(), make_warships(), make_warships(3, REPORT)]
    for batch in [records] if is_at_once else [[record] for record in records]:
        counts = load(*batch, update=True)
    assert counts.updated == 1
    assert texts() == [APPLES, REPORT]
    before = row_counts()
    by = Revision.objects.latest("pk").created_by
    assert outcome_counts(load(*records, by=by, update=True)) == {"same": 3}
    assert row_counts() == before


def test_texts_of_one_batch_may_drift_as_those_of_many_do():
    last = "The island was quiet that evening: they were seen again near an island late, it said."
    records = [make_warships(line, text) for line, text in enumerate([WARSHIPS, REPORT, last])]
    assert are_unrelated(folded_words(WARSHIPS), folded_words(last))
    assert outcome_counts(load(*records, update=True)) == {"new": 1, "updated": 2}
    assert texts() == [last]


def test_text_like_a_former_one_is_no_other_article():
    """An editor may replace all of a text; what is retrieved again is still that article's."""
    load(make_warships())
    act(make_user(EDITORS), correct, Article.objects.get(), BRIDGE, "the text of another page")
    assert outcome_counts(load(make_warships(text=REPORT), update=True)) == {"updated": 1}
    assert texts() == [REPORT]


def test_translation_at_the_address_of_its_original_is_an_article_of_its_own():
    load(make_warships())
    text = "Три военных корабля вышли из гавани до рассвета, и никто не сказал почему."
    assert outcome_counts(load(make_warships(text=text, language="ru"), update=True)) == {"new": 1}


def test_other_article_that_was_deleted_comes_back():
    load(make_apples(), make_warships())
    act(make_user(EDITORS), Article.objects.get(text=WARSHIPS).remove)
    counts = load(make_apples(), make_warships(), update=True)
    assert outcome_counts(counts) == {"new": 1, "same": 1}


def test_address_that_ever_more_articles_share_costs_no_more_and_knows_them_all(monkeypatch):
    monkeypatch.setattr(existing, "MAX_COMPARED", 2)
    words = [f"word{n}" for n in range(80)]
    records = [
        make_record(" ".join(words[at : at + 8]), at, url=URL, title=f"{at}")
        for at in range(0, 80, 8)
    ]
    records.append(make_record(records[9].text, 99, url=URL, title="In other bytes"))
    by = make_user(EDITORS)
    assert outcome_counts(load(*records, by=by)) == {"new": 10, "same": 1}
    before = row_counts()
    for update in (False, True):
        assert outcome_counts(load(*records, by=by, update=update)) == {"same": 11}
        assert sum(load(each, by=by, update=update).same for each in records) == 11
    assert row_counts() | {"Action": 0} == before | {"Action": 0}


# Addresses that identify nothing.

FRONTS = ["https://root.example/", "https://paper.example/world/", "http://localhost/news/7"]


@pytest.mark.parametrize("update", [False, True])
@pytest.mark.parametrize("url", FRONTS)
def test_address_of_a_front_is_shown_and_identifies_nothing(url, update):
    records = [make_apples(url=url), make_warships(url=url), make_apples(3, byline="A", url=url)]
    assert outcome_counts(load(*records, update=update)) == {"new": 3}
    assert texts() == [APPLES, APPLES, WARSHIPS]
    assert set(Article.objects.values_list("url", "address_key")) == {(url, "")}
    assert {each.url for article in Article.objects.all() for each in article.retrievals.all()} == {
        url
    }
    assert outcome_counts(load(*records, update=update)) == {"same": 3}


@pytest.mark.parametrize("sign", ["#!/", "#/"])
def test_ways_in_fragments_tell_articles_apart(sign):
    url = f"https://paper.example/{sign}news/"
    assert outcome_counts(load(make_apples(url=f"{url}1"), make_warships(url=f"{url}2"))) == {
        "new": 2
    }
    again = make_apples(url=f"{url}1", text=f"{APPLES} So they said.")
    assert outcome_counts(load(again, update=True)) == {"updated": 1}


def test_article_that_a_former_desk_knew_by_a_front_stays_and_is_known_by_its_bytes():
    url = "https://root.example/"
    record = make_apples(url=url)
    load(record)
    Article.objects.update(address_key="root.example")
    counts = load(make_warships(url=url), record, make_apples(url=url, text=f"{APPLES} So."))
    assert (outcome_counts(counts), counts.problems) == ({"new": 2, "same": 1}, [])


@pytest.mark.parametrize("update", [False, True])
def test_text_that_a_former_desk_kept_beside_another_article_gets_one_of_its_own(update):
    load(make_apples())
    article, record = Article.objects.get(), make_warships()
    snapshot = Snapshot.objects.keep(record.content, record.media_type)
    Retrieval.objects.create(article=article, snapshot=snapshot, url=URL)
    counts = load(make_apples(), record, update=update)
    assert (outcome_counts(counts), counts.neighbours) == ({"new": 1, "same": 1}, 1)
    assert texts() == [APPLES, WARSHIPS]
    assert outcome_counts(load(record, make_apples(), update=update)) == {"same": 2}


@pytest.mark.parametrize("update", [False, True])
def test_bytes_that_an_article_was_made_from_are_that_article_however_they_are_read(update):
    load(make_apples(content=b"page"))
    counts = load(make_warships(content=b"page"), update=update)
    assert outcome_counts(counts) == ({"updated": 1} if update else {"same": 1})


def test_record_whose_address_others_of_its_file_have_is_known_by_its_bytes():
    one, other = (
        make_record(f"Flash {n}. {APPLES}", n, url=URL, has_own_address=False) for n in (1, 2)
    )
    for update in (False, True):
        counts = load(one, other, update=update)
        assert outcome_counts(counts) == ({"same": 2} if update else {"new": 2})


def test_different_texts_read_off_the_same_bytes_are_different_articles():
    """A feed that is too broken to be cut up stands whole behind each of its entries."""
    flashes = [APPLES, f"{APPLES} So they said.", WARSHIPS]
    records = [make_record(text, content=b"<rss>") for text in flashes]
    for update in (False, True):
        assert outcome_counts(load(*records, update=update)) == (
            {"same": 3} if update else {"new": 3}
        )
    assert texts() == sorted(flashes)


def test_other_text_of_the_same_bytes_is_the_articles_where_it_is_read_better_now():
    load(make_record(WARSHIPS, content=b"page"))
    assert outcome_counts(load(make_record(REPORT, content=b"page"), update=True)) == {"updated": 1}


def test_article_made_by_hand_keeps_its_text_where_another_comes_with_its_address():
    article = make_article(APPLES, url=URL)
    assert outcome_counts(load(make_warships(), update=True)) == {"new": 1}
    article.refresh_from_db()
    assert (article.text, article.revision_number) == (APPLES, 1)


QUOTED = (
    "\x93It isn\x92t over\x94, the lawyer said \x96 and left the court.\x0cThe judge stayed\x85"
)
# What this desk made of it until C1 controls were read as windows-1252.
FORMERLY = "It isnt over, the lawyer said  and left the court.The judge stayed"
NOW = "“It isn’t over”, the lawyer said – and left the court.\nThe judge stayed…"


@pytest.mark.parametrize("url", ["", URL])
@pytest.mark.parametrize("text", ["\x93No\x94\x85", QUOTED])
@pytest.mark.parametrize("is_corrected", [False, True])
def test_record_that_a_former_release_cleaned_otherwise_is_known(url, text, is_corrected):
    by = make_user(EDITORS)
    record = make_record(text, url=url)
    load(record, by=by)
    [article] = Article.objects.all()
    formerly = FORMERLY if text == QUOTED else "No"
    Article.objects.update(text=formerly)
    Revision.objects.update(sha256=digest_of(formerly))
    if is_corrected:
        article.refresh_from_db()
        act(by, correct, article, "The editor's own words.", "typing error")
    before = row_counts(), texts()

    for options in ({}, {"update": True}, {"update": True, "is_trial": True}):
        assert outcome_counts(load(record, by=by, **options)) == {"same": 1}
    assert (row_counts(), texts()) == before


def test_other_bytes_of_a_text_that_a_former_release_cleaned_otherwise_correct_it():
    by = make_user(EDITORS)
    load(make_record(FORMERLY, url=URL), by=by)
    again = make_record(QUOTED, url=URL, title="With a title")
    assert outcome_counts(load(again, by=by, update=True)) == {"updated": 1}
    assert texts() == [NOW]


def test_quotation_marks_that_a_source_changed_are_no_matter_of_cleaning():
    by = make_user(EDITORS)
    load(make_record(NOW.replace("’", "‘"), url=URL), by=by)
    again = make_record(NOW, url=URL, title="Mended")
    assert outcome_counts(load(again, by=by)) == {"other": 1}
    assert outcome_counts(load(again, by=by, update=True)) == {"updated": 1}
    assert texts() == [NOW]


def test_same_bytes_with_the_text_of_another_column_are_no_matter_of_cleaning():
    by = make_user(EDITORS)
    load(make_record(NOW, content=b"one row", url=URL), by=by)
    longer = f"{NOW} The hearing goes on."
    again = make_record(longer, content=b"one row", url=URL)
    assert outcome_counts(load(again, by=by, update=True)) == {"updated": 1}
    assert texts() == [longer]
