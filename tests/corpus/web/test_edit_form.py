import pytest
from django import forms
from django.http import QueryDict

from corpus.records.edit_conflict import StaleVersion
from corpus.web.edit_form import EditForm, posted


class NameForm(EditForm):
    name = forms.CharField()
    version = forms.IntegerField()


class Refused(ValueError):
    pass


class Row:
    version = 7

    def __str__(self):
        return "a row"


@pytest.fixture
def form():
    form = NameForm(QueryDict("name=Kabul&version=3"))
    assert form.is_valid()
    return form


def raise_in(form, error, *refusal):
    with form.refusals(*refusal):
        raise error


def test_an_edit_conflict_keeps_the_row_and_what_was_typed_with_its_version(form):
    row = Row()
    raise_in(form, StaleVersion(row))
    values = form["name"].value(), form["version"].value()
    assert (form.current, form.status, values) == (row, 409, ("Kabul", "7"))


def test_a_refusal_is_an_error_of_its_field(form):
    raise_in(form, Refused("Taken."), Refused, "name")
    assert (form.errors, form.status, form.current) == ({"name": ["Taken."]}, 422, None)


def test_a_refusal_without_a_field_is_an_error_of_the_form(form):
    raise_in(form, Refused("Taken."), Refused)
    assert (form.non_field_errors(), form.status) == (["Taken."], 422)


def test_any_other_error_passes_through(form):
    with pytest.raises(Refused, match="Taken"):
        raise_in(form, Refused("Taken."))
    assert form.status == 200


def test_an_empty_form_that_was_sent_has_errors_and_a_page_that_is_opened_has_none(rf):
    sent, opened = (NameForm(posted(request)) for request in (rf.post("/"), rf.get("/?name=x")))
    assert (sent.status, sorted(sent.errors)) == (422, ["name", "version"])
    assert (opened.status, opened.is_bound) == (200, False)
