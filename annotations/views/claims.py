from http import HTTPStatus
from sys import getsizeof

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from annotations.claims.detail import (
    corrected_quotes,
    published_detail,
    published_related,
)
from annotations.claims.published_list import published_list
from annotations.claims.rows import list_lines
from annotations.corrections.quote_status import with_corrections
from annotations.forms.claim_list import ClaimFilterForm, blank_filters_html, offered_by
from annotations.forms.claim_query import ClaimQueryForm
from annotations.forms.public_claims import PublicClaimForm
from annotations.models import Claim, Publication, Status
from annotations.pages.claim import absolute_url, members_page, permalink
from annotations.publishing.json_ld import json_ld_of
from corpus.sized_cache import SizedCache
from corpus.web.redirects import with_query

# Bytes of public pages cached per process.
CACHE_BYTES = 4 * 2**20


@require_safe
@login_not_required
def claim_list(request):
    """All claims for members, the published ones for the public."""
    if is_public_view(request):
        return _public_list(request)
    return _members_list(request)


def _members_list(request):
    form = ClaimFilterForm.parse(request.GET)
    cursor = ClaimQueryForm.parse(request.GET).cursor
    page, lines = list_lines(cursor, form.listed_claims, form.order)
    query = f"{form.query}&" if form.query else ""
    context = {"page": page, "lines": lines, "form": form, "query": query}
    context["offered"] = offered_by(lines)
    if not form.query:
        context["blank_filters"] = blank_filters_html(context["offered"])
    return render(request, "annotations/claims/claim_list.html", context)


def _public_list(request):
    form = PublicClaimForm.parse(request.GET)
    listed = published_list(form.filters, ClaimQueryForm.parse(request.GET).cursor)
    # A member who reads the public view stays in it.
    view = "as=stranger&" if request.user.is_authenticated else ""
    context = {
        "page": listed.page,
        "readings": listed.readings,
        "listed": listed,
        "form": form,
        "choices": list(form.choices(listed.offered)),
        "query": view + (f"{form.query}&" if form.query else ""),
        "canonical": absolute_url(reverse("claim_list")),
    }
    return _render_public(request, "annotations/claims/claim_list_public.html", context)


@require_safe
@login_not_required
def claim(request, public_id, slug=""):
    """A claim's permalink. Its status is checked before its slug: 404 and 410 never redirect."""
    claims = Claim.objects.present().select_related("publication")
    if is_public_view(request):
        claim = get_object_or_404(with_corrections(claims), public_id=public_id)
        return _public_page(request, claim, slug)
    claims = claims.select_related("speaker", "publication", "created_by")
    claim = get_object_or_404(claims, public_id=public_id)
    if slug != claim.current_slug:
        return _to_canonical(request, claim)
    return members_page(request, claim)


def _public_page(request, claim, slug):
    if not is_public(claim):
        return _withdrawn_page(request, claim)
    if slug != claim.current_slug:
        return _to_canonical(request, claim)
    record, [published] = claim.publication.record, published_related([claim])
    corrected = corrected_quotes(claim)
    is_preview = request.user.is_authenticated
    addresses = claim.get_absolute_url(), permalink(claim)
    page = _cached_page(claim.public_id, record, published, corrected, is_preview, *addresses)
    return HttpResponse(page)


def _draw_page(public_id, record, published, corrected, is_preview, path, address):
    """A published claim's page as HTML, which depends only on the arguments."""
    publication = Publication(record=record)
    claim = Claim(public_id=public_id, status=Status.PUBLISHED, publication=publication)
    reading = published_detail(claim, published, corrected)
    canonical = absolute_url(path)
    context = {
        "reading": reading,
        "page": reading.page,
        "canonical": canonical,
        "address": address,
        "json_ld": json_ld_of(publication.content, canonical, address, settings.SITE_URL),
        "preview_image": absolute_url(static("preview.png")),
        "user": AnonymousUser(),
        "is_preview": is_preview,
    }
    return render_to_string("annotations/claims/claim_public.html", context)


_cached_page = SizedCache(_draw_page, getsizeof, CACHE_BYTES)


@require_safe
@login_not_required
def claim_jsonld(request, public_id):
    """The published record as JSON-LD."""
    claims = Claim.objects.present().select_related("publication")
    claim = get_object_or_404(claims, public_id=public_id)
    if not is_public(claim):
        return _withdrawn_page(request, claim)
    options = {"ensure_ascii": False, "indent": 2}
    return JsonResponse(
        _json_ld(claim), content_type="application/ld+json", json_dumps_params=options
    )


def is_public_view(request):
    """Whether the visitor is not signed in, or a member who requests the public view."""
    return not request.user.is_authenticated or ClaimQueryForm.parse(request.GET).is_as_stranger


def is_public(claim):
    """Whether the claim is published, False if it was withdrawn; raises Http404 for a draft."""
    if claim.is_draft:
        raise Http404
    return claim.is_published


def _withdrawn_page(request, claim):
    context = {"withdrawn_at": claim.withdrawn_at, "reason": claim.withdrawal_reason}
    return _render_public(request, "410.html", context, HTTPStatus.GONE)


def _render_public(request, template, context, status=200):
    """Render a page that is the same for everybody, whoever is signed in."""
    context |= {"user": AnonymousUser(), "is_preview": request.user.is_authenticated}
    context["preview_image"] = absolute_url(static("preview.png"))
    return render(request, template, context, status=status)


def _to_canonical(request, claim):
    """Redirect (301) to the claim's current address; an old slug may become current again."""
    return redirect(with_query(claim.get_absolute_url(), request), permanent=True)


def _json_ld(claim):
    address = absolute_url(claim.get_absolute_url())
    record = claim.publication.content
    return json_ld_of(record, address, permalink(claim), settings.SITE_URL)
