"""QuerySets of rows that match words, compiled once and executed for any words.

Django takes ten times as long to compile one as a database to find a few rows.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice, zip_longest

from django.db import DEFAULT_DB_ALIAS, connections

from corpus.db.compiled_query import CompiledModelQuery, Statement
from corpus.search.fts5 import is_one_query
from corpus.search_index.models import ANY_WORDS, WORDS_HERE, condition_on
from corpus.search_index.word_forms import with_forms

_WORDS_HERE = re.compile(re.escape(WORDS_HERE).replace(r"\{alias\}", r"(\S+?)"))


class CompiledSearch:
    """A compiled QuerySet whose rows match a tree of words in an index.

    `build` takes the tree and one argument for each of `kinds` (see `corpus.db.compiled_query`),
    and returns a QuerySet in which the tree is matched by `index` alone, without a limit. Its shape
    must not depend on the arguments: `build` is called once for each database vendor.

        people = CompiledSearch(PersonIndex, build=Person.objects.matching)
        people.rows(parse("kabul").tree, most=5)

    """

    def __init__(self, index, *kinds, build):
        self._index = index
        self._query = _CompiledMarked(*kinds, build=lambda *values: build(ANY_WORDS, *values))

    @staticmethod
    def is_for(tree):
        """Return whether one lookup can express a tree: others need a QuerySet of their own."""
        return tree is not None and is_one_query(tree)

    def rows(self, tree, *values, most):
        """Return at most so many rows of the model."""
        return self._query(self._limited(tree, most), *values)

    def count(self, tree, *values, most):
        """Return the number of rows, at most `most`."""
        return self._query.count(self._limited(tree, most), *values)

    def _limited(self, tree, most):
        tree = with_forms(tree)
        return _Search(lambda alias: condition_on(self._index, alias, tree), most)


@dataclass(frozen=True)
class _Search:
    """`condition_of` gives the (SQL, parameters) of the words on the alias of the index."""

    condition_of: Callable[[str], tuple[str, list[str]]]
    most: int


class _CompiledMarked(CompiledModelQuery):
    """Called with a _Search and the other values."""

    def count(self, *values):
        database = connections[DEFAULT_DB_ALIAS]
        return self.statement(database.vendor).count(database, values)

    def _new_statement(self):
        return _MarkedStatement(self._build, self._kinds)


class _MarkedStatement(Statement):
    goes_alone = True

    def __init__(self, build, kinds):
        super().__init__(build, kinds)
        # Text, alias, text, alias, …, text.
        self._pieces = _WORDS_HERE.split(self.sql)

    def fetch(self, database, values):
        return self._execute(database, *self._with_words(database, values))

    def count(self, database, values):
        sql, parameters = self._with_words(database, values)
        # The statement is ours.
        counted = f"SELECT COUNT(*) FROM ({sql}) matches"  # noqa: S608
        return self._execute(database, counted, parameters)[0][0]

    def _with_words(self, database, values):
        """Return the limited statement and its parameters, each mark replaced by the condition."""
        search, *others = values
        compiled = iter(self.parameters(database, others))
        sql, parameters = [], []
        for text, alias in zip_longest(self._pieces[::2], self._pieces[1::2]):
            sql.append(text)
            parameters += islice(compiled, text.count("%s"))
            if alias:
                condition, words = search.condition_of(alias)
                sql.append(condition)
                parameters += words
        return f"{''.join(sql)} LIMIT {search.most}", parameters

    def _execute(self, database, sql, parameters):
        # The best plan depends on the words: no fixed statement.
        with database.cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.fetchall()
