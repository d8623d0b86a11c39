import pytest

from corpus.search.name_expansion import Expansion, candidates, expand
from corpus.search.parser import parse
from corpus.search.query_tree import EXACT, STEM, All, Any, Not, Words

FIELDS = frozenset(["source"])
GROUPS = [
    ["Alexander Bikantov", "Bikantov", "Vikantov"],
    ["Reuters", "Thomson Reuters Corp."],
    ["Conor O'Brien", "O’Brien", "The Cruiser"],
    ["习近平", "Xi Jinping"],
]


def stem(typed):
    return parse(typed).tree


def exact(*words, in_title=False):
    return Words(words, EXACT, in_title)


def of(typed):
    return expand(parse(typed, FIELDS).tree, GROUPS)


def test_a_name_is_searched_with_the_others_of_its_person():
    tree, expansions = of("bikantov Kabul")

    assert tree == All((Any((stem("bikantov"), exact("vikantov"))), stem("Kabul")))
    assert expansions == (Expansion("Bikantov", ("Vikantov",), '"bikantov" Kabul'),)


def test_words_next_to_each_other_are_one_name():
    tree, expansions = of("Kabul ALEXANDER Bikantov claims")

    whole = All((stem("alexander"), stem("bikantov")))
    either = Any((whole, exact("bikantov"), exact("vikantov")))
    assert tree == All((stem("kabul"), either, stem("claims")))
    assert expansions == (
        Expansion(
            "Alexander Bikantov",
            ("Bikantov", "Vikantov"),
            'Kabul "ALEXANDER Bikantov" claims',
        ),
    )


@pytest.mark.parametrize(
    "typed",
    [
        '"Bikantov"',
        "Bikant*",
        "source:Bikantov",
        "Alexander Kabul",
        "Corp",
        "Thomson",
        '"Xi Jinping"',
    ],
)
def test_phrases_prefixes_fields_and_parts_of_names_stay(typed):
    assert of(typed) == (parse(typed, FIELDS).tree, ())


def test_names_are_found_wherever_they_stand():
    both = Any((stem("vikantov"), exact("alexander", "bikantov"), exact("bikantov")))

    assert of("-vikantov")[0] == Not(both)
    assert of("kabul OR vikantov")[0] == Any((stem("kabul"), both))
    assert of("kabul -(vikantov herat)")[0] == All((stem("kabul"), Not(All((both, stem("herat"))))))
    assert of("title:vikantov")[0] == Any(
        (
            Words(("vikantov",), STEM, in_title=True),
            exact("alexander", "bikantov", in_title=True),
            exact("bikantov", in_title=True),
        )
    )


ONLY = {
    "-vikantov Kabul": '-"vikantov" Kabul',
    "title:Vikantov": 'title:"Vikantov"',
    "Vikantov OR (vikantov herat)": '"Vikantov" OR ("vikantov" herat)',
    "alexander AND bikantov": '"alexander bikantov"',
    "O'Brien": '"O\'Brien"',
    "习近平": '"习近平"',
    "xi jinping": '"xi jinping"',
    '"vikantov" Vikantov': '"vikantov" "Vikantov"',
}


@pytest.mark.parametrize("typed", ONLY)
def test_what_is_typed_instead_asks_for_the_name_alone(typed):
    _, [expansion] = of(typed)

    assert expansion.only == ONLY[typed]
    assert of(expansion.only)[1] == ()


def test_a_name_that_holds_the_other_is_not_searched_besides():
    tree, expansions = of("reuters")

    assert (tree, expansions) == (stem("reuters"), ())
    assert of("thomson reuters corp")[1] == (
        Expansion("Thomson Reuters Corp.", ("Reuters",), '"thomson reuters corp"'),
    )


def test_who_shares_a_name_shares_what_is_searched():
    groups = [["Cruiser", "O’Brien"], ["Cruiser", "USS Chicago"]]

    _, [expansion] = expand(stem("cruiser"), groups)

    assert expansion.others == ("O’Brien", "USS Chicago")


def test_candidates_are_the_runs_of_words_that_may_be_names():
    tree = parse('Zamir Kabulov -O\'Brien "a b" c* (d OR source:e)', FIELDS).tree

    assert candidates(tree) == [
        ("zamir",),
        ("zamir", "kabulov"),
        ("kabulov",),
        ("o", "brien"),
        ("d",),
    ]
    assert max(map(len, candidates(stem("a b c d e f g")))) == 5
    assert candidates(None) == []
