from dataclasses import dataclass

from django.shortcuts import render
from django.views.decorators.http import require_GET

from annotations.articles.finding import newest_with_words
from annotations.models import Claim, Origin, Tag
from annotations.passages.recent_tags import recent_tags, tags_with_keys
from corpus.models import Person, Source
from corpus.names import name_key
from corpus.search.parser import prefix_words
from corpus.web.paging_forms import AutocompleteForm

MAX_OFFERS = 9


@dataclass(frozen=True)
class NameOffer:
    """A row to choose: its name, its public id, and words that tell it from others."""

    name: str
    value: str
    about: str = ""


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


@require_GET
def source_offers(request):
    """Sources of which the domain or a word of the name begins with the typed text."""
    typed = AutocompleteForm.parse(request.GET)
    sources = []
    if name_key(typed):
        sources = Source.objects.present().starting(typed).in_name_order()[:MAX_OFFERS]
    offers = (NameOffer(row.name, row.public_id, row.domain) for row in sources)
    return _name_offers(request, offers)


@require_GET
def origin_offers(request):
    """Origins of which a word of the name begins with the typed text."""
    typed = AutocompleteForm.parse(request.GET)
    origins = []
    if name_key(typed):
        origins = Origin.objects.present().starting(typed).order_by("name_key", "pk")[:MAX_OFFERS]
    return _name_offers(request, (NameOffer(row.name, row.public_id, row.place) for row in origins))


@require_GET
def article_offers(request):
    """Articles with words that begin with the typed ones, newest first."""
    typed = AutocompleteForm.parse(request.GET)
    articles = newest_with_words(typed, request.user, MAX_OFFERS)
    return _name_offers(request, map(_article_offer, articles))


def _article_offer(article):
    facts = [str(each) for each in (article.source, article.published) if each]
    return NameOffer(article.display_title, article.public_id, ", ".join(facts))


def _name_offers(request, offers):
    return render(request, "annotations/popup/_name_offers.html", {"offers": list(offers)})
