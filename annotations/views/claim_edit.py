from http import HTTPStatus
from uuid import uuid4

from django.contrib.auth.decorators import permission_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from annotations.forms.claim import ClaimEditForm, NewClaimForm
from annotations.forms.claim_query import ReasonForm, VersionForm
from annotations.history.notices import note
from annotations.models import Claim, ClaimKeyConflict, Status
from annotations.pages.claim import members_page, present_claim
from annotations.publishing.record import PublicationRefused
from corpus.models import acting
from corpus.records.edit_conflict import StaleVersion
from corpus.web.edit_form import posted, with_form
from corpus.web.gone import addressed


@with_form
@permission_required("annotations.add_claim", raise_exception=True)
def claim_create(request):
    """Draft a claim, from a passage or without one."""
    if request.method != "POST":
        return _create_page(request, NewClaimForm(initial=_initial(request)))
    form, status = NewClaimForm(request.POST), HTTPStatus.UNPROCESSABLE_ENTITY
    context = {}
    if form.is_valid():
        try:
            with acting("claim.create", request.user) as action:
                claim = Claim.objects.make(**form.request)
            note(request, "Claim saved.", action)
            return redirect(claim)
        except ClaimKeyConflict as conflict:
            status, context = HTTPStatus.CONFLICT, {"conflict": conflict}
    return _create_page(request, form, status, **context)


def _initial(request):
    """The initial values: a new key, and those from the passage in the query."""
    form = NewClaimForm(initial=request.GET.dict())
    passage = form.chosen_passage()
    initial = NewClaimForm.initial_from(passage) if passage else {}
    return {**initial, "stance": request.GET.get("stance"), "key": uuid4()}


def _create_page(request, form, status=200, **context):
    context |= {"form": form, "passage": form.chosen_passage()}
    return render(request, "annotations/claims/claim_create.html", context, status=status)


@with_form
@permission_required("annotations.change_claim", raise_exception=True)
def claim_edit(request, public_id):
    """Edit a claim; a stale form shows both versions."""
    claim = present_claim(request, public_id)
    form = ClaimEditForm(claim, posted(request))
    if form.is_valid():
        with form.refusals():
            with acting("claim.edit", request.user) as action:
                claim.edit(form.cleaned_data["version"], **form.facts)
            note(request, "Claim saved.", action)
            return redirect(claim)
    context = {"claim": claim, "form": form}
    return render(request, "annotations/claims/claim_edit.html", context, status=form.status)


@require_POST
@permission_required("annotations.publish_claim", raise_exception=True)
def claim_publish(request, public_id):
    """Publish a claim, or show why it is refused."""
    claim = present_claim(request, public_id)
    try:
        with acting("claim.publish", request.user):
            claim.publish(VersionForm.parse(request.POST))
    except PublicationRefused as refused:
        return members_page(
            request, claim, HTTPStatus.UNPROCESSABLE_ENTITY, refused=refused.reasons
        )
    except StaleVersion as stale:
        return members_page(request, stale.current, HTTPStatus.CONFLICT, is_stale=True)
    note(request, "Claim published. The public can read this version.")
    return redirect(claim)


@with_form
@permission_required("annotations.publish_claim", raise_exception=True)
def claim_withdraw(request, public_id):
    """Ask for the reason, which the public reads, then withdraw a published claim."""
    claim = addressed(request, Claim.objects.exclude(status=Status.DRAFT), public_id)
    return _with_reason(request, claim, claim.withdraw, "claim.withdraw", "Claim withdrawn.")


@with_form
@permission_required("annotations.publish_claim", raise_exception=True)
def claim_send_back(request, public_id):
    """Ask for the reason, which the author reads, then send a draft back."""
    claim = addressed(request, Claim.objects.filter(status=Status.DRAFT), public_id)
    return _with_reason(request, claim, claim.send_back, "claim.send_back", "Draft sent back.")


@require_POST
@permission_required("annotations.change_claim", raise_exception=True)
def claim_ready(request, public_id):
    """Say that a draft that was sent back is ready again."""
    claim = addressed(request, Claim.objects.filter(status=Status.DRAFT), public_id)
    try:
        with acting("claim.ready", request.user) as action:
            claim.return_to_review(VersionForm.parse(request.POST))
    except StaleVersion as stale:
        return members_page(request, stale.current, HTTPStatus.CONFLICT, is_stale=True)
    note(request, "The draft is ready for review.", action)
    return redirect(claim)


def _with_reason(request, claim, write, kind, message):
    form = ReasonForm(posted(request), initial={"version": claim.version})
    if form.is_valid():
        cleaned = form.cleaned_data
        try:
            with acting(kind, request.user) as action:
                write(cleaned["version"], cleaned["reason"])
        except StaleVersion as stale:
            return members_page(request, stale.current, HTTPStatus.CONFLICT, is_stale=True)
        note(request, message, action)
        return redirect(claim)
    context, name = {"claim": claim, "form": form}, kind.replace(".", "_")
    return render(request, f"annotations/claims/{name}.html", context, status=form.status)
