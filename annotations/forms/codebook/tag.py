from django import forms

from annotations.codebook.overview import BY_NAME, ORDERS
from annotations.forms.fields import MAX_TAG_LENGTH, find_by_link, offering
from annotations.models import Tag
from annotations.models.tag import DIGITS, HUES
from corpus.names import name_key
from corpus.web.edit_form import EditForm
from corpus.web.paging_forms import QueryForm
from corpus.web.text_fields import LineField, NoteField


class CodebookFilterForm(QueryForm):
    """The filters of the codebook and its order."""

    q = forms.CharField(required=False, max_length=200)
    sort = forms.ChoiceField(choices=[(name, words) for name, (words, _) in ORDERS.items()])
    unused = forms.BooleanField(required=False)
    full = forms.BooleanField(required=False)

    def result(self):
        """{"q": first letters of a name, "sort": order, "unused": bool, "full": bool}.

        `full` asks for definitions, which a long list leaves out.
        """
        cleaned = self.cleaned_data
        return {
            "q": cleaned.get("q", ""),
            "sort": cleaned.get("sort") or BY_NAME,
            "unused": cleaned.get("unused", False),
            "full": cleaned.get("full", False),
        }


class TagForm(EditForm):
    """A tag of the codebook.

    A name similar to an existing one must be confirmed: `near` holds the similar tags, and the
    form is valid when resubmitted with the same name as `near_seen`.
    """

    name = LineField(
        max_length=MAX_TAG_LENGTH,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text="A slash makes a group: “actor/state” appears under “actor”. No commas.",
        error_messages={"required": "Enter a name."},
    )
    definition = NoteField(
        required=False,
        max_length=10_000,
        widget=forms.Textarea,
        help_text="When to use the tag, and when not. It is shown wherever tags are chosen.",
    )
    hue = forms.TypedChoiceField(
        choices=[(n, str(n)) for n in range(1, HUES + 1)],
        coerce=int,
        empty_value=None,
        required=False,
    )
    digit = forms.TypedChoiceField(
        label="Key",
        coerce=int,
        empty_value=None,
        required=False,
        help_text="The digit that adds the tag while words are selected. Only free ones are here.",
        error_messages={"invalid_choice": "Another tag has this key. Choose a free one."},
    )
    near_seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, tag=None, **kwargs):
        self.tag, self.near = tag, []
        super().__init__(*args, **kwargs)
        others = Tag.objects.with_keys().exclude(pk=tag.pk if tag else None)
        taken = set(others.values_list("digit", flat=True))
        free = [(digit, str(digit)) for digit in DIGITS if digit not in taken]
        self.fields["digit"].choices = [("", "none"), *free]

    def clean_name(self):
        name = self.cleaned_data["name"]
        if "," in name:
            raise forms.ValidationError("A tag name cannot contain a comma. Commas separate tags.")
        namesake = Tag.objects.standing().named(name).first()
        if namesake and namesake != self.tag:
            raise forms.ValidationError(f"A tag “{namesake}” already exists.")
        return name

    def clean(self):
        cleaned = super().clean()
        name = cleaned.get("name", "")
        is_renamed = self.tag is None or name_key(name) != self.tag.name_key
        if name and is_renamed and cleaned.get("near_seen") != name:
            self.near = Tag.objects.similar([name], but=self.tag).get(name, [])
            if self.near:
                self.data = self.data.copy()
                self.data["near_seen"] = name
                raise forms.ValidationError("Not saved yet.")
        return cleaned

    @property
    def facts(self):
        return {name: self.cleaned_data[name] for name in ("name", "definition", "hue", "digit")}


class TagEditForm(TagForm):
    """An existing tag, and the version that is edited."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean_hue(self):
        return self.cleaned_data["hue"] or self.tag.hue

    @property
    def action_kind(self):
        """The kind of the Action that saves these values."""
        return "tag.edit" if self.cleaned_data["name"] == self.tag.name else "tag.rename"

    @staticmethod
    def initial_of(tag):
        fields = ("name", "definition", "hue", "digit", "version")
        return {field: getattr(tag, field) for field in fields}


class MergeTargetForm(EditForm):
    """The tag to merge into: by its name, a former name, its id or a link to it."""

    into = forms.CharField(
        max_length=2_000,
        label="Merge into",
        widget=forms.TextInput(offering("tag")),
        help_text="The name of the tag to keep, or the link to its page.",
        error_messages={"required": "Enter the tag to merge into."},
    )

    def __init__(self, *args, tag, **kwargs):
        self.tag = tag
        super().__init__(*args, **kwargs)

    def clean_into(self):
        typed = self.cleaned_data["into"]
        target = find_by_link(typed, "tags", Tag.objects.present().select_related("merged_into"))
        target = target or Tag.objects.standing().named(typed).first()
        target = target or Tag.objects.by_former_names([typed]).get(name_key(typed))
        if target is None:
            raise forms.ValidationError(f"No tag is called “{typed}”.")
        if target.resolved == self.tag:
            raise forms.ValidationError(f"{self.tag} cannot be merged into itself.")
        return target.resolved


class TagMergeForm(MergeTargetForm):
    """The merge that was previewed, with the versions of both tags at that time."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    into_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
