from http import HTTPStatus

from django.contrib.auth.decorators import permission_required
from django.shortcuts import render

from annotations.claims.filters import tagged_with
from annotations.codebook.rights import check_may_change
from annotations.forms.codebook.tag import TagEditForm, TagForm
from annotations.history.notices import note
from annotations.models import Claim, Tag
from annotations.models.tag import DigitTaken, NameTaken
from annotations.pages.names import claims_section, mentions_section
from annotations.passages.excerpts import passages_tagged
from corpus.models import acting
from corpus.records.record import RemovalRefused
from corpus.web.edit_form import posted, with_form
from corpus.web.gone import addressed
from corpus.web.redirects import see_other


@with_form
@permission_required("annotations.add_tag", raise_exception=True)
def tag_create(request):
    """Create a tag; a name similar to another tag's must be confirmed."""
    form = TagForm(posted(request), initial={"name": request.GET.get("name")})
    if form.is_valid():
        with form.refusals(NameTaken, "name"), form.refusals(DigitTaken, "digit"):
            with acting("tag.create", request.user) as action:
                tag = Tag.objects.add(**form.facts)
            note(request, f"Tag {tag} created.", action)
            return see_other(tag)
    return render(request, "annotations/tags/tag_create.html", {"form": form}, status=form.status)


@with_form
def tag_edit(request, public_id):
    """Edit a tag's name, definition, hue or key; a stale form shows both versions."""
    tag = _changeable(request, public_id)
    form = TagEditForm(posted(request), tag=tag, initial=TagEditForm.initial_of(tag))
    if form.is_valid():
        with form.refusals(NameTaken, "name"), form.refusals(DigitTaken, "digit"):
            with acting(form.action_kind, request.user) as action:
                tag = tag.edit(form.cleaned_data["version"], **form.facts)
            note(request, f"Tag {tag} saved.", action)
            return see_other(tag)
    context = {"tag": tag, "form": form}
    return render(request, "annotations/tags/tag_edit.html", context, status=form.status)


def _changeable(request, public_id):
    """The tag of an address, which the member may change."""
    tag = addressed(request, Tag.objects.select_related("merged_into"), public_id)
    check_may_change(tag, request.user)
    return tag


@with_form
def tag_delete(request, public_id):
    """Ask for confirmation, listing the tag's uses, then delete softly; tagged rows stay."""
    tag = _changeable(request, public_id)
    status = 200
    if request.method == "POST":
        try:
            with acting("tag.delete", request.user) as action:
                tag.remove()
            note(request, f"Tag {tag} deleted.", action)
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
