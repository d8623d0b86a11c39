from django.shortcuts import render
from django.views.decorators.http import require_safe

from annotations.forms.concordance import ConcordanceForm
from annotations.search.concordance import concordance_of


@require_safe
def concordance(request):
    """Every place of what is searched for, one a line, with the words around it."""
    form = ConcordanceForm.parse(request.GET)
    found = concordance_of(form["q"], form["sort"], request.user)
    context = {"found": found, "typed": form["q"], "sort": form["sort"]}
    return render(request, "annotations/search/concordance.html", context)
