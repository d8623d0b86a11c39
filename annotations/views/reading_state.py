from django.contrib.auth.decorators import permission_required
from django.http import HttpResponseBadRequest
from django.views.decorators.http import require_POST

from annotations.forms.reading_state import AssignmentForm, ReadingStateForm
from annotations.history.notices import note
from annotations.models import ReadingState
from corpus.models import Article, acting
from corpus.web.gone import addressed
from corpus.web.redirects import see_other, with_query


@require_POST
def article_state(request, public_id):
    """Set the member's reading state of an article."""
    article = addressed(request, Article.objects.all(), public_id)
    form = ReadingStateForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest("Set “unread”, “reading” or “done”.", "text/plain")
    with acting("article.mark", request.user) as action:
        ReadingState.objects.mark(article, form.cleaned_data["state"])
    note(request, f"Marked as {form.cleaned_data['state']}.", action)
    return see_other(with_query(article.get_absolute_url(), request))


@require_POST
@permission_required("annotations.add_passage", raise_exception=True)
def article_assign(request, public_id):
    """Assign an article to a member, or remove the assignment."""
    article = addressed(request, Article.objects.all(), public_id)
    form = AssignmentForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest("No member has this name.", "text/plain")
    member = form.cleaned_data["member"]
    with acting("article.assign", request.user) as action:
        ReadingState.objects.assign(article, member)
    note(request, f"Assigned to {member}." if member else "Assignment removed.", action)
    return see_other(with_query(article.get_absolute_url(), request))
