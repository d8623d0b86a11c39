from django import forms

from annotations.forms.fields import allow_as_many
from annotations.models import Tag
from annotations.models.tag_link import MAX_TAGS
from corpus.names import name_key

# Names of another spelling may have been asked about before.
MOST_SEEN = 2 * MAX_TAGS


class SimilarTagsMixin(forms.Form):
    """A form with `tags` that asks once about new names that are nearly known ones.

    It asks only where the page sends `ask_near`: the popup asks before it sends, and programs are
    never asked. `near` is what to ask; sent again with these names as `near_seen`, it is taken.
    """

    ask_near = forms.BooleanField(required=False)
    near_seen = forms.CharField(required=False, max_length=10_000)

    near = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        allow_as_many(self, "tags")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("ask_near") and cleaned.get("tags"):
            seen = set(self._seen())
            near = Tag.objects.similar([name for name in cleaned["tags"] if name not in seen])
            once = Tag.objects.by_former_names(near)
            # A name that a tag had before is taken for that tag: nothing new is made.
            self.near = [(name, tags) for name, tags in near.items() if name_key(name) not in once]
            if self.near:
                self.add_error("tags", "Nothing is saved yet: say below whether you mean these.")
        return cleaned

    def asked_names(self):
        """What the form need not ask about again, however often it comes back."""
        return [*dict.fromkeys([*self._seen(), *(name for name, _ in self.near)])]

    def _seen(self):
        seen = self.data.getlist("near_seen") if hasattr(self.data, "getlist") else []
        return seen[:MOST_SEEN]
