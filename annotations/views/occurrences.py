from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from annotations.forms.occurrences import INVALID_CHOICE, OccurrencesForm
from annotations.history.notices import Notice, note
from annotations.models import Passage
from annotations.models.tag_link import tags_of
from annotations.passages.occurrences import (
    Occurrences,
    annotation_of,
    has_occurrences,
    other_occurrences,
    tag_occurrences,
)
from corpus.models import acting
from corpus.number_words import number_of
from corpus.web.gone import addressed
from corpus.web.paging_forms import PageForm
from corpus.web.redirects import see_other, with_query

SKIPPED_REASON = "the text was corrected or the words were tagged meanwhile."


@require_http_methods(["GET", "HEAD", "POST"])
def passage_places(request, public_id):
    """The other occurrences of a passage's words, to tag them alike."""
    passage = _passage(request, public_id)
    if request.method == "POST":
        return _tag(request, passage)
    before = PageForm.parse(request.GET)["before"]
    is_asked = has_occurrences(passage)
    matches = other_occurrences(passage, request.user, before) if is_asked else Occurrences([])
    context = {
        "passage": passage,
        "article": passage.article,
        "tags": tags_of(passage),
        "people": annotation_of(passage).people,
        "is_asked": is_asked,
        "before": before,
        "matches": matches,
        "can_tag": request.user.has_perm("annotations.add_passage"),
    }
    return render(request, "annotations/passages/passage_places.html", context)


def _tag(request, passage):
    if not request.user.has_perm("annotations.add_passage"):
        raise PermissionDenied("You do not have permission to tag occurrences.")
    form = OccurrencesForm(request.POST)
    if not form.is_valid():
        error = next(iter(form.errors.values()))[0]
        is_bad = error == INVALID_CHOICE
        status = HTTPStatus.BAD_REQUEST if is_bad else HTTPStatus.UNPROCESSABLE_ENTITY
        return HttpResponse(error, "text/plain; charset=utf-8", status=status)
    keys = form.cleaned_data["keys"]
    with acting("passage.places" if len(keys) > 1 else "passage.create", request.user) as action:
        passages = tag_occurrences(passage, keys)
    message = _message(len(passages), len(keys) - len(passages))
    if request.htmx:
        context = {"notice": Notice(message, action.pk or 0), "made": len(passages)}
        context["back"] = {"next": request.path}
        return render(request, "annotations/reading/_occurrences_tagged.html", context)
    note(request, message, action)
    return see_other(with_query(request.path, request))


def _message(saved, skipped):
    if not saved:
        return f"Nothing was tagged: {SKIPPED_REASON}"
    message = f"{number_of(saved, 'passage')} saved."
    return f"{message} {skipped} skipped: {SKIPPED_REASON}" if skipped else message


@require_safe
def passage_places_offer(request, public_id):
    """The number of other occurrences, for the notice of a passage just saved."""
    passage = _passage(request, public_id)
    is_asked = has_occurrences(passage)
    matches = other_occurrences(passage, request.user) if is_asked else Occurrences([])
    context = {"passage": passage, "matches": matches}
    return render(request, "annotations/reading/_occurrences_offer.html", context)


def _passage(request, public_id):
    passages = Passage.objects.visible_to(request.user).select_related("article")
    return addressed(request, passages, public_id, "article")
