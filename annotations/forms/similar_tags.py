from collections.abc import Sequence

from django import forms

from annotations.forms.fields import raise_limits
from annotations.models import Tag
from annotations.models.tag_link import MAX_TAGS
from corpus.names import name_key

# Includes names that were confirmed before.
MAX_NAMES_SEEN = 2 * MAX_TAGS


class SimilarTagsMixin(forms.Form):
    """A form with `tags` that asks once to confirm new names similar to existing ones.

    Those that begin an existing name are similar to it.

    It asks only if the page sends `ask_near`: the popup asks before it submits, and programs are
    never asked. `near` lists (new name, similar tags); resubmitted with these names as
    `near_seen`, the form is valid.
    """

    ask_near = forms.BooleanField(required=False)
    near_seen = forms.CharField(required=False, max_length=10_000)

    near: Sequence[tuple[str, list[str]]] = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        raise_limits(self, "tags")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("ask_near") and cleaned.get("tags"):
            confirmed = set(self._confirmed_names())
            similar = Tag.objects.similar(
                [name for name in cleaned["tags"] if name not in confirmed], with_begun=True
            )
            former = Tag.objects.by_former_names(similar)
            # A former name refers to its tag: no new one is created.
            names = [name for name in similar if name_key(name) not in former]
            self.near = [(name, similar[name]) for name in names]
            if self.near:
                self.add_error(
                    "tags", "Not saved yet. Some new tags are similar to existing ones; see below."
                )
        return cleaned

    def asked_names(self):
        """The names that are confirmed already."""
        return [*dict.fromkeys([*self._confirmed_names(), *(name for name, _ in self.near)])]

    def _confirmed_names(self):
        names = self.data.getlist("near_seen") if hasattr(self.data, "getlist") else []
        return names[:MAX_NAMES_SEEN]
