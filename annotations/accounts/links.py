"""Links that let somebody choose the password of an account, without mail.

The tokens are Django's. They hold for one state of the account: a link works once, and no longer
after its account was closed, signed in to or put into another group.
"""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse
from django.utils.http import base36_to_int


class AccountLinks(PasswordResetTokenGenerator):
    """One kind of link; `purpose` keeps it apart from other kinds, `max_age` is a timedelta."""

    def __init__(self, purpose, max_age):
        super().__init__()
        self.max_age = max_age
        self.key_salt = f"annotations.accounts.links.{purpose}"

    def address_for(self, account):
        """The absolute address, from SITE_URL: a Host header has no part in it."""
        path = reverse("account_link", args=[account.pk, self.make_token(account)])
        return f"{settings.SITE_URL}{path}"

    def check_token(self, account, token):
        if not account.is_active or not super().check_token(account, token):
            return False
        age = self._num_seconds(self._now()) - base36_to_int(token.partition("-")[0])
        return age <= self.max_age.total_seconds()

    def _make_hash_value(self, account, timestamp):
        groups = sorted(account.groups.values_list("pk", flat=True))
        return f"{super()._make_hash_value(account, timestamp)}{groups}"


# Django refuses every token that is older than settings.PASSWORD_RESET_TIMEOUT, which is as long.
INVITATIONS = AccountLinks("invitation", timedelta(days=7))
NEW_PASSWORDS = AccountLinks("new password", timedelta(hours=1))


def links_for(account):
    """The kind of link that an account gets: an invitation until it was used for the first time."""
    return INVITATIONS if is_invited(account) else NEW_PASSWORDS


def is_invited(account):
    """Whether nobody has chosen a password for the account yet."""
    return account.is_active and account.last_login is None and not account.has_usable_password()


def account_of(pk, token, *, is_locked=False):
    """The account whose password a link may set now, or None.

    Locked before the check, so that of two requests with one link the second finds it used.
    """
    accounts = get_user_model().objects.filter(pk=pk)
    account = (accounts.select_for_update(no_key=True) if is_locked else accounts).first()
    kinds = (INVITATIONS, NEW_PASSWORDS)
    is_valid = account and any(links.check_token(account, token) for links in kinds)
    return account if is_valid else None
