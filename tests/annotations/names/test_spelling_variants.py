"""Other spellings of known names: cases as data, and the noise on the first corpus."""

import json
from pathlib import Path

import pytest

from annotations.names.name_matching import KnownName, NameIndex, find_names
from annotations.names.name_tokens import words_of
from annotations.names.spelling_variants import find_spelling_variants
from corpus.names import name_key
from tests.annotations.names.test_name_matching import known_names

FIXTURE = Path(__file__).parents[3] / "fixtures" / "first_corpus.json"


def near(text, names):
    words = words_of(text)
    index = NameIndex(names, words)
    variants = find_spelling_variants(text, words, index, find_names(words, index))
    return [(variant.spelling, variant.person, len(variant.places)) for variant in variants]


BIKANTOV = known_names(b="Alexander Bikantov")
CASES = {
    "one letter": (BIKANTOV, "There Vikantov spoke. Vikantov left.", [("Vikantov", "b", 2)]),
    "with the given name": (
        BIKANTOV,
        "Alexander Vikantov spoke; Vikantov left.",
        [("Alexander Vikantov", "b", 2)],
    ),
    "somebody else's surname": (BIKANTOV, "Igor Vikantov spoke; Vikantov left.", []),
    "a title before it": (BIKANTOV, "Mr. Vikantov spoke.", [("Vikantov", "b", 1)]),
    "another given name": (BIKANTOV, "Aleksandr Bikantov spoke.", [("Aleksandr Bikantov", "b", 1)]),
    "quite another given name": (BIKANTOV, "Igor Bikantov spoke.", []),
    "letters swapped": (BIKANTOV, "There Bikanotv spoke.", [("Bikanotv", "b", 1)]),
    "a letter left out": (BIKANTOV, "There Bikantv spoke.", [("Bikantv", "b", 1)]),
    "two letters": (BIKANTOV, "There Vikandov spoke.", []),
    "two letters of twelve": (
        known_names(v="Alexei Valyuzhenich"),
        "There Walyuzhenych spoke.",
        [],
    ),
    "two letters of twelve, one end whole": (
        known_names(v="Alexei Valyuzhenich"),
        "There Valuzhenitch spoke.",
        [("Valuzhenitch", "v", 1)],
    ),
    "too short": (known_names(k="Ivan Kabul"), "There Kapul spoke.", []),
    "an ending": (
        known_names(r="=Russia", z="Maria Zakharov"),
        "Russian troops. Zakharova spoke.",
        [],
    ),
    "a known name": (known_names(a="Ivan Petrova", b="Ivan Petrovo"), "Ivan Petrova spoke.", []),
    "near to two": (known_names(a="Ivan Petkova", b="Ivan Petrova"), "There Petsova spoke.", []),
    "a common word": (known_names(s="John Soldier"), "Soldiar and soldiar.", []),
    "organisation of one word": (
        known_names(o="=Lostarmour"),
        "There Lostarmor said.",
        [("Lostarmor", "o", 1)],
    ),
    "organisation of several": (known_names(o="=Afghan Government"), "The Governmant said.", []),
    "Cyrillic": (
        known_names(b="Александр Бикантов"),
        "Тогда же сказал Викантов.",
        [("Викантов", "b", 1)],
    ),
    "small letters": (BIKANTOV, "There vikantov spoke.", []),
}


@pytest.mark.parametrize(("names", "text", "expected"), CASES.values(), ids=CASES)
def test_near_spellings(names, text, expected):
    assert near(text, names) == expected


def test_likest_come_first_and_not_too_many():
    names = known_names(**{f"p{n}": f"Ivan {c * 4}antov" for n, c in enumerate("BCDFGHJKLM")})
    text = "There " + ". There ".join(f"{c * 4}antof" for c in "BCDFGHJKLM")

    assert len(near(text, names)) == 9


def corpus():
    """The texts of the first corpus, and its names without the alias Vikantov."""
    rows = json.loads(FIXTURE.read_text())
    fields = {}
    for row in rows:
        fields.setdefault(row["model"], []).append(row["fields"])
    people = {person["public_id"]: person for person in fields["corpus.person"]}
    names = [
        KnownName(key, person["name"], name_key(person["name"]), person["kind"] == "person")
        for key, person in people.items()
    ]
    for alias in fields["corpus.alias"]:
        [key] = alias["person"]
        if "Vikantov" not in alias["name"]:
            is_human = people[key]["kind"] == "person"
            names.append(KnownName(key, alias["name"], name_key(alias["name"]), is_human))
    return [article["text"] for article in fields["corpus.article"]], names


def test_first_corpus_offers_the_one_spelling_and_nothing_else():
    """Precision on the five documents: one offered, one right."""
    articles, names = corpus()
    offered = [variant for text in articles for variant in near(text, names)]

    assert [(spelling, places) for spelling, _, places in offered] == [("Alexander Vikantov", 1)]
