"""Parses the search box into a SearchQuery, which is run against every group of results."""

from dataclasses import dataclass

from django.db.models import Prefetch

from corpus.models import Alias, Person
from corpus.search import fields as search_fields
from corpus.search.name_expansion import Expansion, candidates, expand
from corpus.search.query_editing import TypedField, typed_fields
from corpus.search.query_tree import EXACT, All, Any, Field, Node, Not, Words

# People per query whose other names are searched too.
MAX_PEOPLE = 20


@dataclass(frozen=True)
class SearchQuery:
    """A parsed query: its tree, and sentences about what could not be parsed.

    `expansions` are names that other names of the same person were added to; `chips` the fields
    that were typed.
    """

    typed: str
    tree: Node | None = None
    problems: tuple[str, ...] = ()
    expansions: tuple[Expansion, ...] = ()
    chips: tuple[TypedField, ...] = ()


def parse_query(typed):
    """The SearchQuery of a typed text; what cannot be parsed is left out and named in `problems`.

    Names of known people are expanded to all their names, at the cost of a few queries.
    """
    parsed = search_fields.parse_query(typed)
    tree = parsed.tree
    expansions: tuple[Expansion, ...] = ()
    groups = name_groups_in(tree)
    if tree and groups:
        tree, expansions = expand(typed, tree, groups)
    return SearchQuery(
        typed, tree, parsed.problems, expansions, tuple(typed_fields(typed, search_fields.fields()))
    )


def name_groups_in(tree):
    """For each person with a name that a tree may contain: the list of all their names."""
    phrases = tuple(Words(words, EXACT) for words in candidates(tree))
    if not phrases:
        return []
    matches = Person.objects.present().matching(Any(phrases) if len(phrases) > 1 else phrases[0])
    pks = matches.values_list("pk", "merged_into")[:MAX_PEOPLE]
    pks = {merged_into or pk for pk, merged_into in pks}
    if not pks:
        return []
    names_by_person = {pk: {} for pk in sorted(pks)}
    people = Person.objects.identities(pks).order_by("merged_into", "name_key", "pk")
    aliases = Prefetch("aliases", Alias.objects.present())
    for person in people.prefetch_related(aliases):
        names_of_person = names_by_person[person.merged_into_id or person.pk]
        names_of_person[person.name] = None
        names_of_person.update(dict.fromkeys(alias.name for alias in person.aliases.all()))
    return [list(group) for group in names_by_person.values()]


def has_fields(node):
    """Whether a tree has a field such as `tag:`."""
    if isinstance(node, All | Any):
        return any(map(has_fields, node.nodes))
    return has_fields(node.node) if isinstance(node, Not) else isinstance(node, Field)
