from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError

from annotations.forms.claim import MAX_STATEMENT_LENGTH, PersonIdField
from annotations.forms.fields import (
    MAX_INTEGER,
    MAX_NAME_LENGTH,
    RAW_VALUES_FACTOR,
    PeopleField,
    RepeatedField,
    TagsField,
    check_count,
    line_feeds,
    new_names,
    raise_limits,
)
from annotations.forms.quote_search import QuoteSearchForm
from annotations.forms.similar_tags import SimilarTagsMixin
from annotations.models import Claim, Role, Stance
from annotations.models.passage import people_in
from annotations.models.tag_link import tags_of
from annotations.passages.marking import AlreadyMarked, Annotation, Marking
from corpus.characters import is_blank
from corpus.db.compiled_query import KEY, CompiledQuery
from corpus.ids import is_id
from corpus.models import Person
from corpus.web.edit_form import EditForm
from corpus.web.text_fields import LineField, NoteField

MAX_OFFERED_CLAIMS = 30
MAX_LINKED_CLAIMS = 200
NO_STANCE = "none"


@dataclass(frozen=True)
class Offer:
    """A person to choose, as plain values."""

    public_id: str
    name: str


def people_offered(article, member):
    """The people named in the passages of an article that a member sees, as Offers."""
    return tuple(Offer(*row) for row in people_offers(article.pk, member.pk))


people_offers = CompiledQuery(
    KEY, KEY, build=lambda pk, member: people_in(pk, member).values_list("public_id", "name")
)


class AnnotationForm(SimilarTagsMixin):
    """Tags, people, note and claim of a passage; `annotation` and `new_claim` once valid."""

    tags = TagsField()
    people = PeopleField()
    speakers = PeopleField()
    new_people = forms.Field(required=False)
    new_speakers = forms.Field(required=False)
    note = NoteField(required=False, max_length=10_000, widget=forms.Textarea)
    claim = forms.ModelChoiceField(
        Claim.objects.none(),
        to_field_name="public_id",
        required=False,
        error_messages={"invalid_choice": "This claim no longer exists. Select another."},
    )
    stance = forms.ChoiceField(choices=Stance, required=False, initial=Stance.REPORTS)
    # A new claim, drafted with the passage.
    statement = LineField(required=False, max_length=MAX_STATEMENT_LENGTH, label="Statement")
    claim_speaker = PersonIdField(required=False, label="Speaker")
    new_claim_speaker = LineField(required=False, max_length=MAX_NAME_LENGTH, label="Speaker")
    # Made by the page, so that a request sent twice creates one passage, and one claim.
    key = forms.UUIDField(required=False)

    def __init__(self, article, member, *args, **kwargs):
        self.article, self.member = article, member
        super().__init__(*args, **kwargs)
        raise_limits(self, "people", "speakers")
        self.fields["claim"].queryset = Claim.objects.present()

    def offered_people(self):
        """(person, is mentioned, speaks) of the people in the article and of those selected."""
        spoken_of, speaking = self._ticked("people"), self._ticked("speakers")
        chosen = Person.objects.present().filter(public_id__in=spoken_of | speaking)
        for person in (people_in(self.article, self.member) | chosen).in_name_order():
            yield person, person.public_id in spoken_of, person.public_id in speaking

    def _ticked(self, field):
        value = self[field].value() or []
        ids = (getattr(item, "public_id", item) for item in value)
        return {public_id for public_id in ids if is_id(public_id)}

    def offered_claims(self):
        """The newest claims, and the selected one."""
        claims = list(Claim.objects.present().newest_first()[:MAX_OFFERED_CLAIMS])
        chosen = self["claim"].value()
        if is_id(chosen or "") and chosen not in {claim.public_id for claim in claims}:
            claims += Claim.objects.present().filter(public_id=chosen)
        return claims

    def clean_new_people(self):
        return new_names(self.data, "new_people")

    def clean_new_speakers(self):
        return new_names(self.data, "new_speakers")

    def clean_statement(self):
        statement = self.cleaned_data["statement"]
        if statement and not self.member.has_perm("annotations.add_claim"):
            raise ValidationError("You do not have permission to create claims.")
        return statement

    def clean_new_claim_speaker(self):
        name = self.cleaned_data["new_claim_speaker"]
        if name and Person.objects.known_as(name)[:2].count() > 1:
            raise ValidationError(f"Several people are called “{name}”. Choose one of the list.")
        return name

    @property
    def stances(self):
        return self.fields["stance"].choices

    @property
    def annotation(self):
        cleaned = self.cleaned_data
        return Annotation(
            tags=tuple(cleaned["tags"]),
            people=tuple((person, Role.SPOKEN_OF.value) for person in cleaned["people"])
            + tuple((person, Role.SPEAKS.value) for person in cleaned["speakers"]),
            new_people=tuple((name, Role.SPOKEN_OF.value) for name in cleaned["new_people"])
            + tuple((name, Role.SPEAKS.value) for name in cleaned["new_speakers"]),
            note=cleaned["note"],
            claim=cleaned["claim"],
            stance=cleaned["stance"] or Stance.REPORTS.value,
        )

    @property
    def new_claim(self):
        """The keyword arguments of `Claim.objects.make`, without the passage; {} for no claim."""
        cleaned = self.cleaned_data
        if not cleaned["statement"]:
            return {}
        return {
            "statement": cleaned["statement"],
            "speaker": cleaned["claim_speaker"],
            "new_speaker": cleaned["new_claim_speaker"],
            "said": self.article.published,
            "stance": self.annotation.stance,
            "key": cleaned["key"],
        }


class PassageForm(QuoteSearchForm, AnnotationForm):
    """A passage to mark, by code points or by its quote alone; `marking` once valid."""

    revision = forms.IntegerField(min_value=1, max_value=MAX_INTEGER, required=False)
    start = forms.IntegerField(min_value=0, max_value=MAX_INTEGER, required=False)
    end = forms.IntegerField(min_value=1, max_value=MAX_INTEGER, required=False)
    quote = forms.CharField(
        strip=False,
        widget=forms.Textarea,
        error_messages={"required": "Select or paste the words to mark."},
    )
    # "claim" opens the form for a new claim with the saved passage.
    then = forms.ChoiceField(choices=[("claim", "claim")], required=False)
    # Sent by pages, which can ask: programs may mark the same words again.
    ask_same = forms.BooleanField(required=False)
    same_seen = forms.CharField(required=False, max_length=12)
    # The name of the member whose page sends it, if a page does.
    author = forms.CharField(required=False, label="Not saved")

    # The passage that has the same words, author and tags.
    same = None

    def clean_quote(self):
        quote = line_feeds(self.cleaned_data["quote"])
        if is_blank(quote):
            raise ValidationError("The passage is empty: select at least one word.")
        return quote

    def clean_author(self):
        """Another member may have signed in since the page was opened."""
        author, name = self.cleaned_data["author"], self.member.get_username()
        if author and author != name:
            raise ValidationError(
                f"{author} tagged this, and you are signed in as {name}. "
                f"Sign in as {author} to save it."
            )
        return author

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            if cleaned["start"] is None and cleaned["end"] is None:
                start, end = self.find(self.article.text, missing="")
                cleaned |= {"start": start, "end": end, "quote": self.article.text[start:end]}
                cleaned["revision"] = self.article.revision_number
            elif cleaned["start"] is None or cleaned["end"] is None:
                raise ValidationError("A position needs a start and an end.")
            cleaned["revision"] = cleaned["revision"] or self.article.revision_number
        return cleaned

    def refuse(self, error):
        """Show why it was not saved; of an AlreadyMarked also the passage."""
        self.add_error(None, str(error))
        self.same = error.passage if isinstance(error, AlreadyMarked) else None

    @property
    def known(self):
        """The `known` of `mark`."""
        return self.cleaned_data["same_seen"] if self.cleaned_data["ask_same"] else None

    @property
    def marking(self):
        cleaned = self.cleaned_data
        return Marking(
            revision=cleaned["revision"],
            start=cleaned["start"],
            end=cleaned["end"],
            quote=cleaned["quote"],
            key=cleaned["key"],
        )


class StancesField(RepeatedField):
    """Stances towards claims: "<id> <stance>", or "<id> none" to be evidence no longer.

    Cleans to {public id of the claim: stance, or "none"}.
    """

    def to_python(self, value):
        check_count(len(value or []), MAX_LINKED_CLAIMS, "claims", factor=RAW_VALUES_FACTOR)
        stances = dict(each.rpartition(" ")[::2] for each in value or [])
        if not set(stances.values()) <= {*Stance.values, NO_STANCE}:
            raise ValidationError("Select how the passage relates to the claim.")
        return stances


class PassageEditForm(EditForm, AnnotationForm):
    """Tags, people and note of an existing passage, its stance towards claims that it is evidence
    for, and the version that is edited.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)
    evidence = StancesField()

    def clean_evidence(self):
        stances = self.cleaned_data["evidence"]
        if stances and not self.member.has_perm("annotations.change_claim"):
            raise ValidationError("You do not have permission to change evidence.")
        return stances

    @staticmethod
    def initial_for(passage):
        """The initial values for an existing passage."""
        links = passage.people.select_related("person")
        by_role = {role: [link.person for link in links if link.role == role] for role in Role}
        return {
            "tags": [tag.name for tag in tags_of(passage)],
            "people": by_role[Role.SPOKEN_OF],
            "speakers": by_role[Role.SPEAKS],
            "note": passage.note,
            "version": passage.version,
        }
