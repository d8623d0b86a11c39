from django import forms

from corpus.ids import ID_PATTERN

# The largest key of a list: databases reject larger numbers.
MAX_KEY = 2**63 - 1


class QueryForm(forms.Form):
    """A lenient form for a query string: invalid values count as missing.

    >>> PageForm.parse({"before": "17", "after": "x"})
    {'before': 17, 'after': None}
    """

    @classmethod
    def parse(cls, query, **options):
        """Return the `result` for a QueryDict or dict; never raises ValidationError.

        `options` are those of the form, such as `prefix`.
        """
        form = cls(query, **options)
        form.full_clean()
        return form.result()

    def result(self):
        """The parsed query; the form itself unless a subclass returns a value."""
        return self


class SharedFields(dict[str, forms.Field]):
    """The `base_fields` of a form whose fields no instance changes: its instances share them.

    Django copies the fields for each instance, which takes longer than to parse a query.
    """

    def __deepcopy__(self, memo):
        return self


class PageForm(QueryForm):
    """Which page of a list: the one below the key `before`, or above the key `after`."""

    before = forms.IntegerField(required=False, min_value=0, max_value=MAX_KEY)
    after = forms.IntegerField(required=False, min_value=0, max_value=MAX_KEY)

    def result(self):
        """{"before": key, "after": key}, each None if it is not given."""
        return {name: self.cleaned_data.get(name) for name in ("before", "after")}


class CursorForm(QueryForm):
    """Which page of a list, given by the public id of an adjacent row.

    A page with several lists passes the name of a list as `prefix`.

    >>> CursorForm.parse({"claims-before": "0123456789ab"}, prefix="claims")
    {'before': '0123456789ab'}
    """

    before = forms.RegexField(rf"\A{ID_PATTERN}\Z", required=False)
    after = forms.RegexField(rf"\A{ID_PATTERN}\Z", required=False)

    @property
    def cursor(self):
        """{"before": id} or {"after": id}, or {} for the first page."""
        sides = ((side, self.cleaned_data.get(side)) for side in ("after", "before"))
        return dict([(side, public_id) for side, public_id in sides if public_id][:1])

    def result(self):
        return self.cursor


class AutocompleteForm(QueryForm):
    """The text typed so far into an autocomplete field."""

    q = forms.CharField(required=False, max_length=200)

    def result(self):
        """The text; "" if it is missing or too long."""
        return self.cleaned_data.get("q", "")
