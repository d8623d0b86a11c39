from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from annotations.claim_filters import tagged_with
from annotations.mentions import tagged
from annotations.models import Claim, Tag
from annotations.views.names import claims_section, mentions_section, name_list, to_canonical


@require_safe
def tag_list(request):
    """The codebook, in the order of its words."""
    return name_list(request, "annotations/tag_list.html", Tag.objects.present())


@require_safe
def tag(request, public_id, slug=""):
    """A tag: what it means, its passages across articles, its claims."""
    tag = get_object_or_404(Tag.objects.present(), public_id=public_id)
    if slug != tag.slug:
        return to_canonical(request, tag)
    context = {
        "tag": tag,
        "passages": mentions_section(request, tagged(tag, request.user), "passages"),
        "claims": claims_section(request, tagged_with(Claim.objects.present(), [tag])),
    }
    return render(request, "annotations/tag.html", context)
