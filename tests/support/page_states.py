"""Every page of the desk in every state that asking for it can bring about.

They are read off the table of access: a new address is looked at as soon as it has its row.
"""

from dataclasses import dataclass

from django.db import transaction
from django.http import HttpResponse

# What each address is sent besides what it takes: nothing, and that from a page gone stale.
STALE = {"version": 99}


@dataclass(frozen=True)
class State:
    """How somebody asked for an address, and the answer."""

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
        """Whether it is a whole document, and no part of one."""
        return self.is_html and self.response.content.lstrip().lower().startswith(b"<!doctype html")


def states(world, row, role, methods=("get", "post")):
    """Each `State` of a row of the table; what a request changes is taken back."""
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
            yield State(role, method, path, sent, getattr(client, method)(path, sent))
            transaction.set_rollback(True)
        client.cookies = cookies
