import pytest

from annotations.reading.page import load_reading
from annotations.reading.saved_changes import saved_changes
from tests.support.acts import act
from tests.support.crowd import make_crowd
from tests.support.factories import make_article, make_passage, make_tag, make_user

pytestmark = pytest.mark.django_db

TEXT = "Kabul fell at dawn, he said.\n\nNobody saw it return."


def test_new_passage_changes_no_paragraph_after_its_own():
    article = make_article(text=TEXT)
    make_passage(article, "Nobody")

    first = make_passage(article, "Kabul")

    changes = saved_changes(article, [first], make_user())
    assert [each.start for each in changes.paragraphs] == [0]


def test_changes_equal_the_page_that_is_opened_anew():
    article = make_article(text=TEXT)
    make_tag("a", hue=3)
    make_passage(article, "Kabul fell", tags=["b", "a"])
    make_passage(article, "Nobody", tags=["a"])
    act(make_user(), make_passage(article, "dawn", tags=["b"]).remove)

    passage = make_passage(article, "fell at", tags=["a"])
    changes = saved_changes(article, [passage], make_user())

    page = load_reading(article.revision)
    assert changes.tags_of == {passage.public_id: page.tags_of[passage.public_id]}
    assert [name for name, *_ in changes.tags_of[passage.public_id]] == ["a"]
    assert changes.paragraphs == [page.paragraphs[0]]
    assert (changes.passage_count, tuple(changes.legend)) == (page.passage_count, page.legend)


def test_number_of_queries_is_the_same_beside_many_passages(django_assert_num_queries):
    article, member = make_crowd(passages=300, words=400), make_user()
    passage = article.passages.first()
    saved_changes(article, [passage], member)

    with django_assert_num_queries(3):
        saved_changes(article, [passage], member)
