import sys
from importlib import import_module

import pytest
from django.core.checks import run_checks
from django.urls import get_resolver

from corpus.web.late_views import LateModule, LateView


@pytest.fixture(autouse=True)
def without_new_late_views():
    """Late views that a test makes stand in no URLconf, and so in no list of them."""
    late_views = LateView.all.copy()
    yield
    LateView.all[:] = late_views


def test_each_address_with_a_late_view_calls_the_function_of_that_name():
    assert get_resolver().url_patterns
    late_views = LateView.all

    functions = [getattr(import_module(each.__module__), each.__name__) for each in late_views]

    assert late_views != []
    assert [each.load() for each in late_views] == functions


def test_late_view_is_called_with_what_it_is_given():
    late = LateModule("django.shortcuts").resolve_url

    assert late("/somewhere/") == "/somewhere/"


def test_late_view_has_the_attributes_of_its_function_that_middleware_reads():
    late = LateModule("annotations.views.accounts.accounts").account_link

    assert (late.login_required, late.__name__) == (False, "account_link")
    assert not hasattr(late, "csrf_exempt")


def test_module_is_imported_when_its_view_is_first_used(monkeypatch):
    monkeypatch.delitem(sys.modules, "this", raising=False)
    late = LateModule("this").s
    before = "this" in sys.modules

    late.load()

    assert (before, "this" in sys.modules) == (False, True)


def test_late_views_of_the_desk_pass_the_check():
    assert run_checks(tags=["urls"]) == []


@pytest.mark.parametrize(
    ("module", "name", "reason"),
    [
        (
            "corpus.web.redirects",
            "no_such_view",
            "module 'corpus.web.redirects' has no attribute 'no_such_view'",
        ),
        ("corpus.web.no_module", "view", "No module named 'corpus.web.no_module'"),
    ],
)
def test_check_names_a_late_view_that_cannot_be_imported(module, name, reason):
    getattr(LateModule(module), name)

    assert [error.msg for error in run_checks(tags=["urls"])] == [
        f"{module}.{name} cannot be imported: {reason}"
    ]
