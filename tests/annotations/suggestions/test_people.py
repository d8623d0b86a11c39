"""What is suggested of an article, accepted and dismissed, in rows."""

import pytest

from annotations.models import Dismissal, DismissalKind, Member, Passage, Role
from annotations.suggestions import people as suggestions
from annotations.suggestions.people import NothingSuggested, suggestions_of
from corpus.models import Action, acting
from corpus.records.merging import merge
from tests.support.acts import act
from tests.support.factories import EDITORS, make_article, make_passage, make_person, make_user

pytestmark = pytest.mark.django_db

TEXT = (
    "Alexander Bikantov spoke. Later Bikantov left.\n\n"
    "He saw Zamir Kabulov. In Kabul, Kabulov’s men waited."
)


@pytest.fixture
def article():
    return make_article(text=TEXT)


@pytest.fixture
def bikantov():
    return make_person("Alexander Bikantov")


def words_of(article, member=0):
    groups = suggestions_of(article, member).groups
    return [(group.person.name, [place.words for place in group.places]) for group in groups]


def every(suggestion):
    return True


def at(words):
    return lambda suggestion: suggestion.words == words


def test_known_people_are_grouped_in_the_order_of_the_text(article):
    make_person("Zamir Kabulov")
    make_person("Alexander Bikantov")

    assert words_of(article) == [
        ("Alexander Bikantov", ["Alexander Bikantov", "Bikantov"]),
        ("Zamir Kabulov", ["Zamir Kabulov", "Kabulov"]),
    ]


def test_place_shows_the_words_around_it_as_far_as_its_paragraph(article, bikantov):
    [group] = suggestions_of(article).groups

    assert [(place.before, place.after) for place in group.places] == [
        ("", " spoke. Later Bikantov left."),
        ("Alexander Bikantov spoke. Later ", " left."),
    ]


def test_place_in_a_passage_that_names_the_person_is_not_suggested(article, bikantov):
    make_passage(article, "Alexander Bikantov spoke.", people=[(bikantov, Role.SPEAKS)])

    assert words_of(article) == [("Alexander Bikantov", ["Bikantov"])]


@pytest.mark.parametrize("is_named", [False, True])
def test_passage_that_names_nobody_or_is_deleted_covers_nothing(article, bikantov, is_named):
    people = [(bikantov, Role.SPEAKS)] if is_named else []
    passage = make_passage(article, "Alexander Bikantov spoke.", people=people)
    if is_named:
        act(make_user(), passage.remove)

    assert words_of(article) == [("Alexander Bikantov", ["Alexander Bikantov", "Bikantov"])]


def test_names_of_who_was_merged_are_those_of_who_they_turned_out_to_be(article, bikantov):
    other, editor = make_person("Sasha B."), make_user(EDITORS)
    act(editor, merge, bikantov, other)
    make_passage(article, "Alexander Bikantov", people=[(bikantov, Role.SPEAKS)])

    assert words_of(article) == [("Sasha B.", ["Bikantov"])]


def test_deleted_people_and_aliases_are_not_suggested(article, bikantov):
    person = make_person("Somebody", aliases=["Later"])
    act(make_user(), person.aliases.get().remove)
    act(make_user(), bikantov.remove)

    assert words_of(article) == []


def test_name_of_several_people_is_suggested_for_each(article, bikantov):
    make_person("Alexander Bikantov")
    [first, second] = suggestions_of(article).groups

    assert [place.words for place in first.places] == ["Alexander Bikantov"]
    assert first.places[0].others == (second.person,)
    act(make_user(), suggestions.accept, article, lambda one: one.person == second.person, "speaks")
    assert words_of(article) == []


def test_accepting_makes_passages_in_one_action(article, bikantov):
    by = make_user()
    before = Action.objects.count()
    made = act(by, suggestions.accept, article, every, "spoken_of")

    assert [passage.quote for passage in made] == ["Alexander Bikantov", "Bikantov"]
    facts = [
        (passage.created_by, [(link.person, link.role) for link in passage.people.all()])
        for passage in Passage.objects.order_by("pk")
    ]
    assert facts == [(by, [(bikantov, "spoken_of")])] * 2
    actions = Action.objects.order_by("pk")[before:]
    assert [action.kind for action in actions] == ["suggestion.accept"]
    assert words_of(article) == []


def test_accepting_what_is_not_suggested_any_more_writes_nothing(article, bikantov):
    act(make_user(), suggestions.accept, article, at("Bikantov"), "spoken_of")
    before = Action.objects.count()

    with pytest.raises(NothingSuggested):
        act(make_user(), suggestions.accept, article, at("Bikantov"), "spoken_of")
    assert (Passage.objects.count(), Action.objects.count()) == (1, before)


def test_accepting_on_a_page_of_an_older_text_is_refused(article, bikantov):
    article.revision_number = 2

    with pytest.raises(NothingSuggested):
        act(make_user(), suggestions.accept, article, every, "spoken_of")
    assert Passage.objects.count() == 0


def test_dismissed_place_stays_dismissed_and_the_others_are_suggested(article, bikantov):
    by = make_user()
    act(by, suggestions.dismiss, article, at("Bikantov"))

    assert words_of(article) == [("Alexander Bikantov", ["Alexander Bikantov"])]
    [row] = suggestions_of(article).dismissed
    assert (row.person, row.words, row.kind, row.created_by) == (
        bikantov,
        "bikantov",
        DismissalKind.PLACE,
        by,
    )
    assert row.history.get().action.kind == "suggestion.dismiss"


def test_person_dismissed_in_an_article_is_suggested_in_others(article, bikantov):
    act(make_user(), suggestions.dismiss_people, article, every)

    assert words_of(article) == []
    assert words_of(make_article(text=TEXT)) == [
        ("Alexander Bikantov", ["Alexander Bikantov", "Bikantov"])
    ]


def test_dismissal_taken_back_is_kept_and_counts_no_more(article, bikantov):
    act(make_user(), suggestions.dismiss_people, article, every)
    act(make_user(), Dismissal.objects.get().remove)

    assert words_of(article) == [("Alexander Bikantov", ["Alexander Bikantov", "Bikantov"])]
    act(make_user(), suggestions.dismiss_people, article, every)
    assert [row.is_deleted for row in Dismissal.objects.all()] == [True, False]


def spellings_of(article):
    return [(each.spelling, each.person.name) for each in suggestions_of(article).spellings]


VIKANTOV = "Then Alexander Vikantov spoke."


def test_accepted_spelling_is_an_alias_whose_places_are_suggested(bikantov):
    article, by = make_article(text=VIKANTOV), make_user()
    assert spellings_of(article) == [("Alexander Vikantov", "Alexander Bikantov")]
    key = f"{bikantov.public_id} Alexander Vikantov"
    act(by, suggestions.accept_spelling, article, key)

    alias = bikantov.aliases.get()
    bikantov.refresh_from_db()
    assert (alias.name, bikantov.version) == ("Alexander Vikantov", 2)
    assert alias.history.get().action.kind == "person.alias"
    assert (spellings_of(article), words_of(article)) == (
        [],
        [("Alexander Bikantov", ["Alexander Vikantov"])],
    )


def test_dismissed_spelling_is_offered_in_no_article_again(bikantov):
    article = make_article(text=VIKANTOV)
    key = f"{bikantov.public_id} Alexander Vikantov"
    act(make_user(), suggestions.dismiss_spelling, article, key)

    assert spellings_of(article) == []
    assert spellings_of(make_article(text=VIKANTOV)) == []
    with pytest.raises(NothingSuggested):
        act(make_user(), suggestions.accept_spelling, article, key)


def test_alias_that_is_known_is_not_added_twice(bikantov):
    first = act(make_user(), bikantov.add_alias, "Vikantov")

    assert act(make_user(), bikantov.add_alias, " vikantov ") == first
    assert bikantov.aliases.count() == 1


def test_alone_one_learns_nothing_of_what_colleagues_did(article, bikantov):
    """What a colleague tagged or dismissed is suggested still: its absence would tell."""
    member, colleague = make_user(), make_user()
    act(member, Member.objects.hide_colleagues, True)
    make_passage(article, "Alexander Bikantov", by=colleague, people=[(bikantov, Role.SPEAKS)])
    act(colleague, suggestions.dismiss, article, at("Bikantov"))

    assert words_of(article) == []
    assert words_of(article, member) == [("Alexander Bikantov", ["Alexander Bikantov", "Bikantov"])]
    assert suggestions_of(article, member).dismissed == []


def test_alone_one_can_accept_what_a_colleague_marked_already(article, bikantov):
    member, colleague = make_user(), make_user()
    act(member, Member.objects.hide_colleagues, True)
    make_passage(article, "Alexander Bikantov", by=colleague, people=[(bikantov, Role.SPEAKS)])

    act(member, suggestions.accept, article, at("Alexander Bikantov"), Role.SPEAKS)

    made = Passage.objects.filter(created_by=member).values_list("quote", flat=True)
    assert list(made) == ["Alexander Bikantov"]


def test_queries_do_not_grow_with_people_places_and_dismissals(
    article, bikantov, django_assert_num_queries
):
    with django_assert_num_queries(5):
        suggestions_of(article)
    for n in range(20):
        person = make_person(f"Person Number{n}", aliases=["Kabul"])
        make_passage(article, "Kabul", people=[(person, Role.SPEAKS)])
    act(make_user(), suggestions.dismiss, article, at("Bikantov"))
    with django_assert_num_queries(5):
        suggestions_of(article)


def test_dismissals_are_unique_while_present(article, bikantov):
    by = make_user()
    with acting("test", by):
        first = Dismissal.objects.dismiss(article, bikantov, DismissalKind.PERSON)
        assert Dismissal.objects.dismiss(article, bikantov, DismissalKind.PERSON) == first
