from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from annotations.claims.filters import tagged_with
from annotations.codebook.overview import ORDERS, codebook_page
from annotations.codebook.rights import may_change
from annotations.forms.codebook.tag import CodebookFilterForm
from annotations.models import Claim, Tag
from annotations.pages.names import (
    claims_section,
    mentions_section,
    passage_filters,
    to_canonical,
)
from annotations.passages.excerpts import readable
from corpus.names import name_key
from corpus.records.merging import suggested_merges
from corpus.web.paging_forms import CursorForm

# More tags than this are listed in columns, without their definitions.
COMPACT_FROM = 60


@require_safe
def tag_list(request):
    """The codebook: each tag with its definition and the number of its uses."""
    filters = CodebookFilterForm.parse(request.GET)
    tags = Tag.objects.standing()
    suggested = () if request.GET else suggested_merges(tags)
    is_searched = bool(name_key(filters["q"]))
    if is_searched:
        tags = tags.starting(filters["q"])
    cursor = CursorForm.parse(request.GET)
    page, groups = codebook_page(
        tags, cursor, sort=filters["sort"], unused=filters["unused"], with_former=is_searched
    )
    chosen = {name: value for name, value in filters.items() if value and value != "name"}
    query = f"{urlencode(chosen)}&" if chosen else ""
    context = {"page": page, "groups": groups, "query": query, "suggested": suggested, **filters}
    context["sorts"] = [(name, words) for name, (words, _) in ORDERS.items()]
    context["is_compact"] = len(page) > COMPACT_FROM and not filters["full"]
    return render(request, "annotations/tags/tag_list.html", context)


@require_safe
def tag(request, public_id, slug=""):
    """A tag: its definition, its passages across articles, its claims."""
    tags = Tag.objects.present().select_related("merged_into")
    tag = get_object_or_404(tags, public_id=public_id)
    if tag.merged_into:
        return redirect(tag.merged_into)
    if slug != tag.slug:
        return to_canonical(request, tag)
    filters, context = passage_filters(request, tag=tag)
    passages = filters.filter(readable(request.user))
    context |= {
        "tag": tag,
        "may_change": may_change(tag, request.user),
        "merged": list(tag.merged.present().in_name_order()),
        "former_names": Tag.objects.former_names([tag]).get(tag.pk, []),
        "passages": mentions_section(request, passages, "passages", filters.query),
        "claims": claims_section(request, tagged_with(Claim.objects.present(), [tag])),
    }
    return render(request, "annotations/tags/tag.html", context)
