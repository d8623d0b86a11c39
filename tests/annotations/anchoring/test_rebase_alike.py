"""Texts that say nearly the same many times: what is asked about, and what stays placed."""

from random import Random

import pytest

from annotations.anchoring.rebase import rebase
from annotations.anchoring.spans import NEEDS_REVIEW, PLACED
from tests.annotations.anchoring.test_rebase import after
from tests.annotations.anchoring.test_rebase_edits import long_text
from tests.support.edits import prose

REFRAIN = "And the river runs down to the sea,\nDown to the sea.\n\n"
STANZAS = [
    f"{line},\n{REFRAIN}"
    for line in (
        "My brother ploughed the eastern field",
        "No letter came from Samarkand",
        "The blind ferryman counted coins",
        "Snow lay upon the granary roof",
    )
]
CLAUSES = [
    f"The {who} shall notify the other party in writing within {days} days of the {what}.\n"
    for who, days, what in [
        ("owner", 30, "notice"),
        ("seller", 14, "defect"),
        ("tenant", 7, "payment"),
        ("tenant", 7, "payment"),
        ("buyer", 7, "notice"),
    ]
]


def between_prose(parts):
    """The parts between prose in which nearly every word is telling."""
    return f"{prose(Random(1), 6000).strip()}\n\n{''.join(parts)}\n{prose(Random(2), 6000)}"


def numbered(clauses):
    return between_prose(f"{number}. {clause}" for number, clause in enumerate(clauses, 1))


def outcome_of(old, new, start, quote):
    """Return the state of a quote from `start` on, and its new place."""
    start = old.index(quote, start)
    [outcome] = rebase(old, new, [(start, start + len(quote))])
    return outcome.state, outcome.start


@pytest.mark.parametrize("quote", ["Down to", "river runs", "the sea"])
def test_a_refrain_whose_stanza_changed_its_place_is_asked_about(quote):
    first, second, third, fourth = STANZAS
    old, new = between_prose(STANZAS), between_prose([third, second, first, fourth])
    state, _ = outcome_of(old, new, old.index(first), quote)
    assert state == NEEDS_REVIEW


def test_a_refrain_stays_placed_beside_its_own_stanza():
    old, new = between_prose(STANZAS), between_prose([*STANZAS[:3], "The end came.\n", STANZAS[3]])
    start = old.index(STANZAS[1])
    assert outcome_of(old, new, start, "river runs") == (PLACED, old.index("river runs", start))


def test_of_clauses_that_differ_in_their_number_none_takes_the_place_of_another():
    old, new = numbered(CLAUSES), numbered([*CLAUSES[1:], CLAUSES[0]])
    # "3." is before the one tenant's clause first, and then before the other one's.
    state, _ = outcome_of(old, new, old.index("3. The tenant"), "The tenant shall notify")
    assert state == NEEDS_REVIEW


def test_a_clause_like_no_other_stays_placed_where_one_was_added():
    added = "The guarantor answers for damage by fire.\n"
    old, new = between_prose(CLAUSES[:3]), between_prose([added, *CLAUSES[:3]])
    clause = CLAUSES[1].strip()
    assert after(old, new, clause) == (PLACED, new.index(clause), clause)


INSPECTED = (
    "Crews of the harbour authority {} rusted turbine housings, valves and cables {} without "
    "finding leaks or cracks. "
)
REST = "Then both committees adjourned."


@pytest.mark.parametrize("quote", ["Crews of the harbour", "harbour authority", "turbine housings"])
def test_a_sentence_that_was_cut_beside_its_like_is_asked_about(quote):
    like = INSPECTED.format("repaired", "before noon")
    old = long_text(f"{INSPECTED.format('inspected', 'before noon')}{like}{REST}")
    # What was put in stands at the start of the sentence that was left: the diff takes it from it.
    new = long_text(f"{INSPECTED.format('repaired', 'of the harbour')}{REST}")
    assert after(old, new, quote)[0] == NEEDS_REVIEW


def test_an_edited_sentence_stays_placed_where_its_neighbour_is_not_like_it():
    old = long_text(f"{INSPECTED.format('inspected', 'before noon')}{REST}")
    new = long_text(f"{INSPECTED.format('repaired', 'before noon')}{REST}")
    quote = "harbour authority"
    assert after(old, new, quote) == (PLACED, new.index(quote), quote)


def test_part_of_a_word_is_no_more_certain_than_the_word():
    clauses = CLAUSES[0].replace("notice", "defect") + CLAUSES[1]
    old = f"{prose(Random(1), 6000).strip()}\n\n{clauses.strip()}"
    new = old.replace("seller", "dealer")
    for quote in ("defect.", "efect.", "t."):
        [outcome] = rebase(old, new, [(old.rindex(quote), old.rindex(quote) + len(quote))])
        assert outcome.state == NEEDS_REVIEW


@pytest.mark.parametrize(
    ("sentence", "state"),
    [
        ("Answer: I cannot remember.", NEEDS_REVIEW),
        ("Answer: I cannot remember which ferry sank.", PLACED),
    ],
)
def test_a_few_words_that_moved_alone_may_be_said_of_something_else(sentence, state):
    old, new = long_text(sentence), f"{sentence} {long_text('')}"
    assert after(old, new, "cannot remember")[0] == state


@pytest.mark.parametrize(
    ("put_in", "state"),
    [(": “It is a lie.” Costa statement", NEEDS_REVIEW), (" on Monday in Oslo", PLACED)],
)
def test_the_start_of_a_sentence_may_be_taken_by_one_that_was_put_in(put_in, state):
    statement = (
        "Hansen said{}: “Crews repaired rusted turbine housings along the harbour overnight.”"
    )
    old, new = long_text(statement.format("")), long_text(statement.format(put_in))
    assert after(old, new, "Hansen")[0] == state
