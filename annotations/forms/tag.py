from django import forms

from annotations.codebook.overview import BY_NAME, BY_USE
from annotations.forms.fields import LONGEST_TAG, line_feeds
from annotations.forms.person_merge import linked
from annotations.models import Tag
from annotations.models.tag import HUES
from corpus.names import name_key


class CodebookFilterForm(forms.Form):
    """What the codebook is narrowed to, and its order; what cannot be read asks for nothing."""

    q = forms.CharField(required=False, max_length=200)
    sort = forms.ChoiceField(choices=[(BY_NAME, "by name"), (BY_USE, "most used first")])
    unused = forms.BooleanField(required=False)

    @classmethod
    def asked(cls, query):
        form = cls(query)
        form.is_valid()
        asked = form.cleaned_data
        return {
            "q": asked.get("q", ""),
            "sort": asked.get("sort") or BY_NAME,
            "unused": asked.get("unused", False),
        }


class TagForm(forms.Form):
    """A tag of the codebook.

    A name that is nearly a known one is asked about once: `near` holds those tags, and the form
    sent again with the same name, as `near_seen`, is taken.
    """

    name = forms.CharField(max_length=LONGEST_TAG, error_messages={"required": "Name the tag."})
    definition = forms.CharField(
        required=False,
        max_length=10_000,
        widget=forms.Textarea,
        help_text="When to use it, and when not. It stands beside the tag wherever one is chosen.",
    )
    hue = forms.TypedChoiceField(
        choices=[(n, str(n)) for n in range(1, HUES + 1)],
        coerce=int,
        empty_value=None,
        required=False,
    )
    near_seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, tag=None, **kwargs):
        self.tag, self.near = tag, []
        super().__init__(*args, **kwargs)

    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        if "," in name:
            raise forms.ValidationError("A tag’s name holds no comma: it separates tags.")
        namesake = Tag.objects.standing().named(name).first()
        if namesake and namesake != self.tag:
            raise forms.ValidationError(f"There is a tag “{namesake}” already.")
        return name

    def clean_definition(self):
        return line_feeds(self.cleaned_data["definition"])

    def clean(self):
        cleaned = super().clean()
        name = cleaned.get("name", "")
        is_renamed = self.tag is None or name_key(name) != self.tag.name_key
        if name and is_renamed and cleaned.get("near_seen") != name:
            self.near = Tag.objects.similar([name], but=self.tag).get(name, [])
            if self.near:
                self.data = self.data.copy()
                self.data["near_seen"] = name
                raise forms.ValidationError("Nothing is saved yet.")
        return cleaned

    @property
    def facts(self):
        return {name: self.cleaned_data[name] for name in ("name", "definition", "hue")}


class TagEditForm(TagForm):
    """A tag as it stands, and the version that was being edited."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean_hue(self):
        return self.cleaned_data["hue"] or self.tag.hue

    @staticmethod
    def initial_of(tag):
        fields = ("name", "definition", "hue", "version")
        return {field: getattr(tag, field) for field in fields}


class OtherTagForm(forms.Form):
    """The tag that another is merged into: by name, a former name, its id or a link to it."""

    into = forms.CharField(
        max_length=2_000,
        label="Merge into",
        help_text="The name of the tag that stays, or the link to its page.",
        error_messages={"required": "Name the tag that stays."},
    )

    def __init__(self, *args, tag, **kwargs):
        self.tag = tag
        super().__init__(*args, **kwargs)

    def clean_into(self):
        typed = self.cleaned_data["into"]
        found = linked(typed, "tags", Tag.objects.present().select_related("merged_into"))
        found = found or Tag.objects.standing().named(typed).first()
        found = found or Tag.objects.by_former_names([typed]).get(name_key(typed))
        if found is None:
            raise forms.ValidationError(f"No tag is called “{typed}”.")
        if found.resolved == self.tag:
            raise forms.ValidationError(f"{self.tag} cannot be merged into itself.")
        return found.resolved


class TagMergeForm(OtherTagForm):
    """The merging that was previewed: the versions of both tags then."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    into_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
