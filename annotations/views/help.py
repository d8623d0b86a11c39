from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from annotations.models import Credibility
from annotations.passages.recent_tags import tags_with_keys
from corpus.models import Reliability


@require_safe
@login_not_required
def help_page(request):
    """The meaning of grades, credibilities and counts, the public view, and the keys."""
    context = {"grades": Reliability.choices, "credibilities": Credibility.choices}
    if request.user.is_authenticated:
        context["tags"] = tags_with_keys()
    return render(request, "annotations/help.html", context)
