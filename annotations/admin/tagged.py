from django.contrib.admin.widgets import AdminTextInputWidget

from annotations.forms.fields import RepeatedInput, TagsField, raise_limits
from annotations.models.tag_link import tags_of
from corpus.record_admin.forms import RecordForm


class TagsInput(RepeatedInput, AdminTextInputWidget):
    """Tags in one line, styled like the other inputs of the admin."""


class TaggedForm(RecordForm):
    tags = TagsField(
        widget=TagsInput, help_text="Separate tags with commas. A new name creates a new tag."
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and "tags" in self.fields:
            self.initial["tags"] = [tag.name for tag in tags_of(self.instance)]
            raise_limits(self, "tags")
