from django import forms
from django.core.exceptions import ValidationError

from annotations.forms.fields import MAX_INTEGER
from annotations.models import ProposedCorrection
from annotations.models.proposed_correction import MAX_REASON_LENGTH
from corpus.ids import ID_PATTERN
from corpus.models.correction import CorrectionRefused, corrected_text
from corpus.web.edit_form import EditForm
from corpus.web.paging_forms import QueryForm
from corpus.web.text_fields import LineField


class TakeInForm(QueryForm):
    """Which of `placed`, PlacedBlocks, are taken in: `take` are their keys; others are skipped."""

    # The widget gives a list.
    take = forms.Field(widget=forms.SelectMultiple, required=False)

    def __init__(self, *args, placed, **kwargs):
        self.placed = placed
        super().__init__(*args, **kwargs)

    @property
    def is_sent(self):
        return bool(self.cleaned_data["take"])

    @property
    def chosen(self):
        return [each for each in self.placed if each.block.key in self.cleaned_data["take"]]


class CorrectionForm(EditForm):
    """An article's corrected text, the reason, and the version that was edited.

    `text` cleans to a NormalisedText. `revision` is the number of the revision that the page
    showed: the changes made since then are computed from it. `proposal` is the ProposedCorrection
    that is taken over, if one is.
    """

    text = forms.Field(widget=forms.Textarea, required=False)
    reason = LineField(
        max_length=500,
        label="Why",
        help_text="For example: the publisher printed a correction.",
        error_messages={"required": "Enter a reason for the correction."},
    )
    version = forms.IntegerField(min_value=1)
    revision = forms.IntegerField(min_value=1, max_value=MAX_INTEGER, required=False)
    preview = forms.BooleanField(required=False)
    proposal = forms.ModelChoiceField(
        ProposedCorrection.objects.none(),
        to_field_name="public_id",
        required=False,
        error_messages={"invalid_choice": "This proposal has been decided on meanwhile."},
    )

    def __init__(self, article, *args, **kwargs):
        self.article = article
        initial = {"text": article.text, "version": article.version}
        initial["revision"] = article.revision_number
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["proposal"].queryset = article.proposed_corrections.open()
        if self.data.get("preview"):
            self.fields["reason"].required = False

    def clean_text(self):
        try:
            return corrected_text(self.text_now, self.cleaned_data["text"] or "")
        except CorrectionRefused as refused:
            raise ValidationError(str(refused)) from refused

    @property
    def text_now(self):
        """The text that the correction must differ from; "" if the form is stale."""
        return self.article.text if not self.is_stale else ""

    @property
    def is_stale(self):
        return self.data.get("version") != str(self.article.version)

    @property
    def typed(self):
        """The text as the field shows it, with LF line breaks."""
        return (self["text"].value() or "").replace("\r\n", "\n")


class ProposalForm(CorrectionForm):
    """A correction that a member proposes for the revision that the page showed.

    It is never stale: an editor sees what was corrected since.
    """

    is_stale = False
    # The text is compared with that of the revision.
    field_order = ("revision", "text")
    seen = None

    def clean_revision(self):
        number = self.cleaned_data["revision"] or self.article.revision_number
        self.seen = self.article.revisions.filter(number=number).first()
        if self.seen is None:
            raise ValidationError("The form is incomplete. Reload the page.")
        return number

    @property
    def text_now(self):
        """The text of the revision that the page showed."""
        return self.seen.text if self.seen else self.article.text


class ProposalQuery(QueryForm):
    """The id of the proposed correction that a correction begins with; "" without one."""

    proposal = forms.RegexField(rf"\A{ID_PATTERN}\Z", required=False)

    def result(self):
        return self.cleaned_data.get("proposal", "")


class DeclineForm(EditForm):
    """Why a proposed correction is not taken over, and the version that was seen."""

    reason = LineField(
        max_length=MAX_REASON_LENGTH,
        label="Reason",
        error_messages={"required": "Enter a reason: who proposed it reads it."},
    )
    version = forms.IntegerField(min_value=1, max_value=MAX_INTEGER)
