from datetime import date
from hashlib import sha256

import pytest
from django.db import IntegrityError, transaction

from corpus.models import Article, Credit, CreditKind, Retrieval, Revision, Snapshot, acting
from corpus.models.article_order import DAY_SIZE, DayFull, day_of, next_sort_key
from corpus.models.revision import Immutable
from tests.support.acts import act
from tests.support.factories import make_article, make_source, make_user

pytestmark = pytest.mark.django_db


def test_add_makes_revision_1_of_the_text():
    article = make_article(text="Kabul fell.\n\nNobody fired.")

    revision = article.revision
    assert (revision.number, revision.text) == (1, "Kabul fell.\n\nNobody fired.")
    assert revision.sha256 == sha256(b"Kabul fell.\n\nNobody fired.").hexdigest()


def test_revisions_snapshots_and_retrievals_never_change():
    article = make_article()
    snapshot = Snapshot.objects.keep(b"<p>Kabul</p>", "text/html")
    retrieval = Retrieval.objects.create(article=article, snapshot=snapshot)

    for row in [article.revision, snapshot, retrieval]:
        with pytest.raises(Immutable):
            row.save()
        with pytest.raises(Immutable):
            row.delete()


def test_snapshot_is_stored_once_per_hash():
    first = Snapshot.objects.keep(b"bytes", "text/plain")

    again = Snapshot.objects.keep(b"bytes", "text/plain")

    assert (again.pk, again.size, bytes(again.content)) == (first.pk, 5, b"bytes")
    assert again.sha256 == sha256(b"bytes").hexdigest()


def test_sort_key_is_the_day_and_the_number_within_it():
    first = make_article(published="2021-08-05")
    second = make_article(published="2021-08-05")
    undated = make_article()

    day = date(2021, 8, 5).toordinal() * DAY_SIZE
    assert (first.sort_key, second.sort_key, undated.sort_key) == (day, day + 1, 0)


def test_reading_order_is_newest_day_first_and_undated_last():
    undated = make_article()
    month = make_article(published="2021-08")
    day = make_article(published="2021-08-05")
    year = make_article(published="2022")

    assert list(Article.objects.in_reading_order()) == [year, day, month, undated]


def test_changed_date_moves_the_article_to_its_new_day():
    article, user = make_article(published="2021-08-05"), make_user()
    make_article(published="2021-07-01")

    with acting("article.edit", user):
        article.published_on = date(2021, 7, 1)
        article.save()

    assert article.sort_key == date(2021, 7, 1).toordinal() * DAY_SIZE + 1


def test_saving_without_a_new_date_keeps_the_sort_key():
    article, user = make_article(published="2021-08-05"), make_user()
    make_article(published="2021-08-05")

    with acting("article.edit", user):
        article.byline = "Olzhas Auyezov"
        article.save()

    assert day_of(article.sort_key) == date(2021, 8, 5)
    assert article.sort_key % DAY_SIZE == 0


def test_full_day_is_refused_by_name():
    article = make_article(published="2021-08-05")
    last = date(2021, 8, 5).toordinal() * DAY_SIZE + DAY_SIZE - 1
    Article.objects.filter(pk=article.pk).update(sort_key=last)

    with transaction.atomic(), pytest.raises(DayFull) as refused:
        next_sort_key(Article.objects.all(), date(2021, 8, 5))

    assert str(refused.value) == "2021-08-05: no room for more than 1,048,576 articles."


def test_dates_show_with_their_precision():
    shown = [make_article(published=on).published for on in ("2021-08-05", "2021-07", "2017", None)]

    assert [str(on) for on in shown] == ["5 August 2021", "July 2021", "2017", "None"]


def test_date_without_precision_is_refused_by_the_database():
    article = make_article()

    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(published_on=date(2021, 8, 5))


def test_untitled_article_shows_its_first_sentence():
    article = make_article(text="The army retreats. Kabul waits.", title="")

    assert (article.display_title, article.has_title) == ("The army retreats.", False)
    assert article.get_absolute_url() == f"/articles/{article.public_id}/the-army-retreats/"


def test_list_reads_no_text_and_one_query_titles_the_untitled(django_assert_num_queries):
    make_article(text="The army retreats. Kabul waits.", title="")
    make_article(title="Kabul waits", source=make_source())

    with django_assert_num_queries(1):
        listed = Article.objects.listed().in_reading_order()
        titles = [(article.display_title, str(article.source)) for article in listed]

    assert [title for title, _ in titles] == ["Kabul waits", "The army retreats."]


def test_slug_is_unicode_may_be_empty_and_is_never_an_action():
    titles = ["Кабул ждёт", "???", "Edit", "Passages", "Left out"]
    articles = [make_article(title=title) for title in titles]

    slugs = ["кабул-ждёт", "", "edit-", "passages-", "left-out-"]
    assert [article.slug for article in articles] == slugs
    assert articles[1].get_absolute_url() == f"/articles/{articles[1].public_id}/"


def test_credit_names_a_source_or_words_never_both_nor_neither():
    article, user, source = make_article(), make_user(), make_source("Interfax")
    both = {"source": source, "words": "Interfax"}

    for wrong in [both, {}]:
        with pytest.raises(IntegrityError), acting("credit.create", user):
            Credit.objects.create(article=article, kind=CreditKind.CITES, **wrong)
    with acting("credit.create", user):
        credit = Credit.objects.create(article=article, kind=CreditKind.CITES, source=source)

    assert str(credit) == "cites Interfax"


def test_revision_number_is_unique_in_an_article():
    article = make_article()

    with pytest.raises(IntegrityError), transaction.atomic():
        Revision.objects.create(
            article=article, number=1, text="x", reason="x", created_by=make_user()
        )


def test_direction_follows_the_language():
    languages = ["en", "ar", "fa-AF", "ru", ""]
    directions = [make_article(language=tag).dir for tag in languages]
    assert directions == ["ltr", "rtl", "rtl", "ltr", "auto"]


def test_language_is_unknown_unless_it_is_given():
    article = act(make_user(), Article.objects.add, text="Words.")
    assert (article.language, article.full_clean()) == ("", None)


@pytest.mark.parametrize(
    ("url", "original"),
    [
        ("https://example.org/a", "https://example.org/a"),
        ("HTTP://example.org", "HTTP://example.org"),
        ("javascript:alert(1)", ""),
        ("//example.org", ""),
        ("", ""),
    ],
)
def test_only_a_web_address_leads_to_the_original(url, original):
    assert make_article(url=url).original == original
