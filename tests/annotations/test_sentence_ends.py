import pytest

from annotations.sentence_ends import sentence_ends


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {0: 3}),
        ("ab", {0: 3, 2: 3}),
        ("A. B", {0: 3, 1: 1, 2: 2, 3: 3, 4: 3}),
        ("A.” B", {0: 3, 1: 1, 3: 2, 4: 3, 5: 3}),
        ("A.", {0: 3, 1: 1, 2: 3}),
        ("A\n\nB", {0: 3, 1: 2, 3: 3, 4: 3}),
        ("A!\nB", {0: 3, 1: 1, 2: 2, 3: 3, 4: 3}),
        ("他。她", {0: 3, 1: 1, 2: 3, 3: 3}),
        ("3.5 km", {0: 3, 6: 3}),
    ],
)
def test_sentence_ends(text, expected):
    assert sentence_ends(text) == expected
