"""The last step of an import: what it wrote is shown."""

from django.db.models import F, Q
from django.utils import timezone

from annotations.corrections.carry_over import catch_up
from annotations.models import (
    Claim,
    Evidence,
    Origin,
    Passage,
    PassagePerson,
    PassageTag,
    Placement,
    Tag,
)
from corpus.db.locks import wait_for_other_imports
from corpus.models import Article, Person
from corpus.records.action import current_action
from corpus.records.bulk_write import change_rows

# Rows shown in one transaction: less than a second of writing.
STEP_ROWS = 10_000
# In this order, so that nothing that is shown refers to what is hidden.
MODELS = (Article, Tag, Person, Origin, Claim, Passage, Evidence)


def reveal_step(job):
    """Show up to STEP_ROWS rows of the job; returns whether any may be left.

    Call it in the Action of the job, again until nothing is left: a job of more rows is shown in
    several steps.
    """
    wait_for_other_imports()
    room = STEP_ROWS
    for model in MODELS:
        written = model.history.filter(action=current_action().pk).values("id")
        hidden = model._base_manager.filter(deleted_at=job.hidden_at, pk__in=written)
        if model in REPLACEMENTS:
            hidden = _replaced(model, hidden)
        rows = list(_locked(model, hidden.order_by("pk"))[:room])
        if model is Passage:
            _follow_corrections(rows)
        if model is Evidence:
            _note_edits(rows)
        for row in rows:
            row.deleted_at = row.deleted_by = None
        change_rows(rows, ["deleted_at", "deleted_by"])
        room -= len(rows)
        if not room:
            return True
    return False


def _locked(model, rows):
    rows = rows.select_for_update(of=("self",), no_key=True)
    return rows.defer("text") if model is Article else rows


def _replaced(model, hidden):
    """Link to rows that colleagues made since under the names of hidden ones; the other rows.

    Those stay hidden.
    """
    standing = model.objects.present().filter(name_key__in=hidden.values("name_key"))
    others = {row.name_key: row.resolved for row in standing.select_related("merged_into")}
    replaced = [row for row in hidden if row.name_key in others] if others else []
    successors = {row.pk: others[row.name_key] for row in replaced}
    for link_model, column in REPLACEMENTS[model]:
        links = list(link_model._base_manager.filter(**{f"{column}__in": list(successors)}))
        for link in links:
            setattr(link, column, successors[getattr(link, f"{column}_id")])
        change_rows(links, [column])
    return hidden.exclude(pk__in=list(successors))


# The rows that refer to tags and people, by which column.
REPLACEMENTS = {
    Tag: ((PassageTag, "tag"),),
    Person: ((PassagePerson, "person"), (Claim, "speaker")),
}


def _follow_corrections(passages):
    """Carry passages over to what their articles were corrected to since they were written."""
    keys = [passage.pk for passage in passages]
    articles = Article.objects.filter(passages__in=keys).order_by("pk")
    # A correction waits meanwhile, or has ended.
    list(
        Article.objects.filter(pk__in=articles.values("pk"))
        .select_for_update(of=("self",), no_key=True)
        .order_by("pk")
        .values_list("pk")
    )
    current = Placement.objects.filter(
        passage__pk__in_array=keys, revision__number=F("passage__article__revision_number")
    )
    behind = set(keys) - set(current.values_list("passage", flat=True))
    for passage in Passage.objects.filter(pk__in=behind).select_related("article"):
        catch_up(passage)


def _note_edits(evidence):
    """Note on claims that were here that they have new evidence."""
    new_claims = Claim.history.filter(action=current_action().pk, history_type="+").values("id")
    keys = {row.claim_id for row in evidence}
    claims = Claim.objects.present().filter(Q(pk__in=keys) & ~Q(pk__in=new_claims))
    rows = list(claims.select_for_update(of=("self",), no_key=True).order_by("pk"))
    for claim in rows:
        claim.edited_at = timezone.now()
    change_rows(rows, ["edited_at"])
