from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.views.decorators.http import require_POST

from annotations.exports.export import SUFFIXES
from annotations.forms.selected_passages import DELETE, LINK, TAG, SelectedPassagesForm
from annotations.history.notices import note
from annotations.models import Passage
from annotations.models.tag_link import TooManyTags
from corpus.models import acting
from corpus.number_words import number_of
from corpus.web.redirects import mark_unsaved, see_other


@require_POST
def passages_selected(request):
    """Tag, link, delete or export the passages selected on a list, as one Action."""
    form = SelectedPassagesForm(request.user, request.POST)
    is_valid = form.is_valid()
    back = form.cleaned_data.get("next") or reverse("search")
    if is_valid and form.cleaned_data["do"] in SUFFIXES:
        return _export(form.cleaned_data)
    if not request.user.has_perm("annotations.change_passage"):
        raise PermissionDenied
    if is_valid:
        with form.refusals(TooManyTags, "tags"):
            _change(request, form.cleaned_data)
            return see_other(back)
    note(request, f"Nothing was changed. {form.first_error}")
    return mark_unsaved(see_other(back))


def _export(cleaned):
    ids = urlencode({"ids": " ".join(passage.public_id for passage in cleaned["passages"])})
    return mark_unsaved(see_other(f"{reverse('passages_' + cleaned['do'])}?{ids}"))


def _change(request, cleaned):
    """Do what a valid form asks for, and say to how many passages."""
    passages, do = cleaned["passages"], cleaned["do"]
    if do == DELETE:
        with acting("passage.delete", request.user) as action:
            Passage.objects.remove_all(passages)
        return note(request, f"{number_of(len(passages), 'passage')} deleted.", action)
    if do == LINK:
        return _link(request, passages, cleaned["claim"], cleaned["stance"])
    names = (cleaned["tags"], ()) if do == TAG else ((), cleaned["tags"])
    with acting("passage.retag", request.user) as action:
        changed = Passage.objects.retag(passages, *names)
    words = f"Tags of {number_of(changed, 'passage')} changed."
    if not changed:
        each, word = ("Each", " and ") if do == TAG else ("No", " or ")
        tags = word.join(f"“{name}”" for name in cleaned["tags"])
        words = f"Nothing was changed. {each} selected passage has {tags}."
    return note(request, words, action)


def _link(request, passages, claim, stance):
    if not request.user.has_perm("annotations.add_evidence"):
        raise PermissionDenied
    with acting("evidence.create", request.user) as action:
        for passage in passages:
            claim.add_evidence(passage, stance)
    note(request, f"{number_of(len(passages), 'passage')} linked to “{claim}”.", action)
