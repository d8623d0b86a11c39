from django.contrib.admin.widgets import AdminTextInputWidget

from annotations.forms.fields import RepeatedInput, TagsField
from corpus.record_admin.forms import RecordForm


class TagsInput(RepeatedInput, AdminTextInputWidget):
    """Tags in one line, as wide as the other inputs of the admin."""


class TaggedForm(RecordForm):
    tags = TagsField(widget=TagsInput, help_text="Comma-separated; a new name makes a new tag.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and "tags" in self.fields:
            links = self.instance.tag_links.select_related("tag")
            self.initial["tags"] = [link.tag.name for link in links]
