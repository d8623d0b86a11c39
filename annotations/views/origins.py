from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from annotations.claims.filters import from_origin
from annotations.claims.origin_merging import merge_origin
from annotations.forms.records import OriginMergeForm
from annotations.history.notices import note
from annotations.models import Claim, Origin
from annotations.pages.names import claims_section, name_list
from corpus.models import acting
from corpus.web.edit_form import posted, with_form
from corpus.web.gone import addressed
from corpus.web.redirects import see_other


@require_safe
def origin_list(request):
    """All origins, by name."""
    return name_list(request, "annotations/records/origin_list.html", Origin.objects.present())


@require_safe
def origin(request, public_id):
    """An origin, and the claims that are reported from it."""
    origin = get_object_or_404(Origin.objects.present(), public_id=public_id)
    claims = claims_section(request, from_origin(Claim.objects.present(), origin))
    context = {"origin": origin, "claims": claims}
    return render(request, "annotations/records/origin.html", context)


@with_form
@permission_required("annotations.change_origin", raise_exception=True)
def origin_merge(request, public_id):
    """Ask for the origin to merge into, then merge the two."""
    origin = addressed(request, Origin.objects.all(), public_id)
    form = OriginMergeForm(posted(request), origin=origin, initial={"version": origin.version})
    if form.is_valid():
        into = form.cleaned_data["into"]
        with form.refusals():
            with acting("origin.merge", request.user) as action:
                merge_origin(origin, into, form.cleaned_data["version"])
            note(request, f"{origin.name} was merged into {into.name}.", action)
            return see_other(into)
    context = {"origin": origin, "form": form}
    return render(request, "annotations/records/origin_merge.html", context, status=form.status)
