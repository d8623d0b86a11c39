from django.contrib.auth.decorators import permission_required
from django.http import HttpResponseBadRequest
from django.views.decorators.http import require_POST

from annotations.forms.reading_state import AssignForm, StateForm, offered_members
from annotations.history.notices import note
from annotations.models import Member, Reader, ReadingState
from annotations.models.member import ALONE
from corpus.models import Article, acting
from corpus.web.gone import addressed
from corpus.web.redirects import see_other, with_query


def alone(member, article):
    """The member, where what colleagues marked is hidden from them now; else None."""
    return member if Member.objects.hiding_in(article, member) == ALONE else None


def reader_context(request, article):
    """The member beside the article: how far they are with it, and who is asked to read it."""
    state, assigned_to = Reader.objects.around(article, request.user)
    return {
        "state": state,
        "assigned_to": assigned_to,
        # Not asked for where the page does not show it.
        "members": offered_members().values_list("username", flat=True),
        "states": ReadingState.choices,
    }


@require_POST
def article_state(request, public_id):
    """Say how far one is with an article."""
    article = addressed(request, Article.objects.all(), public_id)
    form = StateForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest("Say “unread”, “reading” or “done”.", "text/plain")
    with acting("article.mark", request.user) as action:
        Reader.objects.mark(article, request.user, form.cleaned_data["state"])
    note(request, f"Marked as {form.cleaned_data['state']}.", action)
    return see_other(with_query(article.get_absolute_url(), request))


@require_POST
@permission_required("annotations.add_passage", raise_exception=True)
def article_assign(request, public_id):
    """Ask a member to read an article, or nobody any more."""
    article = addressed(request, Article.objects.all(), public_id)
    form = AssignForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest("Nobody here has this name.", "text/plain")
    member = form.cleaned_data["member"]
    with acting("article.assign", request.user) as action:
        Reader.objects.assign(article, member, request.user)
    note(
        request, f"{member} is asked to read it." if member else "Nobody is asked any more.", action
    )
    return see_other(with_query(article.get_absolute_url(), request))
