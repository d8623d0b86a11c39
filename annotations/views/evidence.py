from http import HTTPStatus

from django.contrib.auth.decorators import permission_required
from django.shortcuts import redirect, render

from annotations.forms.evidence import EvidenceForm
from annotations.history.notices import note
from annotations.models import Evidence
from annotations.pages.claim import with_form
from corpus.models import acting
from corpus.records.edit_conflict import StaleVersion
from corpus.web.gone import addressed


@with_form
@permission_required("annotations.change_claim", raise_exception=True)
def evidence_edit(request, public_id):
    """Edit a piece of evidence; a stale form shows both versions."""
    evidence = _evidence(request, public_id)
    form = EvidenceForm(request.POST or None, initial=EvidenceForm.initial_of(evidence))
    context, status = {}, 200
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                with acting("evidence.edit", request.user) as action:
                    evidence.edit(form.cleaned_data["version"], **form.change)
                note(request, "Evidence saved.", action)
                return redirect(evidence.claim)
            except StaleVersion as stale:
                status, context = HTTPStatus.CONFLICT, {"current": stale.current}
    context |= {"evidence": evidence, "form": form}
    return render(request, "annotations/claims/evidence_edit.html", context, status=status)


@with_form
@permission_required("annotations.change_claim", raise_exception=True)
def evidence_remove(request, public_id):
    """Ask for confirmation, then remove evidence from a claim; the passage stays."""
    evidence = _evidence(request, public_id)
    if request.method != "POST":
        return render(request, "annotations/claims/evidence_remove.html", {"evidence": evidence})
    with acting("evidence.delete", request.user) as action:
        evidence.remove()
    note(request, "Evidence removed.", action)
    return redirect(evidence.claim)


def _evidence(request, public_id):
    evidence = Evidence.objects.all().with_passages().select_related("claim__publication")
    return addressed(request, evidence, public_id, "claim")
