import pytest
from django.db import IntegrityError, transaction

from annotations.models import Reader, ReadingState
from tests.support.acts import act
from tests.support.factories import make_article, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client):
    user = make_user()
    client.force_login(user)
    return user


def test_state_is_kept_for_each_member_with_its_history():
    article, first, second = make_article(), make_user(), make_user()
    act(first, Reader.objects.mark, article, ReadingState.READING)
    reader = act(first, Reader.objects.mark, article, ReadingState.DONE)
    act(second, Reader.objects.mark, article, ReadingState.READING)

    assert Reader.objects.for_member(article, first).state == "done"
    assert Reader.objects.for_member(article, second).state == "reading"
    assert Reader.objects.for_member(article, make_user()).state == "unread"
    assert [row.state for row in reader.history.all()] == ["done", "reading"]


def test_same_state_again_writes_nothing():
    article, user = make_article(), make_user()
    reader = act(user, Reader.objects.mark, article, ReadingState.DONE)
    act(user, Reader.objects.mark, article, ReadingState.DONE)

    assert reader.history.count() == 1


def test_article_is_assigned_to_one_member_at_a_time():
    article, first, second, by = make_article(), make_user(), make_user(), make_user()
    act(by, Reader.objects.assign, article, first)
    act(first, Reader.objects.mark, article, ReadingState.READING)

    act(by, Reader.objects.assign, article, second)
    assert Reader.objects.assigned_to(article) == second
    act(by, Reader.objects.assign, article, None)

    assert Reader.objects.assigned_to(article) is None
    assert Reader.objects.for_member(article, first).state == "reading"


def test_unknown_state_is_refused_by_the_database():
    reader = act(make_user(), Reader.objects.mark, make_article(), ReadingState.DONE)

    with pytest.raises(IntegrityError), transaction.atomic():
        Reader.objects.filter(pk=reader.pk).update(state="skimmed")


def test_member_marks_and_comes_back_to_the_same_list(client, member):
    article = make_article()

    answer = client.post(f"/articles/{article.public_id}/state/?tag=cities", {"state": "done"})

    assert (answer.status_code, answer["Location"]) == (
        303,
        f"{article.get_absolute_url()}?tag=cities",
    )
    assert Reader.objects.for_member(article, member).state == "done"


@pytest.mark.parametrize("state", ["", "skimmed"])
def test_other_words_are_no_state(client, member, state):
    article = make_article()

    answer = client.post(f"/articles/{article.public_id}/state/", {"state": state})

    assert (answer.status_code, Reader.objects.count()) == (400, 0)


def test_member_assigns_and_takes_back(client, member):
    article, colleague = make_article(), make_user()
    address = f"/articles/{article.public_id}/assign/"

    client.post(address, {"member": colleague.username})
    assert Reader.objects.assigned_to(article) == colleague
    client.post(address, {"member": ""})
    assert Reader.objects.assigned_to(article) is None
    assert client.post(address, {"member": "nobody-here"}).status_code == 400


def test_closed_account_is_not_asked(client, member):
    article, closed = make_article(), make_user()
    closed.is_active = False
    closed.save()

    answer = client.post(f"/articles/{article.public_id}/assign/", {"member": closed.username})

    assert (answer.status_code, Reader.objects.count()) == (400, 0)


def test_next_article_is_the_next_of_the_list_one_came_from(client, member):
    newest, middle, oldest = (make_article(published=f"2021-01-0{n}") for n in (3, 2, 1))
    act(member, Reader.objects.mark, middle, ReadingState.DONE)

    plain = client.get(newest.get_absolute_url()).context["next_article"]
    unread = client.get(f"{newest.get_absolute_url()}?read=unread").context["next_article"]
    last = client.get(oldest.get_absolute_url()).context["next_article"]

    assert (plain, unread, last) == (middle, oldest, None)
