import pytest
from django.db import transaction

from corpus.dates import parse
from corpus.models import Article, Person, Source, acting
from corpus.models.article_order import day_of
from corpus.records.edit_conflict import RowGone, StaleVersion
from corpus.records.merging import merge
from corpus.records.record import NotDeletable, RemovalRefused
from tests.support.acts import act
from tests.support.factories import make_article, make_person, make_source, make_tag, make_user

pytestmark = pytest.mark.django_db


def test_remove_keeps_the_row_and_says_who_and_when():
    user, source = make_user(), make_source()

    act(user, source.remove)

    kept = Source.objects.get(pk=source.pk)
    assert (kept.is_deleted, kept.deleted_by) == (True, user)
    assert list(Source.objects.present()) == []
    assert kept.history.first().action.kind == "source.delete"


def test_remove_twice_keeps_the_first_time():
    first, second, source = make_user(), make_user(), make_source()
    act(first, source.remove)

    act(second, source.remove)

    assert Source.objects.get(pk=source.pk).deleted_by == first


def test_removing_a_row_that_was_read_before_an_edit_keeps_the_edit():
    user, source = make_user(), make_source()
    stale = Source.objects.get(pk=source.pk)
    with acting("source.edit", user):
        source.country = "United Kingdom"
        source.save_act("country")

    act(user, stale.remove)

    history = list(source.history.order_by("history_id").values_list("country", "version"))
    assert history == [("", 1), ("United Kingdom", 2), ("United Kingdom", 3)]
    assert stale.is_deleted


def test_removing_what_somebody_removed_meanwhile_says_so():
    first, second, source = make_user(), make_user(), make_source()
    stale = Source.objects.get(pk=source.pk)
    act(first, source.remove)

    with pytest.raises(RowGone) as gone:
        act(second, stale.remove)

    assert str(gone.value) == f"{source} has been deleted."
    assert (gone.value.row.deleted_by, source.history.count()) == (first, 2)


@pytest.mark.parametrize("make", [make_person, make_tag])
def test_what_others_were_merged_into_is_not_removed(make):
    row, other, by = make("Vikantov"), make("Bikantov"), make_user()
    act(by, merge, row, other)

    with pytest.raises(RemovalRefused) as refused:
        act(by, other.remove)

    assert str(refused.value) == "Bikantov: others were merged into it; undo those merges first"
    assert not type(other).objects.get(pk=other.pk).is_deleted


def test_a_deleted_row_is_locked_only_to_be_put_back():
    source = make_source()
    act(make_user(), source.remove)

    with transaction.atomic():
        with pytest.raises(RowGone):
            Source.lock(source.pk, version=1)
        assert Source.lock(source.pk, even_deleted=True) == source


def test_an_act_saves_its_own_columns_under_the_next_version():
    source = make_source(country="Austria")
    with acting("source.edit", make_user()):
        source.country, source.description = "Germany", "never meant to be saved"
        source.save_act("country")

    kept = Source.objects.get(pk=source.pk)
    assert (kept.country, kept.description, kept.version) == ("Germany", "", 2)


def test_what_follows_from_a_column_is_saved_with_it():
    person, source, tag = make_person("A"), make_source("A"), make_tag("A")
    article = make_article(published="2021-08-05", url="https://a.example/one")
    with acting("test", make_user()):
        for row in (person, source, tag):
            row.name = "New Name"
            row.save_act("name")
        article.published_on, article.url = parse("2020-01-02").first, "https://b.example/two"
        article.save_act("published_on", "url")

    for row in (person, source, tag, article):
        row.refresh_from_db()
    assert {person.name_key, source.name_key, tag.name_key} == {"new name"}
    assert tag.slug == "new-name"
    assert day_of(article.sort_key) == article.published_on
    assert article.address_key == "b.example/two"


@pytest.mark.parametrize("make", [make_source, make_person, make_article])
def test_hard_deletion_is_refused(make):
    row = make()

    with pytest.raises(NotDeletable):
        row.delete()
    with pytest.raises(NotDeletable):
        type(row).objects.filter(pk=row.pk).delete()

    assert type(row).objects.filter(pk=row.pk).exists() is True


def test_lock_with_an_older_version_answers_the_row_of_today():
    source, user = make_source(), make_user()
    with acting("source.edit", user):
        source.country = "United Kingdom"
        source.save_next_version()

    with transaction.atomic(), pytest.raises(StaleVersion) as refused:
        Source.lock(source.pk, version=1)

    assert (refused.value.current.version, refused.value.current.country) == (2, "United Kingdom")


def test_public_ids_are_natural_keys():
    person, article = make_person(), make_article()

    assert Person.objects.get_by_natural_key(*person.natural_key()) == person
    assert Article.objects.get_by_natural_key(*article.natural_key()) == article
