import secrets

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from corpus.private_files import draft_beside, write_through

GROUPS = {"analyst": "Analysts", "editor": "Editors", "admin": "Administrators"}
# Those who keep sources, people, tags, origins or accounts in the admin.
STAFF = {"editor", "admin"}
# No letter or digit here is taken for another; 16 of them are 78 bits.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
LENGTH = 16


class Command(BaseCommand):
    help = "Make the accounts analyst, editor and admin on the first start of a desk."

    def handle(self, **options):
        path = settings.VAR_DIR / "accounts.txt"
        if has_accounts():
            if not path.exists():
                self.stdout.write(
                    f"The accounts of this desk exist, but {path} is gone, and passwords cannot be "
                    "read back. Set a new one: .venv/bin/python manage.py changepassword <name>"
                )
            return
        make_accounts(path)
        self.stdout.write(f"Made the accounts {', '.join(GROUPS)}. Their passwords: {path}")


def has_accounts():
    """Whether this desk was started before: renamed accounts are still in their groups."""
    return User.objects.filter(groups__name__in=GROUPS.values()).exists()


def make_accounts(path):
    """Make the three accounts and write `path`, mode 600, with lines `name password`.

    The file comes first and the accounts are committed last: stopped in between, the next start
    makes both anew, and no account is ever left without its password.
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
    if User.objects.filter(username=name).exists():
        raise CommandError(
            f"An account {name!r} exists outside of the group {group!r}. Add it to the group in "
            "the admin, then start again."
        )
    user = User.objects.create_user(name, password=password, is_staff=name in STAFF)
    try:
        user.groups.add(Group.objects.get(name=group))
    except Group.DoesNotExist as error:
        raise CommandError(f"The group {group!r} is missing. Run: manage.py migrate") from error


def new_password():
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
