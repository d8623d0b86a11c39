"""What a page of history shows: actions with who, when, what in words, before and after."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, ForeignKey
from django.db.models.functions import Left
from django.urls import reverse

from annotations.history.wording import imported, listed, quoted, sentence, taken_in, undoing
from annotations.models import (
    Claim,
    ClaimTag,
    Evidence,
    Passage,
    PassagePerson,
    PassageTag,
    Placement,
    Reader,
    Relation,
    SavedSearch,
)
from corpus.dates import ImpreciseDate
from corpus.models import Action, Article
from corpus.models.article import OPENING_LENGTH
from corpus.pagination import page_of
from corpus.records.row_changes import changes_of
from corpus.records.undo_rules import undo_rules

LINKS = (PassageTag, ClaimTag, PassagePerson)
# Actions of so many rows that only their articles are counted, and what they did with them.
LARGE = {"article.import": imported, "first_corpus.load": taken_in}
# What says nothing to a reader: keys, counters, what follows from other columns.
UNTOLD = frozenset(
    "id public_id version edited_at deleted_at deleted_by name_key sort_key slug key "
    "request_digest created_by created_at publication passage claim from_claim to_claim "
    "article member revision piece prefix suffix score revision_number".split()
)
# What the sentence about a new row says already.
SAID = frozenset("stance role statement quote name title text start end".split())
# The row of a table that an action is about, by the noun of its kind.
ADDRESSES = {
    "article": "article",
    "passage": "passage",
    "claim": "claim",
    "person": "person",
    "source": "source",
    "tag": "tag",
}


@dataclass(frozen=True)
class Fact:
    """A column that took another value; "" stands for nothing."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Entry:
    """An action, as a line of a history."""

    pk: int
    by: str
    by_url: str
    at: datetime
    words: str
    url: str
    facts: list
    is_undone: bool
    # "Undo" or "Redo", where the reader may.
    offer: str


def read_actions(actions, user, cursor):
    """A page of these actions, the newest first, each an Entry."""
    related = actions.select_related("by", "undoes__by", "undoes__undoes__undoes")
    page = page_of(related, "pk", **cursor)
    return page, entries_of(page.rows, user)


def entries_of(actions, user):
    """The Entries of some actions, in a fixed number of queries."""
    large = _large([action for action in actions if action.kind in LARGE])
    roots = {action.pk: action.root for action in actions if action.pk not in large}
    changes = changes_of({pk for pair in roots.items() for pk in (pair[0], pair[1].pk)})
    names = _names([one for found in changes.values() for one in found])
    return [
        large.get(action.pk) or _entry(action, roots[action.pk], changes, names, user)
        for action in actions
        if action.pk in large or changes[action.pk]
    ]


def _large(actions):
    """The Entries of large actions, by their keys: how much they brought, not each row of it."""
    if not actions:
        return {}
    history = Article.history.model.objects.filter(action__in=[each.pk for each in actions])
    rows = history.order_by().values("action", "history_type")
    counts = {
        (row["action"], row["history_type"]): row["number"]
        for row in rows.annotate(number=Count("id", distinct=True))
    }

    def words(action):
        return LARGE[action.kind](*(counts.get((action.pk, kind), 0) for kind in "+~"))

    return {
        action.pk: Entry(
            pk=action.pk,
            by=action.by.get_username(),
            by_url=reverse("member_history", args=[action.by_id]),
            at=action.at,
            words=words(action),
            url="",
            facts=[],
            is_undone=False,
            offer="",
        )
        for action in actions
    }


def words_of(action):
    """What an action did, in words, for a notice."""
    [entry] = entries_of([action], action.by) or [None]
    return entry.words if entry else ""


def _entry(action, root, changes, names, user):
    own = changes[action.pk]
    depth = _depth(action)
    subject = _subject(root.kind, own)
    words = sentence(root.kind, _name_of(subject, names))
    if not depth:
        words = "; ".join(filter(None, [words, *_links_in_words(own, names)]))
    return Entry(
        pk=action.pk,
        by=action.by.get_username(),
        by_url=reverse("member_history", args=[action.by_id]),
        at=action.at,
        words=undoing(words, depth),
        url=_address(subject),
        facts=list(_facts(own, names)),
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
    """The row that an action is about: of the table its kind names, else the first."""
    noun = kind.partition(".")[0]
    named = (one for one in changes if one.model._meta.model_name == noun)
    if kind.startswith("article.") and not any(one.model is Article for one in changes):
        named = (one for one in changes if one.model is Reader)
    return next(named, changes[0])


def _name_of(change, names):
    row = change.latest
    if change.model is Evidence:
        stance = dict(Evidence._meta.get_field("stance").flatchoices)[row.stance]
        return f"{names[Passage, row.passage_id]}, which {stance} {names[Claim, row.claim_id]}"
    if change.model is Relation:
        ends = names[Claim, row.from_claim_id], names[Claim, row.to_claim_id]
        return f"{ends[0]} as {row.kind} {ends[1]}"
    if change.model is Reader:
        return names[Article, row.article_id]
    if change.model is Placement:
        return names[Passage, row.passage_id]
    if change.model in LINKS:
        return ""
    for column in ("quote", "statement", "title", "name", "words", "reason"):
        if value := getattr(row, column, ""):
            return quoted(value)
    return names.get((change.model, change.pk), "")


def _address(change):
    row, noun = change.latest, change.model._meta.model_name
    if noun in ADDRESSES:
        return reverse(ADDRESSES[noun], args=[row.public_id])
    return ""


def _links_in_words(changes, names):
    """Tags and people given and taken, and what a new passage says of a claim."""
    tags = [one for one in changes if one.model in (PassageTag, ClaimTag)]
    yield listed("with", [_tag(one, names) for one in tags if one.before is None])
    yield listed("without", [_tag(one, names) for one in tags if one.after is None])
    for one in changes:
        if one.model is PassagePerson and (one.before is None or one.after is None):
            role = "speaker" if one.latest.role == "speaks" else "spoken of:"
            gone = "no longer " if one.after is None else ""
            yield f"{gone}{role} {names.get((_model(one, 'person'), one.latest.person_id), '')}"
    if _subject_is_other(changes, Evidence):
        for one in changes:
            if one.model is Evidence and one.is_made:
                yield f"{one.latest.stance} {names[Claim, one.latest.claim_id]}"


def _subject_is_other(changes, model):
    return any(one.model in (Passage, Claim) and one.is_made for one in changes)


def _model(change, column):
    return change.model._meta.get_field(column).related_model


def _tag(change, names):
    return names.get((_model(change, "tag"), change.latest.tag_id), "").strip("“”")


def _facts(changes, names):
    for change in changes:
        if change.model in LINKS:
            continue
        if _is_deleted(change.before) != _is_deleted(change.after) and change.before:
            yield Fact(
                change.model._meta.verbose_name,
                "deleted" if _is_deleted(change.before) else _name_of(change, names),
                "deleted" if _is_deleted(change.after) else _name_of(change, names),
            )
        yield from _columns(change, names)


def _is_deleted(row):
    return row is not None and getattr(row, "deleted_at", None) is not None


def _columns(change, names):
    fields = change.fields
    if change.is_made:
        default = change.model()
        fields = [
            field
            for field in change.after.tracked_fields
            if getattr(change.after, field.attname) != getattr(default, field.attname)
            and field.name not in SAID
        ]
        if change.model.__name__ in ("Tag", "Person", "Origin"):
            yield Fact(f"new {change.model._meta.verbose_name}", "", _name_of(change, names))
            return
    for field in dict.fromkeys(_date_of(field, change.model) for field in fields):
        if field.name not in UNTOLD:
            old, new = (_shown(field, row, names) for row in (change.before, change.after))
            if old != new:
                yield Fact(_label(field), old, new)


def _date_of(field, model):
    """A precision is told with its date."""
    if field.name.endswith("_precision"):
        return model._meta.get_field(field.name.replace("_precision", "_on"))
    return field


def _label(field):
    return str(field.verbose_name).removesuffix(" on").replace("_", " ")


def _shown(field, row, names):
    value = None if row is None else getattr(row, field.attname)
    if value is None or value == "":
        return ""
    if isinstance(field, ForeignKey):
        return names.get((field.related_model, value), "")
    precision = field.name.endswith("_on") and field.name.replace("_on", "_precision")
    if precision and hasattr(row, precision):
        return str(ImpreciseDate(value, getattr(row, precision)))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(dict(field.flatchoices).get(value, value))


def _names(changes):
    """How the rows that these point to are called, in one query for each table."""
    wanted = {}
    for change in changes:
        for row in (change.before, change.after):
            for field in getattr(row, "tracked_fields", ()):
                if isinstance(field, ForeignKey):
                    keys = wanted.setdefault(field.related_model, set())
                    keys.add(getattr(row, field.attname))
    return {
        (model, pk): quoted(_called(row))
        for model, keys in wanted.items()
        for pk, row in _rows(model).in_bulk(keys - {None}).items()
    }


def _rows(model):
    rows = model._base_manager.all()
    if model is Article:
        # A title may be the first sentence; the whole text is not needed for it.
        return rows.annotate(opening=Left("text", OPENING_LENGTH)).defer("text")
    return rows.defer("text") if model.__name__ == "Revision" else rows


def _called(row):
    return row.quote if isinstance(row, Passage) else str(row)


def actions_by(member, reader):
    """What a member did; searches that they saved for themselves are told to nobody else."""
    actions = Action.objects.filter(by=member)
    if reader == member:
        return actions
    return actions.exclude(pk__in=_rows_of(SavedSearch, member=member))


def actions_on_article(article):
    """What was done to an article: its passages, their tags, people and evidence, its readers."""
    passages = Passage.objects.filter(article=article).values("pk")
    return _with_history(
        _rows_of(Article, id=article.pk),
        _rows_of(Passage, article=article),
        _rows_of(Reader, article=article),
        _rows_of(Placement, passage__in=passages),
        _rows_of(PassageTag, content_object__in=passages),
        _rows_of(PassagePerson, passage__in=passages),
        _rows_of(Evidence, passage__in=passages),
    )


def actions_on_claim(claim):
    """What was done to a claim, its tags, its evidence and its relations."""
    return _with_history(
        _rows_of(Claim, id=claim.pk),
        _rows_of(ClaimTag, content_object=claim),
        _rows_of(Evidence, claim=claim),
        _rows_of(Relation, from_claim=claim),
        _rows_of(Relation, to_claim=claim),
    )


def _rows_of(model, **which):
    return model.history.model.objects.filter(**which).order_by().values("action")


def _with_history(first, *others):
    return Action.objects.filter(pk__in=first.union(*others))
