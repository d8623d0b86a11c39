from django import forms
from django.core.exceptions import ValidationError

from annotations.anchoring.find_quote import find_quote
from annotations.forms.fields import OVERFLOW, RepeatedInput, TagsField, refuse_many
from annotations.forms.quote_search import FoundByWords
from annotations.forms.similar_tags import SimilarTagsMixin
from annotations.models import Passage
from annotations.passages import editing
from corpus.ids import is_id

MOVE, ADD, TAKE, SPLIT, JOIN = "move", "add_piece", "take_piece", "split", "join"
LARGEST = 2**31 - 1
# As many passages as one act takes in.
MOST = 200


class PassagesField(forms.Field):
    """Passages of an article by their ids, repeated: those that the member sees and may edit."""

    widget = RepeatedInput

    def __init__(self, **kwargs):
        super().__init__(required=False, **kwargs)
        self.article = self.member = None

    def to_python(self, value):
        refuse_many(len(value or []), MOST, "passages", looked_at=OVERFLOW)
        ids = list(dict.fromkeys(item for item in value or [] if is_id(item)))
        refuse_many(len(ids), MOST, "passages")
        if not ids:
            return []
        seen = Passage.objects.present().visible_to(self.member).filter(article=self.article)
        found = {passage.public_id: passage for passage in seen.filter(public_id__in=ids)}
        chosen = [found[each] for each in ids if each in found]
        if len(chosen) < len(ids):
            raise ValidationError("A passage is not there any more. Choose again.")
        if not all(passage.may_be_edited_by(self.member) for passage in chosen):
            raise ValidationError(
                "One of the passages is somebody else’s; its author or an editor can change it."
            )
        return chosen


class MendForm(FoundByWords):
    """How a passage is mended, and the revision and the version that was seen.

    Places are code points (`start` and `end`, `at`), or words to be found in the text of today.
    """

    do = forms.ChoiceField(choices=[(each, each) for each in (MOVE, ADD, TAKE, SPLIT, JOIN)])
    revision = forms.IntegerField(min_value=1, max_value=LARGEST)
    version = forms.IntegerField(min_value=1, max_value=LARGEST)
    piece = forms.IntegerField(min_value=0, max_value=LARGEST, required=False)
    start = forms.IntegerField(min_value=0, max_value=LARGEST, required=False)
    end = forms.IntegerField(min_value=0, max_value=LARGEST, required=False)
    at = forms.IntegerField(min_value=0, max_value=LARGEST, required=False)
    # All the pieces at once, as in "0-10 24-30", instead of one.
    spans = forms.RegexField(
        r"\A[0-9]{1,9}-[0-9]{1,9}( [0-9]{1,9}-[0-9]{1,9}){0,99}\Z", required=False
    )
    others = PassagesField()

    def __init__(self, passage, member, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.passage = passage
        field = self.fields["others"]
        field.article, field.member = passage.article, member

    def clean(self):
        said = super().clean()
        if self.errors:
            return said
        said["piece"] = said["piece"] or 0
        needs_span = said["do"] in (MOVE, ADD) and not said["spans"]
        if needs_span and (said["start"] is None or said["end"] is None):
            said["start"], said["end"] = self._find_span(said)
        if said["do"] == SPLIT and said["at"] is None:
            said["at"] = self._find_cut()
        if said["do"] == JOIN and not said["others"]:
            raise ValidationError({"others": "Choose another passage to join with."})
        return said

    def _find_span(self, said):
        text, spans = self.passage.article.text, self._spans()
        ask = "Type or paste the words, as the text has them."
        if said["do"] == MOVE and said["piece"] < len(spans):
            own = spans[said["piece"]]
            # Where the same words stand elsewhere too, those at its place are meant.
            near = [span for span in self._found(text) if _meet(span, own)]
            if len(near) == 1:
                return near[0]
        return self.find(text, ask)

    def _found(self, text):
        return find_quote(text, self.cleaned_data["quote"])

    def _find_cut(self):
        spans = self._spans()
        inside = [(start + (n == 0), end) for n, (start, end) in enumerate(spans)]
        [*cut] = self.find(
            self.passage.article.text,
            "Type the first words of the second part.",
            "No second part can begin so: type words from within the passage.",
            lambda span: any(start <= span[0] < end for start, end in inside),
        )
        return cut[0]

    def _spans(self):
        standing = self.passage.current_placements()
        return [(each.start, each.end) for each in standing if each.start is not None]

    def mend(self, by):
        """Do what the valid form says; raises StaleVersion, MendRefused."""
        said, passage = self.cleaned_data, self.passage
        seen = {"revision": said["revision"], "version": said["version"]}
        span = said["start"], said["end"]
        if said["do"] == MOVE and said["spans"]:
            pairs = (pair.split("-") for pair in said["spans"].split())
            editing.stand_at(passage, [(int(start), int(end)) for start, end in pairs], by, **seen)
        elif said["do"] == MOVE:
            editing.move(passage, span, by, piece=said["piece"], **seen)
        elif said["do"] == ADD:
            editing.add_piece(passage, span, by, **seen)
        elif said["do"] == TAKE:
            editing.take_piece(passage, said["piece"], by, **seen)
        elif said["do"] == SPLIT:
            editing.split(passage, said["at"], by, **seen)
        else:
            editing.join(passage, said["others"], by, **seen)


def _meet(one, other):
    return one[0] < other[1] and other[0] < one[1]


class RetagForm(SimilarTagsMixin):
    """Which passages get which tags (`tags`), and which are taken off them (`without`)."""

    passages = PassagesField()
    tags = TagsField()
    without = TagsField()

    def __init__(self, article, member, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["passages"]
        field.article, field.member = article, member

    def clean(self):
        said = super().clean()
        if not self.errors and not said["passages"]:
            raise ValidationError({"passages": "Choose the passages first."})
        if not self.errors and not (said["tags"] or said["without"]):
            raise ValidationError("Name a tag to give, or one to take off.")
        return said
