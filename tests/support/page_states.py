"""Every page of the desk in every state that a request can cause.

They are derived from the table of access: a new address is covered once it has a row there.
"""

from dataclasses import dataclass

from django.db import transaction
from django.http import HttpResponse

# What is sent to each address besides valid data: nothing, and data from a stale page.
STALE = {"version": 99}


@dataclass(frozen=True)
class State:
    """A request for an address and its response."""

    role: str
    method: str
    path: str
    data: dict[str, object]
    response: HttpResponse

    @property
    def name(self):
        sent = f" {sorted(self.data)}" if self.data else ""
        return f"{self.role}, {self.method} {self.path}{sent}: {self.response.status_code}"

    @property
    def is_html(self):
        return self.response.get("Content-Type", "").startswith("text/html")

    @property
    def is_page(self):
        """Whether it is a whole document rather than a fragment."""
        return self.is_html and self.response.content.lstrip().lower().startswith(b"<!doctype html")


def states(world, row, role, methods=("get", "post")):
    """Yield each `State` of a row of the table; changes made by a request are rolled back."""
    path = row.path.format_map(world.names)
    names = world.names | {"path": path}
    data = {
        name: value.format_map(names) if isinstance(value, str) else value
        for name, value in row.data.items()
    }
    client = world.clients[role]
    asked = [("get", {}), ("post", {}), ("post", data), ("post", data | STALE)]
    for method, sent in [each for each in asked if each[0] in methods]:
        cookies = client.cookies.copy()
        with transaction.atomic():
            yield State(role, method, path, sent, whole(getattr(client, method)(path, sent)))
            transaction.set_rollback(True)
        client.cookies = cookies


def whole(response):
    """The response; of one that is streamed, all of it."""
    if not response.streaming:
        return response
    return HttpResponse(response.getvalue(), status=response.status_code, headers=response.headers)
