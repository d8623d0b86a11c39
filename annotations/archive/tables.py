"""The tables of an archive in their order, and those that are in none, with the reason."""

from functools import cached_property

from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models

from annotations.archive.values import value_kind

# Rows refer to rows of earlier tables, apart from a few that wait until all are there. The history
# of a table follows it.
ARCHIVED = (
    "auth.Group",
    "auth.User",
    "admin.LogEntry",
    "corpus.Action",
    "corpus.Source",
    "corpus.Grade",
    "corpus.Person",
    "corpus.Alias",
    "corpus.Article",
    "corpus.Revision",
    "corpus.Credit",
    "corpus.Snapshot",
    "corpus.Retrieval",
    "corpus.NearDuplicate",
    "corpus.ImportJob",
    "corpus.ImportProblem",
    "corpus.UploadChunk",
    "annotations.Member",
    "annotations.Tag",
    "annotations.Passage",
    "annotations.Placement",
    "annotations.PassageTag",
    "annotations.PassagePerson",
    "annotations.Origin",
    "annotations.Claim",
    "annotations.ClaimTag",
    "annotations.Evidence",
    "annotations.Relation",
    "annotations.Publication",
    "annotations.QuotedSpan",
    "annotations.Dismissal",
    "annotations.ProposedCorrection",
    "annotations.ReadingState",
    "annotations.SavedSearch",
    "annotations.CodebookJob",
    "annotations.CodebookPart",
    "annotations.AnnotationJob",
    "annotations.AnnotationPart",
    "annotations.AnnotationProblem",
    "annotations.ImportedPassage",
    "annotations.ImportedArticle",
)

MADE_BY_MIGRATE = "migrate makes it; other rows refer to its rows by their names"
COMPUTED = "unarchive computes it from the archived rows"
SIGN_IN = "tells who signed in from where, or lets somebody in"
UNUSED = "belongs to an application of others; the desk keeps its own rows elsewhere"
NOT_ARCHIVED = {
    "auth.Permission": MADE_BY_MIGRATE,
    "contenttypes.ContentType": MADE_BY_MIGRATE,
    "corpus.ArticleIndex": COMPUTED,
    "corpus.PersonIndex": COMPUTED,
    "annotations.PassageIndex": COMPUTED,
    "annotations.ClaimIndex": COMPUTED,
    "annotations.TagIndex": COMPUTED,
    "corpus.IndexState": COMPUTED,
    "corpus.WordForm": COMPUTED,
    "corpus.Sketch": COMPUTED,
    "corpus.SketchHash": COMPUTED,
    "sessions.Session": SIGN_IN,
    "axes.AccessAttempt": SIGN_IN,
    "axes.AccessAttemptExpiration": SIGN_IN,
    "axes.AccessLog": SIGN_IN,
    "axes.AccessFailureLog": SIGN_IN,
    "taggit.Tag": UNUSED,
    "taggit.TaggedItem": UNUSED,
}

# Columns that are in no archive: nobody's password, and bytes that are files of their own.
WITHHELD = {("auth_user", "password"), ("corpus_snapshot", "content")}
# Tables whose rows are named in other tables by these columns, since their keys differ by desk.
NAMED_BY = {
    ContentType: ("app_label", "model"),
    Permission: ("content_type__app_label", "content_type__model", "codename"),
}


class ArchivedTable:
    """A table of the archive: `columns` are those of its rows, `links` lists of other rows."""

    def __init__(self, model):
        self.model = model
        self.name = model._meta.db_table
        fields = model._meta.local_concrete_fields
        self.fields = [f for f in fields if (self.name, f.column) not in WITHHELD]
        # The key comes first, also in a history, where Django has it at the end.
        self.fields.sort(key=lambda field: not field.primary_key)
        # The tags of taggit have a table of their own: that is in the archive.
        links = model._meta.local_many_to_many
        self.links = [link for link in links if link.remote_field.through._meta.auto_created]
        self.columns = [field.column for field in self.fields] + [link.name for link in self.links]

    @cached_property
    def kinds(self):
        """{column: how its values are written and read}."""
        return {field.column: value_kind(field) for field in self.fields}

    @cached_property
    def references(self):
        """{column: the table its values are keys of}, for those that the database checks."""
        named = {field.column: field for field in self.fields if field.related_model}
        named |= {link.name: link for link in self.links}
        return {
            column: field.related_model._meta.db_table
            for column, field in named.items()
            if getattr(field, "db_constraint", True) and field.related_model not in NAMED_BY
        }

    def named_by(self, field):
        """The columns by which the rows of a field's table are named; () if by their key."""
        return NAMED_BY.get(field.related_model, ())


def archived_tables():
    """Every ArchivedTable in the order of the archive."""
    tables = []
    for label in ARCHIVED:
        model = apps.get_model(label)
        tables.append(ArchivedTable(model))
        if hasattr(model._meta, "simple_history_manager_attribute"):
            tables.append(ArchivedTable(model.history.model))
    return tables


def names_of(model):
    """{key: its name as a list} of the rows of a table of `NAMED_BY`."""
    rows = model.objects.order_by().values_list("pk", *NAMED_BY[model])
    return {key: list(name) for key, *name in rows}


def has_own_keys(model):
    """Whether the database numbers the rows."""
    return isinstance(model._meta.pk, models.AutoField)
