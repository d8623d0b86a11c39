from django import forms

from corpus.ids import ID_PATTERN

# The largest bigint: the databases refuse larger numbers.
MAX_KEY = 2**63 - 1


class PageForm(forms.Form):
    """Which page of a list: the one below `before`, or above `after`."""

    before = forms.IntegerField(required=False, min_value=0, max_value=MAX_KEY)
    after = forms.IntegerField(required=False, min_value=0, max_value=MAX_KEY)

    @classmethod
    def parse(cls, query):
        """{"before": key, "after": key}; None for a missing or invalid key."""
        form = cls(query)
        form.is_valid()
        return {name: form.cleaned_data.get(name) for name in ("before", "after")}


class CursorForm(forms.Form):
    """Which page of a list, given by the public id of the row that it borders on."""

    before = forms.RegexField(rf"\A{ID_PATTERN}\Z", required=False)
    after = forms.RegexField(rf"\A{ID_PATTERN}\Z", required=False)

    @property
    def cursor(self):
        """{"before": id} or {"after": id}, or nothing for the first page."""
        sides = ((side, self.cleaned_data.get(side)) for side in ("after", "before"))
        return dict([(side, public_id) for side, public_id in sides if public_id][:1])

    @classmethod
    def parse(cls, query, section=None):
        """The cursor in a query; in a page of several lists its names begin with the section's."""
        form = cls(query, prefix=section)
        form.is_valid()
        return form.cursor


class AutocompleteForm(forms.Form):
    """What was typed so far into a field with autocompletion."""

    q = forms.CharField(required=False, max_length=200)

    @classmethod
    def parse(cls, query):
        """What was typed; "" where it is too long."""
        form = cls(query)
        form.is_valid()
        return form.cleaned_data.get("q", "")
