"""Indexes for full-text search: unmanaged tables beside searchable ones, alike on both databases.

A row holds the words of a title and of a text, exact and as stems (see `corpus.search.words`),
each between spaces. On SQLite the table is an FTS5 table, on PostgreSQL an ordinary one with a
generated tsvector. Words are made here, not by the database, so both find the same.
"""

from django.db import models
from django.db.models import Lookup, Q

from corpus.models.inserting import insert
from corpus.search.fts5 import is_one_query, match_query
from corpus.search.registry import fields
from corpus.search.tree import All, Field, Node, Not, Words
from corpus.search.tsquery import condition
from corpus.search.words import terms


def spaced(words):
    return f" {' '.join(words)} " if words else ""


def indexed(title, text):
    """The columns of an index row, for a title and a text."""
    (title, title_stems), (text, text_stems) = terms(title), terms(text)
    return {
        "title": spaced(title),
        "text": spaced(text),
        "title_stems": spaced(title_stems),
        "text_stems": spaced(text_stems),
    }


def divided(tree):
    """Cut a tree in two: what an index is asked for at once, or None, and the rest as a list."""
    nodes = list(tree.nodes) if isinstance(tree, All) else [tree]
    asked = [node for node in nodes if is_one_query(node)]
    rest = [node for node in nodes if node not in asked]
    unwanted = [node for node in rest if isinstance(node, Not) and is_one_query(node.node)]
    if not asked:
        return None, rest
    return All((*asked, *unwanted)), [node for node in rest if node not in unwanted]


class WordsField(models.TextField):
    """Words between spaces; `matches` asks the whole row for a tree of words."""


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
    def put(self, pk, title, text):
        """Index a row, instead of what is indexed for it."""
        self.filter(pk=pk).delete()
        self.put_new({pk: indexed(title, text)})

    def put_new(self, columns):
        """Index rows that are not there, given by key as `indexed` makes their columns."""
        names = ["title", "text", "title_stems", "text_stems"]
        insert(
            self.model,
            [self.model._meta.pk.name, *names],
            [(pk, *[words[name] for name in names]) for pk, words in columns.items()],
        )


class SearchIndex(models.Model):
    title = WordsField()
    text = WordsField()
    title_stems = WordsField()
    text_stems = WordsField()

    objects = SearchIndexQuerySet.as_manager()

    class Meta:
        abstract = True


class ArticleIndex(SearchIndex):
    """What articles are found by, under their `sort_key`: hits come newest first."""

    article = models.OneToOneField(
        "corpus.Article",
        models.DO_NOTHING,
        to_field="sort_key",
        db_column="rowid",
        primary_key=True,
        related_name="index",
        db_constraint=False,
    )

    class Meta:
        managed = False
        db_table = "corpus_article_index"

    def __str__(self):
        return f"words of {self.pk}"

    @classmethod
    def condition(cls, node, member):
        """The Q of any tree on articles, words and fields mixed."""
        if isinstance(node, Words):
            return Q(sort_key__in=cls.objects.filter(text__matches=node).values("pk"))
        if isinstance(node, Not):
            return ~cls.condition(node.node, member)
        if isinstance(node, Field):
            return fields()[node.name].condition(node.value, member)
        operator = Q.AND if isinstance(node, All) else Q.OR
        return Q(*[cls.condition(each, member) for each in node.nodes], _connector=operator)
