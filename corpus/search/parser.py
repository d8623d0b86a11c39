"""What was typed into the search box, read as a tree.

    words            all of them, in any of their forms
    "exact phrase"   these words, one after the other, as written
    govern*          words that begin so
    -word            not this; NOT does the same
    this OR that     either; | does the same
    ( … )            belongs together
    source:Reuters   a field; its value may be a phrase: source:"Matrix Mag"
    title:(a OR b)   a field of all that is in the parentheses

Nothing is refused: what cannot be read is said in `problems`, and the rest is searched.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from corpus.search.query_tree import EXACT, PREFIX, STEM, All, Any, Field, Node, Not, Words
from corpus.search.tokenizer import sought, terms

# Marks of direction come along with right-to-left text and would hide a minus or a field.
_DIRECTION = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
# Hebrew initials, as in צה"ל, are mostly typed with a quotation mark.
_GERSHAYIM = re.compile('(?<=[\u05d0-\u05ea])"(?=[\u05d0-\u05ea])')

# In 1 200 a space that does not break is part of the number.
_THOUSANDS = re.compile(r"(?<=\d)[\u00a0\u2009\u202f](?=\d{3}(?!\d))")

LONGEST = 1000
MOST_WORDS = 64
# What may stand between words that were pasted, and is no mistake.
_BETWEEN = " *-–—·•|/&,;"
DEEPEST = 20

_OPENING, _CLOSING = '"“”„«»‟', '"“”«»‟'
TOKEN = re.compile(
    rf"""\s*(?:
      (?P<open>-?(?:(?P<of>[A-Za-z]+):)?\()
    | (?P<close>\))
    | (?P<or>(?:OR|\|\|?)(?=[\s()]|$))
    | (?P<and>(?:AND|&&?)(?=[\s()]|$))
    | (?P<not>NOT(?=[\s()]|$))
    | (?P<minus>-(?=[^\s]))?
      (?:(?P<field>[A-Za-z]+):(?=[^\s)]))?
      (?:(?P<quote>[{_OPENING}])(?P<phrase>[^{_CLOSING}]*)(?P<end>[{_CLOSING}]?)
        | (?P<bare>[^\s()"“”„«»‟]+))(?P<star>\*?)
    | (?P<rest>\S)
    )""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A tree, None where nothing was asked for, and in sentences what could not be read."""

    tree: Node | None
    problems: tuple[str, ...]


def parse(
    typed: str,
    fields: frozenset[str] = frozenset(),
    check: Callable[[str, str], object] | None = None,
) -> Parsed:
    """Read what was typed; `fields` are the names that a colon may follow, besides title.

    `check(name, value)` raises ValueError, with a sentence, for a value that a field cannot have.
    """
    problems = []
    typed = tidied(typed)
    if len(typed) > LONGEST:
        problems.append(f"Only the first {LONGEST:,} characters were searched.")
        typed = typed[:LONGEST]
    reader = _Reader(typed, fields, check, problems)
    tree = reader.read()
    return Parsed(tree, tuple(dict.fromkeys(problems)))


def begun_words(typed: str) -> Node | None:
    """Return a tree of the words typed so far, each perhaps only begun; None where there is none.

    It is for fields that offer what they find: what stands there is no query.
    """
    exact = terms(tidied(typed))[0][:MOST_WORDS]
    return _joined(All, [Words((word,), PREFIX) for word in exact])


def tidied(typed: str) -> str:
    """Return what was typed as it is read: without what would hide or break a word of it."""
    # NUL and lone surrogates reach no database.
    typed = typed.replace("\x00", " ").encode("utf-8", "replace").decode()
    typed = _GERSHAYIM.sub("\u05f4", _DIRECTION.sub("", typed))
    return _THOUSANDS.sub("'", typed)


class _Reader:
    """A recursive descent over the tokens: either → all → one."""

    def __init__(self, typed, fields, check, problems):
        self._tokens = [match for match in TOKEN.finditer(typed) if match.lastgroup]
        self._at = 0
        self._fields = fields
        self._check = check
        self._problems = problems
        self._words = 0
        self._depth = 0
        # The field that stands before an open parenthesis.
        self._of = ""

    def read(self) -> Node | None:
        nodes = []
        while self._at < len(self._tokens):
            node = self._either()
            if node:
                nodes.append(node)
            if self._is("close"):
                self._problems.append("A parenthesis is closed that was not opened.")
                self._at += 1
        return _joined(All, nodes)

    def _is(self, *kinds) -> bool:
        if self._at >= len(self._tokens):
            return False
        groups = self._tokens[self._at].groupdict()
        return any(groups[kind] for kind in kinds)

    def _either(self) -> Node | None:
        nodes = []
        is_after_or = False
        while True:
            node = self._all()
            if node:
                nodes.append(node)
            elif is_after_or or self._is("or"):
                self._problems.append("OR stands between two things; one of them is missing.")
            if not self._is("or"):
                return _joined(Any, nodes)
            self._at += 1
            is_after_or = True

    def _all(self) -> Node | None:
        nodes = []
        while self._at < len(self._tokens) and not self._is("or", "close"):
            node = self._one()
            if node:
                nodes.append(node)
        return _joined(All, nodes)

    def _one(self) -> Node | None:
        token = self._tokens[self._at]
        self._at += 1
        if token["and"]:
            return None
        if token["not"]:
            return self._negated()
        if token["open"]:
            node = self._group((token["of"] or "").lower())
            return Not(node) if node and token["open"][0] == "-" else node
        if token["close"] or token["rest"]:
            return None
        node = self._leaf(token)
        return Not(node) if node and token["minus"] else node

    def _negated(self) -> Node | None:
        if self._at >= len(self._tokens) or self._is("or", "close"):
            self._problems.append("After NOT something is missing.")
            return None
        node = self._one()
        return Not(node) if node else None

    def _group(self, name) -> Node | None:
        if name and name not in self._fields | {"title"}:
            self._problems.append(f"There is no field {name}: – it was left out.")
            name = ""
        outer, self._of = self._of, name or self._of
        node = self._opened()
        self._of = outer
        return node

    def _opened(self) -> Node | None:
        self._depth += 1
        if self._depth > DEEPEST:
            self._problems.append(f"Parentheses are read {DEEPEST} deep.")
            self._depth -= 1
            return None
        node = self._either()
        self._depth -= 1
        if self._is("close"):
            self._at += 1
        elif self._at >= len(self._tokens):
            self._problems.append("A parenthesis is not closed.")
        return node

    def _leaf(self, token) -> Node | None:
        phrase, bare = token["phrase"], token["bare"]
        if phrase is not None and not token["end"]:
            self._problems.append("A quotation mark is not closed.")
        value = phrase if phrase is not None else bare
        if bare and bare.endswith(":") and bare[:-1].lower() in self._fields | {"title"}:
            self._problems.append(f"After {bare} something is missing.")
            return None
        name = (token["field"] or self._of).lower()
        if name in self._fields:
            return self._field(name, value.strip())
        if name and name != "title":
            # An address that was typed is no mistake: it is searched as the words it holds.
            if not value.startswith("//"):
                self._problems.append(f"There is no field {name}: – it was searched as a word.")
            value = f"{name} {value}"
        return self._sought(value, token, in_title=name == "title")

    def _field(self, name, value) -> Field | None:
        if not value:
            self._problems.append(f"After {name}: something is missing.")
            return None
        try:
            if self._check:
                self._check(name, value)
        except ValueError as refusal:
            self._problems.append(str(refusal))
            return None
        return Field(name, value)

    def _sought(self, value, token, in_title) -> Node | None:
        exact, stems, is_begun = sought(value)
        is_begun = is_begun or bool(token["star"]) or (token["bare"] or "").endswith("*")
        if not exact:
            if value.strip(_BETWEEN):
                self._problems.append(f"“{value}” holds no word to search for.")
            return None
        self._words += len(exact)
        if self._words > MOST_WORDS:
            self._problems.append(f"Only the first {MOST_WORDS} words were searched.")
            return None
        if is_begun:
            return Words(tuple(exact), PREFIX, in_title)
        if token["phrase"] is not None:
            return Words(tuple(exact), EXACT, in_title)
        return Words(tuple(stems), STEM, in_title, exact=tuple(exact))


def _joined(kind: type[All] | type[Any], nodes: list[Node]) -> Node | None:
    if len(nodes) < 2:
        return nodes[0] if nodes else None
    return kind(tuple(nodes))
