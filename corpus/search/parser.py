"""Parses a search query into a tree.

    words            all of them, in any of their forms
    "exact phrase"   these words, one after the other, as written
    govern*          words with this prefix
    -word            excludes a word; NOT does the same
    this OR that     either; | does the same
    ( … )            a group
    source:Reuters   a field; its value may be a phrase: source:"Matrix Mag"
    "\\"Bill\\" Karim"  a quotation mark inside a phrase has a backslash before it
    title:(a OR b)   a field applied to a group

No query is refused: `problems` names what cannot be parsed, and the rest is searched.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

from corpus.characters import is_blank, without_ignorable
from corpus.search.query_tree import EXACT, PREFIX, STEM, All, Any, Field, Node, Not, Words, joined
from corpus.search.tokenizer import query_terms, terms

# What people type for the name of a field.
_OTHER_NAMES = MappingProxyType({"language": "lang", "url": "address"})

# Hebrew acronyms, such as צה"ל, are usually typed with a quotation mark.
_GERSHAYIM = re.compile('(?<=[\u05d0-\u05ea])"(?=[\u05d0-\u05ea])')

# A no-break space can be part of a number, as in 1 200.
_THOUSANDS = re.compile(r"(?<=\d)[\u00a0\u2009\u202f](?=\d{3}(?!\d))")

MAX_QUERY_LENGTH = 1000
MAX_QUERY_WORDS = 64
# Signs between pasted words that are not reported.
_SEPARATORS = " *-–—·•|/&,;"
MAX_DEPTH = 20

QUOTATION_MARKS = '"“”„«»‟'
_CLOSING = QUOTATION_MARKS.replace("„", "")
_ESCAPED = re.compile(rf"\\([{QUOTATION_MARKS}\\])")
TOKEN = re.compile(
    rf"""\s*(?:
      (?P<open>-?(?:(?P<of>[A-Za-z]+):)?\()
    | (?P<close>\))
    | (?P<or>(?:OR|\|\|?)(?=[\s()]|$))
    | (?P<and>(?:AND|&&?)(?=[\s()]|$))
    | (?P<not>NOT(?=[\s()]|$))
    | (?P<minus>-(?=[^\s]))?
      (?:(?P<field>[A-Za-z]+):(?=[^\s)]))?
      (?:(?P<quote>[{QUOTATION_MARKS}])(?P<phrase>(?:\\[{QUOTATION_MARKS}\\]|[^{_CLOSING}])*+)
         (?P<end>[{_CLOSING}]?)
        | (?P<bare>[^\s()"“”„«»‟]+))(?P<star>\*?)
    | (?P<rest>\S)
    )""",
    re.VERBOSE,
)


Token = re.Match[str]
# Takes the name of a field and its value.
Check = Callable[[str, str], object]


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A tree, None for an empty query, and messages for what could not be parsed."""

    tree: Node | None
    problems: tuple[str, ...]


def parse(
    typed: str,
    fields: frozenset[str] = frozenset(),
    check: Check | None = None,
) -> ParsedQuery:
    """Parse a query; `fields` are the field names besides title.

    `check(name, value)` raises ValueError, with a message, for a value that a field cannot have.

    >>> parse("govern*").tree
    Words(words=('govern',), form='prefix', in_title=False, in_byline=False)
    """
    problems: list[str] = []
    if is_blank(typed) and typed.strip():
        problems.append("The search has only characters that nobody can see.")
    typed = cleaned_query(typed)
    if len(typed) > MAX_QUERY_LENGTH:
        problems.append(f"Only the first {MAX_QUERY_LENGTH:,} characters were searched.")
        typed = typed[:MAX_QUERY_LENGTH]
    parser = _Parser(typed, fields, check, problems)
    tree = parser.parse()
    return ParsedQuery(tree, tuple(dict.fromkeys(problems)))


def prefix_words(typed: str) -> Node | None:
    """Return a tree in which each word typed is a PREFIX, None without words.

    For autocompletion, where the input is not a query.
    """
    exact = terms(cleaned_query(typed))[0][:MAX_QUERY_WORDS]
    return joined(All, [Words((word,), PREFIX) for word in exact])


def cleaned_query(typed: str) -> str:
    """Return the query without characters that would hide or split a word, as `parse` reads it."""
    # Keep NUL and lone surrogates out of the database.
    typed = typed.replace("\x00", " ").encode("utf-8", "replace").decode()
    # Invisible characters come with pasted text; before a minus or a field they would hide it.
    typed = _GERSHAYIM.sub("\u05f4", without_ignorable(typed))
    return _THOUSANDS.sub("'", typed)


def canonical_field(name: str) -> str:
    """Return the name of the field that a typed name in lower case stands for."""
    return _OTHER_NAMES.get(name, name)


def unescaped(phrase: str) -> str:
    """Return what stands between quotation marks without the backslashes before such marks.

    >>> unescaped(r'Muhammad \"Bill\" Karim')
    'Muhammad "Bill" Karim'
    """
    return _ESCAPED.sub(r"\1", phrase)


def quoted(value: str) -> str:
    """Return a value between quotation marks, so that `parse` reads the same value."""
    return '"' + re.sub(rf"([{QUOTATION_MARKS}\\])", r"\\\1", value) + '"'


class _Parser:
    """Recursive descent over the tokens: disjunction → conjunction → operand."""

    def __init__(
        self, typed: str, fields: frozenset[str], check: Check | None, problems: list[str]
    ):
        self._tokens = [match for match in TOKEN.finditer(typed) if match.lastgroup]
        self._position = 0
        self._fields = fields
        self._check = check
        self._problems = problems
        self._word_count = 0
        self._depth = 0
        # The field before the open group.
        self._group_field = ""

    def parse(self) -> Node | None:
        nodes: list[Node] = []
        while self._position < len(self._tokens):
            node = self._disjunction()
            if node:
                nodes.append(node)
            if self._next_is("close"):
                self._problems.append("There is a closing parenthesis without an opening one.")
                self._position += 1
        return joined(All, nodes)

    def _next_is(self, *kinds: str) -> bool:
        if self._position >= len(self._tokens):
            return False
        groups = self._tokens[self._position].groupdict()
        return any(groups[kind] for kind in kinds)

    def _disjunction(self) -> Node | None:
        nodes = []
        is_after_or = False
        while True:
            node = self._conjunction()
            if node:
                nodes.append(node)
            elif is_after_or or self._next_is("or"):
                self._problems.append("OR needs a term on both sides.")
            if not self._next_is("or"):
                return joined(Any, nodes)
            self._position += 1
            is_after_or = True

    def _conjunction(self) -> Node | None:
        nodes = []
        while self._position < len(self._tokens) and not self._next_is("or", "close"):
            node = self._operand()
            if node:
                nodes.append(node)
        return joined(All, nodes)

    def _operand(self) -> Node | None:
        token = self._tokens[self._position]
        self._position += 1
        if token["and"]:
            return None
        if token["not"]:
            return self._negated()
        if token["open"]:
            node = self._group(self._canonical(token["of"] or ""))
            return Not(node) if node and token["open"][0] == "-" else node
        if token["close"] or token["rest"]:
            return None
        node = self._leaf(token)
        return Not(node) if node and token["minus"] else node

    def _negated(self) -> Node | None:
        if self._position >= len(self._tokens) or self._next_is("or", "close"):
            self._problems.append("NOT needs a term after it.")
            return None
        node = self._operand()
        return Not(node) if node else None

    def _canonical(self, name: str) -> str:
        name = name.lower()
        return canonical_field(name) if canonical_field(name) in self._fields else name

    def _group(self, name: str) -> Node | None:
        if name and name not in self._fields | {"title"}:
            self._problems.append(f"There is no field {name}: – it was ignored.")
            name = ""
        outer, self._group_field = self._group_field, name or self._group_field
        node = self._parenthesised()
        self._group_field = outer
        return node

    def _parenthesised(self) -> Node | None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            self._problems.append(f"Parentheses can be nested {MAX_DEPTH} deep.")
            self._depth -= 1
            return None
        node = self._disjunction()
        self._depth -= 1
        if self._next_is("close"):
            self._position += 1
        elif self._position >= len(self._tokens):
            self._problems.append("A parenthesis is not closed.")
        return node

    def _leaf(self, token: Token) -> Node | None:
        phrase, bare = token["phrase"], token["bare"]
        if phrase is not None and not token["end"]:
            self._problems.append("A quotation mark is not closed.")
        value = unescaped(phrase) if phrase is not None else bare
        typed = (bare if phrase is None else f'"{phrase}"') + token["star"]
        if bare and bare.endswith(":") and self._canonical(bare[:-1]) in self._fields | {"title"}:
            self._problems.append(f"{bare} needs a term after it.")
            return None
        name = self._canonical(token["field"] or self._group_field)
        if name in self._fields:
            return self._field(name, value.strip())
        if name and name != "title":
            # A web address is valid: it is searched by its words.
            if not value.startswith("//"):
                self._problems.append(f"There is no field {name}: – it was searched as a word.")
            value, typed = f"{name} {value}", f"{name}:{typed}"
        return self._words_node(value, token, typed, in_title=name == "title")

    def _field(self, name: str, value: str) -> Field | None:
        if not value:
            self._problems.append(f"{name}: needs a value.")
            return None
        try:
            if self._check:
                self._check(name, value)
        except ValueError as refusal:
            self._problems.append(str(refusal))
            return None
        return Field(name, value)

    def _words_node(self, value: str, token: Token, typed: str, in_title: bool) -> Node | None:
        # Next to a quotation mark these are words, elsewhere operators.
        typed = typed.lower() if typed in ("OR", "AND", "NOT") else typed
        exact, stems, is_prefix = query_terms(value)
        is_prefix = is_prefix or bool(token["star"]) or (token["bare"] or "").endswith("*")
        if not exact:
            if value.strip(_SEPARATORS):
                self._problems.append(f"“{value}” has no word to search for.")
            return None
        self._word_count += len(exact)
        if self._word_count > MAX_QUERY_WORDS:
            self._problems.append(f"Only the first {MAX_QUERY_WORDS} words were searched.")
            return None
        if is_prefix:
            return Words(tuple(exact), PREFIX, in_title, typed=typed)
        if token["phrase"] is not None:
            return Words(tuple(exact), EXACT, in_title, typed=typed)
        return Words(tuple(stems), STEM, in_title, exact=tuple(exact), typed=typed)
