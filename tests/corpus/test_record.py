import pytest
from django.db import transaction

from corpus.models import Article, Person, Source, acting
from corpus.models.record import NotDeletable, StaleVersion
from tests.factories import make_article, make_person, make_source, make_user

pytestmark = pytest.mark.django_db


def test_remove_keeps_the_row_and_says_who_and_when():
    user, source = make_user(), make_source()

    source.remove(user)

    kept = Source.objects.get(pk=source.pk)
    assert (kept.is_deleted, kept.deleted_by) == (True, user)
    assert list(Source.objects.present()) == []
    assert kept.history.first().action.kind == "source.delete"


def test_remove_twice_keeps_the_first_time():
    first, second, source = make_user(), make_user(), make_source()
    source.remove(first)

    source.remove(second)

    assert Source.objects.get(pk=source.pk).deleted_by == first


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
