from django import forms

LARGEST = 2**31 - 1


class RevisionForm(forms.Form):
    """Which text of an article is asked for: `rev` is the number of a revision."""

    rev = forms.IntegerField(min_value=1, max_value=LARGEST, required=False)

    @classmethod
    def asked(cls, query):
        """The number; None where none is asked for, 0 where what is asked for is no number."""
        form = cls(query)
        return form.cleaned_data["rev"] if form.is_valid() else 0


class ComparedForm(forms.Form):
    """Which two revisions are compared: the last two, unless others are asked for."""

    old = forms.IntegerField(min_value=1, max_value=LARGEST, required=False)
    new = forms.IntegerField(min_value=1, max_value=LARGEST, required=False)

    @classmethod
    def pair(cls, query, newest):
        """Their numbers, the older first; None where there is nothing to compare."""
        form = cls(query)
        form.is_valid()
        new = form.cleaned_data.get("new") or newest
        old = form.cleaned_data.get("old") or new - 1
        old, new = sorted((old, new))
        return (old, new) if 1 <= old < new <= newest else None
