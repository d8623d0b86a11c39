import pytest

from annotations.anchoring.sentences import sentence_edges


@pytest.mark.parametrize(
    ("text", "starts", "ends"),
    [
        ("", [0], [0]),
        ("ab", [0], [2]),
        ("We won. B", [0, 8], [7, 9]),
        ("We won.” B", [0, 9], [8, 10]),
        ("We won.", [0, 7], [7]),
        ("We won. ", [0, 8], [7, 8]),
        ("A\n\nB", [0, 3], [1, 4]),
        ("A!\nB", [0, 3], [2, 4]),
        ("کابل افتاد۔ ما", [0, 12], [11, 14]),
        ("他。她", [0, 2], [2, 3]),
        ("3.5 km", [0], [6]),
        ("The U.S. troops left.", [0, 21], [21]),
        ("The U.S. Marines left.", [0, 22], [22]),
        ("He saw Gen. Shinwari. He left.", [0, 22, 30], [21, 30]),
        ("Yes. They left. No. They came.", [0, 5, 16, 20, 30], [4, 15, 19, 30]),
        ("Was it No. 5? Yes, Mr. Li.", [0, 14], [13, 26]),
        ("12. Kabul: 3\n13. Herat: 4", [0, 13], [12, 25]),
        ("It fell in 2021. Then", [0, 17], [16, 21]),
    ],
)
def test_sentence_edges(text, starts, ends):
    assert sentence_edges(text) == (starts, ends)
