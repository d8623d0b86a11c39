from django.shortcuts import render
from django.views.decorators.http import require_safe

from annotations.forms.concordance import ConcordanceForm
from annotations.search.concordance import concordance_of


@require_safe
def concordance(request):
    """Keyword in context: all occurrences of a search text, one per line."""
    query = ConcordanceForm.parse(request.GET)
    lines = concordance_of(query["q"], query["sort"], request.user)
    context = {"concordance": lines, "typed": query["q"], "sort": query["sort"]}
    return render(request, "annotations/search/concordance.html", context)
