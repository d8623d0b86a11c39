import re

import pytest

from annotations.anchoring.rebase import rebase
from annotations.anchoring.spans import LOST, NEEDS_REVIEW, PLACED, Context, Rebased, describe

TWO_LIKE = "Officials in Kabul said 30 districts fell. Officials in Herat said 30 districts fell."
SECOND_LIKE = "Officials in Herat said 30 districts fell."


def span_of(text, quote, nth=0):
    return [match.span() for match in re.finditer(re.escape(quote), text)][nth]


def after(old, new, quote, nth=0):
    """Return the state of the quote's nth occurrence, its new place and the words there."""
    [outcome] = rebase(old, new, [span_of(old, quote, nth)])
    words = None if outcome.start is None else new[outcome.start : outcome.end]
    return outcome.state, outcome.start, words


def test_describe_keeps_32_code_points_on_each_side():
    text = "😀" * 40 + "quote" + "é" * 40
    assert describe(text, [(40, 45), (0, 1), (84, 85), (0, 85)]) == [
        Context("😀" * 32, "é" * 32),
        Context("", "😀" * 32),
        Context("é" * 32, ""),
        Context("", ""),
    ]


@pytest.mark.parametrize(
    ("quote", "nth", "expected"),
    [
        ("30 districts fell", 0, (NEEDS_REVIEW, 24, "30 districts fell")),
        ("30 districts fell", 1, (PLACED, 24, "30 districts fell")),
        ("Officials in Herat", 0, (PLACED, 0, "Officials in Herat")),
        (SECOND_LIKE, 0, (PLACED, 0, SECOND_LIKE)),
        # The diff as it comes keeps the first "Officials in" and cuts the second.
        ("Officials in", 0, (NEEDS_REVIEW, 0, "Officials in")),
        ("Officials in", 1, (PLACED, 0, "Officials in")),
        ("Kabul", 0, (LOST, None, None)),
        ("Kabul said", 0, (LOST, None, None)),
    ],
)
def test_rebase_where_one_of_two_like_sentences_was_cut(quote, nth, expected):
    assert after(TWO_LIKE, SECOND_LIKE, quote, nth) == expected


@pytest.mark.parametrize("between", [" ", "\n\n", "\n"])
@pytest.mark.parametrize("behind", ["", "\n\nRain came."])
def test_rebase_where_the_second_of_two_like_sentences_was_cut(between, behind):
    remaining = "Officials in Kabul said 30 districts fell."
    old, new = remaining + between + SECOND_LIKE + behind, remaining + behind
    assert after(old, new, "30 districts fell.", 0) == (PLACED, 24, "30 districts fell.")
    assert after(old, new, "30 districts fell.", 1) == (NEEDS_REVIEW, 24, "30 districts fell.")
    assert after(old, new, remaining) == (PLACED, 0, remaining)


@pytest.mark.parametrize("cut", [0, 1])
@pytest.mark.parametrize("nth", [0, 1])
def test_rebase_where_one_of_two_equal_sentences_was_cut(cut, nth):
    # The one that is left may be the other, moved.
    sentences = ["Kabul fell. ", "Troops left. ", "Kabul fell. ", "Rain came."]
    del sentences[2 * cut]
    old = "Kabul fell. Troops left. Kabul fell. Rain came."
    state, _, words = after(old, "".join(sentences), "Kabul fell", nth)
    assert (state, words) == (NEEDS_REVIEW, "Kabul fell")


def test_rebase_where_one_of_two_equal_neighbours_was_cut():
    old = "First. Kabul fell. Kabul fell. Last."
    new = "First. Kabul fell. Last."
    assert after(old, new, "Kabul fell", 0) == (NEEDS_REVIEW, 7, "Kabul fell")
    assert after(old, new, "Kabul fell", 1) == (NEEDS_REVIEW, 7, "Kabul fell")


@pytest.mark.parametrize("nth", [0, 1])
def test_rebase_where_the_same_words_stood_twice_and_all_around_them_changed(nth):
    old = "He said Kabul fell at noon. She said Kabul fell at night."
    new = "We hear that Kabul fell yesterday."
    assert after(old, new, "Kabul fell", nth) == (NEEDS_REVIEW, 13, "Kabul fell")


@pytest.mark.parametrize(
    ("old", "new", "span", "state"),
    [
        ("b a ", "b a a ", (1, 2), NEEDS_REVIEW),
        ("d\n\na. ", "d\n\nd\n\na. ", (2, 3), NEEDS_REVIEW),
        ("b\n\nb ", "b\n\n", (2, 3), NEEDS_REVIEW),
        ("b c a. a. ", "b c a. a. a. ", (1, 7), NEEDS_REVIEW),
        ("b c a. a. ", "b c a. a. a. ", (2, 6), NEEDS_REVIEW),
    ],
)
def test_rebase_where_little_things_repeat(old, new, span, state):
    assert [outcomes.state for outcomes in rebase(old, new, [span])] == [state]


def test_rebase_where_the_words_were_doubled():
    old = "In Kabul 30 districts fell on Monday"
    new = "In Kabul 30 districts fell on Sunday and 30 districts fell on Monday"
    assert after(old, new, "30 districts fell")[0] == NEEDS_REVIEW


def test_rebase_where_a_long_paragraph_was_doubled():
    paragraph = "".join(f"word{n} " for n in range(60))
    old, new = f"One. {paragraph}Two.", f"One. {paragraph}{paragraph}Two."
    outcomes = [after(old, new, f"word{n} word{n + 1}")[0] for n in (0, 30, 58)]
    assert outcomes == [NEEDS_REVIEW] * 3


def test_rebase_where_the_paragraph_moved():
    first, moved, last = (
        "One came. " * 5,
        "Kabul fell at noon. ",
        "".join(map("{} ".format, range(50))),
    )
    old, new = first + moved + last, first + last + moved
    assert after(old, new, "Kabul fell at noon.") == (NEEDS_REVIEW, 190, "Kabul fell at noon.")


@pytest.mark.parametrize(
    ("old", "new", "quote", "expected"),
    [
        # Text before or after makes no difference.
        ("Kabul fell.", "Rain came. Kabul fell.", "Kabul", (PLACED, 11, "Kabul")),
        ("Kabul fell.", "Kabul fell. Later rain.", "Kabul fell.", (PLACED, 0, "Kabul fell.")),
        ("😀. Kabul fell.", "😀😀. Kabul fell.", "Kabul", (PLACED, 4, "Kabul")),
        # In a sentence that changed these may be words of another one like it.
        ("Kabul fell.", "Today Kabul fell.", "Kabul", (NEEDS_REVIEW, 6, "Kabul")),
        # A sentence put before one that begins alike.
        ("The end.", "The start. The end.", "The end.", (PLACED, 11, "The end.")),
        ("We won. The end.", "We won. The start. The end.", "The end.", (PLACED, 19, "The end.")),
        ("We won. The start. The end.", "We won. The end.", "The end.", (PLACED, 8, "The end.")),
        # A figure is no part of another figure.
        ("said 12 fell", "said 123 fell", "12", (NEEDS_REVIEW, 5, "12")),
        ("said 12 fell", "said 13 fell", "12", (LOST, None, None)),
        # Marks and scripts.
        (
            "Un cafe\u0301. Noir",
            "Le the\u0301. Un cafe\u0301. Noir",
            "cafe\u0301",
            (PLACED, 12, "cafe\u0301"),
        ),
        ("در کابل بود", "باران آمد. در کابل بود", "کابل", (PLACED, 14, "کابل")),
        # Short quotes are never searched by similarity; where they are expected, one letter
        # may differ.
        (
            "The town fell.",
            "The towns fell.",
            "The town fell.",
            (NEEDS_REVIEW, 0, "The towns fell."),
        ),
        ("The town fell.", "The big towns fell.", "The town fell.", (LOST, None, None)),
        ("He met Zakahrova.", "He met Zakharova.", "Zakahrova", (NEEDS_REVIEW, 7, "Zakharova")),
        ("The bridge fell.", "The brige fell.", "bridge fell", (NEEDS_REVIEW, 4, "brige fell")),
        ("By the river Panj", "By the riverPanj", "river Panj", (NEEDS_REVIEW, 7, "riverPanj")),
        ("He met Vikantov.", "He met Bikantov.", "Vikantov", (NEEDS_REVIEW, 7, "Bikantov")),
        ("He met Kabulov.", "He met Kobolov.", "Kabulov", (LOST, None, None)),
        ("It was so.", "It was no.", "so", (LOST, None, None)),
        ("Kabul fell.", "", "Kabul", (LOST, None, None)),
        # Inserted into the quote.
        ("Kabul fell.", "Kabul soon fell.", "Kabul fell", (LOST, None, None)),
    ],
)
def test_rebase(old, new, quote, expected):
    assert after(old, new, quote) == expected


def test_rebase_in_an_equal_text_places_everything():
    text = "Kabul fell. " * 100
    spans = [span_of(text, "Kabul", 50), span_of(text, "fell", 99)]
    assert rebase(text, text, spans) == [Rebased(PLACED, *each, 100.0) for each in spans]


LONG_OLD = (
    "MOSCOW – The Taliban offensive in Afghanistan is gradually running out of steam as the"
    " group lacks resources to take over major cities, Interfax quoted an official as saying."
)


@pytest.mark.parametrize(
    ("quote", "replacement", "words"),
    [
        ("group lacks resources to take", ("lacks", "lacked"), "group lacked resources to take"),
        ("lacks resources to take", ("to", "to at last"), "lacks resources to at last take"),
        ("Taliban offensive in A", ("Taliban", "Talibans"), "Talibans offensive in A"),
        ("resources to take over major cities", ("cities", ""), "resources to take over major"),
        ("to take over major cities", ("cities", "citys"), "to take over major citys"),
        ("group lacks resources", ("lacks", "lacks\n\n"), "group lacks\n\n resources"),
    ],
)  # fmt: skip
def test_rebase_proposes_what_is_alike(quote, replacement, words):
    state, _, outcomes = after(LONG_OLD, LONG_OLD.replace(*replacement), quote)
    assert (state, outcomes) == (NEEDS_REVIEW, words)


def test_rebase_proposes_what_is_alike_elsewhere():
    sentence = "Special forces have been sent to the area, said General Shinwari. "
    filler = "".join(f"Line {n} says nothing new. " for n in range(80))
    new = filler + sentence.replace("General", "Brigadier")
    quote = "forces have been sent to the area, said General Shinwari"
    assert after(sentence + filler, new, quote) == (
        NEEDS_REVIEW,
        len(filler) + 8,
        "forces have been sent to the area, said Brigadier Shinwari",
    )


@pytest.mark.parametrize(("changed", "state"), [(20, NEEDS_REVIEW), (21, LOST)])
def test_rebase_proposes_down_to_80_percent(changed, state):
    quote = "".join(chr(0x4E00 + n) for n in range(100))
    letters = list(quote)
    for index in range(changed):
        letters[4 * index + 3] = "x"
    assert after(f"a {quote} b", f"a {''.join(letters)} b", quote)[0] == state


@pytest.mark.parametrize(("length", "state"), [(19, LOST), (20, NEEDS_REVIEW)])
def test_rebase_proposes_from_20_code_points_on(length, state):
    quote = ("Kabul fell to them 😀 at noon")[:length]
    assert len(quote) == length
    changed = quote.replace("fell", "fled")
    assert after(f"“{quote}” b", f"“{changed}” b", quote)[0] == state


def test_rebase_proposes_for_quotes_too_long_to_search():
    quote = " ".join(f"word{n}" for n in range(1000))
    new_quote = quote.replace("word500", "other")
    outcomes = after(f"Start. {quote} End.", f"Beginning. {new_quote} End.", quote)
    assert outcomes == (NEEDS_REVIEW, 11, new_quote)


UNCHANGED = "".join(f"Line {n} says nothing new. " for n in range(20))


def test_rebase_score_weighs_quote_context_and_position():
    old = "We heard this one day: Kabul fell at noon. " + UNCHANGED
    new = UNCHANGED + "We heard this one day: Kabul fell" + "#" * 400
    [outcomes] = rebase(old, new, [span_of(old, "Kabul")])
    start = new.index("Kabul")
    # All that stood before stands there again; after it 5 of 32 code points.
    position = 1 - start / len(new)
    score = 100 * (50 * 1 + 20 * 1 + 20 * 5 / 32 + 2 * position) / 92
    assert outcomes == Rebased(NEEDS_REVIEW, start, start + 5, round(score, 1))


def test_rebase_prefers_the_place_with_the_same_context():
    # Many more of the same words stand nearer to where the diff leads.
    nearer = "".join(f"Kabul {n} " for n in range(30))
    old = "One town, Kabul, fell. " + UNCHANGED
    new = nearer + UNCHANGED + "One town, Kabul, fell."
    assert after(old, new, "Kabul")[1] == new.index("One town") + 10


def test_rebase_prefers_the_nearest_of_equal_places():
    old = UNCHANGED + "x Kabul y " + UNCHANGED.replace("Line", "Row")
    new = "a Kabul b " + UNCHANGED + "z " + UNCHANGED.replace("Line", "Row") + "a Kabul b"
    assert after(old, new, "Kabul")[1] == new.rindex("Kabul")


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (0, 5), (2, 2), (3, 1), (4, 4)])
@pytest.mark.parametrize("new", ["abcd", "abxd"])
def test_rebase_refuses_a_span_outside_the_text(start, end, new):
    with pytest.raises(ValueError) as refusal:
        rebase("abcd", new, [(0, 1), (start, end)])
    assert str(refusal.value) == f"No span can stand at {start} to {end} of 4 code points."


KABUL = "Officials in Kabul said 30 districts fell. "
HERAT = "Officials in Herat said 30 districts fell."


def test_of_kabul_and_herat_what_was_said_in_kabul_goes_with_its_sentence():
    """Each passage that touches the first sentence is in doubt or lost when it is cut."""
    text = KABUL + HERAT
    words = [word.span() for word in re.finditer(r"\w+", text)]
    spans = [(start, end) for start, _ in words for _, end in words if start < end]
    outcomes = dict(zip(spans, rebase(text, HERAT, spans), strict=True))

    placed = {
        span: (each.start, each.end) for span, each in outcomes.items() if each.state == PLACED
    }
    cut = len(KABUL)
    assert placed == {(start, end): (start - cut, end - cut) for start, end in placed}
    assert (cut, cut + len("Officials")) in placed
    assert (text.rindex("30"), text.rindex(".")) in placed


def test_of_teams_alpha_and_beta_no_passage_goes_from_one_to_the_other():
    """The case of issue 7571 of the Hypothesis client: like paragraphs, the first cut."""
    alpha, beta = (
        f"Team {name} reported that the new deployment reduced latency by twelve percent "
        "across all regions."
        for name in ("Alpha", "Beta")
    )
    text = f"{alpha}\n\n{beta}\n"
    words = [word.span() for word in re.finditer(r"\w+", alpha)]
    spans = [(start, end) for start, _ in words for _, end in words if start < end]
    for new in (f"{beta}\n", text.replace(alpha, ""), text.replace(f"{alpha}\n\n", "News.\n\n")):
        assert {each.state for each in rebase(text, new, spans)} <= {NEEDS_REVIEW, LOST}
    [whole] = rebase(text, f"{beta}\n", [(0, len(alpha))])
    assert (whole.state, whole.start, whole.end) == (NEEDS_REVIEW, 0, len(beta))


def test_rebase_keeps_an_end_between_two_marks_that_are_one_sign():
    old = "They said ''Kabul fell'' today."
    new = old.replace("''K", "’’K").replace("l''", "l’’")
    [outcome] = rebase(old, new, [(old.index("'Kabul"), old.index("' today"))])
    assert new[outcome.start : outcome.end] == "’Kabul fell’"


@pytest.mark.parametrize(
    ("old", "new", "quote", "words"),
    [
        ("Kabul fell at noon.", "Kabul fel at noon.", "Kabul fell", "Kabul fel"),
        ("Kabul fell at noon.", "abul fell at noon.", "Kabul fell", "abul fell"),
        ("In Herat they left.", "In Hera they left.", "Herat", "Hera"),
    ],
)
def test_rebase_proposes_a_short_quote_that_lost_a_letter_at_an_end(old, new, quote, words):
    assert after(old, new, quote) == (NEEDS_REVIEW, new.index(words), words)
