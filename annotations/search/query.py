"""Parses the search box into a SearchQuery, which is run against every group of results."""

from dataclasses import dataclass, field
from functools import cached_property

from django.db import connection
from django.db.models import Q

from annotations.models.search_index import TagIndex
from corpus.canonical_urls import address_part, bare_address, without_scheme
from corpus.db.compiled_query import KEYS, CompiledQuery
from corpus.db.query_batch import answered, read_together
from corpus.models import Alias, Article, IndexState, Person, PersonIndex
from corpus.search import fields as search_fields
from corpus.search.name_expansion import Expansion, candidates, expand
from corpus.search.parser import ParsedQuery, quoted
from corpus.search.query_editing import fields_in, typed_fields, unparse, with_fields
from corpus.search.query_tree import EXACT, Any, Field, Node, Words, joined, with_words
from corpus.search_index.compiled_search import CompiledSearch
from corpus.search_index.models import have_matches_beside
from corpus.search_index.newest_hits import first_statement
from corpus.search_index.state import incomplete_indexes
from corpus.search_index.word_forms import form_queries, with_forms, with_hyphens
from corpus.sized_cache import SizedStore

# People per query whose other names are searched too.
MAX_PEOPLE = 20
FIELDS_WITH_WORDS = frozenset(["speaker"])
NOT_WHOLE = "Search does not find everything yet: its index is being rebuilt."


@dataclass(frozen=True)
class SearchQuery:
    """A query as typed, as parsed, and the tree that is searched.

    `expansions` are names that the tree has with other names of the same person. `words` is the
    query for the words of an address, "" if what was typed is no article's address. `is_whole`
    says that the search indexes are complete. `are_named` says whether names of people, and tags,
    match the tree; None if that is not known. `ahead` is for `newest`.
    """

    typed: str
    parsed: ParsedQuery
    tree: Node | None = None
    expansions: tuple[Expansion, ...] = ()
    is_whole: bool = True
    words: str = ""
    are_named: tuple[bool, ...] | None = None
    ahead: tuple[object, ...] | None = field(default=None, compare=False, repr=False)

    @property
    def problems(self):
        """Sentences about what could not be parsed, or cannot be found yet."""
        return (*self.parsed.problems, *(() if self.is_whole else (NOT_WHOLE,)))

    @cached_property
    def chips(self):
        """The fields that were typed."""
        return typed_fields(self.parsed.tree)

    @property
    def field_names(self):
        return {field.name for field, _ in fields_in(self.parsed.tree)}

    @property
    def has_fields(self):
        return bool(self.field_names)

    def with_fields(self, values):
        """The query in which these fields, {name: value}, have these values and no others."""
        return with_fields(self.typed, self.parsed, values)


def parse_query(typed, *, is_for_newest=False, before=None):
    """The SearchQuery of a typed text; what cannot be parsed is left out and named in `problems`.

    Names of known people are expanded to all their names, at the cost of a few queries. For the
    newest articles, `is_for_newest`, below the sort key `before`, PostgreSQL reads where these
    begin with a query that is needed here: most queries name nobody, and are searched as typed.
    """
    # Django takes longer to compile a query for nothing than all of the rest.
    if address_part(typed) and Article.objects.present().addressed(typed).exists():
        address = Field("address", bare_address(typed))
        # Not as typed: with another field beside it, an address alone is searched by its words.
        return SearchQuery(
            unparse(address),
            ParsedQuery(address, ()),
            address,
            # In quotation marks a whole address is one still.
            words=quoted(without_scheme(typed)),
            is_whole=IndexState.are_all_complete(),
        )
    parsed = search_fields.parse_query(typed)
    if parsed.tree is None:
        return SearchQuery(typed, parsed)
    start = _start(parsed.tree, is_for_newest, before)
    searched, is_whole, ahead = start.searched, start.is_whole, start.ahead
    has_names, *are_named = start.are_named
    groups = _name_groups(_names_in(parsed.tree)) if has_names else []
    if not groups:
        named = tuple(are_named)
        return SearchQuery(typed, parsed, searched, (), is_whole, are_named=named, ahead=ahead)
    tree, expansions = expand(parsed.tree, groups)
    return SearchQuery(typed, parsed, _searched(tree), expansions, is_whole)


@dataclass(frozen=True)
class _Start:
    """What `parse_query` reads first: the tree as typed with other forms and spellings, whether the
    indexes are complete, and what `have_matches_beside` returns, first of the names in the tree.
    """

    searched: Node
    is_whole: bool
    are_named: tuple[bool, ...]
    ahead: tuple[object, ...] | None


def _start(tree, is_for_newest, before):
    """The _Start of a parsed tree. PostgreSQL is asked twice, for the forms of the words and then
    for what has them. Where the forms were read before, they are taken for what they still are, and
    read again with what has them: it is asked again only if they are others by now.
    """
    calls = ((incomplete_indexes,), *form_queries(_with_words(tree)))

    def start_with(rows, calls=()):
        with answered(rows):
            is_whole, searched = IndexState.are_all_complete(), _searched(tree)
        statement = first_statement(searched, before=before) if is_for_newest else None
        searches = (_names_in(tree), PersonIndex), (searched, PersonIndex), (searched, TagIndex)
        are_named, ahead, rows_now = have_matches_beside(statement, *searches, calls=calls)
        return _Start(searched, is_whole, are_named, ahead), rows_now

    if connection.vendor != "postgresql":
        return start_with({})[0]
    rows = None
    if rows_before := _rows_before.find(calls):
        start, rows = start_with(rows_before, calls)
        if rows == rows_before:
            return start
    rows = rows or read_together(*calls)
    _rows_before.keep(calls, rows)
    return start_with(rows)[0]


# The rows of forms by the calls that read them; each word takes about a hundred bytes.
_rows_before = SizedStore(
    lambda rows: 1_000 + 100 * sum(map(len, rows.values())), max_size=2 * 2**20
)


def _searched(tree):
    """The tree with other forms and spellings of its words."""
    return with_forms(_with_words(with_hyphens(tree)))


def _with_words(tree):
    """The tree in which fields that are searched by their words have them."""
    return with_words(tree, FIELDS_WITH_WORDS)


def _names_in(tree):
    """The tree of the names that a tree may contain; None if it can contain none."""
    phrases = tuple(Words(words, EXACT) for words in candidates(tree))
    return joined(Any, phrases) if phrases else None


def _name_groups(names):
    """For each person with one of these names: the list of all their names."""
    matches = _people_named.rows(names, most=MAX_PEOPLE)
    keys = {person.merged_into_id or person.pk for person in matches}
    if not keys:
        return []
    names_by_person = {key: {} for key in sorted(keys)}
    people = _identities(keys)
    aliases = {}
    for person, name in aliases_of([pk for pk, _, _ in people]):
        aliases.setdefault(person, []).append(name)
    for pk, merged_into, name in people:
        names = [name, *aliases.get(pk, ())]
        names_by_person[merged_into or pk].update(dict.fromkeys(names))
    return [list(group) for group in names_by_person.values()]


# A tree of names is words alone, which one lookup can express.
_people_named = CompiledSearch(
    PersonIndex, build=lambda tree: Person.objects.present().matching(tree).in_name_order()
)
# (key, key of the person it is merged into, name) of people, and of those merged into them.
_identities = CompiledQuery(
    KEYS,
    build=lambda keys: (
        Person.objects.present()
        .filter(Q(pk__in_array=keys) | Q(merged_into__pk__in_array=keys))
        .order_by("merged_into", "name_key", "pk")
        .values_list("pk", "merged_into", "name")
    ),
)
# (person, name) of the aliases of people.
aliases_of = CompiledQuery(
    KEYS,
    build=lambda people: (
        Alias.objects.present().filter(person__pk__in_array=people).values_list("person", "name")
    ),
)
