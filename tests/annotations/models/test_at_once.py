"""What several people do at the same moment: every write is kept, none is doubled."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection

from annotations.models import Passage, Tag
from annotations.passages.marking import Annotation, Marking
from annotations.passages.marking import mark as mark_passage
from corpus.models import Article
from tests.support.acts import act
from tests.support.factories import make_article, make_user

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def at_once(work, items):
    """Run `work` for each item in a thread of its own, and answer what each gave."""

    def run(item):
        try:
            return work(item)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(items)) as pool:
        return list(pool.map(run, items))


def mark(article, user, key=None, tags=()):
    quote = article.text[:5]
    marking = Marking(revision=1, start=0, end=5, quote=quote, key=key)
    return act(user, mark_passage, article, marking, Annotation(tags=tags))


def test_passages_saved_at_once_are_all_kept():
    article, users = make_article(), [make_user(None) for _ in range(8)]

    made = at_once(lambda user: [mark(article, user) for _ in range(5)], users)

    assert len({passage.pk for passages in made for passage in passages}) == 40
    assert Passage.objects.count() == 40


def test_one_request_sent_twice_at_once_is_one_passage():
    article, user, key = make_article(), make_user(None), uuid4()

    made = at_once(lambda _: mark(article, user, key), range(6))

    assert len({passage.pk for passage in made}) == 1
    assert Passage.objects.count() == 1


def test_new_tag_given_in_two_articles_at_once_is_one_tag():
    articles, user = [make_article() for _ in range(6)], make_user(None)

    at_once(lambda article: mark(article, user, tags=("cities",)), articles)

    assert [tag.name for tag in Tag.objects.all()] == ["cities"]
    assert Passage.objects.filter(tags__name="cities").count() == 6


def test_articles_of_one_day_added_at_once_have_keys_of_their_own():
    user = make_user(None)

    added = at_once(lambda _: make_article(published="2021-08-05", by=user), range(8))

    assert len({article.sort_key for article in added}) == 8
    assert Article.objects.count() == 8
