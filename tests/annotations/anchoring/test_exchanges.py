import pytest

from annotations.anchoring.exchanges import Exchanges

WORDS = "But they left Herat but the club of May fell again".split()


@pytest.mark.parametrize(
    ("cut", "put_in", "is_exchange"),
    [
        (["Herat"], ["Kabul"], True),
        (["30"], ["40"], True),
        (["Herat"], ["Heratt"], False),
        (["Herat"], ["town"], False),
        # A capital at the start of a sentence alone makes no name of a word.
        (["But"], ["Kabul"], False),
        (["Herat"], ["But"], False),
        # It does where the word has one inside a sentence, or is in no other form.
        (["May"], ["Kabul"], True),
        (["Then"], ["Kabul"], True),
        # In the old text it opens no sentence.
        (["Herat"], ["Club"], True),
    ],
)
def test_a_name_or_figure_was_exchanged_for_another(cut, put_in, is_exchange):
    assert Exchanges(WORDS, [0]).is_exchange(cut, put_in) == is_exchange


def test_in_a_script_without_capitals_only_figures_are():
    exchanges = Exchanges("غادروا هرات امس".split(), [0])
    assert not exchanges.is_exchange(["هرات"], ["كابل"])
    assert exchanges.is_exchange(["30"], ["40"])
