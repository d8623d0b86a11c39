from django.contrib.auth import get_permission_codename, get_user_model
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from annotations.history.entries import actions_by, actions_on, history_page
from annotations.models import Passage
from corpus.admin_site import ADMIN_PERMISSION
from corpus.web.paging_forms import PageForm


@require_safe
def record_history(request, model, public_id):
    """The Actions on a record and its parts, newest first."""
    row = get_object_or_404(_visible(model, request.user), public_id=public_id)
    return _history(request, actions_on(row), row, str(row))


def _visible(model, user):
    """The rows whose history a member may see: deleted ones where the admin shows them too."""
    rows = model.objects.visible_to(user) if model is Passage else model.objects.all()
    right = f"{model._meta.app_label}.{get_permission_codename('change', model._meta)}"
    return rows if user.has_perms([ADMIN_PERMISSION, right]) else rows.present()


@require_safe
def member_history(request, pk):
    """All Actions of a member, newest first."""
    member = get_object_or_404(get_user_model(), pk=pk)
    return _history(request, actions_by(member, request.user), None, member.get_username())


def _history(request, actions, row, name):
    page, entries = history_page(actions, request.user, PageForm.parse(request.GET))
    context = {"page": page, "entries": entries, "row": row, "name": name}
    return render(request, "annotations/history/history.html", context)
