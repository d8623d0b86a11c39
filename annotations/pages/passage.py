from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render

from annotations.corrections.pending import pending_placement, with_articles
from annotations.forms.passage import PassageEditForm
from annotations.models import Passage
from annotations.models.tag_link import tags_of
from annotations.passages.pieces import boundaries_context
from corpus.web.gone import addressed


def passage_page(request, public_id, form=None):
    """A passage's page: its outcome, and the review form."""
    passages = with_articles(Passage.objects.present())
    passage = get_object_or_404(passages, public_id=public_id)
    context = {
        "passage": passage,
        "article": passage.article,
        "pending": pending_placement(passage, request.user),
        "form": form,
    }
    status = form.status if form else 200
    return render(request, "annotations/passages/passage.html", context, status=status)


def edit_page(request, passage, form, **context):
    """The page that edits a passage; after an edit conflict it shows the current values too."""
    context |= {"passage": passage, "article": passage.article, "form": form}
    context |= boundaries_context(passage, request.user)
    if form.current:
        context["current"] = PassageEditForm.initial_for(passage)
    status = context.get("mend", form).status
    return render(request, "annotations/passages/passage_edit.html", context, status=status)


def draft_of(passage):
    """What the popup fills in to edit a passage: plain values, the people with their roles."""
    links = passage.people.filter(person__deleted_at=None).select_related("person__merged_into")
    people = dict.fromkeys((link.person.resolved, link.role) for link in links)
    return {
        "version": passage.version,
        "note": passage.note,
        "tags": [{"name": tag.name, "hue": str(tag.hue)} for tag in tags_of(passage)],
        "people": [
            {"name": person.name, "value": person.public_id, "role": role}
            for person, role in people
        ],
        "evidence": [
            {"name": one.claim.statement, "value": one.claim.public_id, "stance": one.stance}
            for one in passage.evidence.present().select_related("claim")
        ],
    }


def editable(request, public_id):
    """The passage, if the member may edit it; 404, 410 or 403 otherwise."""
    passages = Passage.objects.visible_to(request.user).select_related("article", "created_by")
    passage = addressed(request, passages, public_id, "article")
    if not passage.may_be_edited_by(request.user):
        raise PermissionDenied("Only the author or an editor can change this passage.")
    return passage
