"""Baselines: the minimum cost of a page, reading its rows and sending as many bytes.

Each view runs behind the desk's middleware; `bytes` in the query is the size of the response.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse

from annotations.models import Claim, Placement
from corpus.models import Article
from corpus.pagination import PAGE_SIZE
from tests.bench.seeding import straight_passage

HUE = "passage__tag_links__tag__hue"


def _answer(request):
    return HttpResponse(b" " * int(request.GET.get("bytes", 0)))


def article(request, pk):
    """The reading page: the article and the positions of its passages."""
    [(number, _)] = Article.objects.filter(pk=pk).values_list("revision_number", "text")
    placements = Placement.objects.filter(revision__article=pk, revision__number=number)
    list(placements.values_list("passage_id", "start", "end", HUE))
    return _answer(request)


def bare(request):
    """A page that reads only the member."""
    return _answer(request)


def article_list(request):
    rows = Article.objects.order_by("-sort_key").values_list("public_id", "title", "published_on")
    list(rows[: PAGE_SIZE + 1])
    return _answer(request)


def claim_list(request):
    rows = Claim.objects.order_by("-pk").values_list("public_id", "statement", "speaker__name")
    list(rows[: PAGE_SIZE + 1])
    return _answer(request)


@login_not_required
def claim(request, pk):
    """The permalink: the frozen record, for the public."""
    list(Claim.objects.filter(pk=pk).values_list("status", "slug", "publication__record"))
    return _answer(request)


def save(request, pk):
    """Save a passage with a tag and a person: the same rows as the desk, in one transaction."""
    straight_passage(Article.objects.defer("text").get(pk=pk), request.user)
    return HttpResponse(status=303)
