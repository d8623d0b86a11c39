import re

import pytest

from corpus.late_pattern import late_pattern


def test_late_pattern_matches_as_a_compiled_one():
    pattern = r"(?P<day>\d+)\.(\d+)"
    text = "5.8 and 12.10"

    late = late_pattern(pattern)

    assert late.findall(text) == re.compile(pattern).findall(text)
    assert late.match(text)["day"] == "5"
    assert late.sub("x", text) == "x and x"


def test_late_pattern_is_compiled_once_when_it_is_first_used(monkeypatch):
    compiled = []
    compile_pattern = re.compile

    def counted(pattern):
        compiled.append(pattern)
        return compile_pattern(pattern)

    monkeypatch.setattr(re, "compile", counted)

    late = late_pattern("[a-z]")
    before = list(compiled)
    matches = [late.match(letter) is not None for letter in "aB"]

    assert (before, compiled, matches) == ([], ["[a-z]"], [True, False])


def test_error_in_a_late_pattern_shows_at_its_first_use():
    late = late_pattern("(")

    with pytest.raises(re.error):
        late.match("")
