"""Indexes for full-text search: unmanaged tables beside searchable ones, alike on both databases.

A row holds the words of a title and of a text, exact and as stems (see `corpus.search.tokenizer`),
and those of a byline as they are written, each between spaces. On SQLite the table is an FTS5
table, on PostgreSQL an ordinary one with a generated tsvector. Words are made here, not by the
database, so both find the same.
"""

from django.db import models
from django.db.models import Lookup, Q

from corpus.db.bulk_insert import insert
from corpus.index_entry import index_columns
from corpus.search.fields import fields
from corpus.search.fts5 import is_one_query, match_query
from corpus.search.query_tree import All, Field, Node, Not
from corpus.search.tsquery import condition
from corpus.search_index.schema import ARTICLES, COLUMNS, PEOPLE, IndexTable


def divided(tree):
    """Cut a tree in two: what an index is asked for at once, or None, and the rest as a list."""
    if tree is None:
        return None, []
    nodes = list(tree.nodes) if isinstance(tree, All) else [tree]
    asked = [node for node in nodes if is_one_query(node)]
    rest = [node for node in nodes if node not in asked]
    unwanted = [node for node in rest if isinstance(node, Not) and is_one_query(node.node)]
    if not asked:
        return None, rest
    together = (*asked, *unwanted)
    left = [node for node in rest if node not in unwanted]
    return All(together) if len(together) > 1 else together[0], left


class UnknownField(LookupError):
    """A field of the search box that says nothing of the rows asked for."""


def on(field, lookups):
    """Lookups such as {"gte": 1}, or None, of a field, as `filter` takes them."""
    return {f"{field}__{lookup}": value for lookup, value in (lookups or {}).items()}


class WordsField(models.TextField):
    """Words between spaces; `matches` asks the whole row for a tree of words."""

    def deconstruct(self):
        """A migration, which matches nothing, knows a column of text and imports no model."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs


@WordsField.register_lookup
class Matches(Lookup):
    lookup_name = "matches"

    def __init__(self, lhs, rhs):
        super().__init__(lhs, rhs)
        self.tree: Node = rhs

    def get_prep_lookup(self):
        return self.rhs

    def as_sqlite(self, compiler, connection):
        alias = compiler.quote_name_unless_alias(self.lhs.alias)
        table = connection.ops.quote_name(self.lhs.target.model._meta.db_table)
        # FTS5 is asked through a hidden column that has the table's name.
        return f"{alias}.{table} MATCH %s", [match_query(self.tree)]

    def as_postgresql(self, compiler, connection):
        sql, parameters = condition(self.tree, compiler.quote_name_unless_alias(self.lhs.alias))
        return f"({sql})", parameters


class SearchIndexQuerySet(models.QuerySet):
    def put(self, pk, title, text, byline=""):
        """Index a row, instead of what is indexed for it."""
        self.filter(pk=pk).delete()
        return self.put_new({pk: index_columns(title, text, byline)})[pk]

    def put_new(self, columns):
        """Index rows that are not there, given by key as `indexed` makes their columns."""
        insert(
            self.model,
            [self.model._meta.pk.name, *COLUMNS],
            [(pk, *[words[name] for name in COLUMNS]) for pk, words in columns.items()],
        )
        return columns


class SearchIndex(models.Model):
    names: IndexTable

    title = WordsField()
    text = WordsField()
    title_stems = WordsField()
    text_stems = WordsField()
    byline = WordsField()

    objects = SearchIndexQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return f"words of {self.pk}"

    @classmethod
    def condition(cls, node, member, keys=None):
        """The Q of any tree on the rows that the index is about, words and fields mixed.

        `keys` are the lookups by which the caller narrows their keys: nothing else is looked up.
        """
        if is_one_query(node):
            found = cls.objects.filter(text__matches=node, **on("pk", keys)).values("pk")
            return Q(**{f"{cls._meta.pk.target_field.attname}__in": found})
        if isinstance(node, Not):
            return ~cls.condition(node.node, member, keys)
        if isinstance(node, Field):
            return cls.field_condition(node, member)
        operator = Q.AND if isinstance(node, All) else Q.OR
        return Q(*[cls.condition(each, member, keys) for each in node.nodes], _connector=operator)

    @classmethod
    def field_condition(cls, node, member):
        """The Q of a field; raises UnknownField where it says nothing of such rows."""
        raise UnknownField(node.name)


def index_of(model, **to):
    """The column of an index row that names the row it is about, which finds it as `index`."""
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
    """What articles are found by, under their `sort_key`: hits come newest first."""

    names = ARTICLES
    article = index_of("corpus.Article", to_field="sort_key")

    class Meta:
        managed = False
        db_table = "corpus_article_index"

    @classmethod
    def field_condition(cls, node, member):
        return fields()[node.name].condition(node.value, member)


class PersonIndex(SearchIndex):
    """What people are found by: name and aliases."""

    names = PEOPLE
    person = index_of("corpus.Person")

    class Meta:
        managed = False
        db_table = "corpus_person_index"
