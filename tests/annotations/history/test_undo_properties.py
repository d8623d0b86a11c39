"""Whatever was done in whatever order: undone from the last to the first, every row is as before.

And redone from the first to the last, every row is as it was after. HYPOTHESIS_EXAMPLES sets how
many examples are tried.
"""

from contextlib import suppress

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from annotations.models import (
    Claim,
    Evidence,
    Passage,
    ReadingState,
    ReadingStatus,
    Relation,
    RelationKind,
    Role,
    Stance,
    Tag,
)
from annotations.passages import editing
from annotations.passages.editing import EditRefused
from annotations.passages.marking import Annotation, Marking
from annotations.passages.marking import mark as mark_passage
from corpus.dates import parse
from corpus.models import Action, Person, acting
from corpus.records.merging import merge, unmerge
from corpus.records.row_changes import tracked_models
from corpus.undo.restore import DERIVED_FIELDS
from corpus.undo.undo import undo
from tests.support.acts import act
from tests.support.factories import make_article, make_person, make_user
from tests.support.strategies import few

TAGS = ["a", "b", "c", "d"]
NAMES = ["Kabulov", "Zakharova"]
tags = st.lists(st.sampled_from(TAGS), unique=True, max_size=3).map(tuple)
which = st.integers(0, 5)
notes = st.sampled_from(["", "one", "two"])
names = st.lists(st.sampled_from(NAMES), unique=True, max_size=2)
roles = st.sampled_from([Role.SPEAKS, Role.SPOKEN_OF])
stances = st.sampled_from(list(Stance))
texts = st.sampled_from(["Thirty fell.", "Forty fell.", "None fell."])

STEPS = st.one_of(
    st.tuples(st.just("make"), which, tags, names, roles, notes, st.none() | which, stances),
    st.tuples(st.just("edit"), which, tags, names, roles, notes, st.none() | which, stances),
    st.tuples(st.just("retag"), which, tags),
    st.tuples(st.just("delete"), which),
    st.tuples(st.just("claim"), texts, st.none() | st.sampled_from(NAMES), tags, which, stances),
    st.tuples(st.just("edit_claim"), which, texts, st.none() | st.sampled_from(NAMES), tags),
    st.tuples(st.just("tie"), which, which, stances, notes),
    st.tuples(st.just("edit_evidence"), which, stances, st.sampled_from(["", "A hearing"]), notes),
    st.tuples(st.just("untie"), which),
    st.tuples(st.just("relate"), which, which, st.sampled_from(list(RelationKind))),
    st.tuples(st.just("unrelate"), which),
    st.tuples(st.just("tag"), st.sampled_from(TAGS)),
    st.tuples(st.just("rename_tag"), which, st.sampled_from(["x", "y"])),
    st.tuples(st.just("delete_tag"), which),
    st.tuples(st.just("person"), st.sampled_from(["Bikantov", "Vikantov"])),
    st.tuples(st.just("merge"), which, which),
    st.tuples(st.just("part"), which),
    st.tuples(st.just("move"), which, st.integers(0, 8)),
    st.tuples(st.just("mend"), which, st.just("add_piece"), st.integers(0, 40)),
    st.tuples(st.just("mend"), which, st.just("take_piece"), st.integers(0, 2)),
    st.tuples(st.just("mend"), which, st.just("split"), st.integers(1, 30)),
    st.tuples(st.just("join"), which, which),
    st.tuples(st.just("retag_several"), tags, tags),
    st.tuples(st.just("mark"), st.sampled_from(list(ReadingStatus))),
    st.tuples(st.just("assign"), st.booleans()),
)


def pick(rows, number):
    """One of the rows, by a number that may be too large; None where there is none."""
    rows = list(rows.order_by("pk"))
    return rows[number % len(rows)] if rows else None


class Desk:
    """Does what the steps say, as far as there is something to do it to."""

    def __init__(self):
        self.by, self.article = make_user(), make_article()

    def do(self, name, *said):
        getattr(self, name)(*said)

    def _annotation(self, tags, names, role, note, claim=None, stance=Stance.REPORTS):
        known = {person.name: person for person in Person.objects.standing()}
        return Annotation(
            tags=tags,
            people=tuple((known[name], role) for name in names if name in known),
            new_people=tuple((name, role) for name in names if name not in known),
            note=note,
            claim=None if claim is None else pick(Claim.objects.present(), claim),
            stance=stance,
        )

    def make(self, start, *said):
        quote = self.article.text[start : start + 9]
        marking = Marking(revision=1, start=start, end=start + 9, quote=quote)
        act(self.by, mark_passage, self.article, marking, self._annotation(*said))

    def edit(self, number, *said):
        if passage := pick(Passage.objects.present(), number):
            act(self.by, passage.edit, self._annotation(*said), passage.version)

    def retag(self, number, tags):
        if passage := pick(Passage.objects.present(), number):
            people = tuple((link.person, link.role) for link in passage.people.all())
            said = Annotation(tags=tags, people=people, note=passage.note)
            act(self.by, passage.edit, said, passage.version)

    def delete(self, number):
        if passage := pick(Passage.objects.present(), number):
            act(self.by, passage.remove)

    def claim(self, statement, speaker, tags, passage, stance):
        facts = self._facts(statement, speaker, tags)
        passage = pick(Passage.objects.present(), passage)
        act(self.by, Claim.objects.make, passage=passage, stance=stance, new_origin="News", **facts)

    def _facts(self, statement, speaker, tags):
        who = {"new_speaker": speaker} if speaker else {"attribution": "reportedly"}
        return {"statement": statement, "tags": tags, "said": parse("2021-08"), **who}

    def edit_claim(self, number, *said):
        if claim := pick(Claim.objects.present(), number):
            act(self.by, claim.edit, claim.version, **self._facts(*said))

    def tie(self, claim, passage, stance, why):
        claim, passage = pick(Claim.objects.present(), claim), pick(Passage.objects, passage)
        if claim and passage:
            act(self.by, claim.add_evidence, passage, stance, why=why)

    def edit_evidence(self, number, stance, origin, why):
        if evidence := pick(Evidence.objects.standing(), number):
            said = {"stance": stance, "new_origin": origin, "why": why}
            act(self.by, evidence.edit, evidence.version, **said)

    def untie(self, number):
        if evidence := pick(Evidence.objects.standing(), number):
            act(self.by, evidence.remove)

    def relate(self, number, other, kind):
        claim, other = pick(Claim.objects.present(), number), pick(Claim.objects.present(), other)
        if claim and claim != other:
            act(self.by, Relation.objects.relate, claim, other, kind)

    def unrelate(self, number):
        if relation := pick(Relation.objects.present(), number):
            act(self.by, relation.remove)

    def tag(self, name):
        act(self.by, Tag.objects.obtain, [name])

    def rename_tag(self, number, name):
        tag = pick(Tag.objects.present(), number)
        if tag and not Tag.objects.present().named(name).exists():
            with acting("tag.admin", self.by):
                tag.name = name
                tag.save_next_version()

    def delete_tag(self, number):
        if tag := pick(Tag.objects.present(), number):
            act(self.by, tag.remove)

    def person(self, name):
        make_person(name, by=self.by, aliases=["alias"])

    def merge(self, number, other):
        moved, into = (pick(Person.objects.standing(), one) for one in (number, other))
        if moved and moved != into:
            act(self.by, merge, moved, into)

    def part(self, number):
        if merged := pick(Person.objects.exclude(merged_into=None), number):
            act(self.by, unmerge, merged)

    def _mend(self, number, kind, said):
        if passage := pick(Passage.objects.present(), number):
            with suppress(EditRefused):
                act(self.by, getattr(editing, kind), passage, said, 1, passage.version)

    def move(self, number, start):
        self._mend(number, "move", (start, start + 11))

    def mend(self, number, kind, said):
        self._mend(number, kind, (said, said + 6) if kind == "add_piece" else said)

    def join(self, number, other):
        if passage := pick(Passage.objects.present(), other):
            self._mend(number, "join", [passage])

    def retag_several(self, add, remove):
        act(self.by, Passage.objects.retag, Passage.objects.present()[:3], add, remove)

    def mark(self, state):
        act(self.by, ReadingState.objects.mark, self.article, state)

    def assign(self, is_asked):
        act(self.by, ReadingState.objects.assign, self.article, self.by if is_asked else None)


def contents():
    """Every row of every table with a history; what a deleted row held is no matter."""
    return {
        model.__name__: {row.pk: _columns(row) for row in model._base_manager.all()}
        for model in tracked_models()
    }


def _columns(row):
    ours = [
        field.attname for field in row._meta.concrete_fields if field.name not in DERIVED_FIELDS
    ]
    return {name: getattr(row, name) for name in ours}


def present(rows):
    """The rows without those that are there, but deleted; how they were deleted is no matter."""
    return {
        name: {pk: row for pk, row in table.items() if not row.get("deleted_at")}
        for name, table in rows.items()
    }


@pytest.mark.django_db
@given(st.lists(STEPS, min_size=1, max_size=7))
@settings(
    few,
    suppress_health_check=[HealthCheck.too_slow],
    # Each try writes for a second: shrinking would take longer than reading the steps.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
def test_undoing_backwards_restores_every_row_and_redoing_forwards_too(steps):
    with transaction.atomic():
        desk = Desk()
        states, done = [contents()], []
        for step in steps:
            before = Action.objects.count()
            desk.do(*step)
            # What had nothing to write is no action.
            if Action.objects.count() > before:
                done.append(Action.objects.order_by("-pk").first())
                states.append(contents())
        undone = []
        for action, state in zip(reversed(done), reversed(states[:-1]), strict=True):
            undone.append(act(desk.by, undo, action))
            was, now = present(state), present(contents())
            assert now == was
            deleted = {name: set(table) - set(was[name]) for name, table in state.items()}
            kept = contents()
            assert all(deleted[name] <= set(kept[name]) for name in deleted)
        for action, state in zip(reversed(undone), states[1:], strict=True):
            act(desk.by, undo, action)
            assert present(contents()) == present(state)
        transaction.set_rollback(True)
