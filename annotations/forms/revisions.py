from django import forms

from annotations.forms.fields import MAX_INTEGER
from corpus.web.paging_forms import QueryForm


class RevisionForm(QueryForm):
    """Which text of an article: `rev` is the number of a revision, counted from 1."""

    rev = forms.IntegerField(min_value=1, max_value=MAX_INTEGER, required=False)

    def result(self):
        """The number; None if it is missing, 0 (which no revision has) if it is invalid."""
        return 0 if self.errors else self.cleaned_data["rev"]


class RevisionPairForm(QueryForm):
    """Which two revisions to compare, by default the last two.

    `newest` is the number of the article's newest revision.

    >>> RevisionPairForm.parse({"old": "3", "new": "1"}, newest=4)
    (1, 3)
    """

    old = forms.IntegerField(min_value=1, max_value=MAX_INTEGER, required=False)
    new = forms.IntegerField(min_value=1, max_value=MAX_INTEGER, required=False)

    def __init__(self, *args, newest, **kwargs):
        self.newest = newest
        super().__init__(*args, **kwargs)

    def result(self):
        """Their numbers, the older first; None if there is nothing to compare."""
        new = self.cleaned_data.get("new") or self.newest
        old = self.cleaned_data.get("old") or new - 1
        old, new = sorted((old, new))
        return (old, new) if 1 <= old < new <= self.newest else None
