"""No silent moves: corrections whose truth is known, code point by code point.

ANCHORING_CASES sets how many; equal numbers are equal cases.
"""

import os

import pytest

from annotations.anchoring.rebase import rebase
from annotations.anchoring.spans import LOST, NEEDS_REVIEW, PLACED
from tests.support.adversaries import FAMILIES, adversary
from tests.support.edits import KINDS, correction, went_along

CASES = int(os.environ.get("ANCHORING_CASES", "5000"))


@pytest.mark.parametrize("kind", KINDS)
def test_no_passage_moves_in_silence(kind):
    placed = assert_none_moved(
        correction(f"{kind}{number}", kind) for number in range(CASES // len(KINDS))
    )
    # Where nothing is placed nothing can move.
    assert placed or kind == "salad"


@pytest.mark.parametrize("family", FAMILIES)
def test_no_passage_moves_in_silence_where_much_is_alike(family):
    assert assert_none_moved(adversary(number, family) for number in range(CASES // 125)) > 0


def assert_none_moved(cases):
    """Assert that no passage of these cases moves in silence; return how many are placed."""
    moved = []
    placed = 0
    for number, case in enumerate(cases):
        if case.old == case.new:
            continue
        outcomes = rebase(case.old, case.new, case.spans)
        for span, outcome in zip(case.spans, outcomes, strict=True):
            place = outcome.start, outcome.end
            assert outcome.state in (PLACED, NEEDS_REVIEW, LOST)
            if outcome.state == PLACED:
                placed += 1
                if not went_along(case, span, place):
                    moved.append((number, span, place))
    assert moved == []
    return placed
