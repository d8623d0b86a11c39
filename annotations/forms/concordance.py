from django import forms

from corpus.search.concordance import LEFT, RIGHT, TEXT


class SoughtForm(forms.Form):
    """What was typed into the search box by whoever opens an article from it."""

    q = forms.CharField(required=False)

    @classmethod
    def typed(cls, query):
        """The words as they were typed; "" where nothing can be read."""
        form = cls(query)
        form.is_valid()
        return form.cleaned_data.get("q", "")


class ConcordanceForm(SoughtForm):
    """What is searched for, and by which side of it the lines are sorted."""

    sort = forms.ChoiceField(choices=[(each, each) for each in (TEXT, LEFT, RIGHT)], required=False)

    @classmethod
    def asked(cls, query):
        """The words and the order; newest first where no other can be read."""
        form = cls(query)
        form.is_valid()
        said = form.cleaned_data
        return {"q": said.get("q", ""), "sort": said.get("sort") or TEXT}
