"""Links that let somebody choose the password of an account, without mail.

The tokens are Django's. They hold for one state of the account: a link works once, and no longer
after its account was closed, signed in to or put into another group.
"""

from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import base36_to_int
from django.utils.timezone import make_aware


class AccountLinks(PasswordResetTokenGenerator):
    """One kind of link; `purpose` keeps it apart from other kinds, `max_age` is a timedelta."""

    def __init__(self, purpose, max_age):
        super().__init__()
        self.max_age = max_age
        self.key_salt = f"annotations.accounts.links.{purpose}"

    def address_of(self, account, token):
        """The absolute address, from SITE_URL: a Host header has no part in it."""
        return f"{settings.SITE_URL}{reverse('account_link', args=[account.pk, token])}"

    def receipt_of(self, token):
        """What the address of an administrator's page may hold: it opens no account by itself."""
        return f"{token.partition('-')[0]}-{sha256(token.encode()).hexdigest()}"

    def token_of(self, account, receipt):
        """The token with this receipt; None if there is none, or it works no longer."""
        made_at = receipt.partition("-")[0]
        try:
            token = self._make_token_with_timestamp(account, base36_to_int(made_at), self.secret)
        except ValueError:
            return None
        is_same = constant_time_compare(self.receipt_of(token), receipt)
        return token if is_same and self.check_token(account, token) else None

    def works_until(self, token):
        """The time at which a token gets too old."""
        made_at = timedelta(seconds=base36_to_int(token.partition("-")[0]))
        # Django counts the seconds of a token from here, in local time.
        return make_aware(datetime(2001, 1, 1) + made_at + self.max_age)

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
