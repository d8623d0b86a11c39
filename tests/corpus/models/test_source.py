from datetime import date

import pytest
from django.db import IntegrityError

from corpus.models import Source, acting
from tests.support.acts import act
from tests.support.factories import make_source, make_user

pytestmark = pytest.mark.django_db


def test_reliability_is_the_newest_grade_by_date_whatever_came_in_last():
    source, user = make_source(), make_user()

    act(user, source.grade, "B", "named reporters", on=date(2024, 5, 1))
    act(user, source.grade, "D", "an older judgement", on=date(2020, 5, 1))

    source.refresh_from_db()
    assert (source.reliability, source.reliability_words) == ("B", "usually reliable")
    assert [grade.letter for grade in source.grades.all()] == ["B", "D"]


def test_removed_grade_no_longer_counts():
    source, user = make_source(), make_user()
    act(user, source.grade, "C", "first", on=date(2020, 1, 1))
    newest = act(user, source.grade, "A", "second", on=date(2021, 1, 1))

    act(user, newest.remove)
    with acting("source.grade", user):
        source.take_newest_grade()

    assert source.reliability == "C"


def test_ungraded_source_cannot_be_judged():
    assert make_source().reliability_words == "cannot be judged"


@pytest.mark.parametrize("same", ["REUTERS", "  reuters ", "Ｒｅｕｔｅｒｓ"])
def test_name_is_unique_among_present_sources_whatever_its_case(same):
    make_source("Reuters")

    with pytest.raises(IntegrityError):
        make_source(same)


def test_name_of_a_removed_source_is_free_again():
    act(make_user(), make_source("Straße").remove)

    again = make_source("STRASSE")

    assert list(Source.objects.present().named("strasse")) == [again]


def test_grading_a_source_that_was_read_before_an_edit_keeps_the_edit():
    source, user = make_source(), make_user()
    stale = Source.objects.get(pk=source.pk)
    with acting("source.edit", user):
        source.country = "Austria"
        source.save_act("country")

    act(user, stale.grade, "B", "named reporters")

    history = list(source.history.order_by("history_id").values_list("country", "reliability"))
    assert history == [("", "F"), ("Austria", "F"), ("Austria", "B")]
    assert (stale.reliability, stale.version) == ("B", 3)
