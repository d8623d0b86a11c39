"""Rules of undo for passages, claims and codebooks, registered by the app's `ready()`."""

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Length

from annotations.codebook.rights import may_change
from annotations.corrections.carry_over import catch_up as catch_up_passage
from annotations.corrections.taking_back import take_back
from annotations.history.wording import EXPORT_KINDS
from annotations.interchange.reveal import MODELS as IMPORTED_MODELS
from annotations.models.annotation_job import OPEN_STATES, AnnotationJob
from annotations.models.claim import Claim
from annotations.models.codebook_job import CodebookJob
from annotations.models.evidence import Evidence
from annotations.models.passage import Passage, PassagePerson
from annotations.models.placement import Placement
from annotations.models.saved_search import SavedSearch
from annotations.models.tag import Tag
from annotations.models.tag_link import ClaimTag, PassageTag
from corpus.importing.rights import may_edit_facts
from corpus.models import Article, Person, Revision, Source
from corpus.models.revision_text import text_of
from corpus.records.record import SoftlyDeleted
from corpus.records.undo_rules import UndoRefused

REFUSALS = {
    "claim.publish": (
        "A publication cannot be undone: the public may have read it. Withdraw the claim instead."
    ),
    **dict.fromkeys(EXPORT_KINDS, "An export changed nothing, so there is nothing to undo."),
    "first_corpus.load": "The first corpus cannot be undone. Delete its articles one by one.",
}
CORRECTED = (
    "The text has been corrected and the passage placed again. Adjust it in the current text."
)
UNFINISHED = "The import is not complete. Cancel it instead."
BEYOND_TEXT = "The earlier position was beyond the end of the text. Adjust it in the current text."
PASSAGE_FIELD = {
    PassageTag: "content_object_id",
    PassagePerson: "passage_id",
    Placement: "passage_id",
}


def register_undo_rules(rules):
    rules.refusals.update(REFUSALS)
    rules.reversals["article.correct"] = take_back
    rules.checks.append(may_undo)
    rules.halts += [halt_codebook, refuse_unfinished]
    rules.locks += [lock_articles, lock_carriers]
    rules.lock_order += [Article, Person, Passage, Claim, Evidence]
    rules.guards += [keep_published, keep_corrected, keep_within_text]
    rules.repairs.append(catch_up)
    rules.whole_rows["passage.import"] = (*IMPORTED_MODELS, Source)


def halt_codebook(root):
    """Cancel the codebook import that this action is, where it still runs."""
    for job in CodebookJob.objects.filter(action=root):
        job.cancel()


def refuse_unfinished(root):
    """Refuse to undo an import of annotations whose rows are still hidden."""
    if AnnotationJob.objects.filter(action=root, state__in=OPEN_STATES).exists():
        raise UndoRefused(UNFINISHED)


def may_undo(root, changes, user):
    """Whether a user may undo an action: their own, or any with the right, and every row of it."""
    is_editor = user.has_perm("annotations.edit_any_passage")
    if not is_editor and not (
        root.by_id == user.pk and user.has_perm("annotations.change_passage")
    ):
        return False
    return all(_may_change(change, user) for change in changes)


def _may_change(change, user):
    if change.model is SavedSearch:
        return change.latest.member_id == user.pk
    if not issubclass(change.model, SoftlyDeleted):
        return True
    if change.before is None:
        return user.has_perm(_permission("add", change))
    if change.model is Passage and change.before.created_by_id != user.pk:
        return user.has_perm("annotations.edit_any_passage")
    names = {field.name for field in change.fields}
    if change.model is Article and names.isdisjoint({"deleted_at", "revision_number"}):
        return may_edit_facts(user, Article.objects.with_importer().get(pk=change.pk))
    if "status" in names:
        return user.has_perm("annotations.publish_claim")
    if change.model is Tag:
        return may_change(Tag(pk=change.pk), user)
    return user.has_perm(_permission("change", change))


def _permission(verb, change):
    meta = change.model._meta
    return f"{meta.app_label}.{verb}_{meta.model_name}"


def passages_in(changes):
    """The keys of the passages that these changes touch, directly or by a link."""
    keys = {change.pk for change in changes if change.model is Passage}
    for change in changes:
        if change.model in PASSAGE_FIELD:
            keys.add(getattr(change.latest, PASSAGE_FIELD[change.model]))
    return keys


def lock_articles(changes):
    """Lock the articles against simultaneous corrections and changes of reading status."""
    keys = {getattr(change.latest, "article_id", None) for change in changes} - {None}
    is_touched = Q(pk__in=keys) | Q(passages__id__in_array=passages_in(changes))
    articles = Article.objects.filter(pk__in=Article.objects.filter(is_touched).values("pk"))
    list(articles.select_for_update(of=("self",)).order_by("pk").values_list("pk"))


def lock_carriers(changes):
    """Lock passages and claims whose links change; changed rows themselves are locked later."""
    claims = {change.latest.content_object_id for change in changes if change.model is ClaimTag}
    for model, keys in ((Passage, passages_in(changes)), (Claim, claims)):
        if keys - {change.pk for change in changes if change.model is model}:
            rows = model.objects.filter(pk__in=keys)
            locks = rows.select_for_update(of=("self",), no_key=True)
            list(locks.order_by("pk").values_list("pk"))


def keep_published(changes):
    """Refuse to undo creating a claim that was published since: its address stays."""
    keys = [change.pk for change in changes if change.model is Claim and change.would_go]
    if Claim.objects.filter(pk__in_array=keys, publication__isnull=False).exists():
        raise UndoRefused(
            "The claim has been published; its permalink must keep working. Withdraw it."
        )


def keep_corrected(changes):
    """Refuse to move placements back in a text that was corrected since."""
    created_or_deleted = {
        change.pk for change in changes if change.model is Passage and _comes_or_goes(change)
    }
    placements = [change for change in changes if change.model is Placement]
    moved_placements = [
        one.latest for one in placements if one.latest.passage_id not in created_or_deleted
    ]
    revisions = Revision.objects.filter(pk__in={row.revision_id for row in moved_placements})
    for revision in revisions.select_related("article").only("number", "article__revision_number"):
        if revision.number != revision.article.revision_number:
            raise UndoRefused(CORRECTED)


def keep_within_text(changes):
    """Refuse to restore a placement that ended beyond its text."""
    earlier = [change.before for change in changes if change.model is Placement and change.before]
    length = {
        row.pk: row.length
        for row in Revision.objects.filter(pk__in={row.revision_id for row in earlier})
        .annotate(length=Length(text_of()))
        .only("pk")
    }
    if any(row.end is not None and row.end > length[row.revision_id] for row in earlier):
        raise UndoRefused(BEYOND_TEXT)


def _comes_or_goes(change):
    names = {field.name for field in change.fields}
    return change.before is None or change.after is None or "deleted_at" in names


def catch_up(changes):
    """Place restored passages in the revisions made while they were deleted."""
    keys = [change.pk for change in changes if change.model is Passage]
    current = Placement.objects.filter(
        passage=OuterRef("pk"), revision__number=OuterRef("article__revision_number")
    )
    behind = Passage.objects.present().filter(~Exists(current), pk__in_array=keys)
    for passage in behind.select_related("article"):
        catch_up_passage(passage)
