from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError

from annotations.anchoring.find_quote import find_quote
from annotations.forms.fields import (
    PeopleField,
    TagsField,
    allow_as_many,
    line_feeds,
    new_names,
)
from annotations.forms.similar_tags import SimilarTagsMixin
from annotations.models import Claim, Role, Stance
from annotations.models.passage import people_in
from annotations.models.tag_link import tags_of
from annotations.passages.marking import Annotation, Marking
from corpus.db.compiled_query import KEY, CompiledQuery
from corpus.ids import is_id
from corpus.models import Person

OFFERED_CLAIMS = 30
# The databases keep no larger place.
LARGEST = 2**31 - 1


@dataclass(frozen=True)
class Offer:
    """A person or a claim to choose, as plain values; `words` are a name or a statement."""

    public_id: str
    words: str

    @property
    def name(self):
        return self.words

    @property
    def statement(self):
        return self.words


def people_offered(article, only_by=None):
    """The people named in an article, to choose from; `only_by` as in `people_in`."""
    rows = _people_by(article.pk, only_by.pk) if only_by else _people(article.pk)
    return tuple(Offer(*row) for row in rows)


_people = CompiledQuery(KEY, build=lambda pk: people_in(pk).values_list("public_id", "name"))
_people_by = CompiledQuery(
    KEY, KEY, build=lambda pk, author: people_in(pk, author).values_list("public_id", "name")
)


def claims_offered():
    """The newest claims, to choose from."""
    return tuple(Offer(*row) for row in _newest_claims())


_newest_claims = CompiledQuery(
    build=lambda: (
        Claim.objects.present()
        .newest_first()
        .values_list("public_id", "statement")[:OFFERED_CLAIMS]
    )
)


@dataclass(frozen=True)
class FreshForm:
    """A PassageForm into which nothing was typed yet, as plain values for its template."""

    people: tuple
    offered_claims: tuple
    stances: tuple = tuple(Stance.choices)

    @property
    def offered_people(self):
        return [(person, False, False) for person in self.people]


class AnnotationForm(SimilarTagsMixin):
    """What is said about a passage; `annotation` once valid."""

    tags = TagsField()
    people = PeopleField()
    speakers = PeopleField()
    new_people = forms.CharField(required=False, empty_value=())
    new_speakers = forms.CharField(required=False, empty_value=())
    note = forms.CharField(required=False, max_length=10_000, widget=forms.Textarea)
    claim = forms.ModelChoiceField(
        Claim.objects.none(),
        to_field_name="public_id",
        required=False,
        error_messages={"invalid_choice": "This claim is not there any more. Choose another."},
    )
    stance = forms.ChoiceField(choices=Stance, required=False, initial=Stance.REPORTS)

    def __init__(self, article, *args, only_by=None, **kwargs):
        self.article = article
        # Whose passages may be hinted at; None for everybody's.
        self.only_by = only_by
        super().__init__(*args, **kwargs)
        allow_as_many(self, "people", "speakers")
        self.fields["claim"].queryset = Claim.objects.present()

    def offered_people(self):
        """People to tick, with the roles that are ticked: those of the article, and the chosen."""
        spoken_of, speaking = self._ticked("people"), self._ticked("speakers")
        chosen = Person.objects.present().filter(public_id__in=spoken_of | speaking)
        for person in (people_in(self.article, self.only_by) | chosen).in_name_order():
            yield person, person.public_id in spoken_of, person.public_id in speaking

    def _ticked(self, field):
        value = self[field].value() or []
        ids = (getattr(item, "public_id", item) for item in value)
        return {public_id for public_id in ids if is_id(public_id)}

    def offered_claims(self):
        """The newest claims, and the chosen one."""
        newest = list(Claim.objects.present().newest_first()[:OFFERED_CLAIMS])
        chosen = self["claim"].value()
        if is_id(chosen or "") and chosen not in {claim.public_id for claim in newest}:
            newest += Claim.objects.present().filter(public_id=chosen)
        return newest

    def clean_new_people(self):
        return new_names(self.data, "new_people")

    def clean_new_speakers(self):
        return new_names(self.data, "new_speakers")

    @property
    def stances(self):
        return self.fields["stance"].choices

    @property
    def annotation(self):
        said = self.cleaned_data
        return Annotation(
            tags=tuple(said["tags"]),
            people=tuple((person, Role.SPOKEN_OF) for person in said["people"])
            + tuple((person, Role.SPEAKS) for person in said["speakers"]),
            new_people=tuple((name, Role.SPOKEN_OF) for name in said["new_people"])
            + tuple((name, Role.SPEAKS) for name in said["new_speakers"]),
            note=said["note"],
            claim=said["claim"],
            stance=said["stance"] or Stance.REPORTS,
        )


class PassageForm(AnnotationForm):
    """A passage to mark: by its place, or by its quote alone; `marking` once valid."""

    revision = forms.IntegerField(min_value=1, max_value=LARGEST, required=False)
    start = forms.IntegerField(min_value=0, max_value=LARGEST, required=False)
    end = forms.IntegerField(min_value=1, max_value=LARGEST, required=False)
    quote = forms.CharField(
        strip=False,
        widget=forms.Textarea,
        error_messages={"required": "Select or paste the words that you mark."},
    )
    place = forms.CharField(required=False)
    key = forms.UUIDField(required=False)
    # The answer to "new claim": the passage is saved, then the claim's form opens with it.
    then = forms.ChoiceField(choices=[("claim", "claim")], required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.places = []

    def clean_quote(self):
        quote = line_feeds(self.cleaned_data["quote"])
        if not quote.strip():
            raise ValidationError("The passage is empty: select at least one word.")
        return quote

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            if cleaned["start"] is None and cleaned["end"] is None:
                self._find(cleaned)
            elif cleaned["start"] is None or cleaned["end"] is None:
                raise ValidationError("A place is a start and an end; one of them is missing.")
            cleaned["revision"] = cleaned["revision"] or self.article.revision_number
        return cleaned

    def _find(self, cleaned):
        """Find a quote that came by hand; where it stands several times, ask which."""
        text = self.article.text
        spans = find_quote(text, cleaned["quote"])
        chosen = [span for span in spans if f"{span[0]}-{span[1]}" == cleaned["place"]]
        if not spans:
            raise ValidationError(
                {"quote": "These words do not stand in the text. Paste them as the text has them."}
            )
        if len(spans) > 1 and not chosen:
            self.places = [place_of(text, span) for span in spans]
            raise ValidationError(
                {"place": f"These words stand {len(spans)} times in the text. Which ones?"}
            )
        cleaned["start"], cleaned["end"] = (chosen or spans)[0]
        cleaned["quote"] = text[cleaned["start"] : cleaned["end"]]
        cleaned["revision"] = self.article.revision_number

    @property
    def marking(self):
        said = self.cleaned_data
        return Marking(
            revision=said["revision"],
            start=said["start"],
            end=said["end"],
            quote=said["quote"],
            key=said["key"],
        )


AROUND = 60


def place_of(text, span):
    """A place to choose: its value in the form, and the words before, at and after it."""
    start, end = span
    return {
        "value": f"{start}-{end}",
        "before": text[max(0, start - AROUND) : start],
        "quote": text[start:end],
        "after": text[end : end + AROUND],
    }


class PassageEditForm(AnnotationForm):
    """What is said about a passage, and the version that was being edited."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    @staticmethod
    def initial_for(passage):
        """What the form shows of a passage as it stands."""
        links = passage.people.select_related("person")
        by_role = {role: [link.person for link in links if link.role == role] for role in Role}
        return {
            "tags": [tag.name for tag in tags_of(passage)],
            "people": by_role[Role.SPOKEN_OF],
            "speakers": by_role[Role.SPEAKS],
            "note": passage.note,
            "version": passage.version,
        }
