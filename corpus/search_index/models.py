"""Indexes for full-text search: unmanaged tables next to the searchable ones.

A row holds the words of a text, of a title and of a byline (see `corpus.search.tokenizer`), each
between spaces; stems are looked up as the words that have them. On SQLite the table is an FTS5
table, on PostgreSQL an ordinary one with an index of lexemes. Python makes the words, not the
database, so that both give the same hits.
"""

from itertools import chain

from django.db import connection, models
from django.db.models import Lookup, Q

from corpus.db.bulk_insert import insert
from corpus.db.fixed_statements import rows_by_shape
from corpus.db.query_batch import joined_statement
from corpus.search.fields import fields
from corpus.search.fts5 import is_one_query, match_query
from corpus.search.query_tree import EXACT, All, Field, Node, Not, Words
from corpus.search.tsquery import comparison, condition
from corpus.search_index import contentless
from corpus.search_index.schema import ARTICLES, COLUMNS, PEOPLE, IndexTable
from corpus.search_index.word_forms import WordForm, with_forms


def split_tree(tree):
    """Return (the part of a tree that one index lookup can express, or None; the other nodes).

    All nodes returned must hold.
    """
    if tree is None:
        return None, []
    nodes = list(tree.nodes) if isinstance(tree, All) else [tree]
    indexable = [node for node in nodes if is_one_query(node)]
    rest = [node for node in nodes if node not in indexable]
    negated = [node for node in rest if isinstance(node, Not) and is_one_query(node.node)]
    if not indexable:
        return None, rest
    combined = (*indexable, *negated)
    remaining = [node for node in rest if node not in negated]
    return All(combined) if len(combined) > 1 else combined[0], remaining


# Stands in a compiled query for whatever words are searched (`compiled_search`), with the mark that
# its condition is. No text has this word: it is a letter of private use, of which none is made.
ANY_WORDS = Words(("\ue014",), EXACT)
WORDS_HERE = "words_here({alias})"


class UnknownField(LookupError):
    """A search field does not apply to the rows being searched."""


def lookups_on(field, lookups):
    """Return the keyword arguments of `filter` for lookups of a field, {} for None.

    >>> lookups_on("pk", {"gte": 1})
    {'pk__gte': 1}
    """
    return {f"{field}__{lookup}": value for lookup, value in (lookups or {}).items()}


def _condition(names, alias, tree):
    """Return (SQL, parameters) of the rows of an index, under a quoted alias, that match a tree."""
    if tree == ANY_WORDS:
        return WORDS_HERE.format(alias=alias), []
    if connection.vendor != "sqlite":
        sql, parameters = condition(tree, alias)
        return f"({sql})", parameters
    # FTS5 takes queries through a hidden column with the table's name.
    sql = f"{alias}.{connection.ops.quote_name(names.index)} MATCH %s"
    if names.is_contentless:
        # Names of tables are ours.
        sql += f" AND {alias}.rowid NOT IN (SELECT rowid FROM {names.outdated})"  # noqa: S608
    return sql, [match_query(tree)]


def condition_on(index, alias, tree, *, is_few=False):
    """Return (SQL, parameters) of the rows of an index, under an alias, that match a tree of words.

    `is_few`: only few rows are compared, which other conditions select.
    """
    if is_few and connection.vendor != "sqlite":
        sql, parameters = comparison(tree, alias)
        return f"({sql})", parameters
    return _condition(index.names, alias, tree)


def rows_matching(index, tree):
    """Return (SQL, parameters) of a SELECT of the keys in an index that match a tree of words.

    Django takes ten times as long to compile its query as a database to find a few rows.
    """
    table = connection.ops.quote_name(index.names.index)
    sql, parameters = _condition(index.names, table, with_forms(tree))
    # Names of tables are ours.
    return f"SELECT {table}.rowid FROM {table} WHERE {sql}", parameters  # noqa: S608


def have_matches(*searches):
    """Return for each (tree of words, index) whether the index has rows that match, in one query.

    True for a tree that needs several lookups: that takes a query of its own; False for None.
    """
    return have_matches_beside(None, *searches)[0]


def have_matches_beside(statement, *searches, calls=()):
    """Return (`have_matches`, (statement, its row), rows of calls), all of it in one query.

    `statement` is the (SQL, parameters) of a query of one row, or None. `calls` are calls of
    compiled queries, on PostgreSQL alone; their rows are as `query_batch.read_together` returns
    them. Instead of the pair and the rows None is returned where they were not asked for, or where
    no query was needed.
    """
    together = [at for at, (tree, _) in enumerate(searches) if tree and is_one_query(tree)]
    answers = [tree is not None for tree, _ in searches]
    if not together:
        return tuple(answers), None, None
    lookups = [rows_matching(index, tree) for tree, index in map(searches.__getitem__, together)]
    columns = [f"EXISTS ({select})" for select, _ in lookups]
    parameters = [*chain(*(parameters for _, parameters in lookups))]
    if calls:
        joined_sql, joined_parameters, rows_of = joined_statement(calls)
        columns.insert(0, f"({joined_sql})")
        parameters[:0] = joined_parameters
    sql = f"SELECT {', '.join(columns)}"
    if statement:
        # Both statements are ours.
        sql = f"{sql}, beside.* FROM ({statement[0]}) AS beside"
        parameters += statement[1]
    # The tables of names are small beside those of texts, and always looked up by their indexes.
    [row] = rows_by_shape(connection, sql, parameters)
    rows = rows_of(row[0]) if calls else None
    matches, row_beside = row[len(columns) - len(together) : len(columns)], row[len(columns) :]
    for at, has_matches in zip(together, matches, strict=True):
        answers[at] = bool(has_matches)
    return tuple(answers), statement and (statement, row_beside), rows


class WordsField(models.TextField):
    """Words between spaces; the lookup `matches` compares the whole row with a query tree."""

    def deconstruct(self):
        """Appear in migrations as a TextField, so that they do not import this module."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs


@WordsField.register_lookup
class Matches(Lookup):
    lookup_name = "matches"

    rhs: Node

    def get_prep_lookup(self):
        return with_forms(self.rhs)

    def as_sql(self, compiler, connection):
        alias = compiler.quote_name_unless_alias(self.lhs.alias)
        return _condition(self.lhs.target.model.names, alias, self.rhs)


@WordsField.register_lookup
class Compares(Matches):
    """The same for rows of a few keys: PostgreSQL compares their words, without an index."""

    lookup_name = "compares"

    def as_postgresql(self, compiler, connection):
        alias = compiler.quote_name_unless_alias(self.lhs.alias)
        return condition_on(self.lhs.target.model, alias, self.rhs, is_few=True)


def words_lookup(tree, keys, prefix=""):
    """Return the keyword arguments of `filter` for the rows of a tree of words.

    `keys` are lookups on their keys, None for all rows. `prefix` leads to the index.
    """
    lookup = "matches" if keys is None else "compares"
    return {f"{prefix}text__{lookup}": tree}


class SearchIndexQuerySet(models.QuerySet):
    def put_new(self, columns, added_words=None):
        """Insert index rows, given as {key: columns as made by `indexed`}; return them.

        `added_words` are the AddedWords of an import.
        """
        insert(
            self.model,
            [self.model._meta.pk.name, *COLUMNS],
            [(pk, *[words[name] for name in COLUMNS]) for pk, words in columns.items()],
        )
        add_words = added_words.add if added_words else WordForm.objects.add_words
        add_words(words[name] for words in columns.values() for name in COLUMNS)
        return columns

    def make_way(self, keys, *, anew=False):
        """Return those of `keys` to be indexed: without an index row; with `anew`, all.

        Their index rows, if they have any, are removed.
        """
        key = self.model._meta.pk
        existing = self.filter(**{f"{key.name}__{key.target_field.name}__in_array": keys})
        if anew:
            existing.delete()
            return keys
        indexed = set(existing.values_list("pk", flat=True))
        return [each for each in keys if each not in indexed]

    def current(self):
        """The index rows that searches find."""
        return self


class ArticleIndexQuerySet(SearchIndexQuerySet):
    def make_way(self, keys, *, anew=False):
        if connection.vendor != "sqlite":
            return super().make_way(keys, anew=anew)
        contentless.remove_outdated(ARTICLES, keys)
        # What another row of the same key left is only removed by a rebuild.
        return keys if anew else super().make_way(keys)

    def current(self):
        if connection.vendor != "sqlite":
            return self
        return self.exclude(pk__in=contentless.outdated_keys(ARTICLES))


class SearchIndex(models.Model):
    names: IndexTable

    text = WordsField()
    title = WordsField()
    byline = WordsField()

    objects = SearchIndexQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return f"words of {self.pk}"

    @classmethod
    def condition(cls, node, member, keys=None):
        """Return the Q of a tree of words and fields on the indexed rows.

        `keys` are lookups on their keys, such as {"gte": 1}, that restrict what is looked up.
        Raises UnknownField.
        """
        if is_one_query(node):
            words = words_lookup(node, keys) | lookups_on("pk", keys)
            matches = cls.objects.filter(**words).values("pk")
            return Q(**{f"{cls._meta.pk.target_field.attname}__in": matches})
        if isinstance(node, Not):
            return ~cls.condition(node.node, member, keys)
        if isinstance(node, Field):
            return cls.field_condition(node, member)
        operator = Q.AND if isinstance(node, All) else Q.OR
        return Q(*[cls.condition(each, member, keys) for each in node.nodes], _connector=operator)

    @classmethod
    def field_condition(cls, node, member):
        """Return the Q of a field. Raises UnknownField if it does not apply to these rows."""
        raise UnknownField(node.name)


def index_of(model, **to):
    """Return the key column of an index, a relation to the indexed row (reverse name `index`)."""
    return models.OneToOneField(
        model,
        models.DO_NOTHING,
        db_column="rowid",
        primary_key=True,
        related_name="index",
        db_constraint=False,
        **to,
    )


class ArticleIndex(SearchIndex):
    """The index of articles, keyed by their `sort_key`, so that hits are newest first."""

    names = ARTICLES
    article = index_of("corpus.Article", to_field="sort_key")

    objects = ArticleIndexQuerySet.as_manager()

    class Meta:
        managed = False
        db_table = "corpus_article_index"

    @classmethod
    def field_condition(cls, node, member):
        return fields()[node.name].condition_of(node, member)


class PersonIndex(SearchIndex):
    """The index of people: their names and aliases."""

    names = PEOPLE
    person = index_of("corpus.Person")

    class Meta:
        managed = False
        db_table = "corpus_person_index"
