from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from annotations.models import Credibility
from corpus.models import Reliability


@require_safe
@login_not_required
def help_page(request):
    """The meaning of grades, credibilities and counts, the public view, and the keys."""
    context = {"grades": Reliability.choices, "credibilities": Credibility.choices}
    return render(request, "annotations/help.html", context)
