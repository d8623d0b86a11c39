"""A row of the table of who gets which answer, and the ways to say whose answers they are."""

from dataclasses import dataclass, field

from tests.access.world import ROLES

# The answer to strangers where members alone may go: the sign-in page, which leads back.
SIGN_IN = "302 /sign-in/?next={path}"
# The first part of the addresses of each kind of record.
PLURALS = {
    "article": "articles",
    "claim": "claims",
    "origin": "origins",
    "passage": "passages",
    "person": "people",
    "source": "sources",
    "tag": "tags",
}


@dataclass(frozen=True)
class Row:
    """An address and its answers, by role: a status, and after it where a redirect leads.

    `{names}` stand for ids and addresses of the world; a `*` ends what is not known before.
    """

    route: str
    path: str
    get: dict[str, str]
    post: dict[str, str]
    data: dict[str, object] = field(default_factory=dict)


def public(answer):
    return dict.fromkeys(ROLES, answer)


def members(answer):
    return public(answer) | {"stranger": SIGN_IN}


def some(*roles, answer, others="403"):
    return members(others) | dict.fromkeys(roles, answer)


def annotators(answer):
    return some("owner", "analyst", "editor", "administrator", answer=answer)


def editors(answer, others="403"):
    return some("editor", "administrator", answer=answer, others=others)


def owner_and_editors(answer):
    return some("owner", "editor", "administrator", answer=answer)
