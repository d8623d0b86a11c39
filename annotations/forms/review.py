import re

from django import forms
from django.core.exceptions import ValidationError

from annotations.forms.fields import MAX_INTEGER, RepeatedField, check_count
from annotations.forms.quote_search import PositionForm
from corpus.ids import ID_PATTERN
from corpus.web.paging_forms import CursorForm

CONFIRM, PLACE, SET_ASIDE = "confirm", "place", "set_aside"

# The two ways to confirm the proposals of an article, and how many a page has.
CHOSEN, ALL = "chosen", "all"
MAX_PROPOSALS = 100
SEEN = re.compile(rf"({ID_PATTERN})-([1-9][0-9]{{0,8}})")


class ReviewForm(PositionForm):
    """The outcome of a review, with the position if `do` is PLACE."""

    do = forms.ChoiceField(choices=[(name, name) for name in (CONFIRM, PLACE, SET_ASIDE)])
    then = forms.ChoiceField(choices=[("list", "list")], required=False)

    def __init__(self, article, *args, **kwargs):
        self.article = article
        super().__init__(*args, **kwargs)

    def clean(self):
        cleaned = super().clean()
        is_to_place = cleaned.get("do") == PLACE and not self.errors
        if is_to_place and (cleaned["start"] is None or cleaned["end"] is None):
            missing = "Enter the words in the current text."
            cleaned["start"], cleaned["end"] = self.find(self.article.text, missing)
        elif is_to_place:
            self.check_quote(self.article, [(cleaned["start"], cleaned["end"])])
        return cleaned


class SeveralForm(forms.Form):
    """The proposals of an article to confirm: those `chosen`, or ALL that were `seen`.

    `seen` has the passages shown as "id-version", `chosen` their ids. `cleaned_data["versions"]`
    has the version seen of each passage to confirm, by its id.
    """

    revision = forms.IntegerField(min_value=1, max_value=MAX_INTEGER)
    do = forms.ChoiceField(choices=[(name, name) for name in (CHOSEN, ALL)])
    seen = RepeatedField()
    chosen = RepeatedField()

    def clean_seen(self):
        """{id: version} of the passages shown; raises ValidationError for anything else."""
        values = self.cleaned_data["seen"] or []
        check_count(len(values), MAX_PROPOSALS, "passages")
        matches = [match for value in values if (match := SEEN.fullmatch(value))]
        if len(matches) < len(values):
            raise ValidationError("The form is incomplete. Reload the page.")
        return {match[1]: int(match[2]) for match in matches}

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            chosen = set(cleaned["chosen"] or [])
            cleaned["versions"] = {
                public_id: version
                for public_id, version in cleaned["seen"].items()
                if cleaned["do"] == ALL or public_id in chosen
            }
            if not cleaned["versions"]:
                raise ValidationError("Select at least one passage.")
        return cleaned


class ReviewListForm(CursorForm):
    """The filters of the review list (one article, or the member's passages), and its page."""

    article = forms.RegexField(rf"\A{ID_PATTERN}\Z", required=False)
    whose = forms.ChoiceField(choices=[("mine", "mine")], required=False)

    def result(self):
        return self

    def filter(self, rows, member):
        """The passages in review, or the proposed corrections, that match."""
        if article := self.cleaned_data.get("article"):
            rows = rows.filter(article__public_id=article)
        if self.cleaned_data.get("whose"):
            rows = rows.filter(created_by=member)
        return rows

    @property
    def query(self):
        """The filters as a query that ends in "&"; "" if none is set."""
        names = ("article", "whose")
        values = {name: self.cleaned_data.get(name) for name in names}
        return "".join(f"{name}={value}&" for name, value in values.items() if value)
