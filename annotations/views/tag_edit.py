from http import HTTPStatus

from django.contrib.auth.decorators import permission_required
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from annotations.claims.filters import tagged_with
from annotations.forms.tag import TagEditForm, TagForm
from annotations.models import Claim, Tag
from annotations.models.tag import NameTaken
from annotations.pages.names import claims_section, mentions_section
from annotations.passages.excerpts import passages_tagged
from corpus.models import acting
from corpus.records.edit_conflict import StaleVersion
from corpus.records.record import RemovalRefused
from corpus.web.gone import addressed
from corpus.web.redirects import see_other

with_form = require_http_methods(["GET", "HEAD", "POST"])


@with_form
@permission_required("annotations.add_tag", raise_exception=True)
def tag_create(request):
    """Create a tag; a name similar to another tag's must be confirmed."""
    form, status = TagForm(request.POST or None, initial={"name": request.GET.get("name")}), 200
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                with acting("tag.create", request.user):
                    tag = Tag.objects.add(**form.facts)
                return see_other(tag)
            except NameTaken as taken:
                form.add_error("name", str(taken))
    return render(request, "annotations/tags/tag_create.html", {"form": form}, status=status)


@with_form
@permission_required("annotations.change_tag", raise_exception=True)
def tag_edit(request, public_id):
    """Edit a tag's name, definition or hue; a stale form shows both versions."""
    tag = addressed(request, Tag.objects.select_related("merged_into"), public_id)
    form = TagEditForm(request.POST or None, tag=tag, initial=TagEditForm.initial_of(tag))
    context, status = {"tag": tag, "form": form}, 200
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                with acting(form.action_kind, request.user):
                    tag = tag.edit(form.cleaned_data["version"], **form.facts)
                return see_other(tag)
            except NameTaken as taken:
                form.add_error("name", str(taken))
            except StaleVersion as stale:
                status, context["current"] = HTTPStatus.CONFLICT, stale.current
    return render(request, "annotations/tags/tag_edit.html", context, status=status)


@with_form
@permission_required("annotations.delete_tag", raise_exception=True)
def tag_delete(request, public_id):
    """Ask for confirmation, listing the tag's uses, then delete softly; tagged rows stay."""
    tag = addressed(request, Tag.objects.select_related("merged_into"), public_id)
    status = 200
    if request.method == "POST":
        try:
            with acting("tag.delete", request.user):
                tag.remove()
            return see_other("tag_list")
        except RemovalRefused:
            status = HTTPStatus.CONFLICT
    context = {
        "tag": tag,
        "merged": list(tag.merged.present().in_name_order()),
        "passages": mentions_section(request, passages_tagged(tag, request.user), "passages"),
        "claims": claims_section(request, tagged_with(Claim.objects.present(), [tag])),
    }
    return render(request, "annotations/tags/tag_delete.html", context, status=status)
