"""What the rows that an action changed are called in its entry."""

from django.db.models import ForeignKey

from annotations.history.wording import quoted
from annotations.models import (
    Claim,
    ClaimTag,
    Evidence,
    Passage,
    PassagePerson,
    PassageTag,
    Placement,
    ProposedCorrection,
    ReadingState,
    Relation,
)
from corpus.models import Article, Revision

LINK_MODELS = (PassageTag, ClaimTag, PassagePerson)


def name_of(change, names):
    """The name of a changed row in quotation marks, or of the rows that it ties; "" without one.

    `names` are those of the rows that it refers to, as of `names_of`.
    """
    row = change.latest
    if change.model is Evidence:
        stance = dict(Evidence._meta.get_field("stance").flatchoices)[row.stance]
        return f"{names[Passage, row.passage_id]}, which {stance} {names[Claim, row.claim_id]}"
    if change.model is Relation:
        ends = names[Claim, row.from_claim_id], names[Claim, row.to_claim_id]
        return f"{ends[0]} {row.kind} {ends[1]}"
    if change.model in (ReadingState, ProposedCorrection):
        return names[Article, row.article_id]
    if change.model is Placement:
        return names[Passage, row.passage_id]
    if change.model in LINK_MODELS:
        return ""
    for column in ("quote", "statement", "title", "name", "words", "reason"):
        if value := getattr(row, column, ""):
            return quoted(value)
    return names.get((change.model, change.pk), "")


def names_of(changes):
    """{(model, key): quoted name} of the rows that these refer to; one query a table."""
    keys_by_model = {}
    for change in changes:
        for row in (change.before, change.after):
            for field in getattr(row, "tracked_fields", ()):
                if isinstance(field, ForeignKey):
                    keys = keys_by_model.setdefault(field.related_model, set())
                    keys.add(getattr(row, field.attname))
    return {
        (model, pk): quoted(_name_of_row(row))
        for model, keys in keys_by_model.items()
        for pk, row in _rows(model).in_bulk(keys - {None}).items()
    }


def _rows(model):
    rows = model._base_manager.all()
    return rows.defer("text") if model in (Article, Revision) else rows


def _name_of_row(row):
    return row.quote if isinstance(row, Passage) else str(row)
