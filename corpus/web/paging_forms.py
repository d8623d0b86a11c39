from django import forms

from corpus.ids import ID_PATTERN

# Larger keys exist in no list; the databases would refuse the number itself.
LARGEST = 2**63 - 1


class PageForm(forms.Form):
    """Which page of a list: the one below `before`, or above `after`."""

    before = forms.IntegerField(required=False, min_value=0, max_value=LARGEST)
    after = forms.IntegerField(required=False, min_value=0, max_value=LARGEST)

    @classmethod
    def keys(cls, query):
        """The keys in a query; what cannot be read as a key asks for the first page."""
        form = cls(query)
        form.is_valid()
        return {name: form.cleaned_data.get(name) for name in ("before", "after")}


class CursorForm(forms.Form):
    """Which page of a list, named by the public id of the row that it borders on."""

    before = forms.RegexField(rf"\A{ID_PATTERN}\Z", required=False)
    after = forms.RegexField(rf"\A{ID_PATTERN}\Z", required=False)

    @property
    def cursor(self):
        """{"before": id} or {"after": id}, or nothing for the first page."""
        sides = ((side, self.cleaned_data.get(side)) for side in ("after", "before"))
        return dict([(side, public_id) for side, public_id in sides if public_id][:1])

    @classmethod
    def cursor_in(cls, query, section=None):
        """The cursor of a query; a page with several lists puts the section's name before it."""
        form = cls(query, prefix=section)
        form.is_valid()
        return form.cursor


class TypedForm(forms.Form):
    """What was typed so far into a field that offers choices."""

    q = forms.CharField(required=False, max_length=200)

    @classmethod
    def typed(cls, query):
        form = cls(query)
        form.is_valid()
        return form.cleaned_data.get("q", "")
