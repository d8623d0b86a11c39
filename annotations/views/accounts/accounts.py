"""The own account, and the links by which one chooses a password."""

from http import HTTPStatus

from django.contrib.auth import get_user_model, login, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from annotations.accounts.groups import rights_of
from annotations.accounts.links import account_of, is_invited
from annotations.forms.accounts.account import NewPasswordForm, OwnNameForm, OwnPasswordForm
from annotations.history.notices import note
from annotations.models import Member
from corpus.web.edit_form import posted, status_of, with_form
from corpus.web.redirects import see_other

SIGN_IN_BACKEND = "config.permissions.MemberBackend"


@with_form
def account(request):
    """The member's own name and settings."""
    # A form writes what was typed into its row, which the page must not show before it is saved.
    row = get_user_model().objects.get(pk=request.user.pk)
    form = OwnNameForm(posted(request), instance=row)
    if form.is_valid():
        form.save()
        note(request, "Name saved.")
        return see_other("account")
    context = {
        "form": form,
        "rights": rights_of(request.user),
        "hides_colleagues": Member.objects.hiding(request.user).exists(),
    }
    return _page(request, "account", form, context)


@sensitive_post_parameters()
@with_form
def account_password(request):
    """Change the own password; other sessions of the account end."""
    form = OwnPasswordForm(request.user, posted(request))
    if form.is_valid():
        update_session_auth_hash(request, form.save())
        note(request, "Password changed. You are signed out everywhere else.")
        return see_other("account")
    return _page(request, "account_password", form, {"form": form})


@sensitive_post_parameters()
@never_cache
@login_not_required
@with_form
def account_link(request, pk, token):
    """Choose a password by a link, once; then the account is signed in."""
    if request.method != "POST":
        return _link_page(request, account_of(pk, token))
    with transaction.atomic():
        account = account_of(pk, token, is_locked=True)
        form = account and NewPasswordForm(account, request.POST)
        if form and form.is_valid():
            form.save()
            login(request, account, SIGN_IN_BACKEND)
            return see_other("home")
    return _link_page(request, account, form)


def _link_page(request, account, form=None):
    if account is None:
        template = "annotations/members/account_link_gone.html"
        return render(request, template, status=HTTPStatus.GONE)
    form = form or NewPasswordForm(account)
    context = {"form": form, "account": account, "rights": rights_of(account)}
    context["is_invited"] = is_invited(account)
    return _page(request, "account_link", form, context)


def _page(request, name, form, context):
    return render(request, f"annotations/members/{name}.html", context, status=status_of(form))
