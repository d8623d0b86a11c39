"""Whatever is typed is no error, and what of it can be read is searched the same everywhere."""

import random

import pytest
from django.db import models, transaction

from corpus.models import Article
from corpus.search.fields import parse_query
from corpus.search.query_tree import PREFIX, STEM, All, Any, Field, Not
from corpus.search.tokenizer import terms
from tests.corpus.search_index.search_documents import DOCUMENTS, make_documents

pytestmark = pytest.mark.django_db

NUMBER, TOGETHER = 2000, 100
NAMES = "led dollars c++ at&t hamlet forms headline cafe ёлка arabic beijing sql markup river"
SEARCHED = {name: DOCUMENTS[name] for name in NAMES.split()}

# Those in pairs are phrases, most of them of words that stand in a document, but not so.
KNOWN = (
    "to be or not U.S. led 1,200.50 C++ AT&T cities vehicle ran naïve ёлка محمد 中国 国 panj the "
    "to-be be-to be-not or-be vehicles-vehicle the-temp costs-bold u.s.-bagram *night-led*"
)
SYNTAX = [
    *"\"“”„«»()-*:|&^+<>=%_\\'!?,.;{}[]~@#$/`\t\n",
    *"OR OR OR AND NOT NEAR NEAR( NEAR/2 ^ :* <-> <2> !! || && -- text: rowid: %s %% $1".split(),
    *"{title MATCH corpus_article_index ';-- source: by: from: to: lang: title: title:(".split(),
    *'source:( -( *:* source:none from:2021 to:2021-02-30 lang:en by:auy* lang:é by:" 0x00'.split(),
]
CHARACTERS = [
    *("\x00", "\x01", "\x1b", "\x7f", "\x85", "\xa0", "\ud800", "\udfff", "\ufffe", "\uffff"),
    *("\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u202e", "\u2066", "\u2069", "\ufeff"),
    *("\u0300", "\u064b", "\u0e31", "\u1100", "\ue000", "\ue010", "\U0001f525", "\U0010ffff"),
    *("ﷺ", "½", "²", "①", "ﬁ", "İ", "ß", "ﾞ", "々", "ー", "ำ", "ʼ", "٬", "״", "№"),
]
WHOLE = [
    "(" * 1500,
    "-(" * 400 + "a",
    "a OR " * 250,
    "NOT " * 300 + "panj",
    "(a OR (b -" * 100,
    '"' * 999,
    "x" * 5000,
    "国" * 2000,
    "a* " * 500,
    "\u0300" * 900,
    "title:(" * 200,
    '"to be or not to be" ' * 60,
]


def typed_queries():
    dice = random.Random(20211125)
    pieces = [KNOWN.split(), SYNTAX, CHARACTERS]
    for _ in range(NUMBER - len(WHOLE)):
        drawn = [
            dice.choice(dice.choices(pieces, [6, 4, 1])[0]) for _ in range(dice.randrange(1, 10))
        ]
        yield "".join(piece + dice.choice(["", " "]) for piece in drawn)
    yield from WHOLE


@pytest.fixture(scope="class")
def names(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_documents(SEARCHED)
        transaction.set_rollback(True)


def has_fields(node):
    if isinstance(node, Field):
        return True
    nodes = [node.node] if isinstance(node, Not) else getattr(node, "nodes", ())
    return any(map(has_fields, nodes))


def holds(parts, node):
    """Say whether a document, (title, text) as `terms` reads them, holds what a tree asks for."""
    if isinstance(node, Not):
        return not holds(parts, node.node)
    if isinstance(node, All | Any):
        return (all if isinstance(node, All) else any)(holds(parts, each) for each in node.nodes)
    searched = parts[:1] if node.in_title else parts
    return any(stands(words[node.form == STEM], node) for words in searched)


def stands(words, leaf):
    size = len(leaf.words)
    for at in range(len(words) - size + 1):
        phrase = tuple(words[at : at + size])
        if leaf.form == PREFIX and phrase[-1].startswith(leaf.words[-1]):
            phrase = (*phrase[:-1], leaf.words[-1])
        if phrase == leaf.words:
            return True
    return False


class TestMalformed:
    def test_nothing_typed_is_an_error(self, names):
        trees = [tree for typed in typed_queries() if (tree := parse_query(typed).tree)]
        documents = {name: [terms(each.title), terms(each.text)] for name, each in SEARCHED.items()}
        names_found = {number: set() for number in range(len(trees))}
        for first in range(0, len(trees), TOGETHER):
            conditions = [
                Article.objects.order_by().matching(tree).values_list(models.Value(number), "pk")
                for number, tree in enumerate(trees[first : first + TOGETHER], first)
            ]
            for number, key in conditions[0].union(*conditions[1:], all=True):
                names_found[number].add(names[key])

        differing = {
            tree: names_found[number]
            for number, tree in enumerate(trees)
            if not has_fields(tree)
            and names_found[number]
            != {name for name, parts in documents.items() if holds(parts, tree)}
        }
        assert differing == {}
        # Most of what was drawn is searched, and much of it finds some of the documents.
        assert len(trees) > NUMBER * 0.8
        some = [each for each in names_found.values() if 0 < len(each) < len(SEARCHED)]
        assert len(some) > NUMBER * 0.1
