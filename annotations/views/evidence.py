from django.contrib.auth.decorators import permission_required
from django.shortcuts import redirect, render

from annotations.forms.evidence import EvidenceForm
from annotations.history.notices import note
from annotations.models import Evidence
from corpus.models import acting
from corpus.web.edit_form import posted, with_form
from corpus.web.gone import addressed


@with_form
@permission_required("annotations.change_claim", raise_exception=True)
def evidence_edit(request, public_id):
    """Edit a piece of evidence; a stale form shows both versions."""
    evidence = _evidence(request, public_id)
    form = EvidenceForm(posted(request), initial=EvidenceForm.initial_of(evidence))
    if form.is_valid():
        with form.refusals():
            with acting("evidence.edit", request.user) as action:
                evidence.edit(form.cleaned_data["version"], **form.change)
            note(request, "Evidence saved.", action)
            return redirect(evidence.claim)
    context = {"evidence": evidence, "form": form}
    return render(request, "annotations/claims/evidence_edit.html", context, status=form.status)


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
