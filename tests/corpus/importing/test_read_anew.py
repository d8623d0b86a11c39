"""The bytes of an article, read better by a newer version, make a revision that says so."""

import pytest

from corpus.importing.loader import NOT_REREAD, REREAD_REASON
from corpus.models import Article
from corpus.models.correction import correct
from tests.corpus.importing.reading import load, make_record
from tests.support.acts import act
from tests.support.factories import EDITORS, make_passage, make_user

pytestmark = pytest.mark.django_db
URL = "https://reuters.com/a"


def updated_and_same(*records, update=False):
    counts = load(*records, update=update).counts
    return counts["updated"], counts["same"]


def test_the_same_bytes_read_otherwise_by_now_are_no_correction_of_the_publisher():
    load(make_record("The toll is 12 20, he said.", url=URL, content=b"page"))
    article = Article.objects.get()
    passage = make_passage(article, "he said")
    again = make_record("The toll is 20, he said.", url=URL, content=b"page")
    assert updated_and_same(again) == (0, 1)
    assert updated_and_same(again, update=True) == (1, 0)
    article.refresh_from_db()
    placement = passage.placements.get(revision=article.revision)
    assert article.text[placement.start : placement.end] == "he said"
    assert article.revision.reason == REREAD_REASON
    # A still newer version reads it once more.
    once_more = make_record("The toll: 20, he said.", url=URL, content=b"page")
    assert updated_and_same(once_more, update=True) == (1, 0)
    assert updated_and_same(again, update=True) == (0, 1)


@pytest.mark.parametrize("is_by_editor", [True, False])
def test_a_newer_text_is_not_replaced_by_the_old_bytes_read_anew(is_by_editor):
    load(make_record("The toll is 12 20, he said.", url=URL, content=b"page"))
    article = Article.objects.get()
    newer = "The toll is 30, he said."
    if is_by_editor:
        act(make_user(EDITORS), correct, article, newer, "a typing error")
    else:
        load(make_record(newer, url=URL, content=b"newer page"), update=True)
    again = make_record("The toll is 20, he said.", url=URL, content=b"page")
    counts = load(again, update=True)
    assert (counts.counts["updated"], counts.counts["same"]) == (0, 1)
    assert [problem.reason for problem in counts.problems] == [NOT_REREAD]
    article.refresh_from_db()
    assert article.text == newer
