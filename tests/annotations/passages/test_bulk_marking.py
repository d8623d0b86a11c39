"""Many passages marked at once are those that are marked one by one."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from annotations.models import Passage, PassagePerson, PassageTag, Placement, Role
from annotations.passages.bulk_marking import mark_all
from annotations.passages.marking import Annotation, Marking, mark
from corpus.models import acting
from tests.support.acts import act
from tests.support.factories import make_article, make_person, make_user

pytestmark = pytest.mark.django_db
OWN = {"id", "public_id", "created_at", "history_id", "history_date", "action_id", "tag_id"}
TEXT = "One two three four five six seven eight nine ten."


@pytest.fixture
def by():
    return make_user()


def markings(article, number):
    text = article.text
    words = text.split()[:number]
    return [Marking(1, text.index(word), text.index(word) + len(word), word) for word in words]


def written():
    """What stands in every table that marking writes, in the order of writing."""
    passages = Passage.objects.order_by("pk").values_list("pk", flat=True)
    # Keys differ from try to try: a passage is known by its place among them.
    number_of = {pk: number for number, pk in enumerate(passages)}

    def plain(name, value):
        return number_of[value] if name in ("passage_id", "content_object_id") else value

    return [
        [{name: plain(name, row[name]) for name in row if name not in OWN} for row in rows.values()]
        for model in (Passage, Placement, PassageTag, PassagePerson)
        for rows in (model.objects.order_by("pk"), model.history.order_by("history_id"))
    ]


def test_many_passages_are_written_as_each_by_itself_is(by):
    article, person = make_article(TEXT, by=by), make_person(by=by)
    annotation = Annotation(
        tags=("a", "b"), people=((person, Role.SPEAKS), (person, Role.SPOKEN_OF)), note="So."
    )
    pairs = [(marking, annotation) for marking in markings(article, 4)]
    pairs.append((markings(article, 5)[-1], Annotation(tags=("b",))))

    def tried(write):
        with transaction.atomic():
            with acting("test", by):
                made = write()
            facts = written()
            said = [
                (each.quote, list(each.tag_links.values_list("tag__name", "position")))
                for each in made
            ]
            transaction.set_rollback(True)
        return said, facts

    at_once = tried(lambda: mark_all(article, pairs))
    one_by_one = tried(lambda: [mark(article, *pair) for pair in pairs])
    assert at_once == one_by_one


def test_many_passages_take_as_many_queries_as_some(by):
    article, annotation = make_article(TEXT, by=by), Annotation(tags=("a",))

    def queries_of(number):
        pairs = [(marking, annotation) for marking in markings(article, number)]
        with transaction.atomic(), CaptureQueriesContext(connection) as captured:
            act(by, mark_all, article, pairs)
            transaction.set_rollback(True)
        return len(captured)

    assert queries_of(2) == queries_of(9)


def test_passages_made_at_once_are_found(by):
    article = make_article(TEXT, by=by)
    act(by, mark_all, article, [(marking, Annotation()) for marking in markings(article, 3)])
    assert list(Passage.objects.unindexed()) == []
