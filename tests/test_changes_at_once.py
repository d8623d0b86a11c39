"""Two who change one row at the same moment: what was acknowledged stands in the history, in order.

RACES sets how often each pair is sent.
"""

import os

import pytest

from annotations.models import Dismissal, ProposedCorrection, Relation, SavedSearch, Tag
from annotations.models.dismissal import DismissalKind
from corpus.models import Action, Source, acting
from corpus.records.edit_conflict import RowGone
from corpus.records.record import SoftlyDeleted
from tests.support import factories
from tests.support.acts import act
from tests.support.admin_pages import page_for
from tests.support.racing import (
    KINDS,
    REFUSED,
    TAKEN,
    editor,
    ends_deleted,
    history_of,
    sent_at_once,
    stands,
    values_in,
    versions_rise,
)
from tests.test_deleting import our_models

RACES = int(os.environ.get("RACES", "1"))

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
every_kind = pytest.mark.parametrize("kind", KINDS, ids=str)
mergeable = pytest.mark.parametrize("kind", [each for each in KINDS if each.merge], ids=str)


@every_kind
def test_of_two_edits_at_once_one_is_taken_and_the_other_told(kind):
    for _ in range(RACES):
        row = kind.make()
        before = getattr(row, kind.column)
        edits = [kind.edit(row, 0), kind.edit(row, 1)]

        statuses = sent_at_once(edits)

        [taken] = [
            value for (_, _, value), code in zip(edits, statuses, strict=True) if code in TAKEN
        ]
        history = history_of(row)
        assert sorted(code in TAKEN for code in statuses) == [False, True]
        assert 409 in statuses
        assert values_in(history, kind.column) == [before, taken]
        assert versions_rise(history)
        assert stands(row, history, kind.column)


@every_kind
def test_a_deletion_keeps_the_edit_sent_at_once_and_no_edit_follows_it(kind):
    for _ in range(RACES):
        row = kind.make()
        before = getattr(row, kind.column)
        edit = kind.edit(row, 0)

        edited, deleted = sent_at_once([edit, kind.remove(row)])

        history = history_of(row)
        taken = [edit[2]] if edited in TAKEN else []
        assert edited in (*TAKEN, *REFUSED)
        # A part is deleted in a form that shows all of the row that it belongs to: one is told.
        assert deleted in TAKEN or (deleted, edited in TAKEN) == (409, True)
        assert values_in(history, kind.column) == [before, *taken]
        assert ends_deleted(history) is (deleted in TAKEN)
        assert versions_rise(history)
        assert stands(row, history, kind.column)


@every_kind
def test_of_two_deletions_at_once_one_is_taken_and_the_other_told(kind):
    for _ in range(RACES):
        row = kind.make()

        statuses = sent_at_once([kind.remove(row)] * 2)

        history = history_of(row)
        assert sorted(code in TAKEN for code in statuses) == [False, True]
        assert max(statuses) in REFUSED
        assert ends_deleted(history)
        assert versions_rise(history)


@mergeable
def test_a_merge_and_an_edit_at_once_overwrite_nothing(kind):
    for _ in range(RACES):
        row = kind.make()
        before = getattr(row, kind.column)
        edit = kind.edit(row, 0)

        edited, joined = sent_at_once([edit, kind.merge(row)])

        history = history_of(row)
        assert sorted([edited in TAKEN, joined in TAKEN]) == [False, True]
        assert max(edited, joined) in REFUSED
        assert values_in(history, kind.column) == [before, *([edit[2]] if edited in TAKEN else [])]
        assert (history[-1].merged_into_id is None) is (joined not in TAKEN)
        assert versions_rise(history)
        assert stands(row, history, kind.column)


@mergeable
def test_nobody_is_merged_into_one_that_is_deleted_at_once(kind):
    for _ in range(RACES):
        row, other = kind.make(), kind.make()
        address, data, _ = kind.merge(row)
        merge = address, data | {"into": other.public_id}, None

        joined, deleted = sent_at_once([merge, kind.remove(other)])

        row.refresh_from_db()
        other.refresh_from_db()
        assert sorted([row.merged_into_id == other.pk, other.is_deleted]) == [False, True]
        assert [row.merged_into_id == other.pk, other.is_deleted] == [
            joined in TAKEN,
            deleted in TAKEN,
        ]


@every_kind
def test_an_undo_and_a_deletion_at_once_leave_the_row_deleted(kind):
    for _ in range(RACES):
        row = kind.make()
        before = getattr(row, kind.column)
        address, data, edit = kind.edit(row, 0)
        assert editor().post(address, data).status_code in TAKEN
        action = Action.objects.latest("pk")

        undone, deleted = sent_at_once(
            [
                (f"/actions/{action.pk}/undo/", {}, None),
                kind.remove(type(row).objects.get(pk=row.pk)),
            ]
        )

        history = history_of(row)
        assert undone in (*TAKEN, *REFUSED)
        assert deleted in TAKEN or (deleted, undone in TAKEN) == (409, True)
        assert values_in(history, kind.column) == [
            before,
            edit,
            *([before] if undone in TAKEN else []),
        ]
        assert ends_deleted(history) is (deleted in TAKEN)
        assert versions_rise(history)
        assert stands(row, history, kind.column)


def test_of_two_who_decide_on_a_proposed_correction_at_once_one_is_told():
    for _ in range(RACES):
        proposal = factories.make_proposal()
        address = proposal.get_absolute_url()
        decisions = [(address, {"reason": reason, "version": 1}, None) for reason in ("a", "b")]

        assert sorted(sent_at_once(decisions)) == [303, 409]
        history = history_of(proposal)
        assert values_in(history, "state") == ["open", "declined"]
        assert versions_rise(history)


def test_of_two_who_take_a_relation_off_at_once_one_is_told():
    for _ in range(RACES):
        relation = factories.make_relation()
        removal = f"/relations/{relation.public_id}/remove/", {}, None

        assert sorted(sent_at_once([removal, removal])) == [302, 410]
        assert ends_deleted(history_of(relation))


def test_of_two_who_take_a_dismissal_back_at_once_one_is_told():
    article, person, by = factories.make_article(), factories.make_person(), factories.make_user()
    with acting("suggestion.dismiss", by):
        row = Dismissal.objects.dismiss(article, person, DismissalKind.PERSON)
    twice = [Dismissal.objects.get(pk=row.pk) for _ in range(2)]
    act(by, twice[0].remove)

    with pytest.raises(RowGone):
        act(by, twice[1].remove)

    assert ends_deleted(history_of(row))


def test_a_search_saved_and_let_go_at_once_is_let_go_as_it_was_saved():
    for n in range(RACES):
        member = factories.make_user()
        saved = act(member, SavedSearch.objects.save_as, f"mine {n}", "q=old")
        stale = SavedSearch.objects.get(pk=saved.pk)
        act(member, SavedSearch.objects.save_as, f"mine {n}", "q=new")

        act(member, stale.forget)

        history = list(SavedSearch.history.filter(id=saved.pk).order_by("history_id"))
        assert [(each.history_type, each.query) for each in history] == [
            ("+", "q=old"),
            ("~", "q=new"),
            ("-", "q=new"),
        ]


def test_every_kind_that_is_deleted_softly_is_raced():
    kinds = {model for model in our_models() if issubclass(model, SoftlyDeleted)}
    raced = {type(kind.make()) for kind in KINDS} | {Relation, Dismissal, ProposedCorrection}

    assert kinds - raced == set()


def test_a_tag_merged_while_a_passage_is_edited_stays_merged():
    for n in range(RACES):
        moved, into, other = (f"{name} {n}" for name in ("moved", "into", "other"))
        passage = factories.make_passage(tags=[moved, into, other])
        tag, target = (Tag.objects.get(name=name) for name in (moved, into))
        merge = {"into": target.public_id, "version": tag.version}
        edit = {"tags": f"{other}, {into}, {moved}", "note": "seen", "version": passage.version}

        statuses = sent_at_once(
            [
                (f"/tags/{tag.public_id}/merge/", merge, None),
                (f"/passages/{passage.public_id}/edit/", edit, None),
            ]
        )

        assert statuses == [303, 303]
        assert sorted(passage.as_json()["tags"]) == [into, other]


def test_evidence_edited_while_its_passage_is_joined_keeps_both_acts():
    for _ in range(RACES):
        article, by = factories.make_article(), factories.make_user(factories.EDITORS)
        kept, other = (factories.make_passage(article, quote, by) for quote in ("The", "dawn"))
        evidence = factories.make_evidence(passage=other)
        join = {"do": "join", "others": other.public_id, "revision": 1, "version": 1}
        edit = {"stance": "reports", "why": "said", "version": 1}

        joined, edited = sent_at_once(
            [
                (f"/passages/{kept.public_id}/mend/", join, None),
                (f"/evidence/{evidence.public_id}/edit/", edit, None),
            ]
        )

        history = history_of(evidence)
        assert (joined, edited) in [(303, 302), (303, 409)]
        assert values_in(history, "why") == ["", *(["said"] if edited == 302 else [])]
        assert values_in(history, "passage_id") == [other.pk, kept.pk]
        assert versions_rise(history)


def test_a_row_restored_by_two_at_once_is_restored_once():
    for _ in range(RACES):
        row = factories.make_source()
        act(factories.make_user(), row.remove)
        chosen = {"action": "restore_selected", "_selected_action": [row.pk]}
        page = page_for(Source) + "?deleted=yes", chosen, None

        assert sent_at_once([page, page]) == [302, 302]
        history = history_of(row)
        assert [each.deleted_at is None for each in history] == [True, False, True]
        assert versions_rise(history)
