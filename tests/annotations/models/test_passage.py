from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from annotations.models import Passage, Placement, Role, Stance, Tag
from annotations.passages.marking import Annotation, KeyConflict, Marking, QuoteMismatch
from annotations.passages.marking import mark as mark_passage
from corpus.models import Person
from corpus.models.correction import correct
from corpus.records.edit_conflict import StaleVersion
from tests.support.acts import act
from tests.support.factories import (
    make_article,
    make_claim,
    make_passage,
    make_person,
    make_tag,
    make_user,
)

pytestmark = pytest.mark.django_db

EMOJI_TEXT = "👩‍👩‍👧 “Kabul” fell – é́ and مرحبا بالعالم said.\n\nSecond."


def mark(article, quote, by, annotation=None, start=None, **fields):
    """Send the request that selecting a quote sends."""
    start = article.text.index(quote) if start is None else start
    fields = {"revision": 1, "end": start + len(quote), **fields}
    marking = Marking(start=start, quote=quote, **fields)
    return act(by, mark_passage, article, marking, annotation or Annotation())


def correct_text(article, text):
    return act(make_user(), correct, article, text, "corrected")


def test_passage_is_placed_in_code_points_with_its_context():
    article = make_article(text=EMOJI_TEXT)

    passage = mark(article, "مرحبا بالعالم", make_user())

    [placement] = passage.placements.all()
    assert article.text[placement.start : placement.end] == passage.quote == "مرحبا بالعالم"
    assert placement.prefix == article.text[: placement.start][-32:]
    assert placement.suffix == " said.\n\nSecond."
    assert (placement.state, placement.score) == ("placed", 100.0)


def test_quote_is_stored_as_it_is_with_its_white_space():
    article = make_article(text="One  two\tthree.\n\nFour.")

    assert mark(article, "  two\tthree.\n\nFour", make_user()).quote == "  two\tthree.\n\nFour"


@pytest.mark.parametrize(
    ("quote", "fields"),
    [
        ("Kabul", {"start": 1}),
        ("Kabul", {"start": 10_000}),
        ("   ", {"start": 3}),
        ("Kabul", {"revision": 2}),
    ],
)
def test_quote_that_does_not_stand_there_is_refused_and_leaves_nothing(quote, fields):
    article = make_article(text="In    Kabul.")

    with pytest.raises(QuoteMismatch):
        mark(article, quote, make_user(), **fields)

    assert (Passage.objects.count(), Placement.objects.count()) == (0, 0)


def test_request_sent_again_is_the_same_passage():
    article, user, key = make_article(), make_user(), uuid4()
    first = mark(article, "convoy", user, Annotation(tags=("cities",)), key=key)

    again = mark(article, "convoy", user, Annotation(tags=("cities",)), key=key)

    assert (again, Passage.objects.count()) == (first, 1)


def test_request_sent_again_after_an_edit_is_still_the_same_passage():
    article, user, key = make_article(), make_user(), uuid4()
    passage = mark(article, "convoy", user, key=key)
    act(user, passage.edit, Annotation(note="changed since"), version=1)

    assert mark(article, "convoy", user, key=key) == passage
    assert Passage.objects.get().note == "changed since"


@pytest.mark.parametrize("changed", ["quote", "tags", "note", "people"])
def test_key_with_other_content_is_a_conflict(changed):
    article, user, key = make_article(), make_user(), uuid4()
    first = mark(article, "convoy", user, key=key)
    other = {
        "quote": ("dawn", Annotation()),
        "tags": ("convoy", Annotation(tags=("cities",))),
        "note": ("convoy", Annotation(note="why")),
        "people": ("convoy", Annotation(new_people=(("Wazir", Role.SPEAKS),))),
    }
    quote, annotation = other[changed]

    with pytest.raises(KeyConflict) as refused:
        mark(article, quote, user, annotation, key=key)

    assert refused.value.passage == first
    assert Passage.objects.count() == 1


def test_same_key_of_another_author_makes_another_passage():
    article, key = make_article(), uuid4()

    first, second = (mark(article, "convoy", make_user(), key=key) for _ in range(2))

    assert first != second


def test_tags_are_found_whatever_their_case_and_made_where_missing():
    known, user = make_tag("Major cities"), make_user()

    passage = mark(make_article(), "convoy", user, Annotation(tags=("outlook", "MAJOR  cities")))

    assert [link.tag.name for link in passage.tag_links.all()] == ["outlook", "Major cities"]
    assert Tag.objects.count() == 2
    assert passage.tag_links.all()[1].tag == known


def test_people_are_linked_with_their_role_and_made_where_unknown():
    known, user = make_person("Alexander Bikantov", aliases=["Vikantov"]), make_user()
    annotation = Annotation(
        people=((known, Role.SPOKEN_OF),),
        new_people=(("vikantov", Role.SPEAKS), ("Ayaz Wazir", Role.SPEAKS)),
    )

    passage = mark(make_article(), "convoy", user, annotation)

    links = {(link.person.name, link.role) for link in passage.people.all()}
    assert links == {
        ("Alexander Bikantov", "spoken_of"),
        ("Alexander Bikantov", "speaks"),
        ("Ayaz Wazir", "speaks"),
    }
    assert Person.objects.count() == 2


def test_claim_is_tied_with_its_stance():
    claim, user = make_claim(), make_user()

    passage = mark(
        make_article(), "convoy", user, Annotation(claim=claim, stance=Stance.CONTRADICTS)
    )

    [evidence] = claim.evidence.all()
    assert (evidence.passage, evidence.stance, evidence.created_by) == (
        passage,
        "contradicts",
        user,
    )


def test_everything_one_request_wrote_is_one_action():
    user = make_user()
    annotation = Annotation(
        tags=("a", "b"), new_people=(("Ayaz Wazir", Role.SPEAKS),), claim=make_claim()
    )

    passage = mark(make_article(), "convoy", user, annotation)

    rows = [
        *passage.history.all(),
        *passage.placements.get().history.all(),
        *passage.tag_links.first().history.all(),
        *passage.people.get().history.all(),
        *passage.people.get().person.history.all(),
        *passage.evidence.get().history.all(),
        *Tag.objects.first().history.all(),
    ]
    assert {row.action.kind for row in rows} == {"passage.create"}
    assert len({row.action_id for row in rows}) == 1


def test_edit_replaces_tags_people_and_note_and_keeps_what_was_in_history():
    author, person = make_user(), make_person("Zamir Kabulov")
    passage = make_passage(by=author, tags=["a", "b"], people=[(person, Role.SPEAKS)])

    edited = act(author, passage.edit, Annotation(tags=("b", "c"), note="why"), version=1)

    assert [link.tag.name for link in edited.tag_links.all()] == ["b", "c"]
    assert (list(edited.people.all()), edited.note, edited.version) == ([], "why", 2)
    gone = type(passage.tag_links.first()).history.filter(history_type="-").get()
    assert (gone.tag.name, gone.action.kind) == ("a", "passage.edit")


def test_stale_edit_is_refused_and_overwrites_nothing():
    passage, user = make_passage(), make_user()
    act(user, passage.edit, Annotation(note="first"), version=1)

    with pytest.raises(StaleVersion) as refused:
        act(user, passage.edit, Annotation(note="second"), version=1)

    assert refused.value.current.note == "first"
    assert Passage.objects.get().note == "first"


def test_passage_made_on_an_older_text_stands_in_every_revision_since():
    article, user = make_article(text="Kabul fell at dawn. Nobody saw it return."), make_user()
    correct_text(article, "Kabul fell at dawn. Nobody saw it return. The road was cut.")

    passage = mark(article, "Kabul fell", user)

    placed = passage.placements.order_by("revision__number")
    assert [(row.revision.number, row.start, row.end, row.state) for row in placed] == [
        (1, 0, 10, "placed"),
        (2, 0, 10, "placed"),
    ]
    assert passage.correction_outcome() == (
        "The text was corrected meanwhile. The passage was placed in the new text."
    )


def test_passage_whose_words_were_cut_meanwhile_is_kept_as_lost():
    article = make_article(text="Kabul fell at dawn. Nobody saw it.")
    correct_text(article, "Nobody saw it.")

    passage = mark(article, "Kabul fell at dawn", make_user(), start=0)

    lost = passage.placements.get(revision__number=2)
    assert (lost.state, lost.start, lost.end) == ("lost", None, None)
    assert lost.suffix == ". Nobody saw it."
    assert passage.quote == "Kabul fell at dawn"


def test_placement_without_a_span_is_refused_unless_lost():
    placement = make_passage().placements.get()

    for wrong in [{"start": None, "end": None}, {"start": 5, "end": 5}, {"state": "lost"}]:
        with pytest.raises(IntegrityError), transaction.atomic():
            Placement.objects.filter(pk=placement.pk).update(**wrong)


def test_author_and_editors_may_edit_and_nobody_else():
    author = make_user()
    passage = make_passage(by=author)

    may = {
        group: passage.may_be_edited_by(make_user(group))
        for group in ["Analysts", "Editors", "Administrators", None]
    }

    assert passage.may_be_edited_by(author) is True
    assert may == {"Analysts": False, "Editors": True, "Administrators": True, None: False}


def test_taggit_writes_no_tag_past_the_history():
    passage = make_passage()

    for write in [passage.tags.add, passage.tags.set, passage.tags.remove]:
        with pytest.raises(TypeError):
            write("cities")


@pytest.mark.only_on("sqlite")
def test_passages_to_review_are_found_by_the_few_uncertain_placements():
    plan = Passage.objects.to_review().explain()
    assert "SCAN U0 USING INDEX placement_uncertain" in plan
    assert "SEARCH annotations_passage USING INTEGER PRIMARY KEY" in plan
