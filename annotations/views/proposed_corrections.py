from django.core.exceptions import PermissionDenied
from django.shortcuts import render

from annotations.corrections.proposals import proposed_change
from annotations.corrections.text_diff import changes
from annotations.forms.correction import DeclineForm
from annotations.history.notices import note
from annotations.models import ProposalState, ProposedCorrection
from corpus.models import acting
from corpus.web.edit_form import posted, with_form
from corpus.web.gone import addressed
from corpus.web.redirects import see_other


@with_form
def proposed_correction(request, public_id):
    """A proposed correction: what it changes, and what became of it; a POST declines it."""
    rows = ProposedCorrection.objects.select_related("article", "revision", "created_by")
    proposal = addressed(request, rows, public_id, "article")
    form = DeclineForm(posted(request), initial={"version": proposal.version})
    if request.method == "POST":
        if not request.user.has_perm("annotations.change_proposedcorrection"):
            raise PermissionDenied
        if form.is_valid():
            with form.refusals():
                _decline(request, proposal, form.cleaned_data)
                return see_other("passage_review_list")
    return _page(request, form.current or proposal, form)


def _decline(request, proposal, values):
    with acting("proposedcorrection.decline", request.user) as action:
        state = ProposalState.DECLINED
        proposal.decide(state, values["version"], decision=values["reason"])
    note(request, "The correction is not taken over.", action)


def _page(request, proposal, form):
    context = {"proposal": proposal, "article": proposal.article, "form": form}
    if proposal.is_open:
        context["change"] = proposed_change(proposal)
    else:
        context["proposed"] = changes(proposal.revision.text, proposal.text)
    template = "annotations/articles/proposed_correction.html"
    return render(request, template, context, status=form.status)
