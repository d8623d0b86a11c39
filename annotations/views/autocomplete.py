from django.shortcuts import render
from django.views.decorators.http import require_GET

from annotations.models import Claim, Tag
from corpus.models import Person
from corpus.names import name_key
from corpus.search.parser import begun_words
from corpus.web.paging_forms import TypedForm

MOST = 9


@require_GET
def tag_offers(request):
    """Tags for what was typed; before anything was, the recent ones."""
    typed = TypedForm.typed(request.GET)
    if name_key(typed):
        tags = list(Tag.objects.standing().starting(typed).in_name_order()[:MOST])
        exact, near = _what_it_is(typed, tags)
    else:
        tags, exact, near = Tag.objects.recent(request.user, MOST), False, []
    context = {"tags": tags, "q": typed, "exact": exact, "near": near}
    return render(request, "annotations/popup/_tag_offers.html", context)


def _what_it_is(typed, offered):
    """Whether a tag is called so or was, else the tags that the words are nearly one of."""
    if Tag.objects.standing().named(typed).exists() or Tag.objects.by_former_names([typed]):
        return True, []
    near = Tag.objects.similar([typed]).get(typed, [])
    return False, [tag for tag in near if tag not in offered]


@require_GET
def person_offers(request):
    """People for what was typed, by name or alias."""
    typed = TypedForm.typed(request.GET)
    people = []
    if name_key(typed):
        people = list(Person.objects.starting(typed).with_alias_for(typed).in_name_order()[:MOST])
    exact = Person.objects.known_as(typed).exists() if people else False
    context = {"people": people, "q": typed, "exact": exact}
    return render(request, "annotations/popup/_person_offers.html", context)


@require_GET
def claim_offers(request):
    """Claims that hold the words typed, each of them perhaps only begun; first the newest."""
    typed = TypedForm.typed(request.GET)
    claims = Claim.objects.present()
    begun = begun_words(typed)
    if begun:
        claims = claims.matching(begun)
    claims = claims.newest_first()[:MOST]
    context = {"claims": claims, "q": typed}
    return render(request, "annotations/popup/_claim_offers.html", context)
