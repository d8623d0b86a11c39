from django import forms

from annotations.forms.search import SearchForm
from corpus.web.paging_forms import QueryForm, SharedFields


class PlaceForm(QueryForm):
    place = forms.CharField(required=False)


PlaceForm.base_fields = SharedFields(PlaceForm.base_fields)


def test_forms_that_share_their_fields_share_no_values():
    kabul, herat, empty = (
        PlaceForm.parse(query) for query in ({"place": "Kabul"}, {"place": "Herat"}, {})
    )
    assert [form.cleaned_data["place"] for form in (kabul, herat, empty)] == ["Kabul", "Herat", ""]
    assert [form["place"].value() for form in (kabul, herat)] == ["Kabul", "Herat"]
    assert kabul.fields is herat.fields


def test_searches_copy_no_fields():
    assert SearchForm.parse({}).fields is SearchForm.base_fields
