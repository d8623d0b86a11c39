"""Known names in texts: cases as data, then what holds for any text and any names."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotations.names.name_matching import KnownName, NameIndex, find_names
from annotations.names.name_tokens import words_of
from corpus.names import name_key
from tests.support.strategies import many, texts


def known_names(**names):
    """`person="Full Name, Alias"`; a leading = marks what is no human being."""
    return [
        KnownName(person, name.removeprefix("="), name_key(name.removeprefix("=")), name[0] != "=")
        for person, line in names.items()
        for name in line.split(", ")
    ]


def matches_in(text, names):
    words = words_of(text)
    return find_names(words, NameIndex(names, words))


def matched_texts(text, names):
    return [
        (text[place.start : place.end], "/".join(place.people)) for place in matches_in(text, names)
    ]


BIKANTOV = known_names(b="Alexander Bikantov, Vikantov")
STATES = known_names(us="=US, =United States", um="=United Mexican States", nato="=NATO")

CASES = {
    "name as it is": (BIKANTOV, "Then Alexander Bikantov spoke.", [("Alexander Bikantov", "b")]),
    "possessive": (BIKANTOV, "Alexander Bikantov's aide", [("Alexander Bikantov", "b")]),
    "curly possessive": (BIKANTOV, "Vikantov’s aide", [("Vikantov", "b")]),
    "over a line break": (BIKANTOV, "Alexander\nBikantov", [("Alexander\nBikantov", "b")]),
    "not over a paragraph": (BIKANTOV, "Alexander\n\nBikantov", []),
    "not over a sentence": (BIKANTOV, "With Alexander. Bikantov left", []),
    "not over a comma": (BIKANTOV, "Alexander, Bikantov", []),
    "part of a word": (BIKANTOV, "Vikantovs, preVikantov", []),
    "soft hyphen": (BIKANTOV, "Vikan\u00adtov", [("Vikan\u00adtov", "b")]),
    "capitals": (BIKANTOV, "ALEXANDER BIKANTOV", [("ALEXANDER BIKANTOV", "b")]),
    "small letters": (BIKANTOV, "alexander bikantov", []),
    "surname after the name": (
        BIKANTOV,
        "Alexander Bikantov left. Later Bikantov came. Mr Bikantov sat.",
        [("Alexander Bikantov", "b"), ("Bikantov", "b"), ("Bikantov", "b")],
    ),
    "surname without the name": (BIKANTOV, "Bikantov left.", []),
    "surname of another": (
        BIKANTOV,
        "Alexander Bikantov left. Igor Bikantov stayed on Bikantov Avenue.",
        [("Alexander Bikantov", "b")],
    ),
    "surname that two bear": (
        known_names(a="Ivan Petrov", b="Maria Petrov"),
        "Ivan Petrov left. Petrov came.",
        [("Ivan Petrov", "a")],
    ),
    "surname that is a given name": (
        known_names(a="Fawad Aman", b="Aman Khan"),
        "Fawad Aman left. Aman came.",
        [("Fawad Aman", "a")],
    ),
    "alias in the name of another": (BIKANTOV, "Igor Vikantov left.", []),
    "alias after one's own given name": (
        BIKANTOV,
        "Alexander Vikantov left.",
        [("Alexander Vikantov", "b")],
    ),
    "the longest name first": (
        known_names(g="=Afghan government", f="=Afghan government forces"),
        "The Afghan government forces and the Afghan government",
        [("Afghan government forces", "f"), ("Afghan government", "g")],
    ),
    "back from a longer name": (
        STATES,
        "United States of Mexico",
        [("United States", "us")],
    ),
    "acronyms": (
        STATES,
        "US, us, Us, NATO, Nato, nato",
        [("US", "us"), ("NATO", "nato"), ("Nato", "nato")],
    ),
    "compound": (known_names(t="=Taliban"), "Taliban-led", [("Taliban", "t")]),
    "hyphen or space": (
        known_names(z="Ayman al-Zawahiri"),
        "Ayman Al Zawahiri",
        [("Ayman Al Zawahiri", "z")],
    ),
    "apostrophes of all kinds": (
        known_names(o="Jo O’Brien"),
        "Jo O'Brien, Jo O‘Brien, Jo O\u02bcBrien, Jo O`Brien, Jo O Brien",
        [(f"Jo O{mark}Brien", "o") for mark in "'‘\u02bc`"],
    ),
    "stop after an initial": (
        known_names(s="J. Smith"),
        "J. Smith, J Smith",
        [("J. Smith", "s"), ("J Smith", "s")],
    ),
    "two of one name": (
        known_names(a="Ivan Petrov", b="Ivan Petrov"),
        "Ivan Petrov left.",
        [("Ivan Petrov", "a/b")],
    ),
    "Cyrillic": (
        known_names(s="Сергей Лавров"),
        "СЕРГЕЙ ЛАВРОВ сказал. Лавров ушёл, лавров нет.",
        [("СЕРГЕЙ ЛАВРОВ", "s"), ("Лавров", "s")],
    ),
    "Arabic with marks and tatweel": (
        known_names(k="محمد كريم"),
        "قال محـمد كريم اليوم",
        [("محـمد كريم", "k")],
    ),
    "Persian with a joiner left out": (
        known_names(k="علی‌رضا کریمی"),
        "گفت علی‌رضا کریمی امروز",
        [("علی‌رضا کریمی", "k")],
    ),
    "Chinese": (known_names(x="习近平, 习"), "在习近平的", [("习近平", "x")]),
    "decomposed and composed": (
        known_names(a="Andr\u00e9 Nov\u00e1k"),
        "Andre\u0301 Nova\u0301k",
        [("Andre\u0301 Nova\u0301k", "a")],
    ),
    "full-width letters": (known_names(n="=NATO"), "ＮＡＴＯ", [("ＮＡＴＯ", "n")]),
}


@pytest.mark.parametrize(("names", "text", "expected"), CASES.values(), ids=CASES)
def test_names_are_found(names, text, expected):
    assert matched_texts(text, names) == expected


NAMES = known_names(
    a="Kabul Said", b="Kabul", c="Lack, The Taliban", d="北京", e="کابل", f="=Kabul the", g="Said"
)


def is_of_a_word(character):
    """Whether it belongs to a name beside it; Chinese stands beside other letters unspaced."""
    return character.isalnum() and not "\u4e00" <= character <= "\u9fff"


@many
@given(texts)
def test_places_stand_in_order_apart_and_are_whole_words(text):
    places = matches_in(text, NAMES)

    assert [a.end <= b.start for a, b in pairwise(places)] == [True] * (len(places) - 1)
    for place in places:
        words = text[place.start : place.end]
        assert words == words.strip()
        # An end of a name is an end of a word, where words have ends.
        if words[0].isascii():
            assert not is_of_a_word(text[place.start - 1 : place.start])
            assert not is_of_a_word(text[place.end : place.end + 1])


@many
@given(
    st.lists(st.sampled_from(["Kabul", "Said", "the", "Taliban", "said", ".", "\n\n"]), max_size=12)
)
@example(["Taliban", "Kabul", "Kabul", "Said"])
def test_more_names_never_move_a_place_that_nobody_else_claims(words):
    """What was found alone is found again among others, unless a longer name has some of it."""
    text = " ".join(words)
    alone = matches_in(text, known_names(b="Kabul"))
    among = matches_in(text, known_names(a="Kabul Said", b="Kabul"))

    for place in alone:
        assert any(
            (other.start <= place.start and place.end <= other.end)
            or (other.people == ("a",) and other.start < place.end and place.start < other.end)
            for other in among
        )


@many
@given(texts, texts)
def test_names_before_do_not_change_those_of_a_later_paragraph(first, second):
    names = known_names(b="=Kabul", c="=Taliban")
    later = matches_in(f"{first}\n\n{second}", names)
    shift = len(first) + 2

    inside = [(p.start - shift, p.end - shift) for p in later if p.start >= shift]
    assert inside == [(p.start, p.end) for p in matches_in(second, names)]
