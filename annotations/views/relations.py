from http import HTTPStatus

from django.contrib.auth.decorators import permission_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from annotations.forms.relation import RelationForm
from annotations.history.notices import note
from annotations.models import Relation
from annotations.pages.claim import members_page, present_claim
from corpus.models import acting
from corpus.web.edit_form import with_form
from corpus.web.gone import addressed


@require_POST
@permission_required("annotations.change_claim", raise_exception=True)
def relation_create(request, public_id):
    """Relate a claim to another."""
    claim = present_claim(request, public_id)
    form = RelationForm(claim, request.POST)
    if not form.is_valid():
        return members_page(request, claim, HTTPStatus.UNPROCESSABLE_ENTITY, relation_form=form)
    from_claim, to_claim, kind = form.relation
    with acting("relation.create", request.user) as action:
        Relation.objects.relate(from_claim, to_claim, kind)
    note(request, "Relation saved.", action)
    return redirect(f"{claim.get_absolute_url()}#relations")


@with_form
@permission_required("annotations.change_claim", raise_exception=True)
def relation_remove(request, public_id):
    """Ask for confirmation, then remove a relation from both claims."""
    relations = Relation.objects.with_claims()
    relation = addressed(request, relations, public_id, "from_claim", "to_claim")
    if request.method != "POST":
        return render(request, "annotations/claims/relation_remove.html", {"relation": relation})
    with acting("relation.delete", request.user) as action:
        relation.remove()
    note(request, "Relation removed.", action)
    return redirect(relation.from_claim)
