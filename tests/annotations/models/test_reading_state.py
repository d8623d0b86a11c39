import pytest
from django.db import IntegrityError, transaction

from annotations.models import ReadingState, ReadingStatus
from annotations.reading.article_link import ArticleLink
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
    act(first, ReadingState.objects.mark, article, ReadingStatus.READING)
    reading_state = act(first, ReadingState.objects.mark, article, ReadingStatus.DONE)
    act(second, ReadingState.objects.mark, article, ReadingStatus.READING)

    assert ReadingState.objects.for_member(article, first).state == "done"
    assert ReadingState.objects.for_member(article, second).state == "reading"
    assert ReadingState.objects.for_member(article, make_user()).state == "unread"
    assert [row.state for row in reading_state.history.all()] == ["done", "reading"]


def test_same_state_again_writes_nothing():
    article, user = make_article(), make_user()
    reading_state = act(user, ReadingState.objects.mark, article, ReadingStatus.DONE)
    act(user, ReadingState.objects.mark, article, ReadingStatus.DONE)

    assert reading_state.history.count() == 1


def test_article_is_assigned_to_one_member_at_a_time():
    article, first, second, by = make_article(), make_user(), make_user(), make_user()
    act(by, ReadingState.objects.assign, article, first)
    act(first, ReadingState.objects.mark, article, ReadingStatus.READING)

    act(by, ReadingState.objects.assign, article, second)
    assert ReadingState.objects.assigned_to(article) == second
    act(by, ReadingState.objects.assign, article, None)

    assert ReadingState.objects.assigned_to(article) is None
    assert ReadingState.objects.for_member(article, first).state == "reading"


def test_unknown_state_is_refused_by_the_database():
    reading_state = act(make_user(), ReadingState.objects.mark, make_article(), ReadingStatus.DONE)

    with pytest.raises(IntegrityError), transaction.atomic():
        ReadingState.objects.filter(pk=reading_state.pk).update(state="skimmed")


def test_member_marks_and_comes_back_to_the_same_list(client, member):
    article = make_article()

    answer = client.post(f"/articles/{article.public_id}/state/?tag=cities", {"state": "done"})

    assert (answer.status_code, answer["Location"]) == (
        303,
        f"{article.get_absolute_url()}?tag=cities",
    )
    assert ReadingState.objects.for_member(article, member).state == "done"


@pytest.mark.parametrize("state", ["", "skimmed"])
def test_other_words_are_no_state(client, member, state):
    article = make_article()

    answer = client.post(f"/articles/{article.public_id}/state/", {"state": state})

    assert (answer.status_code, ReadingState.objects.count()) == (400, 0)


def test_member_assigns_and_takes_back(client, member):
    article, colleague = make_article(), make_user()
    address = f"/articles/{article.public_id}/assign/"

    client.post(address, {"member": colleague.username})
    assert ReadingState.objects.assigned_to(article) == colleague
    client.post(address, {"member": ""})
    assert ReadingState.objects.assigned_to(article) is None
    assert client.post(address, {"member": "nobody-here"}).status_code == 400


def test_closed_account_is_not_asked(client, member):
    article, closed = make_article(), make_user()
    closed.is_active = False
    closed.save()

    answer = client.post(f"/articles/{article.public_id}/assign/", {"member": closed.username})

    assert (answer.status_code, ReadingState.objects.count()) == (400, 0)


def test_next_article_is_the_next_of_the_list_one_came_from(client, member):
    newest, middle, oldest = (make_article(published=f"2021-01-0{n}") for n in (3, 2, 1))
    act(member, ReadingState.objects.mark, middle, ReadingStatus.DONE)

    def next_of(address):
        return client.get(address).context["panel"].next_article

    plain = next_of(newest.get_absolute_url())
    unread = next_of(f"{newest.get_absolute_url()}?read=unread")
    last = next_of(oldest.get_absolute_url())

    assert (plain, unread, last) == (ArticleLink.to(middle), ArticleLink.to(oldest), None)
