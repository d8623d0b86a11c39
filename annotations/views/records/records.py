"""Pages that make, edit and merge sources, people and origins, and grade sources."""

from django.contrib.auth import get_permission_codename
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.shortcuts import render

from annotations.claims.origin_merging import merge_origin
from annotations.forms.records.records import FORMS, RecordMergeForm
from annotations.history.notices import note
from annotations.models import Origin
from annotations.pages.merge_preview import merge_form, merge_page
from corpus.models import Person, Source, acting
from corpus.models.source_merging import merge_source
from corpus.record_admin.records import GradeForm
from corpus.records.merging import MergeRefused
from corpus.web.edit_form import posted, status_of, with_form
from corpus.web.gone import addressed
from corpus.web.redirects import see_other

# How the rows of a model are merged; people have a page of their own.
MERGES = {Source: merge_source, Origin: merge_origin}


@with_form
def record_create(request, model):
    """Make a source, a person or an origin."""
    _refuse_without("add", model, request.user)
    return _form_page(request, model, None)


@with_form
def record_edit(request, model, public_id):
    """Edit one; a stale form is refused with both values at each field."""
    _refuse_without("change", model, request.user)
    return _form_page(request, model, addressed(request, model.objects.all(), public_id))


def _refuse_without(verb, model, user):
    if not user.has_perm(f"{model._meta.app_label}.{get_permission_codename(verb, model._meta)}"):
        raise PermissionDenied


def _form_page(request, model, row):
    form = FORMS[model](posted(request), instance=row)
    if request.method == "POST":
        try:
            form, action = _save(request, model, row)
        except IntegrityError:
            # The name was taken between the check and the save: this time the check sees it.
            form, action = _save(request, model, row)
        if form.is_valid():
            note(request, f"{form.instance} saved.", action)
            return see_other(form.instance)
    context = {
        "form": form,
        "row": row,
        "kind": model._meta.verbose_name,
        "list_name": f"{model._meta.model_name}_list",
    }
    return render(request, "annotations/records/record_edit.html", context, status=status_of(form))


def _save(request, model, row):
    """(form, Action) of what was sent; a valid form is saved."""
    kind = f"{model._meta.model_name}.{'edit' if row else 'create'}"
    with acting(kind, request.user) as action:
        form = FORMS[model](request.POST, instance=row and model.lock(row.pk))
        if form.is_valid() and (row is None or form.has_changed()):
            saved = form.instance
            saved.save_act(*form.columns) if row else saved.save()
            if model is Person:
                saved.set_aliases(form.cleaned_data["other_names"])
    return form, action


@with_form
@permission_required("corpus.change_source", raise_exception=True)
def source_grade(request, public_id):
    """Grade a source, with the reason."""
    source = addressed(request, Source.objects.all(), public_id)
    form = GradeForm(posted(request))
    if form.is_valid():
        cleaned = form.cleaned_data
        with acting("source.grade", request.user) as action:
            source.grade(cleaned["letter"], cleaned["reason"], cleaned["graded_on"])
        note(request, f"{source} graded {cleaned['letter']}.", action)
        return see_other(source)
    context = {"form": form, "source": source}
    return render(request, "annotations/records/source_grade.html", context, status=status_of(form))


@with_form
def record_merge(request, model, public_id):
    """Ask for the row to merge into, preview what moves, then merge the two."""
    _refuse_without("change", model, request.user)
    row = addressed(request, model.objects.all(), public_id)
    form = merge_form(RecordMergeForm, request, row)
    if request.method == "POST" and form.is_valid():
        into = form.cleaned_data["into"]
        with form.refusals(MergeRefused, "into"):
            with acting(f"{model._meta.model_name}.merge", request.user) as action:
                MERGES[model](row, into, form.cleaned_data["version"])
            note(request, f"{row.name} was merged into {into.name}.", action)
            return see_other(into)
    return merge_page(request, "annotations/records/record_merge.html", row, form)
