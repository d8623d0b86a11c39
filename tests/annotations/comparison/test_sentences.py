from hypothesis import given
from hypothesis import strategies as st

from annotations.comparison.sentences import in_order, matches_of, sentences_of

SENTENCES = [
    "The minister left Kabul on Thursday.",
    "Nobody saw the convoy return from Herat.",
    "Prices of bread doubled within a week.",
    "The border was closed at noon.",
    "He said so.",
    "Two soldiers were wounded near the bridge.",
    "Yes.",
]
texts = st.lists(st.sampled_from(SENTENCES), max_size=14).map(" ".join)


def words_matched(left, right):
    """The (left, right) sentences of each match, as texts."""
    one, other = sentences_of(left), sentences_of(right)
    return [
        (
            left[one[m.left].start : one[m.left].end],
            right[other[m.right].start : other[m.right].end],
        )
        for m in matches_of(one, other)
    ]


def test_a_sentence_ends_where_sentences_end_and_belongs_to_its_paragraph():
    text = "Gen. Shinwari left. Kabul fell!\n\n***\n\n“Nobody fled,” he said."
    sentences = [
        (text[each.start : each.end], each.paragraph, each.words) for each in sentences_of(text)
    ]
    assert sentences == [
        ("Gen. Shinwari left.", 0, ("gen", "shinwari", "left")),
        ("Kabul fell!", 0, ("kabul", "fell")),
        ("“Nobody fled,” he said.", 2, ("nobody", "fled", "he", "said")),
    ]


def test_equal_sentences_match_whatever_their_quotation_marks_and_letters():
    left = "“Their offensive is running out of steam,” he said."
    right = 'It rained all day. "THEIR offensive is running out of steam", he said.'
    assert words_matched(left, right) == [
        (left, '"THEIR offensive is running out of steam", he said.')
    ]


def test_a_reworded_sentence_matches_and_another_matter_does_not():
    left = "“The Taliban lack the resources to take over and hold major cities,” he said."
    reworded = "The Taliban has no resources to capture and hold the major cities, he noted."
    other = "The ministry has no plans to raise the price of bread in the country, he said."
    assert words_matched(left, f"{other} {reworded}") == [(left, reworded)]


def test_a_few_common_words_are_no_match():
    assert words_matched("He said on Thursday.", "He said on Friday that it rained.") == []


def test_words_that_stand_in_most_sentences_are_no_match():
    left = "The ministry said that the northern bridge near Kunduz was closed to heavy traffic."
    right = "The committee said that the annual budget for schools was open to public debate."
    rest = (
        "The army said that it was lost. The court said that the law was clear. The river rose to "
        "the gates. The clinic said that the sick had come to it. The market was shut to all."
    )
    assert words_matched(f"{left} {rest}", f"It rained. {right}") == []


def test_a_sentence_that_recurs_is_matched_once_each_time():
    left = "The border was closed at noon. It rained hard. The border was closed at noon."
    matches = matches_of(sentences_of(left), sentences_of("The border was closed at noon."))
    assert [(match.left, match.right) for match in matches] == [(0, 0)]


def test_the_heavier_of_two_crossing_matches_stays_in_order():
    short, long = "The border was closed at noon.", "Two soldiers were wounded near the old bridge."
    one, other = sentences_of(f"{short} {long}"), sentences_of(f"{long} {short}")
    matches = matches_of(one, other)
    assert [(match.left, match.right) for match in matches] == [(0, 1), (1, 0)]
    assert [(match.left, match.right) for match in in_order(matches)] == [(1, 0)]


@given(texts, texts)
def test_every_sentence_is_in_one_match_at_most(left, right):
    matches = matches_of(sentences_of(left), sentences_of(right))
    assert len({match.left for match in matches}) == len(matches)
    assert len({match.right for match in matches}) == len(matches)
    assert [match.left for match in matches] == sorted(match.left for match in matches)


@given(texts, texts)
def test_shared_words_are_equal_and_in_the_same_order(left, right):
    one, other = sentences_of(left), sentences_of(right)
    for match in matches_of(one, other):
        shared = [
            (one[match.left].words[index], other[match.right].words[position])
            for index, position in match.shared
        ]
        assert [word for word, _ in shared] == [word for _, word in shared]
        assert list(match.shared) == sorted(match.shared)
        assert len({position for _, position in match.shared}) == len(match.shared)


def heaviest(matches):
    """The weight of the heaviest increasing chain, by trying them all."""
    best = []
    for match in matches:
        before = [weight for other, weight in best if other.right < match.right]
        best.append((match, match.weight + max(before, default=0)))
    return max((weight for _, weight in best), default=0)


@given(texts, texts)
def test_no_chain_of_matches_is_heavier(left, right):
    matches = matches_of(sentences_of(left), sentences_of(right))
    chain = in_order(matches)
    assert [match.right for match in chain] == sorted(match.right for match in chain)
    assert round(sum(match.weight for match in chain), 6) == round(heaviest(matches), 6)
