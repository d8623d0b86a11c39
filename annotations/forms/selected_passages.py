from django import forms
from django.core.exceptions import ValidationError

from annotations.exports.export import SUFFIXES
from annotations.forms.fields import TagsField, find_by_link
from annotations.forms.passage_edit import PassagesField
from annotations.forms.passage_filter import MAX_SELECTED
from annotations.models import Claim, Stance, Tag
from corpus.names import name_key
from corpus.web.edit_form import EditForm
from corpus.web.redirects import internal_address

TAG, UNTAG, LINK, DELETE = "tag", "untag", "link", "delete"
ACTS = (TAG, UNTAG, LINK, DELETE, *SUFFIXES)


class SelectedPassagesForm(EditForm):
    """What to do with the passages selected on a list, and the list to go back to.

    `do` is one of ACTS. Tags are known ones: whoever means a new one makes it in the codebook.
    """

    passages = PassagesField()
    do = forms.ChoiceField(choices=[(name, name) for name in ACTS])
    tags = TagsField()
    claim = forms.CharField(required=False, max_length=2_000)
    stance = forms.ChoiceField(choices=Stance, required=False)
    next = forms.CharField(required=False, max_length=10_000)

    def __init__(self, member, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["passages"]
        self.is_export = self.data.get("do") in SUFFIXES
        field.member, field.must_be_editable = member, not self.is_export

    def clean_passages(self):
        passages = self.cleaned_data["passages"]
        if not passages:
            raise ValidationError("Select passages first.")
        # The ids of an export stand in its address.
        if self.is_export and len(passages) > MAX_SELECTED:
            raise ValidationError(f"Select at most {MAX_SELECTED} passages.")
        return passages

    def clean_stance(self):
        return self.cleaned_data["stance"] or Stance.REPORTS.value

    def clean_next(self):
        return internal_address(self.cleaned_data["next"])

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("do") in (TAG, UNTAG) and "tags" not in self.errors:
            cleaned["tags"] = self._known_tags(cleaned["tags"])
        if cleaned.get("do") == LINK:
            cleaned["claim"] = self._claim(cleaned.get("claim", ""))
        return cleaned

    def _known_tags(self, names):
        """The present names of these tags; a former name stands for the tag that had it."""
        if not names:
            raise ValidationError("Enter a tag first.")
        keys = [name_key(name) for name in names]
        tags = {tag.name_key: tag for tag in Tag.objects.standing().filter(name_key__in=keys)}
        tags = Tag.objects.by_former_names([n for n in names if name_key(n) not in tags]) | tags
        for name in names:
            if name_key(name) not in tags:
                raise ValidationError(
                    f"No tag is called “{name}”. Create it in the codebook first."
                )
        return [tags[key].name for key in keys]

    def _claim(self, typed):
        if not typed:
            raise ValidationError("Enter a claim first: its statement, or the link to it.")
        claims = Claim.objects.present()
        claim = find_by_link(typed, "claims", claims)
        claim = claim or claims.filter(statement__iexact=typed).newest_first().first()
        if claim is None:
            raise ValidationError(f"No claim says “{typed}”. Paste the link to its page.")
        return claim

    @property
    def first_error(self):
        return next(message for messages in self.errors.values() for message in messages)
