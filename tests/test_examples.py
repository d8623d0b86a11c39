"""The examples in docstrings: what they say is what comes out."""

import doctest
from importlib import import_module

import pytest

from tests.test_project import ROOT, SHIPPED

MODULES = [
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for path in SHIPPED
    if "    >>> " in path.read_text(encoding="utf-8")
]


# No database changes them; some of their modules name its connection.
@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize("module_name", MODULES)
def test_examples_are_true(module_name):
    outcome = doctest.testmod(import_module(module_name))
    assert outcome.failed == 0
    assert outcome.attempted > 0
