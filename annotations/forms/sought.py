from django import forms


class SoughtForm(forms.Form):
    """What was typed into the search box by whoever opens an article from it."""

    q = forms.CharField(required=False)

    @classmethod
    def typed(cls, query):
        """The words as they were typed; "" where nothing can be read."""
        form = cls(query)
        form.is_valid()
        return form.cleaned_data.get("q", "")
