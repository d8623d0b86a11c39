"""The text of a revision is stored once: by the article while it is current, then by itself."""

import pytest
from django.db import connection

from corpus.models import Article, Revision
from corpus.models.correction import correct
from corpus.models.revision_text import text_of
from tests.support.acts import act
from tests.support.factories import EDITORS, make_article, make_user

pytestmark = pytest.mark.django_db

FIRST, SECOND = "Kabul fell.", "Kabul fell at dawn. 🚜"


def stored_texts():
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM corpus_revision ORDER BY number")
        return [text for (text,) in cursor.fetchall()]


@pytest.fixture
def corrected():
    article = make_article(text=FIRST)
    act(make_user(EDITORS), correct, article, SECOND, "The hour.")
    return article


def test_only_earlier_texts_are_stored(corrected):
    assert stored_texts() == [FIRST, ""]
    assert [each.text for each in corrected.revisions.all()] == [FIRST, SECOND]


def test_texts_are_read_without_their_article(corrected):
    rows = Revision.objects.order_by("number")
    assert [row.text for row in rows] == [FIRST, SECOND]
    assert [row.text for row in rows.defer("text")] == [FIRST, SECOND]
    assert list(rows.values_list(text_of(), flat=True)) == [FIRST, SECOND]
    assert not Revision.objects.filter(text=SECOND).exists()


def test_a_revision_read_before_a_correction_keeps_its_text():
    article = make_article(text=FIRST)
    before = Revision.objects.get()
    beside = Article.objects.get().revision
    act(make_user(EDITORS), correct, article, SECOND, "The hour.")
    assert (before.text, beside.text) == (FIRST, FIRST)


def test_a_text_that_no_article_has_is_stored():
    article = make_article(text=FIRST)
    author = article.revision.created_by
    Revision(article=article, number=2, text="Other.", reason="By hand.", created_by=author).save()
    assert stored_texts() == ["", "Other."]
