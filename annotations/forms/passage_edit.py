from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import Truncator

from annotations.anchoring.find_quote import find_quote
from annotations.forms.fields import (
    MAX_INTEGER,
    RAW_VALUES_FACTOR,
    RepeatedField,
    TagsField,
    check_count,
)
from annotations.forms.quote_search import PositionForm
from annotations.forms.similar_tags import SimilarTagsMixin
from annotations.models import Passage
from corpus.ids import is_id
from corpus.web.edit_form import EditForm

MOVE, ADD, TAKE, SPLIT, JOIN = "move", "add_piece", "take_piece", "split", "join"
# Maximum of passages in one request.
MAX_PASSAGES = 200


class PassagesField(RepeatedField):
    """Passages by id, repeated, that `member` sees and may edit; cleans to a list.

    Of one `article`, or of any where it is None.
    """

    article = member = None
    must_be_editable = True

    def to_python(self, value):
        check_count(len(value or []), MAX_PASSAGES, "passages", factor=RAW_VALUES_FACTOR)
        ids = list(dict.fromkeys(public_id for public_id in value or [] if is_id(public_id)))
        check_count(len(ids), MAX_PASSAGES, "passages")
        if not ids:
            return []
        rows = Passage.objects.present().visible_to(self.member).filter(public_id__in=ids)
        of_article = {"article": self.article} if self.article else {"article__deleted_at": None}
        rows = rows.filter(**of_article)
        passages_by_id = {passage.public_id: passage for passage in rows}
        passages = [passages_by_id[public_id] for public_id in ids if public_id in passages_by_id]
        if len(passages) < len(ids):
            raise ValidationError("A passage no longer exists. Select again.")
        if self.must_be_editable:
            self._refuse([row for row in passages if not row.may_be_edited_by(self.member)])
        return passages

    def _refuse(self, passages):
        """Name the first of the passages that the member may not edit."""
        if not passages:
            return
        quote = Truncator(passages[0].quote).chars(60)
        if len(passages) == 1:
            raise ValidationError(f"You cannot change “{quote}”. Only its author or an editor can.")
        raise ValidationError(
            f"You cannot change {len(passages)} of these passages, the first of them “{quote}”. "
            "Only their authors or an editor can."
        )


class BoundariesForm(PositionForm):
    """A change to the boundaries of a passage: `do` is the operation.

    `at` and `spans` are code points of the newest revision, like `start` and `end`.
    """

    do = forms.ChoiceField(choices=[(name, name) for name in (MOVE, ADD, TAKE, SPLIT, JOIN)])
    at = forms.IntegerField(min_value=0, max_value=MAX_INTEGER, required=False)
    # The spans of all pieces, such as "0-10 24-30", instead of one; cleans to [(0, 10), (24, 30)].
    spans = forms.RegexField(
        r"\A[0-9]{1,9}-[0-9]{1,9}( [0-9]{1,9}-[0-9]{1,9}){0,99}\Z", required=False
    )
    others = PassagesField()

    def __init__(self, passage, member, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.passage = passage
        field = self.fields["others"]
        field.article, field.member = passage.article, member

    def clean_spans(self):
        pairs = (pair.split("-") for pair in self.cleaned_data["spans"].split())
        return [(int(start), int(end)) for start, end in pairs]

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        cleaned["piece"] = cleaned["piece"] or 0
        span = cleaned["start"], cleaned["end"]
        if cleaned["do"] == MOVE and cleaned["spans"]:
            self.check_quote(self.passage.article, cleaned["spans"])
        elif cleaned["do"] in (MOVE, ADD) and None in span:
            cleaned["start"], cleaned["end"] = self._find_span(cleaned)
        elif cleaned["do"] in (MOVE, ADD):
            self.check_quote(self.passage.article, [span])
        elif cleaned["do"] == SPLIT and cleaned["at"] is None:
            cleaned["at"] = self._find_cut()
        elif cleaned["do"] == SPLIT and cleaned["version"] == self.passage.version:
            at = cleaned["at"]
            after = [(max(start, at), end) for start, end in self._spans() if end > at]
            self.check_quote(self.passage.article, after)
        if cleaned["do"] == JOIN and not cleaned["others"]:
            raise ValidationError({"others": "Select another passage to join."})
        return cleaned

    def _find_span(self, cleaned):
        text, spans = self.passage.article.text, self._spans()
        missing = "Enter the words exactly as they appear in the text."
        if cleaned["do"] == MOVE and cleaned["piece"] < len(spans):
            current = spans[cleaned["piece"]]
            # If there are several occurrences, the one that overlaps the piece is used.
            matches = find_quote(text, cleaned["quote"])
            overlapping = [span for span in matches if _overlap(span, current)]
            if len(overlapping) == 1:
                return overlapping[0]
        return self.find(text, missing)

    def _find_cut(self):
        spans = self._spans()
        ranges = [(start + (n == 0), end) for n, (start, end) in enumerate(spans)]
        start, _ = self.find(
            self.passage.article.text,
            "Enter the first words of the second part.",
            "The second part must start with words inside the passage.",
            lambda span: any(first <= span[0] < end for first, end in ranges),
        )
        return start

    def _spans(self):
        pieces = self.passage.current_placements()
        return [(piece.start, piece.end) for piece in pieces if piece.start is not None]


def _overlap(span, other):
    return span[0] < other[1] and other[0] < span[1]


class RetagForm(EditForm, SimilarTagsMixin):
    """Passages, the tags to add to them (`tags`) and the tags to remove (`without`)."""

    passages = PassagesField()
    tags = TagsField()
    without = TagsField()

    def __init__(self, article, member, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["passages"]
        field.article, field.member = article, member

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned["passages"]:
            raise ValidationError({"passages": "Select at least one passage."})
        if not self.errors and not (cleaned["tags"] or cleaned["without"]):
            raise ValidationError("Enter a tag to add or remove.")
        return cleaned
