from django.db.models import OuterRef
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from annotations.claims.filters import from_origin
from annotations.models import Claim, Evidence, Origin
from annotations.pages.names import claims_section, name_list
from corpus.db.count_up_to import CountUpTo


@require_safe
def origin_list(request):
    """All origins, by name, with how many claims are reported from each."""
    template = "annotations/records/origin_list.html"
    return name_list(request, template, Origin.objects.present(), _with_counts)


def _with_counts(origins):
    evidence = Evidence.objects.present().filter(origin=OuterRef(OuterRef("pk"))).order_by()
    claims = Claim.objects.present().filter(pk__in=evidence.values("claim"))
    return origins.annotate(claim_count=CountUpTo(claims))


@require_safe
def origin(request, public_id):
    """An origin, and the claims that are reported from it."""
    origin = get_object_or_404(Origin.objects.present(), public_id=public_id)
    claims = claims_section(request, from_origin(Claim.objects.present(), origin))
    context = {"origin": origin, "claims": claims}
    return render(request, "annotations/records/origin.html", context)
