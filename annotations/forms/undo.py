from django import forms

from corpus.ids import ID_PATTERN
from corpus.web.redirects import internal_address


class UndoForm(forms.Form):
    """Whether what others built on it was seen, where to go then, and on which article one is."""

    confirm = forms.BooleanField(required=False)
    next = forms.CharField(required=False, max_length=2000)
    article = forms.RegexField(rf"\A{ID_PATTERN}\Z", required=False)

    def clean_next(self):
        return internal_address(self.cleaned_data["next"])

    @classmethod
    def asked(cls, data):
        """What can be read of it; the rest counts as not said."""
        form = cls(data)
        form.is_valid()
        return {name: form.cleaned_data.get(name) for name in ("confirm", "next", "article")}
