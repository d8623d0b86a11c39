from django import forms

from annotations.forms.quote_search import FoundByWords
from corpus.ids import ID_PATTERN, is_id
from corpus.web.paging_forms import CursorForm

CONFIRM, PLACE, SET_ASIDE = "confirm", "place", "set_aside"
LARGEST = 2**31 - 1


class ReviewForm(FoundByWords):
    """How a doubt ends, and the revision and the version that the reviewer saw.

    A place is `start` and `end` in code points, or a quote to be found in the text of today;
    where that stands several times, `places` asks which.
    """

    do = forms.ChoiceField(choices=[(each, each) for each in (CONFIRM, PLACE, SET_ASIDE)])
    revision = forms.IntegerField(min_value=1, max_value=LARGEST)
    version = forms.IntegerField(min_value=1, max_value=LARGEST)
    piece = forms.IntegerField(min_value=0, max_value=LARGEST, required=False)
    start = forms.IntegerField(min_value=0, max_value=LARGEST, required=False)
    end = forms.IntegerField(min_value=1, max_value=LARGEST, required=False)
    then = forms.ChoiceField(choices=[("list", "list")], required=False)

    def __init__(self, article, *args, **kwargs):
        self.article = article
        super().__init__(*args, **kwargs)

    def clean(self):
        said = super().clean()
        is_to_place = said.get("do") == PLACE and not self.errors
        if is_to_place and (said["start"] is None or said["end"] is None):
            ask = "Paste the words where the passage stands now."
            said["start"], said["end"] = self.find(self.article.text, ask)
        return said


class ReviewListForm(CursorForm):
    """Which passages a work list shows: those of one article, those of the member."""

    article = forms.RegexField(rf"\A{ID_PATTERN}\Z", required=False)
    whose = forms.ChoiceField(choices=[("mine", "mine")], required=False)

    def narrow(self, passages, member):
        self.is_valid()
        if article := self.cleaned_data.get("article"):
            passages = passages.filter(article__public_id=article)
        if self.cleaned_data.get("whose"):
            passages = passages.filter(created_by=member)
        return passages

    @property
    def query(self):
        """What else the address of a neighbouring page asks, ending in "&", or nothing."""
        names = ("article", "whose")
        asked = {name: self.cleaned_data.get(name) for name in names}
        return "".join(f"{name}={value}&" for name, value in asked.items() if value)


class InHandForm(forms.Form):
    """The passage to be placed again by selecting: `place` is its id."""

    place = forms.CharField(required=False)

    @classmethod
    def wanted(cls, query):
        """A passage's id, or "" where none can be read."""
        form = cls(query)
        form.is_valid()
        place = form.cleaned_data.get("place", "")
        return place if is_id(place) else ""
