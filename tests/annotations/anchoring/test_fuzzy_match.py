import pytest

from annotations.anchoring.fuzzy_match import FuzzyMatch, FuzzyMatcher, QuoteTarget

QUOTE = "Vikantov said that the offensive is running out of steam"
FILLER = "".join(f"Line {n} says that nothing new is out. " for n in range(40))


def matching_texts(text, quote=QUOTE, start=0, end=0):
    [matches] = FuzzyMatcher(text).find([QuoteTarget(quote, start, end)])
    return [text[match.start : match.end] for match in matches]


@pytest.mark.parametrize(
    "words",
    [
        QUOTE,
        "Bikantov said that the offensive is running out of steam",
        "Vikantov said the offensive is running out of steam",
        "Vikantov said that the offensive is gradually running out of steam",
        "Vikantov has said that the  offensive is running\nout of steam",
    ],
)
def test_find_returns_the_whole_words_and_no_more(words):
    assert matching_texts(f"{FILLER}{words}, they heard. {FILLER}") == [words]


def test_find_leaves_a_changed_last_word_out():
    words = QUOTE.replace("steam", "breath")
    assert matching_texts(f"{FILLER}{words}, they heard.") == [words.removesuffix(" breath")]


def test_find_says_how_like_the_place_is():
    words = QUOTE.replace("Vik", "Bik")
    text = f"{FILLER}{words} {FILLER}"
    percent = 100 * 2 * (len(QUOTE) - 1) / (2 * len(QUOTE))
    assert FuzzyMatcher(text).find([QuoteTarget(QUOTE, 0, 0)]) == [
        [FuzzyMatch(len(FILLER), len(FILLER) + len(words), pytest.approx(percent))]
    ]


def test_find_looks_for_each_quote_by_itself():
    one, two = "Nobody in Herat saw it return that night", "A road to the west was cut at dawn"
    text = f"{FILLER}{two.replace('west', 'east')}. {FILLER}{QUOTE.replace('Vik', 'Bik')}."
    match_lists = FuzzyMatcher(text).find([QuoteTarget(each, 0, 0) for each in (QUOTE, one, two)])
    assert [[text[each.start : each.end] for each in matches] for matches in match_lists] == [
        [QUOTE.replace("Vik", "Bik")],
        [],
        [two.replace("west", "east")],
    ]


def test_find_looks_first_where_the_quote_should_stand():
    first, second = QUOTE.replace("Vik", "Bik"), QUOTE.replace("steam", "stream")
    text = first + ". " + FILLER + second
    start = len(text) - len(second)
    assert matching_texts(text, start=start, end=len(text)) == [second]
    assert matching_texts(text, start=start + 20, end=start + 30) == [second]


def test_find_returns_each_place_where_none_is_expected():
    first, second = QUOTE.replace("Vik", "Bik"), QUOTE.replace("steam", "stream")
    text = FILLER + first + ". " + FILLER + second
    middle = len(FILLER) // 2
    assert sorted(matching_texts(text, start=middle, end=middle)) == [first, second]


def test_find_keeps_marks_with_their_letters():
    quote = "le cafe\u0301 de la gare est ferme\u0301"
    words = "le cafe\u0301 de la gare reste ferme\u0302"
    assert matching_texts(f"{FILLER}{words} ce soir.", quote) == [words]


def test_find_keeps_joined_letters_together():
    quote = "درس\u200cها در کابل تمام شد و همه رفتند"
    words = "پل\u200cها در کابل تمام شد و همه رفتند"
    assert matching_texts(f"{FILLER}{words}. {FILLER}", quote) == [words]


def test_find_finds_what_is_just_alike_enough():
    quote = "".join(chr(0x4E00 + n) for n in range(60))
    words = "".join(letter for n, letter in enumerate(quote) if n % 3 != 1)
    start, end = len(FILLER), len(FILLER) + len(words)
    assert matching_texts(f"{FILLER}{words} {FILLER}", quote, start + 1, end - 1) == [words]


@pytest.mark.parametrize("text", ["", "Kabul.", FILLER])
def test_find_returns_nothing_where_nothing_is_alike(text):
    assert matching_texts(text) == []


def test_find_does_not_look_for_short_quotes():
    assert matching_texts("Kabul fell to them.", "Kabul fell on them.") == []


def test_find_looks_for_very_long_quotes_only_where_they_should_stand():
    quote = " ".join(f"word{n}" for n in range(1000))
    words = quote.replace("word5 ", "")
    text = f"{FILLER}{words}{FILLER}"
    start, end = len(FILLER), len(FILLER) + len(words)
    assert matching_texts(text, quote, start, end) == [words]
    assert matching_texts(text, quote) == []
