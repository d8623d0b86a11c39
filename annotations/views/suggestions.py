from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBadRequest
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from annotations.forms.suggestion import SuggestionForm
from annotations.pages.reading import author_filter
from annotations.passages.cards import cards_of
from annotations.reading.page import load_reading
from annotations.suggestions import people
from annotations.suggestions import phrases as phrase_suggestions
from annotations.suggestions.people import NothingSuggested, suggestions_of
from annotations.suggestions.phrases import phrases_of
from corpus.models import Article
from corpus.web.gone import addressed
from corpus.web.redirects import see_other


@require_http_methods(["GET", "HEAD", "POST"])
def article_suggestions(request, public_id):
    """Known people and phrases tagged elsewhere that the text mentions, to accept or dismiss."""
    article = addressed(request, Article.objects.all(), public_id)
    only_by = author_filter(request.user, article)
    if request.method != "POST":
        return _list(request, article, only_by)
    form = SuggestionForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest("Select a suggestion.", "text/plain")
    choice = form.cleaned_data["choice"]
    if not request.user.has_perm(PERMISSIONS.get(choice.act, "annotations.add_passage")):
        raise PermissionDenied("You do not have permission to accept or dismiss suggestions.")
    try:
        passages = _apply(article, choice, request.user, only_by)
    except NothingSuggested as refused:
        return _list(request, article, only_by, HTTPStatus.CONFLICT, refused=refused)
    if request.htmx:
        return _applied_fragment(request, article, only_by, passages)
    return see_other("article_suggestions", article.public_id)


PERMISSIONS = {"alias": "corpus.add_alias"}


def _apply(article, choice, by, only_by):
    """Apply a Choice; returns the new passages. Raises NothingSuggested."""
    if choice.is_role:
        return people.accept(article, choice.takes, choice.act, by, only_by)
    if choice.act == "tag":
        return phrase_suggestions.accept(article, choice.takes, by)
    if choice.act == "drop":
        phrase_suggestions.dismiss(article, choice.takes, by, is_of_place=choice.is_of_place)
    elif choice.act == "alias":
        people.accept_spelling(article, choice.spelling_key, by, only_by)
    elif choice.act == "unlike":
        people.dismiss_spelling(article, choice.spelling_key, by, only_by)
    elif choice.act == "restore":
        _dismissal(article, choice.row, only_by).remove(by)
    elif choice.is_of_place:
        people.dismiss(article, choice.takes, by, only_by)
    else:
        people.dismiss_people(article, choice.takes, by, only_by)
    return []


def _dismissal(article, pk, only_by):
    """The listed Dismissal of this key; raises NothingSuggested."""
    dismissals = suggestions_of(article, only_by).dismissed
    for row in dismissals:
        if row.pk == pk:
            return row
    raise NothingSuggested("This dismissal was already undone.")


def _list(request, article, only_by, status=200, **context):
    context |= _context(request, article, only_by)
    page = "_suggestions" if request.htmx else "article_suggestions"
    return render(request, f"annotations/suggestions/{page}.html", context, status=status)


def _applied_fragment(request, article, only_by, passages):
    """The remaining suggestions, and what the new passages change on the reading page."""
    context = _context(request, article, only_by)
    if passages:
        reading = load_reading(article.revision, only_by)
        ids = [passage.public_id for passage in passages]
        context |= {
            "paragraphs": reading.changed_by(*passages),
            "cards": cards_of(article, ids, request.user),
            "passage_count": len(reading.starts),
            "legend": reading.legend,
            "is_alone": only_by is not None,
            "made": len(passages),
        }
    return render(request, "annotations/suggestions/_suggestions_settled.html", context)


def _context(request, article, only_by):
    people_suggestions = suggestions_of(article, only_by)
    phrases = phrases_of(article, request.user)
    return {
        "article": article,
        "lang": article.language,
        "dir": article.dir,
        "suggestions": people_suggestions,
        "phrases": phrases,
        "number": people_suggestions.number + sum(len(group.places) for group in phrases),
        "can_tag": request.user.has_perm("annotations.add_passage"),
        "can_alias": request.user.has_perm("corpus.add_alias"),
    }
