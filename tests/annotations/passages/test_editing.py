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
from corpus.records.record import StaleVersion
from corpus.records.undo_rules import UndoRefused
from corpus.undo.undo import undo
from tests.annotations.history.test_undo_properties import contents, present
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
    undo(Action.objects.order_by("-pk").first(), by)
    return present(contents()) == present(before)


def test_move_takes_the_words_at_the_new_ends_for_the_quote(article, by):
    passage = make_passage(article, "convoy left", by)

    editing.move(passage, span("The convoy left at dawn"), by, **SEEN)

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
    article.correct("Officials said: " + TEXT, make_user(EDITORS), "As printed.")

    editing.move(passage, (16, 26), by, revision=2, version=1)

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
        editing.move(passage, place, by, **SEEN)

    assert str(refused.value) == message
    assert contents() == before


@pytest.mark.parametrize("seen", [{"revision": 2, "version": 1}, {"revision": 1, "version": 7}])
def test_mends_of_what_somebody_changed_meanwhile_are_stale(article, by, seen):
    passage, other = make_passage(article, "convoy left", by), make_passage(article, "road", by)
    before = contents()

    for mend in (
        lambda: editing.move(passage, (0, 3), by, **seen),
        lambda: editing.add_piece(passage, (0, 3), by, **seen),
        lambda: editing.take_piece(passage, 0, by, **seen),
        lambda: editing.split(passage, 10, by, **seen),
        lambda: editing.join(passage, [other], by, **seen),
    ):
        with pytest.raises(StaleVersion):
            mend()
    assert contents() == before


def test_pieces_are_counted_in_text_order_and_quoted_with_a_gap(article, by):
    passage = make_passage(article, "Nobody saw it", by)

    editing.add_piece(passage, span("The road"), by, **SEEN)
    editing.add_piece(passage, span("The convoy"), by, revision=1, version=2)

    assert passage.quote == "The convoy … Nobody saw it … The road"
    assert stands(passage) == [span("The convoy"), span("Nobody saw it"), span("The road")]
    assert [each.piece for each in passage.current_placements()] == [0, 1, 2]

    editing.take_piece(passage, 1, by, revision=1, version=3)

    assert passage.quote == "The convoy … The road"
    assert [each["piece"] for each in passage.as_json()["placements"]] == [0, 1]
    assert set(last_certain_spans([passage.pk])) == {(passage.pk, 0), (passage.pk, 1)}


def test_pieces_that_touch_become_one(article, by):
    passage = make_passage(article, "The convoy left", by)

    editing.add_piece(passage, span("at dawn"), by, **SEEN)

    assert (passage.quote, stands(passage)) == ("The convoy left at dawn", [(0, 23)])


def test_words_of_its_own_and_the_last_piece_are_refused(article, by):
    passage = make_passage(article, "The convoy left", by)

    with pytest.raises(EditRefused, match=r"^The passage already contains these words"):
        editing.add_piece(passage, span("convoy"), by, **SEEN)
    with pytest.raises(EditRefused, match=r"^A passage must keep at least one piece"):
        editing.take_piece(passage, 0, by, **SEEN)
    with pytest.raises(EditRefused, match=r"^The passage has no such piece"):
        editing.move(passage, (0, 3), by, piece=1, **SEEN)


def test_piece_taken_away_counts_no_more_in_what_is_quoted(article, by):
    passage = make_passage(article, "The convoy", by)
    editing.add_piece(passage, span("The road"), by, **SEEN)
    article.correct(TEXT + " More was said.", make_user(EDITORS), "As printed.")

    editing.take_piece(passage, 1, by, revision=2, version=2)

    assert last_certain_spans([passage.pk]) == {(passage.pk, 0): [2, 0, 10]}


def test_each_piece_follows_a_correction_by_itself(article, by):
    passage = make_passage(article, "The convoy left at dawn", by)
    editing.add_piece(passage, span("The road was empty"), by, **SEEN)

    article.correct(TEXT.replace("The road was empty all day.", "So."), make_user(EDITORS), "Cut.")

    assert [(each.piece, each.state) for each in passage.current_placements()] == [
        (0, "placed"),
        (1, "lost"),
    ]
    with pytest.raises(EditRefused, match=r"^The passage needs review"):
        editing.move(passage, (0, 3), by, revision=2, version=2)
    review.set_aside(passage, by, 2, 2)
    editing.move(passage, (0, 10), by, revision=2, version=3)
    assert (passage.quote, stands(passage)) == ("The convoy", [(0, 10)])


def test_split_gives_both_parts_all_that_was_said(article, by):
    person, claim = make_person("Kabulov"), make_claim("It left.")
    passage = make_passage(
        article, "The convoy left at dawn, he said. Nobody saw it.", by, tags=["a", "b"],
        people=[(person, Role.SPEAKS)], note="Check.",
    )  # fmt: skip
    make_evidence(claim, passage, Stance.SUPPORTS, why="He saw it.")

    other = editing.split(passage, TEXT.index("Nobody"), make_user(EDITORS), **SEEN)

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
    editing.add_piece(passage, span("The road"), by, **SEEN)

    for at in (0, 100):
        with pytest.raises(EditRefused, match=r"^Split the passage between two words"):
            editing.split(passage, at, by, revision=1, version=2)
    other = editing.split(passage, 30, by, revision=1, version=2)

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

    editing.join(kept, [other], by, **SEEN)

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

    editing.join(kept, others, by, **SEEN)

    assert (kept.quote, stands(kept)) == ("The convoy left at dawn, he said.", [(0, 33)])


def test_join_never_mixes_judgements(article, by):
    claim = make_claim("It left.")
    kept, other = make_passage(article, "The convoy", by), make_passage(article, "The road", by)
    make_evidence(claim, kept, Stance.SUPPORTS)
    evidence = make_evidence(claim, other, Stance.CONTRADICTS)
    before = contents()

    with pytest.raises(EditRefused) as refused:
        editing.join(kept, [other], by, **SEEN)
    assert str(refused.value) == (
        "One supports and the other contradicts “It left.”. Untie one of them first."
    )
    assert contents() == before

    evidence.edit(by, 1, stance=Stance.SUPPORTS, origin=make_origin("A hearing"))
    first = kept.evidence.get()
    first.edit(by, 1, stance=Stance.SUPPORTS, origin=make_origin("A letter"))
    with pytest.raises(EditRefused, match=r"^The passages have different origins"):
        editing.join(kept, [other], by, **SEEN)


def test_join_refuses_itself_the_deleted_and_another_article(article, by):
    kept, gone = make_passage(article, "The convoy", by), make_passage(article, "road", by)
    gone.remove(by)

    for other, message in [
        (kept, "Select another passage to join."),
        (gone, "One of the passages was deleted."),
        (make_passage(by=by), "Only passages of one article can be joined."),
    ]:
        with pytest.raises(EditRefused) as refused:
            editing.join(kept, [other], by, **SEEN)
        assert str(refused.value) == message


def test_mend_leaves_the_published_quote_and_marks_the_claim_as_edited(article, by):
    passage = make_passage(article, "The convoy left", by)
    claim = make_published_claim("It left.", passage=passage)
    record = claim.publication.record

    editing.move(passage, (0, 23), by, **SEEN)

    claim.refresh_from_db()
    assert claim.publication.record == record
    assert claim.is_edited_since is True


def test_published_page_speaks_of_the_words_that_it_shows(article, by):
    passage = make_passage(article, "The convoy left", by)
    claim = make_published_claim("It left.", passage=passage)
    editor = make_user(EDITORS)
    article.correct(TEXT + " More was said.", editor, "As printed.")
    editing.move(passage, span("The road was empty"), by, revision=2, version=1)
    evidence = claim.evidence.get().public_id

    def said():
        return corrected_quotes(with_corrections(Claim.objects).get(pk=claim.pk))

    assert said() == ()

    article.correct("So: " + TEXT.replace("The convoy left", "It left"), editor, "As printed.")

    assert said() == ((evidence, GONE),)


def test_quote_of_pieces_is_said_to_stand_where_each_piece_does(article, by):
    passage = make_passage(article, "The convoy left at dawn", by)
    editing.add_piece(passage, span("The road was empty"), by, **SEEN)
    one = make_evidence(make_claim("It left."), passage).public_id
    article.correct(TEXT + " More was said.", make_user(EDITORS), "As printed.")

    assert [each.state for each in passage.current_placements()] == ["placed", "placed"]
    assert quotes_corrected([one]) == {}


def test_tags_of_several_change_as_one_action(article, by):
    one = make_passage(article, "The convoy", by, tags=["a", "b"])
    two = make_passage(article, "The road", by, tags=["c"])
    three = make_passage(article, "Nobody", by, tags=["d"])
    before = contents()

    changed = Passage.objects.retag([one, two, three], by, add=["d"], remove=["B"])

    names = [[link.tag.name for link in each.tag_links.all()] for each in (one, two, three)]
    assert (changed, names) == (3 - 1, [["a", "d"], ["c", "d"], ["d"]])
    assert Action.objects.order_by("-pk").first().kind == "passage.retag"
    assert undone(before, by) is True


@pytest.mark.parametrize("kind", ["move", "add_piece", "take_piece", "split", "join"])
def test_each_mend_is_undone_and_redone_as_one(article, by, kind):
    passage = make_passage(article, "The convoy left at dawn", by, tags=["a"], note="One.")
    other = make_passage(article, "Nobody saw it", by, tags=["b"])
    editing.add_piece(passage, span("The road"), by, **SEEN)
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

    getattr(editing, kind)(passage, *said, by, revision=1, version=2)

    after, action = contents(), Action.objects.order_by("-pk").first()
    assert action.kind == f"passage.{kind}"
    undoing = undo(action, by)
    assert present(contents()) == present(before)
    undo(undoing, by)
    assert present(contents()) == present(after)


def test_mend_is_not_undone_behind_a_correction(article, by):
    passage = make_passage(article, "The convoy left", by)
    editing.move(passage, (0, 23), by, **SEEN)
    action = Action.objects.order_by("-pk").first()
    article.correct("So: " + TEXT, make_user(EDITORS), "As printed.")

    with pytest.raises(UndoRefused):
        undo(action, by)
    assert Evidence.objects.count() == 0
