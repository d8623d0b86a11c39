"""Notices: what was just done, with a way to undo it."""

from dataclasses import dataclass

from django.contrib import messages

UNDO, REDO = "Undo", "Redo"


@dataclass(frozen=True)
class Notice:
    """`action` is the key of the Action to undo, 0 for none; `offer` is UNDO or REDO."""

    message: str
    action: int = 0
    offer: str = UNDO


def note(request, message, action=None, offer=UNDO):
    """Add a notice to the next page; an action that wrote nothing gets no undo.

    `action` is an Action or its key.
    """
    key = getattr(action, "pk", action) or 0
    messages.success(request, message, extra_tags=f"{offer} {key}")


def notices_of(request):
    """Yield the pending Notices of a request and remove them."""
    for message in messages.get_messages(request):
        offer, _, key = (message.extra_tags or "").partition(" ")
        yield Notice(str(message), int(key) if key.isdigit() else 0, offer)
