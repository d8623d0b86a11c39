"""What a member asks of the desk: typed into one box, read once, asked of every group."""

from dataclasses import dataclass, field

from corpus.search.editing import typed_fields
from corpus.search.grammar import parse
from corpus.search.registry import fields
from corpus.search.tree import All, Any, Field, Node, Not


@dataclass(frozen=True)
class Question:
    """What was typed, as a tree of what can be searched, and in sentences what cannot."""

    typed: str
    tree: Node | None = None
    problems: tuple[str, ...] = ()
    chips: list = field(default_factory=list)


def read_question(typed, member):
    """The Question that a member typed; a field whose value cannot be read is left out."""
    names = frozenset(fields())
    parsed = parse(typed, names)
    problems = list(parsed.problems)
    tree = _readable(parsed.tree, member, problems) if parsed.tree else None
    chips = typed_fields(typed, names)
    return Question(typed, tree, tuple(dict.fromkeys(problems)), chips)


def _readable(node, member, problems):
    """The tree without the fields that have no such value; what is wrong goes to `problems`."""
    if isinstance(node, Field):
        try:
            fields()[node.name].condition(node.value, member)
        except ValueError as error:
            problems.append(f"{error} It was left out.")
            return None
        return node
    if isinstance(node, Not):
        inner = _readable(node.node, member, problems)
        return Not(inner) if inner else None
    if isinstance(node, All | Any):
        kept = [_readable(each, member, problems) for each in node.nodes]
        kept = [each for each in kept if each]
        if len(kept) < 2:
            return kept[0] if kept else None
        return type(node)(tuple(kept))
    return node


def has_fields(node):
    """Whether a tree asks for more than words."""
    if isinstance(node, All | Any):
        return any(map(has_fields, node.nodes))
    return has_fields(node.node) if isinstance(node, Not) else isinstance(node, Field)
