from django.shortcuts import get_object_or_404, render

from annotations.corrections.pending import doubt_of, in_doubt
from annotations.models import Passage

CONFLICT = 409


def passage_page(request, public_id, form=None, status=200):
    """A passage by itself: what happened to it, and what can be done."""
    passages = in_doubt(Passage.objects.present())
    passage = get_object_or_404(passages, public_id=public_id)
    context = {
        "passage": passage,
        "article": passage.article,
        "doubt": doubt_of(passage, request.user),
        "form": form,
        "is_stale": status == CONFLICT,
    }
    return render(request, "annotations/passages/passage.html", context, status=status)
