import pytest

from corpus.search.concordance import LEFT, RIGHT, TEXT, concordance_lines, sorted_rows
from corpus.search.parser import parse

CITED = "Zebra men wait.\n\nThe  men left; Émile’s men, too. men"


def itself(line):
    return line


def shown(text, typed):
    return [
        (each.before, each.words, each.after) for each in concordance_lines(text, parse(typed).tree)
    ]


def test_each_hit_has_the_words_around_it_on_one_line():
    assert shown(CITED, "men") == [
        ("Zebra ", "men", " wait. The men left; Émile’s men, too. men"),
        ("Zebra men wait. The ", "men", " left; Émile’s men, too. men"),
        ("Zebra men wait. The men left; Émile’s ", "men", ", too. men"),
        ("Zebra men wait. The men left; Émile’s men, too. ", "men", ""),
    ]
    assert shown(CITED, '"wait the"') == [
        ("Zebra men ", "wait. The", " men left; Émile’s men, too. men")
    ]


def test_word_that_the_context_would_cut_is_left_out():
    text = f"{'abcdefghi ' * 20}men{' abcdefghi' * 20}"

    [(before, _, after)] = shown(text, "men")
    assert (before, after) == ("abcdefghi " * 7, " abcdefghi" * 7)
    [(before, _, after)] = shown(f"{'x' * 200}-men-{'y' * 200}", "men")
    assert (before, after) == ("x" * 69 + "-", "-" + "y" * 69)


@pytest.mark.parametrize(
    ("sort", "numbers"), [(TEXT, [1, 2, 3, 4]), (LEFT, [3, 2, 4, 1]), (RIGHT, [4, 2, 3, 1])]
)
def test_lines_are_sorted_by_the_folded_words_beside_the_hit(sort, numbers):
    ordered = sorted_rows(concordance_lines(CITED, parse("men").tree), sort, itself)

    assert [each.number for each in ordered] == numbers


def test_lines_alike_on_one_side_are_sorted_by_the_words_beyond():
    lines = concordance_lines("b x men. a x men. c x men.", parse("men").tree)

    assert [each.number for each in sorted_rows(lines, LEFT, itself)] == [2, 1, 3]
