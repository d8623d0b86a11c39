import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.names import OWN_KEY, kept_key, name_key, own_key, shared_key
from tests.support.strategies import PIECES, many


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Reuters", "reuters"),
        ("  The \t Eastern\n Herald ", "the eastern herald"),
        ("The\u00a0Eastern\u3000Herald", "the eastern herald"),
        ("Straße", "strasse"),
        ("STRASSE", "strasse"),
        ("ТАСС", "тасс"),
        ("Ёлка", "ёлка"),
        ("Е\u0308лка", "ёлка"),
        ("ﬁnance", "finance"),
        ("Ｒｅｕｔｅｒｓ", "reuters"),
        # Normalising makes capitals to fold, and folding makes marks to compose.
        ("℡", "tel"),
        ("J\u030ci", "\u01f0i"),
        ("ΣΊΣΥΦΟΣ", "σίσυφοσ"),
        ("İstanbul", "i\u0307stanbul"),
        ("کابل", "کابل"),
        ("\u00b4", "'"),
        ("O‘Brien", "o'brien"),
        ("O’Brien", "o'brien"),
        ("O`Brien", "o'brien"),
        ("O＇BRIEN", "o'brien"),
        ("Giscard d\u02bcEstaing", "giscard d'estaing"),
        ("Qur\u02bean", "qur'an"),
        ("\u0149", "'n"),
        ("Muhammad “Bill” Karim", 'muhammad "bill" karim'),
        ("«Bill» ״Karim״ ″x″", '"bill" "karim" "x"'),
        ("Kabulov\u200e", "kabulov"),
        ("Tali\u200bban", "taliban"),
        ("e\u034f\u0301", "é"),
        ("\u2764\ufe0f", "\u2764"),
        ("می\u200cخواهم", "میخواهم"),
        ("Zamir\u2800\u200bKabulov", "zamir kabulov"),
        ("\u3164\uffa0", ""),
        ("", ""),
        (" \u2003 ", ""),
    ],
)
def test_name_key(name, key):
    assert name_key(name) == key


def test_name_key_tells_names_apart():
    assert name_key("Bikantov") != name_key("Vikantov")


@many
@given(st.text(max_size=20) | st.lists(st.sampled_from(PIECES)).map("".join))
def test_name_key_of_a_key_is_that_key(name):
    assert name_key(name_key(name)) == name_key(name)


@many
@given(st.text(max_size=20))
def test_name_key_ignores_case(name):
    assert name_key(name.casefold()) == name_key(name)


def test_a_row_gets_a_key_of_its_own_and_keeps_it_while_its_name_is_the_same():
    first = own_key("kabulov", {"kabul", "kabulova"})
    second = own_key("kabulov", {first})
    third = own_key("kabulov", {first, second})
    assert (first, second, third) == ("kabulov", f"kabulov{OWN_KEY}", f"kabulov{OWN_KEY * 2}")
    assert [shared_key(key) for key in (first, second, third)] == ["kabulov"] * 3
    assert kept_key(second, "Kabulov\u200e") == second
    assert kept_key(second, "Kabul") == "kabul"
    assert kept_key("", "Kabul") == "kabul"
