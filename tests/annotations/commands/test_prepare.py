from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.checks import Error, register
from django.core.checks.registry import registry
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from corpus.models import Article

pytestmark = pytest.mark.django_db


@pytest.fixture
def accounts_file(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "var"
    return settings.VAR_DIR / "accounts.txt"


def prepare():
    output = StringIO()
    call_command("prepare", stdout=output)
    return output.getvalue()


def counts():
    return Article.objects.count(), User.objects.filter(groups__isnull=False).count()


def test_prepare_fills_a_new_desk_and_leaves_it_the_next_time(accounts_file):
    assert prepare() == (
        "Added the first corpus: five articles, their passages and claims.\n"
        f"Created the accounts analyst, editor, admin. Their passwords: {accounts_file}\n"
    )
    assert counts() == (5, 3)

    assert prepare() == ""
    assert counts() == (5, 3)


def test_prepare_stops_at_a_failed_check_before_it_adds_anything(accounts_file, monkeypatch):
    monkeypatch.setattr(registry, "registered_checks", registry.registered_checks.copy())
    register(lambda **_: [Error("A view cannot be imported.")])

    with pytest.raises(SystemCheckError, match=r"A view cannot be imported\."):
        prepare()

    assert counts() == (0, 0)
    assert not accounts_file.exists()
