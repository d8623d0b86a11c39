from django import forms

from corpus.ids import ID_PATTERN
from corpus.web.paging_forms import QueryForm
from corpus.web.redirects import internal_address


class UndoForm(QueryForm):
    """Whether later Actions may be affected, the next page, and the open article."""

    confirm = forms.BooleanField(required=False)
    next = forms.CharField(required=False, max_length=2000)
    article = forms.RegexField(rf"\A{ID_PATTERN}\Z", required=False)

    def clean_next(self):
        return internal_address(self.cleaned_data["next"])

    def result(self):
        """{"confirm": bool, "next": address, "article": id}; invalid values are None."""
        return {name: self.cleaned_data.get(name) for name in ("confirm", "next", "article")}
