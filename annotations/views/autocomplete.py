from django.shortcuts import render
from django.views.decorators.http import require_GET

from annotations.models import Claim, Tag
from annotations.passages.recent_tags import recent_tags, tags_with_keys
from corpus.models import Person
from corpus.names import name_key
from corpus.search.parser import prefix_words
from corpus.web.paging_forms import AutocompleteForm

MAX_OFFERS = 9


@require_GET
def tag_offers(request):
    """Tags whose names begin with the typed text, or those with a key and the recent ones."""
    typed = AutocompleteForm.parse(request.GET)
    if name_key(typed):
        tags = list(Tag.objects.standing().starting(typed).in_name_order()[:MAX_OFFERS])
        exact, similar = _exact_and_similar(typed, tags)
        context = {"tags": tags, "q": typed, "exact": exact, "near": similar}
    else:
        recent = recent_tags(request.user, MAX_OFFERS)
        context = {"tags": tags_with_keys(), "recent": recent, "q": ""}
    return render(request, "annotations/popup/_tag_offers.html", context)


def _exact_and_similar(typed, offered):
    """(whether a tag has or had this name, the similar tags that are not offered already)."""
    if Tag.objects.standing().named(typed).exists() or Tag.objects.by_former_names([typed]):
        return True, []
    similar = Tag.objects.similar([typed]).get(typed, [])
    return False, [tag for tag in similar if tag not in offered]


@require_GET
def person_offers(request):
    """People whose name or alias begins with the typed text."""
    typed = AutocompleteForm.parse(request.GET)
    people = []
    if name_key(typed):
        matches = Person.objects.starting(typed).with_alias_for(typed)
        people = list(matches.in_name_order()[:MAX_OFFERS])
    exact = Person.objects.known_as(typed).exists() if people else False
    context = {"people": people, "q": typed, "exact": exact}
    return render(request, "annotations/popup/_person_offers.html", context)


@require_GET
def claim_offers(request):
    """Claims with words that begin with the typed ones, newest first."""
    typed = AutocompleteForm.parse(request.GET)
    claims = Claim.objects.present()
    tree = prefix_words(typed)
    if tree:
        claims = claims.matching(tree)
    claims = claims.select_related("speaker").newest_first()[:MAX_OFFERS]
    context = {"claims": claims, "q": typed}
    return render(request, "annotations/popup/_claim_offers.html", context)
