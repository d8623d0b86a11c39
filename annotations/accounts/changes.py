"""Changes of accounts by administrators, each noted in the log of the admin."""

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.auth import get_user_model
from django.db import transaction


@transaction.atomic
def invite(username, group, administrator):
    """Make an account that nobody can sign in to yet; `group` may be None."""
    account = get_user_model().objects.create_user(username)
    if group:
        account.groups.add(group)
    _log(
        account,
        administrator,
        ADDITION,
        f"Invited to {group.name}." if group else "Invited, no group.",
    )
    return account


@transaction.atomic
def set_active(account, is_active, administrator):
    """Close an account, or open it again. Its sessions end; all it wrote stays."""
    account.is_active = is_active
    account.save(update_fields=["is_active"])
    _log(account, administrator, CHANGE, "Opened again." if is_active else "Closed.")


@transaction.atomic
def log_link(account, administrator):
    """Note that a link to choose a password was made, without the link."""
    _log(account, administrator, CHANGE, "Link to choose a password made.")


def _log(account, administrator, flag, message):
    LogEntry.objects.log_actions(administrator.pk, [account], flag, message)
