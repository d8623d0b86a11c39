import stat
from io import StringIO

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db


@pytest.fixture
def accounts_file(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "var"
    return settings.VAR_DIR / "accounts.txt"


def make_accounts():
    output = StringIO()
    call_command("make_accounts", stdout=output)
    return output.getvalue()


def accounts():
    return {
        user.username: (
            [group.name for group in user.groups.all()],
            user.is_staff,
            user.is_superuser,
            user.password,
        )
        for user in User.objects.filter(groups__isnull=False)
    }


def test_make_accounts_first_start(accounts_file):
    assert make_accounts() == (
        f"Created the accounts analyst, editor, admin. Their passwords: {accounts_file}\n"
    )
    assert {name: account[:3] for name, account in accounts().items()} == {
        "analyst": (["Analysts"], False, False),
        "editor": (["Editors"], True, False),
        "admin": (["Administrators"], True, False),
    }


def test_make_accounts_file(accounts_file):
    make_accounts()
    passwords = dict(line.split(" ") for line in accounts_file.read_text().splitlines())
    assert [*passwords] == ["analyst", "editor", "admin"]
    for name, password in passwords.items():
        assert User.objects.get(username=name).check_password(password) is True
    assert {len(password) for password in passwords.values()} == {16}
    assert len(set(passwords.values())) == 3
    assert stat.S_IMODE(accounts_file.stat().st_mode) == 0o600
    assert [path.name for path in accounts_file.parent.iterdir()] == ["accounts.txt"]


def test_make_accounts_second_start(accounts_file):
    make_accounts()
    before = (accounts(), accounts_file.read_bytes(), accounts_file.stat().st_mtime_ns)
    assert make_accounts() == ""
    assert (accounts(), accounts_file.read_bytes(), accounts_file.stat().st_mtime_ns) == before


def test_make_accounts_file_gone(accounts_file):
    make_accounts()
    before = accounts()
    accounts_file.unlink()
    assert make_accounts() == (
        f"The accounts of this desk exist, but {accounts_file} is missing. Passwords cannot be "
        "recovered. Set a new one: .venv/bin/python manage.py changepassword <name>\n"
    )
    assert accounts() == before
    assert not accounts_file.exists()


def test_make_accounts_renamed(accounts_file):
    make_accounts()
    User.objects.filter(username="analyst").update(username="mira")
    User.objects.filter(username__in=["editor", "admin"]).update(is_active=False)
    before = accounts()
    assert make_accounts() == ""
    assert accounts() == before


def test_make_accounts_name_taken(accounts_file):
    User.objects.create_user("editor", password="kept")
    with pytest.raises(CommandError, match="'editor' exists but is not in the group 'Editors'"):
        make_accounts()
    assert [user.username for user in User.objects.filter(username__in=["analyst", "admin"])] == []
    assert list(accounts_file.parent.iterdir()) == []


def test_make_accounts_without_groups(accounts_file):
    Group.objects.all().delete()
    with pytest.raises(CommandError, match=r"Run: manage\.py migrate"):
        make_accounts()
    assert list(accounts_file.parent.iterdir()) == []
