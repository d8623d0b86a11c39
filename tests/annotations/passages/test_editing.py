"""Other ends, other pieces, split, join, the tags of several: what each leaves, and its undo."""

import pytest

from annotations.claims.detail import corrected_quotes
from annotations.corrections import review
from annotations.corrections.quote_status import GONE, quotes_corrected, with_corrections
from annotations.models import Claim, Evidence, Passage, Placement, Role, Stance
from annotations.models.quoted_span import last_certain_spans
from annotations.passages import editing
from annotations.passages.editing import EditRefused
from corpus.models import Action
from corpus.models.correction import correct
from corpus.records.edit_conflict import StaleVersion
from corpus.records.undo_rules import UndoRefused
from corpus.undo.undo import undo
from tests.annotations.history.test_undo_properties import contents, present
from tests.support.acts import act
from tests.support.factories import (
    EDITORS,
    make_article,
    make_claim,
    make_evidence,
    make_origin,
    make_passage,
    make_person,
    make_published_claim,
    make_user,
)

pytestmark = pytest.mark.django_db

TEXT = "The convoy left at dawn, he said. Nobody saw it.\n\nThe road was empty all day."
SEEN = {"revision": 1, "version": 1}


@pytest.fixture
def article():
    return make_article(TEXT)


@pytest.fixture
def by():
    return make_user()


def span(words):
    start = TEXT.index(words)
    return start, start + len(words)


def stands(passage):
    return [(each.start, each.end) for each in passage.current_placements()]


def undone(before, by):
    """Undo what was done last, and say whether every row is as it was."""
    act(by, undo, Action.objects.order_by("-pk").first())
    return present(contents()) == present(before)


def test_move_takes_the_words_at_the_new_ends_for_the_quote(article, by):
    passage = make_passage(article, "convoy left", by)

    act(by, editing.move, passage, span("The convoy left at dawn"), **SEEN)

    assert (passage.quote, passage.version) == ("The convoy left at dawn", 2)
    assert passage.edited_at is not None
    [piece] = passage.current_placements()
    assert (piece.start, piece.end, piece.prefix, piece.suffix) == (
        0,
        23,
        "",
        TEXT[23 : 23 + 32],
    )


def test_move_after_a_correction_leaves_older_revisions_alone(article, by):
    passage = make_passage(article, "Nobody saw it", by)
    act(make_user(EDITORS), correct, article, "Officials said: " + TEXT, "As printed.")

    act(by, editing.move, passage, (16, 26), revision=2, version=1)

    found = Placement.objects.filter(passage=passage).order_by("revision__number")
    assert [(each.start, each.end) for each in found] == [span("Nobody saw it"), (16, 26)]
    assert passage.quote == "The convoy"


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ((5, 5), "This position is not in the text. The end must come after the start."),
        ((9, 4), "This position is not in the text. The end must come after the start."),
        ((-3, 4), "This position is not in the text. The end must come after the start."),
        ((70, 900), "This position is not in the text. The end must come after the start."),
        ((48, 50), "There are no words at this position. Include at least one word."),
    ],
)
def test_move_to_no_words_is_refused(article, by, place, message):
    passage = make_passage(article, "convoy left", by)
    before = contents()

    with pytest.raises(EditRefused) as refused:
        act(by, editing.move, passage, place, **SEEN)

    assert str(refused.value) == message
    assert contents() == before


@pytest.mark.parametrize("seen", [{"revision": 2, "version": 1}, {"revision": 1, "version": 7}])
def test_mends_of_what_somebody_changed_meanwhile_are_stale(article, by, seen):
    passage, other = make_passage(article, "convoy left", by), make_passage(article, "road", by)
    before = contents()

    for mend in (
        lambda: act(by, editing.move, passage, (0, 3), **seen),
        lambda: act(by, editing.add_piece, passage, (0, 3), **seen),
        lambda: act(by, editing.take_piece, passage, 0, **seen),
        lambda: act(by, editing.split, passage, 10, **seen),
        lambda: act(by, editing.join, passage, [other], **seen),
    ):
        with pytest.raises(StaleVersion):
            mend()
    assert contents() == before


def test_pieces_are_counted_in_text_order_and_quoted_with_a_gap(article, by):
    passage = make_passage(article, "Nobody saw it", by)

    act(by, editing.add_piece, passage, span("The road"), **SEEN)
    act(by, editing.add_piece, passage, span("The convoy"), revision=1, version=2)

    assert passage.quote == "The convoy … Nobody saw it … The road"
    assert stands(passage) == [span("The convoy"), span("Nobody saw it"), span("The road")]
    assert [each.piece for each in passage.current_placements()] == [0, 1, 2]

    act(by, editing.take_piece, passage, 1, revision=1, version=3)

    assert passage.quote == "The convoy … The road"
    assert [each["piece"] for each in passage.as_json()["placements"]] == [0, 1]
    assert set(last_certain_spans([passage.pk])) == {(passage.pk, 0), (passage.pk, 1)}


def test_pieces_that_touch_become_one(article, by):
    passage = make_passage(article, "The convoy left", by)

    act(by, editing.add_piece, passage, span("at dawn"), **SEEN)

    assert (passage.quote, stands(passage)) == ("The convoy left at dawn", [(0, 23)])


def test_words_of_its_own_and_the_last_piece_are_refused(article, by):
    passage = make_passage(article, "The convoy left", by)

    with pytest.raises(EditRefused, match=r"^The passage already contains these words"):
        act(by, editing.add_piece, passage, span("convoy"), **SEEN)
    with pytest.raises(EditRefused, match=r"^A passage must keep at least one piece"):
        act(by, editing.take_piece, passage, 0, **SEEN)
    with pytest.raises(EditRefused, match=r"^The passage has no such piece"):
        act(by, editing.move, passage, (0, 3), piece=1, **SEEN)


def test_piece_taken_away_counts_no_more_in_what_is_quoted(article, by):
    passage = make_passage(article, "The convoy", by)
    act(by, editing.add_piece, passage, span("The road"), **SEEN)
    act(make_user(EDITORS), correct, article, TEXT + " More was said.", "As printed.")

    act(by, editing.take_piece, passage, 1, revision=2, version=2)

    assert last_certain_spans([passage.pk]) == {(passage.pk, 0): [2, 0, 10]}


def test_each_piece_follows_a_correction_by_itself(article, by):
    passage = make_passage(article, "The convoy left at dawn", by)
    act(by, editing.add_piece, passage, span("The road was empty"), **SEEN)

    text = TEXT.replace("The road was empty all day.", "So.")
    act(make_user(EDITORS), correct, article, text, "Cut.")

    assert [(each.piece, each.state) for each in passage.current_placements()] == [
        (0, "placed"),
        (1, "lost"),
    ]
    with pytest.raises(EditRefused, match=r"^The passage needs review"):
        act(by, editing.move, passage, (0, 3), revision=2, version=2)
    act(by, review.set_aside, passage, 2, 2)
    act(by, editing.move, passage, (0, 10), revision=2, version=3)
    assert (passage.quote, stands(passage)) == ("The convoy", [(0, 10)])


def test_split_gives_both_parts_all_that_was_said(article, by):
    person, claim = make_person("Kabulov"), make_claim("It left.")
    passage = make_passage(
        article, "The convoy left at dawn, he said. Nobody saw it.", by, tags=["a", "b"],
        people=[(person, Role.SPEAKS)], note="Check.",
    )  # fmt: skip
    make_evidence(claim, passage, Stance.SUPPORTS, why="He saw it.")

    other = act(make_user(EDITORS), editing.split, passage, TEXT.index("Nobody"), **SEEN)

    passage.refresh_from_db()
    assert (passage.quote, other.quote) == ("The convoy left at dawn, he said.", "Nobody saw it.")
    for part in (passage, other):
        assert [link.tag.name for link in part.tag_links.all()] == ["a", "b"]
        assert [(link.person, link.role) for link in part.people.all()] == [(person, "speaks")]
        assert (part.note, part.created_by) == ("Check.", by)
        assert [(one.claim, one.stance, one.why) for one in part.evidence.present()] == [
            (claim, "supports", "He saw it.")
        ]


def test_split_between_pieces_parts_them_and_an_edge_is_refused(article, by):
    passage = make_passage(article, "The convoy", by)
    act(by, editing.add_piece, passage, span("The road"), **SEEN)

    for at in (0, 100):
        with pytest.raises(EditRefused, match=r"^Split the passage between two words"):
            act(by, editing.split, passage, at, revision=1, version=2)
    other = act(by, editing.split, passage, 30, revision=1, version=2)

    assert (passage.quote, other.quote) == ("The convoy", "The road")


def test_join_unites_words_tags_people_notes_and_evidence(article, by):
    ann, bob = make_person("Ann"), make_person("Bob")
    first, second = make_claim("First."), make_claim("Second.")
    kept = make_passage(
        article, "The convoy left", by, tags=["a"], people=[(ann, Role.SPEAKS)], note="One."
    )
    other = make_passage(
        article, "The road", by, tags=["b", "a"], people=[(ann, Role.SPEAKS), (bob, Role.SPEAKS)],
        note="Two.",
    )  # fmt: skip
    make_evidence(first, kept, by=by)
    there, moved = make_evidence(first, other, by=by, why="Yes."), make_evidence(second, other)

    act(by, editing.join, kept, [other], **SEEN)

    other.refresh_from_db()
    assert kept.quote == "The convoy left … The road"
    assert [link.tag.name for link in kept.tag_links.all()] == ["a", "b"]
    assert [(link.person, link.role) for link in kept.people.all()] == [
        (ann, "speaks"),
        (bob, "speaks"),
    ]
    assert (kept.note, other.is_deleted) == ("One.\n\nTwo.", True)
    assert sorted((one.claim.statement, one.why) for one in kept.evidence.present()) == [
        ("First.", "Yes."),
        ("Second.", ""),
    ]
    moved.refresh_from_db()
    there.refresh_from_db()
    assert (moved.passage, there.is_deleted) == (kept, True)


def test_join_of_passages_that_overlap_makes_one_piece(article, by):
    kept = make_passage(article, "left at dawn", by)
    others = [make_passage(article, words, by) for words in ("The convoy left", "dawn, he said.")]

    act(by, editing.join, kept, others, **SEEN)

    assert (kept.quote, stands(kept)) == ("The convoy left at dawn, he said.", [(0, 33)])


def test_join_never_mixes_judgements(article, by):
    claim = make_claim("It left.")
    kept, other = make_passage(article, "The convoy", by), make_passage(article, "The road", by)
    make_evidence(claim, kept, Stance.SUPPORTS)
    evidence = make_evidence(claim, other, Stance.CONTRADICTS)
    before = contents()

    with pytest.raises(EditRefused) as refused:
        act(by, editing.join, kept, [other], **SEEN)
    assert str(refused.value) == (
        "One supports and the other contradicts “It left.”. Unlink one first."
    )
    assert contents() == before

    act(by, evidence.edit, 1, stance=Stance.SUPPORTS, origin=make_origin("A hearing"))
    first = kept.evidence.get()
    act(by, first.edit, 1, stance=Stance.SUPPORTS, origin=make_origin("A letter"))
    with pytest.raises(EditRefused, match=r"^The passages have different origins"):
        act(by, editing.join, kept, [other], **SEEN)


def test_join_refuses_itself_the_deleted_and_another_article(article, by):
    kept, gone = make_passage(article, "The convoy", by), make_passage(article, "road", by)
    act(by, gone.remove)

    for other, message in [
        (kept, "Select another passage to join."),
        (gone, "One of the passages was deleted."),
        (make_passage(by=by), "Only passages of one article can be joined."),
    ]:
        with pytest.raises(EditRefused) as refused:
            act(by, editing.join, kept, [other], **SEEN)
        assert str(refused.value) == message


def test_mend_leaves_the_published_quote_and_marks_the_claim_as_edited(article, by):
    passage = make_passage(article, "The convoy left", by)
    claim = make_published_claim("It left.", passage=passage)
    record = claim.publication.record

    act(by, editing.move, passage, (0, 23), **SEEN)

    claim.refresh_from_db()
    assert claim.publication.record == record
    assert claim.is_edited_since is True


def test_published_page_speaks_of_the_words_that_it_shows(article, by):
    passage = make_passage(article, "The convoy left", by)
    claim = make_published_claim("It left.", passage=passage)
    editor = make_user(EDITORS)
    act(editor, correct, article, TEXT + " More was said.", "As printed.")
    act(by, editing.move, passage, span("The road was empty"), revision=2, version=1)
    evidence = claim.evidence.get().public_id

    def said():
        return corrected_quotes(with_corrections(Claim.objects).get(pk=claim.pk))

    assert said() == ()

    act(
        editor, correct, article, "So: " + TEXT.replace("The convoy left", "It left"), "As printed."
    )

    assert said() == ((evidence, GONE),)


def test_quote_of_pieces_is_said_to_stand_where_each_piece_does(article, by):
    passage = make_passage(article, "The convoy left at dawn", by)
    act(by, editing.add_piece, passage, span("The road was empty"), **SEEN)
    one = make_evidence(make_claim("It left."), passage).public_id
    act(make_user(EDITORS), correct, article, TEXT + " More was said.", "As printed.")

    assert [each.state for each in passage.current_placements()] == ["placed", "placed"]
    assert quotes_corrected([one]) == {}


def test_tags_of_several_change_as_one_action(article, by):
    one = make_passage(article, "The convoy", by, tags=["a", "b"])
    two = make_passage(article, "The road", by, tags=["c"])
    three = make_passage(article, "Nobody", by, tags=["d"])
    before = contents()

    changed = act(by, Passage.objects.retag, [one, two, three], add=["d"], remove=["B"])

    names = [[link.tag.name for link in each.tag_links.all()] for each in (one, two, three)]
    assert (changed, names) == (3 - 1, [["a", "d"], ["c", "d"], ["d"]])
    assert Action.objects.order_by("-pk").first().kind == "passage.retag"
    assert undone(before, by) is True


@pytest.mark.parametrize("kind", ["move", "add_piece", "take_piece", "split", "join"])
def test_each_mend_is_undone_and_redone_as_one(article, by, kind):
    passage = make_passage(article, "The convoy left at dawn", by, tags=["a"], note="One.")
    other = make_passage(article, "Nobody saw it", by, tags=["b"])
    act(by, editing.add_piece, passage, span("The road"), **SEEN)
    claim = make_claim("It left.")
    make_evidence(claim, passage, by=by)
    make_evidence(claim, other, by=by)
    said = {
        "move": [(0, 10)],
        "add_piece": [span("all day")],
        "take_piece": [0],
        "split": [11],
        "join": [[other]],
    }[kind]
    before = contents()

    act(by, getattr(editing, kind), passage, *said, revision=1, version=2)

    after, action = contents(), Action.objects.order_by("-pk").first()
    assert action.kind == f"passage.{kind}"
    undoing = act(by, undo, action)
    assert present(contents()) == present(before)
    act(by, undo, undoing)
    assert present(contents()) == present(after)


def test_mend_is_not_undone_behind_a_correction(article, by):
    passage = make_passage(article, "The convoy left", by)
    act(by, editing.move, passage, (0, 23), **SEEN)
    action = Action.objects.order_by("-pk").first()
    act(make_user(EDITORS), correct, article, "So: " + TEXT, "As printed.")

    with pytest.raises(UndoRefused):
        act(by, undo, action)
    assert Evidence.objects.count() == 0
