"""What is noted of the date of an imported article."""

import pytest

from corpus.models import Article
from tests.corpus.importing.reading import load, make_record

pytestmark = pytest.mark.django_db


def test_days_that_leave_doubt_are_noted_at_an_article_without_a_date():
    note = "The page gives 5 August 2021 and 9 August 2021."
    load(
        make_record("Road closed.", 1, date_note=note),
        # An analyst gave it a date in the preview.
        make_record("Bridge open.", 2, date_note=note, published="2021-08-09"),
    )
    assert list(Article.objects.order_by("pk").values_list("text", "date_note")) == [
        ("Road closed.", note),
        ("Bridge open.", ""),
    ]
