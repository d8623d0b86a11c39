"""What a member asks of the desk: typed into one box, read once, asked of every group."""

from dataclasses import dataclass, field

from corpus.search.editing import typed_fields
from corpus.search.registry import fields, read
from corpus.search.tree import All, Any, Field, Node, Not


@dataclass(frozen=True)
class Question:
    """What was typed, as a tree of what can be searched, and in sentences what cannot."""

    typed: str
    tree: Node | None = None
    problems: tuple[str, ...] = ()
    chips: list = field(default_factory=list)


def read_question(typed):
    """The Question that was typed; what cannot be read is left out and said."""
    parsed = read(typed)
    return Question(typed, parsed.tree, parsed.problems, typed_fields(typed, fields()))


def has_fields(node):
    """Whether a tree asks for more than words."""
    if isinstance(node, All | Any):
        return any(map(has_fields, node.nodes))
    return has_fields(node.node) if isinstance(node, Not) else isinstance(node, Field)
