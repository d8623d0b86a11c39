import secrets

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from corpus.private_files import draft_beside, write_through

GROUPS = {"analyst": "Analysts", "editor": "Editors", "admin": "Administrators"}
# Accounts that may use the admin.
STAFF_NAMES = {"editor", "admin"}
# Without look-alike characters; 16 of them give 78 bits of entropy.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
PASSWORD_LENGTH = 16


class Command(BaseCommand):
    help = "Create the accounts analyst, editor and admin when a desk first starts."

    def handle(self, **options):
        path = settings.VAR_DIR / "accounts.txt"
        if has_accounts():
            if not path.exists():
                self.stdout.write(
                    f"The accounts of this desk exist, but {path} is missing. Passwords cannot be "
                    "recovered. Set a new one: .venv/bin/python manage.py changepassword <name>"
                )
            return
        make_accounts(path)
        self.stdout.write(f"Created the accounts {', '.join(GROUPS)}. Their passwords: {path}")


def has_accounts():
    """Whether the accounts exist, by their groups: they may have been renamed."""
    return User.objects.filter(groups__name__in=GROUPS.values()).exists()


def make_accounts(path):
    """Create the three accounts and write `path`, mode 600, with lines `name password`.

    The file is written first and the accounts are committed last: after an interruption the next
    start creates both again, and no account is left without its password.
    """
    passwords = {name: new_password() for name in GROUPS}
    draft = draft_beside(path)
    try:
        write_through(draft, "".join(f"{name} {passwords[name]}\n" for name in GROUPS))
        with transaction.atomic():
            for name, group in GROUPS.items():
                make_account(name, group, passwords[name])
            draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def make_account(name, group, password):
    """Create an account in the group of this name; raises CommandError if it cannot be."""
    if User.objects.filter(username=name).exists():
        raise CommandError(
            f"An account {name!r} exists but is not in the group {group!r}. Add it to the group in "
            "the admin, then start again."
        )
    user = User.objects.create_user(name, password=password, is_staff=name in STAFF_NAMES)
    try:
        user.groups.add(Group.objects.get(name=group))
    except Group.DoesNotExist as error:
        raise CommandError(f"The group {group!r} is missing. Run: manage.py migrate") from error


def new_password():
    return "".join(secrets.choice(ALPHABET) for _ in range(PASSWORD_LENGTH))
