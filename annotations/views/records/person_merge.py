from http import HTTPStatus

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from annotations.forms.records.person_merge import PersonMergeForm
from annotations.history.notices import note
from annotations.pages.merge_preview import merge_form, merge_page
from corpus.models import Person, acting
from corpus.records.merging import MergeRefused, merge, unmerge
from corpus.web.edit_form import with_form
from corpus.web.gone import addressed
from corpus.web.redirects import see_other


@with_form
@permission_required("corpus.change_person", raise_exception=True)
def person_merge(request, public_id):
    """Ask for the person to merge into, preview what moves, then merge the two."""
    person = addressed(request, Person.objects.select_related("merged_into"), public_id)
    form = merge_form(PersonMergeForm, request, person)
    if request.method == "POST" and form.is_valid():
        with form.refusals(MergeRefused, "into"):
            with acting("person.merge", request.user) as action:
                merge(person, form.cleaned_data["into"], form.cleaned_data["version"])
            note(request, f"{person} was merged into {person.merged_into}.", action)
            return see_other(person.merged_into)
    return merge_page(request, "annotations/people/person_merge.html", person, form)


@require_POST
@permission_required("corpus.change_person", raise_exception=True)
def person_unmerge(request, public_id):
    """Undo the merge of a person; 409 if it is refused."""
    merged = Person.objects.present().exclude(merged_into=None)
    person = get_object_or_404(merged, public_id=public_id)
    try:
        with acting("person.unmerge", request.user) as action:
            unmerge(person)
    except MergeRefused as refused:
        context = {"person": person, "refused": refused}
        return render(
            request, "annotations/people/person_unmerge.html", context, status=HTTPStatus.CONFLICT
        )
    note(request, f"Merge of {person} undone.", action)
    return see_other(person)
