from django import forms
from django.core.exceptions import ValidationError

from annotations.forms.evidence import OriginFields
from annotations.forms.fields import (
    MAX_NAME_LENGTH,
    RepeatedInput,
    TagsField,
    TypedDateField,
    offering,
)
from annotations.forms.similar_tags import SimilarTagsMixin
from annotations.models import Claim, Credibility, Evidence, Passage, Role
from annotations.models.passage import people_in
from annotations.models.tag_link import tags_of
from corpus.characters import one_line
from corpus.models import Article, Person
from corpus.web.edit_form import EditForm
from corpus.web.text_fields import LineField

MAX_STATEMENT_LENGTH = 500
# The speakers of this many newest claims are offered.
MAX_RECENT_SPEAKERS = 30


class PersonIdField(forms.CharField):
    """The id of a present person; cleans to the Person, or the one it was merged into, or None."""

    def clean(self, value):
        public_id = super().clean(value)
        if not public_id:
            return None
        people = Person.objects.present().select_related("merged_into")
        person = people.filter(public_id=public_id).first()
        if person is None:
            raise ValidationError(f"No person has the id “{public_id}”.")
        return person.merged_into or person


class ClaimForm(SimilarTagsMixin):
    """The content of a claim; `facts` are the keyword arguments of `Claim.edit` once valid."""

    statement = LineField(
        max_length=MAX_STATEMENT_LENGTH,
        widget=forms.Textarea({"rows": 3}),
        help_text="One sentence that can be checked, in your own words.",
        error_messages={"required": "Enter the claim, in one sentence."},
    )
    speaker = PersonIdField(required=False)
    new_speaker = LineField(
        required=False,
        max_length=MAX_NAME_LENGTH,
        label="Another speaker",
        widget=forms.TextInput(offering("person")),
        help_text="An existing name or alias, or a new name: a person, an organisation or a group.",
    )
    attribution = LineField(
        required=False,
        max_length=200,
        help_text="Only if no speaker is named: the document’s words, such as “some analysts”.",
    )
    said = TypedDateField(
        required=False, label="When it was said", help_text="2021-08-05, 2021-08 or 2021."
    )
    credibility = forms.TypedChoiceField(
        choices=[(figure, f"{figure} {words}") for figure, words in Credibility.choices],
        coerce=int,
        required=False,
        initial=Credibility.UNKNOWN.value,
        empty_value=Credibility.UNKNOWN.value,
        help_text="How credible the claim itself is, whoever reports it.",
    )
    verdict = LineField(
        required=False,
        max_length=100,
        help_text="A few words, once the claim is settled. Usually empty.",
    )
    tags = TagsField(
        help_text="Separate tags with commas. A new name creates a new tag.",
        widget=RepeatedInput(offering("tag", several=True)),
    )

    def clean_new_speaker(self):
        name = self.cleaned_data["new_speaker"]
        if name and Person.objects.known_as(name)[:2].count() > 1:
            self.namesakes = Person.objects.known_as(name)
            raise ValidationError(f"Several people are called “{name}”. Choose one above.")
        return name

    def clean(self):
        cleaned = super().clean()
        speaker_name = cleaned.get("new_speaker")
        if cleaned.get("speaker") and speaker_name:
            if not Person.objects.known_as(speaker_name).filter(pk=cleaned["speaker"].pk).exists():
                self.add_error("new_speaker", "Choose a speaker or type a name, not both.")
            cleaned["new_speaker"] = ""
        if cleaned.get("attribution") and (cleaned.get("speaker") or speaker_name):
            self.add_error("attribution", "Name a speaker or give the attribution, not both.")
        return cleaned

    @property
    def facts(self):
        names = "statement speaker new_speaker attribution said credibility verdict tags"
        return {name: self.cleaned_data[name] for name in names.split()}

    def offered_speakers(self):
        """People to choose from: named in `articles`, recent speakers, and the selected one."""
        recent = Claim.objects.present().exclude(speaker=None).newest_first()
        keys = set(recent.values_list("speaker", flat=True)[:MAX_RECENT_SPEAKERS])
        keys |= {person.pk for article in self.articles() for person in people_in(article)}
        keys |= {person.pk for person in getattr(self, "namesakes", ())}
        # Also offers a selected person deleted since: saving must not drop the speaker silently.
        chosen = Person.objects.filter(public_id=self["speaker"].value() or "")
        return (Person.objects.standing().filter(pk__in=keys) | chosen).in_name_order()

    def articles(self):
        """The articles whose people are offered as speakers."""
        return []

    @staticmethod
    def initial_of(claim):
        """The initial values for an existing claim."""
        return {
            "statement": claim.statement,
            "speaker": claim.speaker.public_id if claim.speaker else "",
            "attribution": claim.attribution,
            "said": claim.said.isoformat() if claim.said else "",
            "credibility": claim.credibility,
            "verdict": claim.verdict,
            "tags": [tag.name for tag in tags_of(claim)],
            "version": claim.version,
        }


class NewClaimForm(OriginFields, ClaimForm):
    """A new claim and the passage that reports it, if any.

    `request` are the keyword arguments of `Claim.objects.make` once valid.
    """

    passage = forms.ModelChoiceField(
        Passage.objects.none(),
        to_field_name="public_id",
        required=False,
        error_messages={"invalid_choice": "This passage has been deleted."},
    )
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        present = Passage.objects.present().filter(article__deleted_at=None)
        self.fields["passage"].queryset = present.select_related("article")

    @property
    def request(self):
        names = "passage stance origin new_origin key"
        return self.facts | {name: self.cleaned_data[name] for name in names.split()}

    def chosen_passage(self):
        """The passage that reports the claim, or None."""
        passages = self.fields["passage"].queryset
        return passages.filter(public_id=self["passage"].value() or "").first()

    def articles(self):
        passage = self.chosen_passage()
        return [passage.article] if passage else []

    @staticmethod
    def initial_from(passage):
        """The initial values from a passage: its quote, its article's date, its first speaker."""
        speakers = Person.objects.standing().filter(
            passage_links__passage=passage, passage_links__role=Role.SPEAKS
        )
        speaker = speakers.order_by("passage_links__pk").first()
        article = passage.article
        return {
            "passage": passage.public_id,
            "statement": shortened(one_line(passage.quote)),
            "said": article.published.isoformat() if article.published else "",
            "speaker": speaker.public_id if speaker else "",
        }


def shortened(statement):
    """A statement truncated to MAX_STATEMENT_LENGTH code points, between words if possible."""
    if len(statement) <= MAX_STATEMENT_LENGTH:
        return statement
    whole_words = statement[: MAX_STATEMENT_LENGTH + 1].rpartition(" ")[0]
    return whole_words or statement[:MAX_STATEMENT_LENGTH]


class ClaimEditForm(EditForm, ClaimForm):
    """The content of an existing claim, and the version that is edited."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, claim, *args, **kwargs):
        self.claim = claim
        super().__init__(*args, initial=self.initial_of(claim), **kwargs)

    def articles(self):
        return Article.objects.filter(
            pk__in=Evidence.objects.present().filter(claim=self.claim).values("passage__article")
        ).defer("text")
