"""Changes of accounts by administrators, each noted in the log of the admin."""

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from annotations.accounts.groups import WORDS

# The newest changes of an account that its page lists.
MAX_CHANGES = 50


@transaction.atomic
def invite(username, group, administrator, **names):
    """Make an account that nobody can sign in to yet; `group` may be None.

    `names` are the real ones, as the columns `first_name` and `last_name`.
    """
    account = get_user_model().objects.create_user(username, **names)
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
def set_group(account, group, administrator):
    """Give an account this Group, or none for None, in place of the desk's groups that it has."""
    account.groups.remove(*Group.objects.filter(name__in=WORDS))
    if group:
        account.groups.add(group)
    _log(
        account, administrator, CHANGE, f"Put into {group.name}." if group else "Put into no group."
    )


def changes_of(account):
    """The newest changes of an account by administrators, as LogEntry rows."""
    kind = ContentType.objects.get_for_model(account)
    changes = LogEntry.objects.filter(content_type=kind, object_id=str(account.pk))
    return changes.select_related("user").order_by("-pk")[:MAX_CHANGES]


@transaction.atomic
def log_link(account, administrator):
    """Note that a link to choose a password was made, without the link."""
    _log(account, administrator, CHANGE, "Link to choose a password made.")


def _log(account, administrator, flag, message):
    LogEntry.objects.log_actions(administrator.pk, [account], flag, message)
