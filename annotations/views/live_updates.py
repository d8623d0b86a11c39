from http import HTTPStatus

from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from annotations.forms.suggestion import ColleaguesForm, SinceForm
from annotations.models import Member
from annotations.models.member import is_alone
from annotations.pages.reading_fragments import changes_context
from annotations.passages.cards import cards_of
from annotations.reading.live_updates import changes_since, history_token, paragraphs_changed
from annotations.reading.page import MAX_CARDS, load_reading
from corpus.models import Article, acting
from corpus.web.redirects import see_other


def _since(view):
    """Decorate a view of an article that takes the token `since` and the keys of the Actions
    `seen`; 400 if they are invalid.
    """

    @require_GET
    def checked(request, public_id):
        form = SinceForm(request.GET)
        if not form.is_valid():
            return HttpResponseBadRequest("“since” or “seen” is invalid.", "text/plain")
        return view(request, public_id, **form.cleaned_data)

    return checked


@_since
def article_news(request, public_id, since, seen):
    """The number of changes to an article's passages; 204 if there are none."""
    article = get_object_or_404(Article.objects.present().only("pk"), public_id=public_id)
    now = history_token(article.pk)
    if now == since or is_alone(article, request.user):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    changes = changes_since(article.pk, since, now, seen)
    return render(request, "annotations/reading/_live_updates.html", {"changes": changes})


@_since
def article_changes(request, public_id, since, seen):
    """The changes since a token, as paragraphs and cards for an open page."""
    article = get_object_or_404(Article.objects.present(), public_id=public_id)
    if is_alone(article, request.user):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    changes = changes_since(article.pk, since, history_token(article.pk), seen)
    revision = article.revision
    reading = load_reading(revision)
    keys = sorted(changes.new | changes.changed)[:MAX_CARDS]
    paragraphs = paragraphs_changed(reading, revision, changes)
    cards = cards_of(article, keys, request.user)
    context = changes_context(article, reading, paragraphs, cards, hides_colleagues=False)
    context["changes"] = changes
    return render(request, "annotations/reading/_changes.html", context)


@require_POST
def colleagues(request):
    """Hide colleagues' passages until the member is done with an article, or show them."""
    form = ColleaguesForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest("Set “hide” or “show”.", "text/plain")
    choice = form.cleaned_data["colleagues"]
    with acting(f"member.{choice}", request.user):
        Member.objects.hide_colleagues(choice == "hide")
    article = Article.objects.present().filter(public_id=form.cleaned_data["article"]).first()
    return see_other(article or "home")
