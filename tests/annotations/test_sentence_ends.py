import pytest

from annotations.sentence_ends import sentence_edges


@pytest.mark.parametrize(
    ("text", "starts", "ends"),
    [
        ("", [0], [0]),
        ("ab", [0], [2]),
        ("A. B", [0, 3], [2, 4]),
        ("A.” B", [0, 4], [3, 5]),
        ("A.", [0, 2], [2]),
        ("A. ", [0, 3], [2, 3]),
        ("A\n\nB", [0, 3], [1, 4]),
        ("A!\nB", [0, 3], [2, 4]),
        ("کابل۔ ما", [0, 6], [5, 8]),
        ("他。她", [0, 2], [2, 3]),
        ("3.5 km", [0], [6]),
        ("The U.S. troops left.", [0, 21], [21]),
    ],
)
def test_sentence_edges(text, starts, ends):
    assert sentence_edges(text) == (starts, ends)
