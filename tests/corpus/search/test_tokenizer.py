import re
import sys
import unicodedata

import pytest

from corpus.search.tokenizer import MARKS, query_terms, terms, words

CASES = {
    "hyphen": ("COVID-19", ["covid", "19"]),
    "points": ("U.S.-led", ["u", "s", "led"]),
    "straight apostrophe": ("O'Brien", ["o", "brien"]),
    "curly apostrophe": ("O’Brien", ["o", "brien"]),
    "possessive": ("Russia's Russia’s", ["russia", "russia"]),
    "thousands": ("1,200.50", ["1200", "50"]),
    "millions": ("1,200,000", ["1200000"]),
    "no thousands": ("3,5 12,345x", ["3", "5", "12", "345x"]),
    "plus signs": ("C++ and C", ["c\ue010\ue010", "and", "c"]),
    "sharp": ("C# F#", ["c\ue011", "f\ue011"]),
    "ampersand": ("AT&T", ["at", "t"]),
    "ligature": ("ﬁnance", ["finance"]),
    "accents": ("naïve Łódź Straße", ["naive", "lodz", "strasse"]),
    "hooked and crossed letters": (
        "ƙasar Ƙasar ɓauna ɗan ƴan øre Łuk đen ħobż Ŧ ɨ ʉ ɖ ȼ ⱥ ɫ",
        "kasar kasar bauna dan yan ore luk den hobz t i u d c a l".split(),
    ),
    "letters of their own": ("ɛ ɔ ə ʃ", ["ɛ", "ɔ", "ə", "ʃ"]),
    "marks apart": ("nai\u0308ve", ["naive"]),
    "Turkish": ("İstanbul", ["istanbul"]),
    "Greek": ("ΑΘΉΝΑ", ["αθηνα"]),
    "Cyrillic": ("Бикантов ёлка й", ["бикантов", "елка", "й"]),
    "Arabic letters": ("أفغانستان افغانستان", ["افغانستان", "افغانستان"]),
    "Arabic signs": ("مُحَمَّد", ["محمد"]),
    "Persian joiner": ("می‌خواهم میخواهم", ["ميخواهم", "ميخواهم"]),
    "zero width space": ("Tali\u200bban Kab\ufeffulov\u2060", ["taliban", "kabulov"]),
    "soft hyphen": ("Tali\u00adban\u00ad's #\u200bPeace", ["taliban", "peace"]),
    "mark after what nobody sees": ("nai\u034f\u0308ve и\u200b\u0306", ["naive", "й"]),
    "fillers": ("\u3164Kabul\u115f \uffa0", ["kabul"]),
    "Chinese with spaces that nobody sees": ("中\u200b国\u2060人", ["中国", "国人", "人"]),
    "Khmer with spaces that nobody sees": ("កខ\u200bគ", ["កខ", "ខគ", "គ"]),
    "figures": ("٢٠٢١ ۲۰۲۱", ["2021", "2021"]),
    "Hindi keeps its vowels": ("हिन्दी", ["हिन्दी"]),
    "Chinese": ("我爱中国人", ["我爱", "爱中", "中国", "国人", "人"]),
    "one Chinese character": ("国", ["国"]),
    "Thai": ("ไทย", ["ไท", "ทย", "ย"]),
    "Chinese beside Latin": ("北京Kabul", ["北京", "京", "kabul"]),
    "half-width katakana": ("ｶﾌﾞﾙ", ["カブ", "ブル", "ル"]),
    "middle dot": ("東京・大阪", ["東京", "京", "大阪", "阪"]),
    "Thai figures": ("๒๕๖๔", ["2564"]),
    "stress": ("за\u0301мок", ["замок"]),
    "modifier apostrophe": ("об\u02bcєкт Qur\u02bean", ["об", "єкт", "qur", "an"]),
    "Arabic thousands": ("١٬٢٠٠", ["1200"]),
    "plus signs before a number": ("C++20 C++x", ["c\ue010\ue010", "20", "c", "x"]),
    "underscore": ("foo_bar", ["foo", "bar"]),
    "nothing": (" –…!? ", []),
    "emoji": ("a 🧑🏽‍🚀 b", ["a", "b"]),
    "too long to be a word": ("q" * 500, ["q" * 80]),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_words_are_folded(text, expected):
    exact, _ = terms(text)
    assert exact == expected


def test_positions_of_words_with_characters_that_nobody_sees():
    text = "The Tali\u200bban\u00ad, \ufeffKabul 中\u200b国"
    positions = [text[word.start : word.end] for word in words(text)]
    assert positions == ["The", "Tali\u200bban\u00ad", "Kabul", "中\u200b国", "国"]


def test_forms_of_an_english_word_share_a_stem():
    _, stems = terms("run runs running ran news vehicles vehicle")
    assert stems == ["run", "run", "run", "ran", "news", "vehicl", "vehicl"]


def test_a_long_run_without_spaces_is_cut_as_a_short_one():
    """Its pairs are made one by one and not kept."""
    run = "漢字か\u3099ｶﾞไทย" * 50
    signs = ["漢", "字", "か\u3099", "ｶﾞ", "ไ", "ท", "ย"] * 50
    assert "".join(signs) == run
    pairs = [one + other for one, other in zip(signs, [*signs[1:], ""], strict=True)]
    run_words = list(words(run))
    assert [run[word.start : word.end] for word in run_words] == pairs
    assert [word.exact for word in run_words] == [terms(pair)[0][0] for pair in pairs]
    assert terms(run) == ([word.exact for word in run_words], [word.stem for word in run_words])


def test_words_of_every_capital_are_those_at_its_place():
    """Texts to index are read in lower case, and words with their positions as they stand."""
    capitals = [char for char in map(chr, range(0x20000)) if char != char.lower()]
    for text in (f"{char} a{char}b {char}’s 1{char}2 Σ{char}" for char in capitals):
        matches = list(words(text))
        expected = [word.exact for word in matches], [word.stem for word in matches]
        assert (text, terms(text)) == (text, expected)


def test_places_are_those_of_the_text():
    text = "“Naïve” U.S. 我爱国 Russia’s 1,200"
    assert [text[word.start : word.end] for word in words(text)] == [
        *("Naïve", "U", "S", "我爱", "爱国", "国", "Russia", "1,200")
    ]


@pytest.mark.parametrize(
    ("typed", "exact", "is_prefix"),
    [
        ("中国", ["中国"], False),
        ("国", ["国"], True),
        ("京Kabul", ["京", "kabul"], False),
        ("Kabul北", ["kabul", "北"], True),
        ("中国 国", ["中国", "国", "国"], True),
        ("Kabul", ["kabul"], False),
        ("", [], False),
    ],
)
def test_one_unspaced_character_begins_a_word(typed, exact, is_prefix):
    exact_words, _, last_is_prefix = query_terms(typed)
    assert (exact_words, last_is_prefix) == (exact, is_prefix)


def test_no_word_holds_what_a_query_language_reads():
    for _, text in enumerate(map(chr, range(0x3000))):
        for word in terms(f"a{text}b")[0]:
            assert not set(word) & set(" \"'*():&|!<>=%_-+#^{}[]\\\x00"), (text, word)


def test_every_combining_mark_that_this_python_has_is_one():
    characters = "".join(map(chr, range(sys.maxunicode + 1)))

    marks = [char for char in characters if unicodedata.category(char)[0] == "M"]

    assert re.findall(f"[{MARKS}]", characters) == marks
