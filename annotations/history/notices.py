"""What a page says of what was just done, with the way to undo it."""

from dataclasses import dataclass

from django.contrib import messages

UNDO, REDO = "Undo", "Redo"


@dataclass(frozen=True)
class Notice:
    """`action` is the key of what can be undone, 0 where nothing can; `offer` names it."""

    said: str
    action: int = 0
    offer: str = UNDO


def note(request, said, action=None, offer=UNDO):
    """Say it on the next page; an action that wrote nothing has nothing to undo."""
    key = action.pk if action is not None and action.pk else 0
    messages.success(request, said, extra_tags=f"{offer} {key}")


def notices_of(request):
    """The Notices that wait for this page, taken off the list."""
    for message in messages.get_messages(request):
        offer, _, key = (message.extra_tags or "").partition(" ")
        yield Notice(str(message), int(key) if key.isdigit() else 0, offer)
