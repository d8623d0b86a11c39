"""What a member asks of the desk: typed into one box, read once, asked of every group."""

from dataclasses import dataclass

from django.db.models import Prefetch

from corpus.models import Alias, Person
from corpus.search.fields import fields, parse_query
from corpus.search.name_expansion import Expansion, candidates, expand
from corpus.search.query_editing import TypedField, typed_fields
from corpus.search.query_tree import EXACT, All, Any, Field, Node, Not, Words

# As many people of one search lend it their other names.
MOST_PEOPLE = 20


@dataclass(frozen=True)
class SearchQuery:
    """What was typed, as a tree of what can be searched, and in sentences what cannot.

    `expansions` are names that are searched with others of the same person; `chips` the fields.
    """

    typed: str
    tree: Node | None = None
    problems: tuple[str, ...] = ()
    expansions: tuple[Expansion, ...] = ()
    chips: tuple[TypedField, ...] = ()


def read_question(typed):
    """The Question that was typed; what cannot be read is left out and said."""
    parsed = parse_query(typed)
    tree, expansions = parsed.tree, ()
    groups = names_asked_for(tree)
    if groups:
        tree, expansions = expand(typed, tree, groups)
    return SearchQuery(
        typed, tree, parsed.problems, expansions, tuple(typed_fields(typed, fields()))
    )


def names_asked_for(tree):
    """All names of each person one of whose names a tree may ask for, as lists."""
    asked = tuple(Words(words, EXACT) for words in candidates(tree))
    if not asked:
        return []
    called = Person.objects.present().matching(Any(asked) if len(asked) > 1 else asked[0])
    keys = called.values_list("pk", "merged_into")[:MOST_PEOPLE]
    keys = {merged_into or pk for pk, merged_into in keys}
    if not keys:
        return []
    names = {pk: {} for pk in sorted(keys)}
    people = Person.objects.identities(keys).order_by("merged_into", "name_key", "pk")
    aliases = Prefetch("aliases", Alias.objects.present())
    for person in people.prefetch_related(aliases):
        own = names[person.merged_into_id or person.pk]
        own[person.name] = None
        own.update(dict.fromkeys(alias.name for alias in person.aliases.all()))
    return [list(group) for group in names.values()]


def has_fields(node):
    """Whether a tree asks for more than words."""
    if isinstance(node, All | Any):
        return any(map(has_fields, node.nodes))
    return has_fields(node.node) if isinstance(node, Not) else isinstance(node, Field)
