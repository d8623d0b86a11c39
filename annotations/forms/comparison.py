"""The forms of two articles side by side."""

from django import forms
from django.core.exceptions import ValidationError

from annotations.articles.finding import newest_with_words
from annotations.forms.claim import MAX_STATEMENT_LENGTH, PersonIdField, shortened
from annotations.forms.evidence import OriginFields
from annotations.forms.fields import MAX_INTEGER, MAX_NAME_LENGTH, find_by_link, offering
from annotations.forms.passage import MAX_OFFERED_CLAIMS
from annotations.models import Claim
from corpus.characters import one_line
from corpus.models import Article
from corpus.names import name_key
from corpus.web.edit_form import EditForm
from corpus.web.paging_forms import QueryForm
from corpus.web.text_fields import LineField

# Articles to choose from where what was typed may be several.
MAX_MATCHES = 12


class OtherArticleForm(QueryForm):
    """The article to compare with `article`: by its id, an address, its title or words of it.

    Once valid, `other` is the Article, or None where nothing was typed; `matches` are the articles
    to choose from where several may be meant.
    """

    other = forms.CharField(
        required=False,
        max_length=2_000,
        label="Other article",
        help_text="Words of it, its title, the link to its page here, or its web address.",
        widget=forms.TextInput(offering("article")),
        error_messages={"max_length": "This is too long for an address or a title."},
    )

    def __init__(self, query, *, article, member):
        super().__init__(query)
        self.article, self.member, self.matches = article, member, []

    def clean_other(self):
        typed = self.cleaned_data["other"]
        if not typed:
            return None
        articles = list(dict.fromkeys(self._found(typed)))
        self.matches = [row for row in articles if row != self.article]
        if articles and not self.matches:
            raise ValidationError("This is the article that you are reading. Name another one.")
        if not articles:
            raise ValidationError(f"No article is called “{typed}” or has these words.")
        if len(self.matches) > 1:
            return None
        return self.matches[0]

    def _found(self, typed):
        """The articles that may be meant; those with exactly this title alone, if there are any."""
        rows = Article.objects.listed()
        linked = find_by_link(typed, "articles", rows)
        if linked:
            return [linked]
        addressed = list(rows.addressed(typed).in_reading_order()[:MAX_MATCHES])
        if addressed:
            return addressed
        worded = newest_with_words(typed, self.member, MAX_MATCHES)
        key = name_key(typed)
        return [row for row in worded if name_key(row.display_title) == key] or worded


class PairForm(QueryForm):
    """The number of the pair to link, in the address of the page; None without one."""

    pair = forms.IntegerField(min_value=1, max_value=MAX_INTEGER, required=False)

    def result(self):
        return self.cleaned_data.get("pair")


class LinkBothForm(EditForm, OriginFields):
    """The claim for which a pair of `articles`, a SideBySide, is evidence, stance and origin.

    `link` are the keyword arguments of `link_words` once valid.
    """

    pair = forms.IntegerField(min_value=1, max_value=MAX_INTEGER)
    left_revision = forms.IntegerField(min_value=1, max_value=MAX_INTEGER)
    right_revision = forms.IntegerField(min_value=1, max_value=MAX_INTEGER)
    claim = forms.ModelChoiceField(
        Claim.objects.none(),
        to_field_name="public_id",
        required=False,
        error_messages={"invalid_choice": "This claim no longer exists. Select another."},
    )
    statement = LineField(
        required=False,
        max_length=MAX_STATEMENT_LENGTH,
        widget=forms.Textarea({"rows": 2}),
        label="Statement of the new claim",
        help_text="One sentence that can be checked, in your own words.",
    )
    speaker = PersonIdField(required=False)
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, articles, *args, **kwargs):
        self.articles = articles
        super().__init__(*args, **kwargs)
        self.fields["claim"].queryset = Claim.objects.present()

    @staticmethod
    def initial_of(articles, pair):
        """The initial values for a Pair of a SideBySide."""
        claim, origin = articles.to_link(pair)
        speaker = None if claim else articles.speaker(pair)
        common_text = articles.text_carried if articles.repeated and not origin else ""
        return {
            "pair": pair.number,
            "claim": claim.public_id if claim else "",
            "statement": "" if claim else shortened(one_line(articles.quote(pair))),
            "speaker": speaker.public_id if speaker else "",
            "origin": origin.public_id if origin else "",
            # Two articles that repeat one text are one source.
            "new_origin": common_text[:MAX_NAME_LENGTH],
        }

    @property
    def chosen_pair(self):
        """The Pair that the form is for, or None where the texts have none of its number."""
        return self.articles.pair(PairForm.parse({"pair": self["pair"].value()}))

    def offered_claims(self):
        """The newest claims, after the one that is chosen."""
        newest = Claim.objects.present().newest_first()[:MAX_OFFERED_CLAIMS]
        chosen = Claim.objects.present().filter(public_id=self["claim"].value() or "")
        return list(dict.fromkeys([*chosen, *newest]))

    def clean(self):
        cleaned = super().clean()
        pair = self.chosen_pair
        if "pair" in cleaned and pair is None:
            raise ValidationError("These words are no longer in both texts. Choose others.")
        claim, statement = cleaned.get("claim"), cleaned.get("statement")
        if "claim" in cleaned and not claim and not statement:
            self.add_error("statement", "Choose a claim, or enter the statement of a new one.")
        # The quote, which the page filled in, was not typed.
        if (
            claim
            and pair
            and statement not in ("", self.initial_of(self.articles, pair)["statement"])
        ):
            self.add_error("statement", "Choose a claim or enter a new one, not both.")
        return cleaned

    @property
    def link(self):
        cleaned = self.cleaned_data
        names = "claim stance origin new_origin"
        return {name: cleaned[name] for name in names.split()} | {
            "words": self.articles.words(self.chosen_pair),
            "revisions": (cleaned["left_revision"], cleaned["right_revision"]),
            "new_claim": {
                "statement": cleaned["statement"],
                "speaker": cleaned["speaker"],
                "said": self.articles.left.published,
                "key": cleaned["key"],
            },
        }
