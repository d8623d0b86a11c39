from http import HTTPStatus

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from annotations.codebook.merge_preview import overlap_of
from annotations.codebook.rights import check_may_change
from annotations.codebook.tag_merging import merge_tag, unmerge_tag
from annotations.forms.codebook.tag import MergeTargetForm, TagMergeForm
from annotations.history.notices import note
from annotations.models import Tag
from corpus.models import acting
from corpus.records.edit_conflict import StaleVersion
from corpus.records.merging import MergeRefused
from corpus.web.edit_form import with_form
from corpus.web.gone import addressed
from corpus.web.redirects import see_other


@with_form
def tag_merge(request, public_id):
    """Ask which tag to merge into, preview the changes, then merge the two."""
    tag = addressed(request, Tag.objects.select_related("merged_into"), public_id)
    check_may_change(tag, request.user)
    if request.method == "POST":
        return _merge(request, tag)
    form = MergeTargetForm(request.GET if "into" in request.GET else None, tag=tag)
    form.is_valid()
    return _page(request, tag, form)


def _merge(request, tag):
    form = TagMergeForm(request.POST, tag=tag)
    if form.is_valid():
        into = form.cleaned_data["into"]
        with form.refusals(MergeRefused, "into"):
            if form.cleaned_data["into_version"] not in (None, into.version):
                raise StaleVersion(into)
            with acting("tag.merge", request.user) as action:
                merge_tag(tag, into, form.cleaned_data["version"])
            note(request, f"{tag} was merged into {tag.merged_into}.", action)
            return see_other(tag.merged_into)
    return _page(request, tag, form)


def _page(request, tag, form):
    """The form, with a preview once the other tag is known."""
    tag.refresh_from_db()
    into = form.cleaned_data.get("into") if form.is_bound else None
    overlap = overlap_of(tag, into, request.user) if into else None
    context = {"row": tag, "form": form, "into": into, "overlap": overlap}
    return render(request, "annotations/tags/tag_merge.html", context, status=form.status)


@require_POST
def tag_unmerge(request, public_id):
    """Undo the merge of a tag; 409 if its name is taken."""
    merged = Tag.objects.present().exclude(merged_into=None)
    tag = get_object_or_404(merged, public_id=public_id)
    check_may_change(tag, request.user)
    try:
        with acting("tag.unmerge", request.user) as action:
            unmerge_tag(tag)
    except MergeRefused as refused:
        context = {"tag": tag, "refused": refused}
        return render(
            request, "annotations/tags/tag_unmerge.html", context, status=HTTPStatus.CONFLICT
        )
    note(request, f"Merge of {tag} undone.", action)
    return see_other(tag)
