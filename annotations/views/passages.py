from http import HTTPStatus

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from annotations.forms.passage import PassageForm
from annotations.forms.reading_page import PassageIdsForm, TaggedPassagesForm
from annotations.forms.revisions import RevisionForm
from annotations.history.notices import Notice, note
from annotations.models import Claim, ClaimKeyConflict, Passage, PlacementState
from annotations.names.phrases import is_short
from annotations.pages.passage import editable, passage_page
from annotations.pages.reading_fragments import fragment_of, reading_of, saved_context
from annotations.passages.cards import cards_of
from annotations.passages.marking import AlreadyMarked, KeyConflict, QuoteMismatch, mark
from corpus.models import Article, acting
from corpus.web.edit_form import with_form
from corpus.web.gone import addressed_row
from corpus.web.redirects import see_other

SAVED_MESSAGE = "Passage saved."


@with_form
def article_passages(request, public_id):
    """The cards of some passages of an article, or the ids of a tag's; a POST marks a passage."""
    if request.method == "POST":
        return passage_create(request, public_id)
    article = get_object_or_404(Article.objects.present(), public_id=public_id)
    passages = Passage.objects.visible_to(request.user).filter(article=article)
    if tag := TaggedPassagesForm.parse(request.GET):
        tagged = passages.present().filter(tag_links__tag__public_id=tag).order_by("pk")
        return JsonResponse({"passages": list(tagged.values_list("public_id", flat=True))})
    chosen = passages.filter(public_id__in=PassageIdsForm.parse(request.GET))
    keys = list(chosen.values_list("pk", flat=True))
    number = RevisionForm.parse(request.GET) or article.revision_number
    cards = cards_of(article, keys, request.user, number=number)
    return render(request, "annotations/reading/_passage_cards.html", {"cards": cards})


@require_POST
@permission_required("annotations.add_passage", raise_exception=True)
def passage_create(request, public_id):
    """Mark a passage. Redirects plain forms to it; for htmx, returns the changes to the page."""
    article = addressed_row(request, Article.find(public_id))
    form = PassageForm(article, request.user, request.POST)
    if not form.is_valid():
        return _errors_page(request, article, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        with acting("passage.create", request.user) as action:
            passage = _mark(article, form)
    except QuoteMismatch as error:
        form.add_error("quote", str(error))
        return _errors_page(request, article, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    except (KeyConflict, ClaimKeyConflict, AlreadyMarked) as error:
        form.refuse(error)
        return _errors_page(request, article, form, HTTPStatus.CONFLICT)
    if form.cleaned_data["then"]:
        note(request, SAVED_MESSAGE, action)
        return _to_claim_form(request, passage, form.cleaned_data["stance"])
    return _saved_answer(request, passage, form, action)


def _mark(article, form):
    passage = mark(article, form.marking, form.annotation, form.known)
    if form.new_claim:
        Claim.objects.make(passage=passage, **form.new_claim)
    return passage


def _errors_page(request, article, form, status):
    if request.htmx:
        context = {"article": article, "form": form}
        return render(request, "annotations/reading/_passage_errors.html", context, status=status)
    return _by_hand_page(request, article, form, status)


@require_GET
@permission_required("annotations.add_passage", raise_exception=True)
def passage_by_hand(request, public_id):
    """The form to mark a passage by its quote, for browsers without scripts."""
    article = get_object_or_404(Article.objects.present(), public_id=public_id)
    return _by_hand_page(request, article, PassageForm(article, request.user))


def _by_hand_page(request, article, form, status=200):
    context = {"article": article, "form": form}
    return render(request, "annotations/passages/passage_by_hand.html", context, status=status)


def _to_claim_form(request, passage, stance):
    address = f"{reverse('claim_create')}?passage={passage.public_id}&stance={stance}"
    if request.htmx:
        return HttpResponse(headers={"HX-Redirect": address})
    return see_other(address)


def _occurrences_offer(passage, annotation):
    """The address that counts other occurrences of a tagged phrase, else None."""
    is_tagged = annotation.tags or annotation.people or annotation.new_people
    if not is_tagged or not is_short(passage.quote):
        return None
    return reverse("passage_places_offer", args=[passage.public_id])


def _message(passage, marking):
    is_on_older = marking.revision != passage.article.revision_number
    return passage.correction_outcome() if is_on_older else SAVED_MESSAGE


def _saved_answer(request, passage, form, action):
    article = passage.article
    message = _message(passage, form.marking)
    if not request.htmx:
        note(request, message, action)
        return see_other(passage)
    context = {
        **saved_context(article, [passage], request.user, in_runs=True),
        "message": message,
        "notice": Notice(message, action.pk or 0),
        "back": {"next": article.get_absolute_url()},
        "offer": _occurrences_offer(passage, form.annotation),
    }
    return render(request, "annotations/reading/_passage_saved.html", context)


@require_GET
def passage(request, public_id):
    """The permalink of a passage: redirects to its anchor, or shows its outcome."""
    passages = Passage.objects.visible_to(request.user).select_related("article")
    passage = get_object_or_404(passages, public_id=public_id)
    if passage.is_deleted or passage.article.is_deleted:
        return render(
            request,
            "annotations/passages/passage_gone.html",
            {"passage": passage},
            status=HTTPStatus.GONE,
        )
    if any(piece.state != PlacementState.PLACED for piece in passage.current_placements()):
        return passage_page(request, public_id)
    return redirect(f"{passage.article.get_absolute_url()}#passage-{passage.public_id}")


@require_GET
def passage_json(request, public_id):
    passages = Passage.objects.present().visible_to(request.user)
    passage = get_object_or_404(passages, public_id=public_id)
    return JsonResponse(passage.as_json())


@with_form
def passage_delete(request, public_id):
    """Ask for confirmation, then delete softly; evidence keeps the passage.

    For htmx, returns the changes to the reading page.
    """
    passage = editable(request, public_id)
    article = passage.article
    if request.method == "POST":
        before = reading_of(request, article) if request.htmx else None
        with acting("passage.delete", request.user) as action:
            passage.remove()
        message = f"Passage deleted.{_kept_as_evidence(passage)}"
        if before:
            return fragment_of(request, article, before, Notice(message, action.pk or 0))
        note(request, message, action)
        return see_other(article)
    claims = [evidence.claim for evidence in passage.evidence.present().select_related("claim")]
    context = {"passage": passage, "article": article, "claims": claims}
    return render(request, "annotations/passages/passage_delete.html", context)


def _kept_as_evidence(passage):
    """A sentence on the claims that keep the quote of a deleted passage; "" without one."""
    count = passage.evidence.present().count()
    return f" {count} claim{' keeps' if count == 1 else 's keep'} its quote." if count else ""
