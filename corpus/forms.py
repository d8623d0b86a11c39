from django import forms

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


class TypedForm(forms.Form):
    """What was typed so far into a field that offers choices."""

    q = forms.CharField(required=False, max_length=200)

    @classmethod
    def typed(cls, query):
        form = cls(query)
        form.is_valid()
        return form.cleaned_data.get("q", "")
