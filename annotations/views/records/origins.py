from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from annotations.claims.filters import from_origin
from annotations.models import Claim, Origin
from annotations.pages.names import claims_section, name_list


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
