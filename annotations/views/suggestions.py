from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBadRequest
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from annotations.forms.suggestion import SuggestionForm
from annotations.pages.reading_fragments import saved_context
from annotations.suggestions import people
from annotations.suggestions import phrases as phrase_suggestions
from annotations.suggestions.people import NothingSuggested, suggestions_of
from annotations.suggestions.phrases import phrases_of
from corpus.models import Article, acting
from corpus.records.action import current_action
from corpus.web.gone import addressed
from corpus.web.redirects import see_other


@require_http_methods(["GET", "HEAD", "POST"])
def article_suggestions(request, public_id):
    """Known people and phrases tagged elsewhere that the text mentions, to accept or dismiss."""
    article = addressed(request, Article.objects.all(), public_id)
    if request.method != "POST":
        return _list(request, article)
    form = SuggestionForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest("Select a suggestion.", "text/plain")
    choice = form.cleaned_data["choice"]
    if not request.user.has_perm(PERMISSIONS.get(choice.act, "annotations.add_passage")):
        raise PermissionDenied("You do not have permission to accept or dismiss suggestions.")
    try:
        with acting(_action_kind(choice), request.user) as action:
            passages = _apply(article, choice)
    except NothingSuggested as refused:
        return _list(request, article, HTTPStatus.CONFLICT, refused=refused)
    if request.htmx:
        return _applied_fragment(request, article, passages, action)
    return see_other("article_suggestions", article.public_id)


PERMISSIONS = {"alias": "corpus.add_alias"}


def _action_kind(choice):
    if choice.is_role or choice.act == "tag":
        return "suggestion.accept"
    return {"alias": "person.alias", "restore": "dismissal.delete"}.get(
        choice.act, "suggestion.dismiss"
    )


def _apply(article, choice):
    """Apply a Choice; returns the new passages. Raises NothingSuggested."""
    if choice.is_role:
        return people.accept(article, choice.takes, choice.act)
    if choice.act == "tag":
        return phrase_suggestions.accept(article, choice.takes)
    if choice.act == "drop":
        phrase_suggestions.dismiss(article, choice.takes, is_of_place=choice.is_of_place)
    elif choice.act == "alias":
        people.accept_spelling(article, choice.spelling_key)
    elif choice.act == "unlike":
        people.dismiss_spelling(article, choice.spelling_key)
    elif choice.act == "restore":
        _dismissal(article, choice.row, current_action().by).remove()
    elif choice.is_of_place:
        people.dismiss(article, choice.takes)
    else:
        people.dismiss_people(article, choice.takes)
    return []


def _dismissal(article, pk, member):
    """The listed Dismissal of this key; raises NothingSuggested."""
    dismissals = suggestions_of(article, member).dismissed
    for row in dismissals:
        if row.pk == pk:
            return row
    raise NothingSuggested("This dismissal was already undone.")


def _list(request, article, status=200, **context):
    context |= _context(request, article)
    page = "_suggestions" if request.htmx else "article_suggestions"
    return render(request, f"annotations/suggestions/{page}.html", context, status=status)


def _applied_fragment(request, article, passages, action):
    """The remaining suggestions, and the changes to the reading page."""
    context = _context(request, article)
    if passages:
        context |= saved_context(article, passages, request.user)
        context |= {"made": len(passages), "action": action}
    return render(request, "annotations/suggestions/_suggestions_settled.html", context)


def _context(request, article):
    people_suggestions = suggestions_of(article, request.user)
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
