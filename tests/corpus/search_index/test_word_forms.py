"""Plain words are looked up as the words that have their stem, and as no others."""

import pytest

from corpus.db.query_batch import sent_together
from corpus.index_entry import index_columns
from corpus.models import Article, WordForm
from corpus.search.fts5 import match_query
from corpus.search.parser import parse
from corpus.search.query_tree import EXACT, STEM, All, Not, Words, leaves
from corpus.search_index import word_forms
from corpus.search_index.word_forms import (
    NO_WORD,
    AddedWords,
    form_queries,
    with_forms,
    with_hyphens,
)
from tests.support.factories import make_article, make_user

pytestmark = pytest.mark.django_db


def forms_of(typed):
    return [leaf.forms for leaf in leaves(with_forms(parse(typed).tree))]


def stored_forms():
    return sorted(WordForm.objects.values_list("stem", "word"))


@pytest.fixture
def forms():
    by = make_user()
    for text in ("Cities and a city ran.", "Running runs; runs run."):
        make_article(text, title="Walking", byline="By Waters", by=by)


def test_inflected_words_are_kept_once(forms):
    assert stored_forms() == [
        ("citi", "cities"),
        ("citi", "city"),
        ("run", "running"),
        ("run", "runs"),
        ("walk", "walking"),
        ("water", "waters"),
    ]


def test_the_parts_of_words_with_a_hyphen_are_kept_once():
    added_words = AddedWords()
    columns = index_columns("A cease-fire", "The cease-fires of a Cease-Fire.", "Non-co-operation")
    for _ in range(2):
        added_words.add(columns.values())
    assert [pair for pair in stored_forms() if " " in pair[1]] == [
        ("\ue013ceasefire", "cease fire"),
        ("\ue013ceasefires", "cease fires"),
        ("\ue013cooperation", "co operation"),
    ]


def test_words_of_the_longest_kind_with_a_hyphen_are_kept():
    word = f"{'x' * 40}-{'y' * 39}"
    make_article(f"The {word} plan.", by=make_user())
    tree = with_hyphens(parse(f'"the {word.replace("-", "")} plan"').tree)
    assert Article.objects.matching(tree).count() == 1


def test_phrases_alone_look_up_the_parts_of_their_words(forms, django_assert_num_queries):
    with django_assert_num_queries(0):
        with_hyphens(parse("ceasefire -city").tree)
    with django_assert_num_queries(1):
        with_hyphens(parse('"a ceasefire" "the ceasefire" -city').tree)


@pytest.mark.parametrize("limit", [1, 100])
def test_words_of_several_batches_are_added_once(monkeypatch, limit):
    monkeypatch.setattr(word_forms, "MAX_ADDED_WORDS", limit)
    added_words = AddedWords()
    added_words.add([" of ", " cities run "])
    added_words.add([" cities runs of "])
    assert stored_forms() == [("citi", "cities"), ("run", "runs")]
    added_words.add([" running city "])
    assert stored_forms() == [
        ("citi", "cities"),
        ("citi", "city"),
        ("run", "running"),
        ("run", "runs"),
    ]


def test_words_added_before_are_not_looked_up_again(django_assert_num_queries):
    added_words = AddedWords()
    added_words.add([" cities runs "])
    # Is the last one still there, and which is the last one now?
    with django_assert_num_queries(2):
        added_words.add([" runs cities of "])


def test_words_are_added_again_after_a_rebuild_between_two_batches():
    added_words = AddedWords()
    added_words.add([" cities runs "])
    WordForm.objects.all().delete()
    added_words.add([" cities "])
    assert stored_forms() == [("citi", "cities")]


def test_a_stem_has_its_words_and_itself_if_it_is_one(forms):
    assert forms_of("cities") == [(("citi", "cities", "city"),)]
    assert forms_of("runs -walked") == [(("run", "running", "runs"),), (("walk", "walking"),)]
    assert forms_of("кабул") == [(("кабул",),)]
    assert forms_of('"cities" citi*') == [(), ()]


def test_a_word_that_several_added_at_once_is_looked_up_once(forms):
    WordForm.objects.create(stem="run", word="runs")
    assert forms_of("run") == [(("run", "running", "runs"),)]


def test_a_word_with_another_stem_is_no_form_of_what_it_reads(forms):
    """The stem of "generously" reads as another word would, whose stem is again shorter."""
    stem = "aring"
    make_article("The aring.", by=make_user())
    assert list(WordForm.objects.filter(word=stem).values_list("stem", flat=True)) == ["are"]
    leaf = with_forms(Words((stem,), STEM))
    assert leaf.forms == ((NO_WORD,),)
    assert not Article.objects.matching(leaf).exists()


def test_forms_are_looked_up_once(forms, django_assert_num_queries):
    with django_assert_num_queries(1):
        tree = with_forms(parse("runs (cities OR -walked) city").tree)
    with django_assert_num_queries(0):
        assert with_forms(tree) is tree
        assert with_forms(None) is None
        assert with_forms(Not(Words(("run",), EXACT))) == Not(Words(("run",), EXACT))


@pytest.mark.parametrize("typed", ['runs "of cities" -walked', '"ceasefire holds" runs', "run"])
def test_forms_that_came_together_are_those_looked_up(forms, typed):
    tree = parse(typed).tree
    looked_up = with_forms(with_hyphens(tree))

    with sent_together(*form_queries(tree)):
        assert with_forms(with_hyphens(tree)) == looked_up


@pytest.mark.only_on("postgresql")
def test_forms_that_came_together_are_not_looked_up(forms, django_assert_num_queries):
    tree = parse('runs "of cities"').tree
    with django_assert_num_queries(1), sent_together(*form_queries(tree)):
        with_forms(with_hyphens(tree))


def test_the_words_of_a_phrase_have_all_their_forms(forms):
    by = make_user()
    for text in ("run city", "running cities", "cities running", "city run"):
        make_article(text, by=by)
    texts = Article.objects.matching(parse("runs-city").tree).values_list("text", flat=True)
    assert sorted(texts) == ["run city", "running cities"]


def test_a_phrase_of_too_many_combinations_is_several(forms, monkeypatch):
    monkeypatch.setattr(word_forms, "MAX_PHRASES", 9)
    tree = with_forms(parse("run-city-run-the-city").tree)
    # Three forms each of "run" and "city".
    assert tree == All(
        (
            Words(("run", "citi"), STEM),
            Words(("citi", "run", "the"), STEM),
            Words(("the", "citi"), STEM),
        )
    )
    monkeypatch.setattr(word_forms, "MAX_PHRASES", 8)
    tree = with_forms(parse("run-city-run-the-city").tree)
    assert tree == All(
        (
            Words(("run",), STEM),
            Words(("citi",), STEM),
            Words(("run", "the"), STEM),
            Words(("the", "citi"), STEM),
        )
    )


def test_a_phrase_is_looked_up_at_a_bounded_cost(forms):
    tree = with_forms(parse("-".join(["run", "city"] * 30)).tree)
    assert match_query(tree).count('"') // 2 <= 60 * word_forms.MAX_PHRASES
    assert not Article.objects.matching(tree).exists()


def test_words_of_a_batch_that_says_which_are_new_are_these_alone():
    added_words = AddedWords()
    added_words.announce({"cities", "runs"})
    added_words.add([" cities runs "])
    added_words.announce({"walks"})
    # None of its articles is added.
    added_words.announce({"tells"})
    added_words.add([" cities tells walks waters "])

    assert stored_forms() == [
        ("citi", "cities"),
        ("run", "runs"),
        ("tell", "tells"),
        ("walk", "walks"),
    ]


def test_after_a_rebuild_all_words_of_the_later_batches_are_looked_at():
    added_words = AddedWords()
    added_words.announce({"cities", "runs"})
    added_words.add([" cities runs "])
    WordForm.objects.all().delete()
    for column in (" cities ", " runs "):
        added_words.announce(set())
        added_words.add([column])

    assert stored_forms() == [("citi", "cities"), ("run", "runs")]
