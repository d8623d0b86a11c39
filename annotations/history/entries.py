"""Entries of a history page: who did what and when, with old and new values."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, ForeignKey
from django.urls import reverse
from django.utils.http import urlencode

from annotations.history.facts import FieldChange, field_changes
from annotations.history.names import LINK_MODELS, name_of, names_of
from annotations.history.wording import (
    EXPORT_KINDS,
    imported,
    listed,
    passages_imported,
    sentence,
    sentence_of_several,
    taken_in,
    undoing,
)
from annotations.models import (
    AnnotationJob,
    Claim,
    ClaimTag,
    Evidence,
    Origin,
    Passage,
    PassagePerson,
    PassageTag,
    Placement,
    ProposedCorrection,
    ReadingState,
    Relation,
    SavedSearch,
    Tag,
)
from corpus.models import Action, Alias, Article, Credit, Grade, Person, Source
from corpus.pagination import page_of
from corpus.records.row_changes import changes_of
from corpus.records.undo_rules import undo_rules

# Kinds of actions over many rows: the model whose rows are counted, and what makes the summary.
SUMMARIES_OF_LARGE = {
    "article.import": (Article, imported),
    "first_corpus.load": (Article, taken_in),
    "passage.import": (Passage, passages_imported),
}
# The kinds of records with a history page: what belongs to each, and the way from there to it.
PARTS = {
    Article: (
        (Credit, "article"),
        (Passage, "article"),
        (ReadingState, "article"),
        (ProposedCorrection, "article"),
        (Placement, "passage__article"),
        (PassageTag, "content_object__article"),
        (PassagePerson, "passage__article"),
        (Evidence, "passage__article"),
    ),
    Claim: (
        (ClaimTag, "content_object"),
        (Evidence, "claim"),
        (Relation, "from_claim"),
        (Relation, "to_claim"),
    ),
    Passage: (
        (Placement, "passage"),
        (PassageTag, "content_object"),
        (PassagePerson, "passage"),
        (Evidence, "passage"),
    ),
    Source: ((Grade, "source"),),
    Person: ((Alias, "person"),),
    Tag: (),
    Origin: (),
}
# Names of views that show a row, by the noun of an action's kind.
VIEWS = {noun: noun for noun in "article passage claim person source tag origin".split()}
VIEWS["proposedcorrection"] = "proposed_correction"


@dataclass(frozen=True)
class HistoryEntry:
    """An action as an entry of a history."""

    pk: int
    by: str
    by_url: str
    at: datetime
    words: str
    url: str = ""
    facts: tuple[FieldChange, ...] = ()
    # (name, address or "") of each row of an action on several, instead of facts.
    rows: tuple[tuple[str, str], ...] = ()
    is_undone: bool = False
    # "Undo" or "Redo" where the reader may, else "".
    offer: str = ""


def history_page(actions, user, cursor):
    """A page of these actions, newest first, as (Page of Actions, HistoryEntries)."""
    related = actions.select_related("by", "undoes__by", "undoes__undoes__undoes")
    page = page_of(related, "pk", **cursor)
    return page, entries_of(page.rows, user)


def entries_of(actions, user):
    """The HistoryEntries of some actions, in a fixed number of queries."""
    large_entries = _large_entries(
        [action for action in actions if action.root.kind in SUMMARIES_OF_LARGE]
    )
    large_entries |= {
        action.pk: _entry_without_rows(action, sentence(action.kind, ""))
        for action in actions
        if action.kind in EXPORT_KINDS
    }
    roots = {action.pk: action.root for action in actions if action.pk not in large_entries}
    changes = changes_of({pk for pair in roots.items() for pk in (pair[0], pair[1].pk)})
    names = names_of(
        [change for changes_of_action in changes.values() for change in changes_of_action]
    )
    return [
        large_entries.get(action.pk) or _entry(action, roots[action.pk], changes, names, user)
        for action in actions
        if action.pk in large_entries or changes[action.pk]
    ]


def _large_entries(actions):
    """{key of a large action: its HistoryEntry}, with counts instead of single rows."""
    if not actions:
        return {}
    roots = {action.pk: action.root for action in actions}
    keys, counts = {root.pk for root in roots.values()}, {}
    for model in {model for model, _ in SUMMARIES_OF_LARGE.values()}:
        history = model.history.model.objects.filter(action__in=keys)
        rows = history.order_by().values("action", "history_type")
        for row in rows.annotate(number=Count("id", distinct=True)):
            counts[model, row["action"], row["history_type"]] = row["number"]
    pages = dict(AnnotationJob.objects.filter(action__in=keys).values_list("action", "public_id"))

    def entry(action):
        root = roots[action.pk]
        model, words = SUMMARIES_OF_LARGE[root.kind]
        summary = words(*(counts.get((model, root.pk, kind), 0) for kind in "+~"))
        page = pages.get(root.pk)
        url = reverse("annotation_job", args=[page]) if page else ""
        return _entry_without_rows(action, undoing(summary, _depth(action)), url)

    return {action.pk: entry(action) for action in actions}


def _entry_without_rows(action, words, url=""):
    return HistoryEntry(
        pk=action.pk,
        by=action.by.get_username(),
        by_url=reverse("member_history", args=[action.by_id]),
        at=action.at,
        words=words,
        url=url,
        is_undone=action.is_undone,
    )


def words_of(action):
    """What an action did, in words, for a notice; "" where it changed nothing."""
    [entry] = entries_of([action], action.by) or [None]
    return entry.words if entry else ""


def _entry(action, root, changes, names, user):
    own_changes = changes[action.pk]
    depth = _depth(action)
    subject = _subject(root.kind, own_changes)
    name = _name_of_owner(root.kind, subject, names) or name_of(subject, names)
    alike = [change for change in own_changes if change.model is subject.model]
    words_of_several = sentence_of_several(root.kind, len(alike))
    words = words_of_several or sentence(root.kind, name)
    if not depth:
        words = "; ".join(filter(None, [words, *_links_in_words(own_changes, names)]))
    return HistoryEntry(
        pk=action.pk,
        by=action.by.get_username(),
        by_url=reverse("member_history", args=[action.by_id]),
        at=action.at,
        words=undoing(words, depth),
        url="" if words_of_several else _comparison(root.kind, subject) or _address(subject),
        facts=() if words_of_several else tuple(field_changes(own_changes, names)),
        rows=tuple((name_of(change, names), _address(change)) for change in alike)
        if words_of_several
        else (),
        is_undone=action.is_undone,
        offer=_offer(action, root, depth, changes[root.pk], user),
    )


def _depth(action):
    depth = 0
    while action.undoes_id:
        action, depth = action.undoes, depth + 1
    return depth


def _offer(action, root, depth, changes, user):
    if action.is_undone or root.kind in undo_rules.refusals or depth % 2 == 0 < depth:
        return ""
    if not action.may_be_undone_by(user, changes):
        return ""
    return "Redo" if depth else "Undo"


def _subject(kind, changes):
    """The change that an action is about: of the model its kind names, else the first."""
    noun = kind.partition(".")[0]
    named = (one for one in changes if one.model._meta.model_name == noun)
    if kind.startswith("article.") and not any(one.model is Article for one in changes):
        named = (one for one in changes if one.model is ReadingState)
    return next(named, changes[0])


def _name_of_owner(kind, change, names):
    """The name of the record that the kind names, where only a part of it changed, as a grade."""
    noun = kind.partition(".")[0]
    if change.model in LINK_MODELS or change.model._meta.model_name == noun:
        return ""
    for field in change.model._meta.concrete_fields:
        if isinstance(field, ForeignKey) and field.related_model._meta.model_name == noun:
            return names.get((field.related_model, getattr(change.latest, field.attname)), "")
    return ""


def _address(change):
    row, noun = change.latest, change.model._meta.model_name
    if noun in VIEWS:
        return reverse(VIEWS[noun], args=[row.public_id])
    return ""


def _comparison(kind, change):
    """The address of the comparison of both revisions, for a correction; else ""."""
    if kind != "article.correct" or change.before is None or change.after is None:
        return ""
    pair = {"old": change.before.revision_number, "new": change.after.revision_number}
    return f"{reverse('article_revisions', args=[change.latest.public_id])}?{urlencode(pair)}"


def _links_in_words(changes, names):
    """Tags and people added and removed, and the stance of a new passage on a claim, in words."""
    tags = [change for change in changes if change.model in (PassageTag, ClaimTag)]
    added = [_tag(change, names) for change in tags if change.before is None]
    removed = [_tag(change, names) for change in tags if change.after is None]
    # One tag on several rows is named once.
    yield listed("tags:", list(dict.fromkeys(added)))
    yield listed("removed tags:", list(dict.fromkeys(removed)))
    for change in changes:
        if change.model is PassagePerson and (change.before is None or change.after is None):
            role = "speaker" if change.latest.role == "speaks" else "mentioned:"
            gone = "no longer " if change.after is None else ""
            person = names.get((_model(change, "person"), change.latest.person_id), "")
            yield f"{gone}{role} {person}"
    if _is_about_new_row(changes):
        for change in changes:
            if change.model is Evidence and change.is_made:
                yield f"{change.latest.stance} {names[Claim, change.latest.claim_id]}"


def _is_about_new_row(changes):
    return any(change.model in (Passage, Claim) and change.is_made for change in changes)


def _model(change, column):
    return change.model._meta.get_field(column).related_model


def _tag(change, names):
    return names.get((_model(change, "tag"), change.latest.tag_id), "").strip("“”")


def actions_by(member, reader):
    """Actions of a member; those on their own saved searches are shown only to them."""
    actions = Action.objects.filter(by=member)
    if reader == member:
        return actions
    return actions.exclude(pk__in=_rows_of(SavedSearch, member=member))


def actions_on(row):
    """Actions on a record of PARTS and on its parts."""
    model = type(row)
    actions = [_rows_of(part, **{to_row: row.pk}) for part, to_row in PARTS[model]]
    return Action.objects.filter(pk__in=_rows_of(model, id=row.pk).union(*actions))


def _rows_of(model, **which):
    return model.history.model.objects.filter(**which).order_by().values("action")
