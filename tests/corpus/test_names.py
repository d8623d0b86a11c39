import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.names import name_key
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
        ("\u00b4", "\u0301"),
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
