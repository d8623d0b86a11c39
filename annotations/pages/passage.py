from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render

from annotations.corrections.pending import pending_placement, with_articles
from annotations.models import Passage
from corpus.web.gone import addressed


def passage_page(request, public_id, form=None, status=200):
    """A passage's page: its outcome, and the review form."""
    passages = with_articles(Passage.objects.present())
    passage = get_object_or_404(passages, public_id=public_id)
    context = {
        "passage": passage,
        "article": passage.article,
        "doubt": pending_placement(passage, request.user),
        "form": form,
        "is_stale": status == HTTPStatus.CONFLICT,
    }
    return render(request, "annotations/passages/passage.html", context, status=status)


def editable(request, public_id):
    """The passage, if the member may edit it; 404, 410 or 403 otherwise."""
    passages = Passage.objects.visible_to(request.user).select_related("article", "created_by")
    passage = addressed(request, passages, public_id, "article")
    if not passage.may_be_edited_by(request.user):
        raise PermissionDenied("Only the author or an editor can change this passage.")
    return passage
