"""Index models of passages, claims and tags. Only articles have titles."""

from django.db.models import Q

from corpus.models import Article, SearchIndex
from corpus.search.fields import fields
from corpus.search_index.models import index_of
from corpus.search_index.schema import IndexTable

PASSAGE, CLAIM = "passage", "claim"

MADE_BY = ("annotations", "0010_words_indexed_once")

PASSAGES = IndexTable(
    "annotations_passage_index", "annotations_passage", "id", ("quote", "note"), MADE_BY
)
CLAIMS = IndexTable(
    "annotations_claim_index",
    "annotations_claim",
    "id",
    ("statement", "attribution", "verdict"),
    MADE_BY,
)
TAGS = IndexTable("annotations_tag_index", "annotations_tag", "id", ("name", "definition"), MADE_BY)


class PassageIndex(SearchIndex):
    """Indexes quote and note of passages."""

    names = PASSAGES
    passage = index_of("annotations.Passage")

    class Meta:
        managed = False
        db_table = "annotations_passage_index"

    @classmethod
    def field_condition(cls, node, member):
        """Fields registered for passages filter passages; all others filter their articles."""
        passage_fields = fields(PASSAGE)
        if node.name in passage_fields:
            return passage_fields[node.name].condition_of(node, member)
        condition = fields()[node.name].condition_of(node, member)
        return Q(article__in=Article.objects.filter(condition).order_by().values("pk"))


class ClaimIndex(SearchIndex):
    """Indexes statement, attribution and verdict of claims."""

    names = CLAIMS
    claim = index_of("annotations.Claim")

    class Meta:
        managed = False
        db_table = "annotations_claim_index"

    @classmethod
    def field_condition(cls, node, member):
        if node.name not in fields(CLAIM):
            return super().field_condition(node, member)
        return fields(CLAIM)[node.name].condition_of(node, member)


class TagIndex(SearchIndex):
    """Indexes name and definition of tags."""

    names = TAGS
    tag = index_of("annotations.Tag")

    class Meta:
        managed = False
        db_table = "annotations_tag_index"
