from django.contrib.auth import get_user_model
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from annotations.history.entries import (
    actions_by,
    actions_on_article,
    actions_on_claim,
    history_page,
)
from annotations.models import Claim
from corpus.models import Article
from corpus.web.paging_forms import PageForm


@require_safe
def article_history(request, public_id):
    """The Actions on an article and its passages, newest first."""
    article = get_object_or_404(Article.objects.listed(), public_id=public_id)
    return _history(request, actions_on_article(article), article, article.display_title)


@require_safe
def claim_history(request, public_id):
    """The Actions on a claim, its evidence and its relations, newest first."""
    claims = Claim.objects.present().select_related("publication")
    claim = get_object_or_404(claims, public_id=public_id)
    return _history(request, actions_on_claim(claim), claim, claim.statement)


@require_safe
def member_history(request, pk):
    """All Actions of a member, newest first."""
    member = get_object_or_404(get_user_model(), pk=pk)
    return _history(request, actions_by(member, request.user), None, member.get_username())


def _history(request, actions, row, name):
    page, entries = history_page(actions, request.user, PageForm.parse(request.GET))
    context = {"page": page, "entries": entries, "row": row, "name": name}
    return render(request, "annotations/history/history.html", context)
