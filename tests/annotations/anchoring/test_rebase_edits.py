"""Edits of an article as editors make them: which passages stay placed, which wait for review."""

from random import Random

import pytest

from annotations.anchoring.rebase import rebase
from annotations.anchoring.spans import NEEDS_REVIEW, PLACED, Rebased
from tests.annotations.anchoring.test_rebase import after
from tests.support.edits import prose

# A text in which nearly every word is telling, as in an article.
ARTICLE = (
    'The minister said on Monday that "the offensive in Ghazni has slowed" and left. Reporters '
    "from three agencies waited outside until the spokesman came back with a printed statement. "
    "It names 7 villages along the river where militants had burned schools last winter.\n\n"
    "A teacher from Wardak told us that her brother drives trucks between Kandahar and the "
    "border. He has not been home since fighting began near the old bridge. Neighbours say two "
    "convoys passed that evening without lights, followed by ambulances.\n\n"
    "Analysts doubt whether such claims can be checked at all. Satellite pictures show craters, "
    "but nobody knows which side fired first. The embassy declined to comment and asked for "
    "patience while investigators collect shell fragments."
)


@pytest.mark.parametrize(
    ("quote", "replacement", "words"),
    [
        ('"the offensive in Ghazni', ('"', "“"), "“the offensive in Ghazni"),
        ("printed statement", ("printed ", "printed\u00a0"), "printed\u00a0statement"),
        # A word changed in a sentence that is one of a kind.
        ("told us that her brother", ("teacher", "nurse"), "told us that her brother"),
        ("trucks between", ("drives", "drove"), "trucks between"),
        ("trucks between", ("drives ", ""), "trucks between"),
        ("trucks between", ("drives ", "drives heavy "), "trucks between"),
        ("trucks between", ("Kandahar", "Kandahaar"), "trucks between"),
    ],
)
def test_rebase_places_what_a_careful_reader_calls_the_same(quote, replacement, words):
    new = ARTICLE.replace(*replacement)
    assert after(ARTICLE, new, quote) == (PLACED, new.index(words), words)


@pytest.mark.parametrize(
    ("quote", "replacement"),
    [
        # Another name or figure: it may be another report.
        ("trucks between", ("Kandahar", "Zaranj")),
        ("villages along the river", ("names 7", "names 9")),
        # The sentence was replaced by another one.
        (
            "drives trucks",
            ("A teacher from Wardak told us that her brother", "It is unknown who now"),
        ),
    ],
)
def test_rebase_leaves_to_review_what_may_be_another_report(quote, replacement):
    state, _, words = after(ARTICLE, ARTICLE.replace(*replacement), quote)
    assert (state, words) == (NEEDS_REVIEW, quote)


@pytest.mark.parametrize("quote", ["Neighbours say two convoys", "her brother drives"])
def test_rebase_places_what_moved_with_its_paragraph(quote):
    first, second, third = ARTICLE.split("\n\n")
    new = "\n\n".join([first, third, second])
    assert after(ARTICLE, new, quote) == (PLACED, new.index(quote), quote)
    # Where the paragraph stands twice either may be the one.
    assert after(ARTICLE, f"{new}\n\n{second}", quote)[0] == NEEDS_REVIEW


def test_rebase_leaves_a_sentence_to_review_that_has_its_like():
    twin = ARTICLE.replace("brother drives", "cousin drives").split("\n\n")[1]
    old = f"{ARTICLE}\n\n{twin}"
    assert after(old, old.replace("A teacher", "A nurse", 1), "told us that her brother")[0] == (
        NEEDS_REVIEW
    )


def test_rebase_places_in_a_sentence_that_has_its_like_but_words_of_its_own():
    like = "A farmer from Logar told us that her brother drives trucks between Herat and the coast."
    old = f"{ARTICLE}\n\n{like}"
    new = old.replace("told us", "told me", 1)
    quote = "her brother drives"
    assert after(old, new, quote) == (PLACED, new.index(quote), quote)
    # Where only three of its words stand nowhere else, it may be either.
    old, new = (text.replace("farmer", "teacher") for text in (old, new))
    assert after(old, new, quote)[0] == NEEDS_REVIEW


@pytest.mark.parametrize(
    ("sentence", "state"),
    [
        ("Boys swam along the river.", PLACED),
        ("Boys had burned schools last winter.", NEEDS_REVIEW),
    ],
)
def test_rebase_tells_a_phrase_that_came_about_elsewhere_from_a_copy(sentence, state):
    new = f"{ARTICLE} {sentence}"
    assert after(ARTICLE, new, "where militants")[0] == state


def test_rebase_places_in_a_sentence_whose_words_another_has_in_another_order():
    other = (
        " Fragments and shell casings that investigators collect for weeks need patience to sort, "
        "a comment that the embassy declined."
    )
    new = (ARTICLE + other).replace("asked for", "begged for")
    words = "patience while"
    assert after(ARTICLE + other, new, words) == (PLACED, new.index(words), words)


def test_rebase_places_what_is_left_of_a_sentence_though_another_begins_so():
    old = ARTICLE.replace("Satellite", "He has not been seen. Satellite")
    new = old.replace("home since", "back since")
    words = "He has not been"
    assert after(old, new, words) == (PLACED, new.index(words), words)


def test_rebase_leaves_to_review_what_is_left_of_a_sentence_that_stands_twice():
    sentence = "He has not been home since fighting began near the old bridge. "
    old = ARTICLE.replace("Satellite", sentence + "Satellite")
    new = old.replace("home since", "back since", 1)
    assert after(old, new, "He has not been")[0] == NEEDS_REVIEW


REFRAIN = "Nobody answered. "


def with_refrains(text):
    for words in ("It names", "He has", "The embassy"):
        text = text.replace(words, REFRAIN + words)
    return text


def test_rebase_places_what_stands_more_than_once_inside_unbroken_text():
    old = with_refrains(ARTICLE)
    second = old.index(REFRAIN, old.index(REFRAIN) + 1)
    # The third refrain is not the same any more; the second stands where it stood.
    new = old.replace("Nobody answered. The", "Nobody spoke. The")
    assert rebase(old, new, [(second, second + 15)]) == [
        Rebased(PLACED, second, second + 15, 100.0)
    ]
    # Next to a change nothing on that side tells which refrain it is.
    for replacement in [("border. Nobody", "frontier. Nobody"), ("He has", "She has")]:
        [outcome] = rebase(old, new.replace(*replacement), [(second, second + 15)])
        assert outcome.state == NEEDS_REVIEW


def test_rebase_leaves_to_review_what_stands_in_a_copy_whose_first_sentence_alone_is_unchanged():
    first, second, third = ARTICLE.split("\n\n")
    sentence = "He has not been home since fighting began near the old bridge."
    teacher, _ = second.split(sentence)
    rewritten = "Traders from Khost sell onions along this road whenever weather allows. "
    old = f"{first}\n\n{teacher}{sentence}\n\n{third}"
    new = f"{first}\n\n{rewritten}{sentence}\n\n{teacher}{sentence}\n\n{third}"
    assert after(old, new, "fighting began")[0] == NEEDS_REVIEW


@pytest.mark.parametrize(
    ("replacement", "state"),
    [
        (("trucks between", "trucks across"), PLACED),
        (("trucks between", "trucks\n\nAcross"), NEEDS_REVIEW),
    ],
)
def test_rebase_places_the_white_space_after_the_words(replacement, state):
    quote = "her brother drives trucks "
    assert after(ARTICLE, ARTICLE.replace(*replacement), quote)[0] == state


def test_rebase_leaves_a_short_sentence_to_review_that_may_have_been_replaced():
    old = ARTICLE.replace("Satellite", "Drivers fear another ambush tonight. Satellite")
    new = old.replace("Drivers fear", "Drivers still fear")
    assert after(old, new, "another ambush")[0] == NEEDS_REVIEW


def test_rebase_leaves_a_short_sentence_to_review_whose_like_was_cut():
    old = ARTICLE.replace(
        "Satellite", "Drivers fear another ambush tonight. Drivers fear another raid. Satellite"
    )
    new = old.replace("Drivers fear another ambush tonight. ", "")
    for version in (new, new.replace("Drivers fear", "Drivers still fear")):
        assert after(old, version, "another raid")[0] == NEEDS_REVIEW


def test_rebase_does_not_call_a_sentence_its_own_like_where_a_stop_was_cut():
    other = (
        " Fragments and shell casings that investigators collect for weeks need patience to sort, "
        "a comment that the embassy declined."
    )
    old = (ARTICLE + other).replace(
        "Satellite pictures", "Blurred satellite pictures from three weeks later clearly"
    )
    new = old.replace("first. The", "first; the").replace("asked for", "begged for")
    words = "patience while"
    assert after(old, new, words) == (PLACED, new.index(words), words)


@pytest.mark.parametrize(("last_words", "state"), [("viewers", PLACED), ("of us", NEEDS_REVIEW)])
def test_rebase_counts_words_between_two_changes_that_are_equal_as_not_changed(last_words, state):
    # Eight words were put in, or nine; "patience" between them is the same.
    words = f"a little more patience from readers and some {last_words} while"
    new = ARTICLE.replace("patience while", words)
    assert after(ARTICLE, new, "investigators collect")[0] == state


def long_text(sentence):
    """In this much prose, two distinctive words are enough next to a change."""
    return f"{prose(Random(1), 6000)}{sentence} {prose(Random(2), 6000)}"


@pytest.mark.parametrize(
    ("words", "state"), [("turbine housing", NEEDS_REVIEW), ("old turbine housing", PLACED)]
)
def test_rebase_asks_more_of_words_between_two_changes(words, state):
    old = long_text(f"Engineers repaired damaged {words} before winter storms reached valleys.")
    new = old.replace("damaged", "badly broken").replace("before", "shortly until")
    assert after(old, new, "turbine housing")[0] == state


REPAIRED = "Engineers repaired damaged turbine housing before winter storms reached valleys."


@pytest.mark.parametrize(
    ("replacements", "state"),
    [
        ([("damaged", "broken"), ("before", "until")], PLACED),
        ([("damaged ", ""), ("before ", "")], PLACED),
        ([("damaged", "damaged old"), ("before", "before icy")], PLACED),
        # More than a word on one side.
        ([("damaged", "badly broken"), ("before", "until")], NEEDS_REVIEW),
        ([("damaged", "broken"), ("before", "shortly until")], NEEDS_REVIEW),
        # The words beyond a change may be equal by chance.
        ([("Engineers repaired damaged", "They repaired broken"), ("before", "until")],
         NEEDS_REVIEW),
        # The change is the end of a sentence, or became one.
        ([("damaged", "broken"), ("before", "then. Another")], NEEDS_REVIEW),
    ],
)  # fmt: skip
def test_rebase_places_words_between_two_single_words_of_a_sentence(replacements, state):
    old = new = long_text(REPAIRED)
    for replacement in replacements:
        new = new.replace(*replacement)
    assert after(old, new, "turbine housing")[0] == state


def test_rebase_places_a_rare_word_between_two_single_words_and_no_common_one():
    old = long_text(REPAIRED)
    new = old.replace("damaged", "broken").replace("housing", "blades")
    assert after(old, new, "turbine")[0] == PLACED
    common = prose(Random(1), 6000).split()[10]
    old, new = old.replace("turbine", common), new.replace("turbine", common)
    start = old.index(f"{common} housing")
    [outcome] = rebase(old, new, [(start, start + len(common))])
    assert outcome.state == NEEDS_REVIEW


@pytest.mark.parametrize(
    ("put_in", "state"),
    [("", PLACED), ("Engineers overnight damaged another housing.", NEEDS_REVIEW)],
)
def test_rebase_leaves_a_short_sentence_to_review_that_moved_beside_its_like(put_in, state):
    sentence = "Engineers repaired damaged turbine housing overnight."
    new = f"{sentence} {long_text(put_in)}"
    assert after(long_text(sentence), new, "turbine housing")[0] == state
