"""No silent moves: corrections whose truth is known, code point by code point.

ANCHORING_CASES sets how many; equal numbers are equal cases.
"""

import os

import pytest

from annotations.anchoring.rebase import rebase
from annotations.anchoring.spans import LOST, NEEDS_REVIEW, PLACED
from tests.support import adversaries, alike_texts
from tests.support.adversaries import adversary
from tests.support.alike_texts import ALL_FAMILIES
from tests.support.edits import KINDS, correction, outcomes_of, went_along

CASES = int(os.environ.get("ANCHORING_CASES", "5000"))

# Cases in which a passage moved, beyond the numbers that are tried.
MOVED_ONCE = [
    (adversaries.like_cut_beside, 707),
    (adversaries.like_cut_beside, 2478),
    (alike_texts.clauses, 434),
    (alike_texts.clauses, 478),
    (alike_texts.poem, 9),
    (alike_texts.bulletins, 8080),
    (alike_texts.mixed_units, 6306),
]


@pytest.mark.parametrize("kind", KINDS)
def test_no_passage_moves_in_silence(kind):
    placed = assert_none_moved(
        correction(f"{kind}{number}", kind) for number in range(CASES // len(KINDS))
    )
    # Where nothing is placed nothing can move.
    assert placed or kind == "salad"


@pytest.mark.parametrize("family", ALL_FAMILIES)
def test_no_passage_moves_in_silence_where_much_is_alike(family):
    assert assert_none_moved(adversary(number, family) for number in range(CASES // 125)) > 0


@pytest.mark.parametrize(("family", "number"), MOVED_ONCE)
def test_a_passage_that_moved_once_moves_no_more(family, number):
    assert assert_none_moved([adversary(number, family)]) > 0


def test_a_correction_of_a_correction_starts_from_the_text_between():
    case = adversary(3, alike_texts.corrected_twice)
    assert case.between not in (None, case.old, case.new)
    placed_between = [o.state for o in rebase(case.old, case.between, case.spans)]
    outcomes = outcomes_of(case)
    assert {PLACED, NEEDS_REVIEW} <= {outcome.state for outcome in outcomes}
    assert PLACED not in [
        outcome.state
        for outcome, state in zip(outcomes, placed_between, strict=True)
        if state != PLACED
    ]


def assert_none_moved(cases):
    """Assert that no passage of these cases moves in silence; return how many are placed."""
    moved = []
    placed = 0
    for number, case in enumerate(cases):
        if case.old == case.new:
            continue
        outcomes = outcomes_of(case)
        for span, outcome in zip(case.spans, outcomes, strict=True):
            place = outcome.start, outcome.end
            assert outcome.state in (PLACED, NEEDS_REVIEW, LOST)
            if outcome.state == PLACED:
                placed += 1
                if not went_along(case, span, place):
                    moved.append((number, span, place))
    assert moved == []
    return placed
