"""The members of the desk, and what an administrator does with their accounts."""

from http import HTTPStatus

from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from annotations.accounts.activity import activity_of, kinds_of
from annotations.accounts.changes import changes_of, invite, log_link, set_active, set_group
from annotations.accounts.groups import rights_of
from annotations.accounts.links import is_invited, links_for
from annotations.forms.accounts.account import NO_GROUP, ActivityForm, GroupForm, InvitationForm
from annotations.history.entries import actions_by, history_page
from annotations.history.notices import note
from corpus.web.edit_form import posted, status_of, with_form
from corpus.web.paging_forms import PageForm
from corpus.web.redirects import see_other


@require_safe
def member_list(request):
    """All accounts by name, the closed ones last."""
    accounts = get_user_model().objects.prefetch_related("groups")
    rows = [
        (account, [group.name for group in account.groups.all()], is_invited(account))
        for account in accounts.order_by("-is_active", "username")
    ]
    return render(request, "annotations/members/member_list.html", {"rows": rows})


@require_safe
def member(request, pk):
    """A member, and what they did by day and kind."""
    account = get_object_or_404(get_user_model(), pk=pk)
    form, all_actions = ActivityForm.parse(request.GET), actions_by(account, request.user)
    actions = form.filter(all_actions)
    page, entries = history_page(actions, request.user, PageForm.parse(request.GET))
    may_manage = request.user.has_perm("auth.change_user") and _is_in_reach(account, request)
    context = {
        "form": form,
        "activity": activity_of(actions),
        "kinds": kinds_of(all_actions),
        "page": page,
        "entries": entries,
        "account": account,
        "rights": rights_of(account),
        "is_invited": is_invited(account),
        "may_manage": may_manage,
        "account_changes": changes_of(account) if may_manage else [],
    }
    return render(request, "annotations/members/member.html", context)


@never_cache
@with_form
@permission_required("auth.add_user", raise_exception=True)
def member_invite(request):
    """Make an account with its group, and lead to the link that its owner needs."""
    form = InvitationForm(posted(request))
    if form.is_valid():
        cleaned = form.cleaned_data
        names = {name: cleaned[name] for name in ("first_name", "last_name")}
        account = invite(cleaned["username"], cleaned["group"], request.user, **names)
        return _to_link_page(account)
    template, context = "annotations/members/member_invite.html", {"form": form}
    return render(request, template, context, status=status_of(form))


@never_cache
@require_POST
@permission_required("auth.change_user", raise_exception=True)
def member_link(request, pk):
    """Make a new link by which the owner of an account chooses a password, and lead to it."""
    account = _manageable(request, pk)
    if not account.is_active:
        raise PermissionDenied("The account is closed.")
    log_link(account, request.user)
    return _to_link_page(account)


def _to_link_page(account):
    links = links_for(account)
    return see_other("member_link_page", account.pk, links.receipt_of(links.make_token(account)))


@never_cache
@require_safe
@permission_required("auth.change_user", raise_exception=True)
def member_link_page(request, pk, receipt):
    """A link that was made, for as long as it works: the page can be loaded again."""
    account = _manageable(request, pk)
    links = links_for(account)
    token = links.token_of(account, receipt)
    context = {"account": account, "is_invited": is_invited(account)}
    if token:
        context["address"] = links.address_of(account, token)
        context["works_until"] = links.works_until(token)
    status = HTTPStatus.OK if token else HTTPStatus.GONE
    return render(request, "annotations/members/member_link.html", context, status=status)


@with_form
@permission_required("auth.change_user", raise_exception=True)
def member_group(request, pk):
    """Put an account into another group, or into none."""
    account = _manageable(request, pk)
    if account == request.user:
        raise PermissionDenied("You cannot change your own group.")
    names = account.groups.order_by("name").values_list("name", flat=True)
    form = GroupForm(posted(request), initial={"group": names.first() or NO_GROUP})
    if form.is_valid():
        group = form.cleaned_data["group"]
        set_group(account, group, request.user)
        note(request, f"{account} is now in {group.name if group else 'no group'}.")
        return see_other("member", account.pk)
    context = {"account": account, "form": form, "names": names}
    template = "annotations/members/member_group.html"
    return render(request, template, context, status=status_of(form))


@with_form
@permission_required("auth.change_user", raise_exception=True)
def member_close(request, pk):
    """Ask, then close an account: its owner is signed out and cannot sign in again."""
    if request.method != "POST":
        context = {"account": _manageable(request, pk)}
        return render(request, "annotations/members/member_close.html", context)
    return _set_active(request, pk, False, "closed. All that this member wrote stays.")


@require_POST
@permission_required("auth.change_user", raise_exception=True)
def member_open(request, pk):
    """Open a closed account again."""
    return _set_active(request, pk, True, "open again.")


def _set_active(request, pk, is_active, words):
    account = _manageable(request, pk)
    if account == request.user:
        raise PermissionDenied("You cannot close your own account.")
    set_active(account, is_active, request.user)
    note(request, f"The account {account} is {words}")
    return see_other("member", account.pk)


def _manageable(request, pk):
    account = get_object_or_404(get_user_model(), pk=pk)
    if not _is_in_reach(account, request):
        raise PermissionDenied("Only a superuser changes the account of a superuser.")
    return account


def _is_in_reach(account, request):
    """Whoever can set the password of a superuser can become one."""
    return request.user.is_superuser or not account.is_superuser
