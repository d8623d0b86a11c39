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
    published_page,
    published_related,
)
from annotations.claims.rows import list_lines
from annotations.content_cache import SizedCache
from annotations.corrections.quote_status import with_corrections
from annotations.forms.claim_list import ClaimFilterForm, fresh_filters, offered_by
from annotations.forms.claim_query import ClaimQuery
from annotations.models import Claim, Publication, Status
from annotations.pages.claim import absolute, absolute_of, members_page
from annotations.publishing.json_ld import json_ld_of
from corpus.web.redirects import with_query

# Bytes of strangers' pages that one process keeps.
ROOM = 4 * 2**20


@require_safe
@login_not_required
def claim_list(request):
    """Members get all claims, strangers the published ones."""
    if is_stranger(request):
        return _strangers_list(request)
    return _members_list(request)


def _members_list(request):
    form = ClaimFilterForm(request.GET)
    page, lines = list_lines(ClaimQuery(request.GET).cursor, form.claims)
    query = f"{form.query}&" if form.query else ""
    context = {"page": page, "lines": lines, "form": form, "query": query}
    context["offered"] = offered_by(lines)
    if not form.query:
        context["fresh_filters"] = fresh_filters(context["offered"])
    return render(request, "annotations/claims/claim_list.html", context)


def _strangers_list(request):
    page, readings = published_page(ClaimQuery(request.GET).cursor)
    context = {"page": page, "readings": readings, "canonical": absolute(reverse("claim_list"))}
    return _drawn_for_strangers(request, "annotations/claims/claim_list_public.html", context)


@require_safe
@login_not_required
def claim(request, public_id, slug=""):
    """A claim's permalink. Its state comes before its slug: 404 and 410 never redirect."""
    claims = Claim.objects.present().select_related("publication")
    if is_stranger(request):
        claim = get_object_or_404(with_corrections(claims), public_id=public_id)
        return _strangers_page(request, claim, slug)
    claims = claims.select_related("speaker", "publication", "created_by")
    claim = get_object_or_404(claims, public_id=public_id)
    if slug != claim.current_slug:
        return _to_canonical(request, claim)
    return members_page(request, claim)


def _strangers_page(request, claim, slug):
    if not may_strangers_read(claim):
        return gone(request, claim)
    if slug != claim.current_slug:
        return _to_canonical(request, claim)
    record, [published] = claim.publication.record, published_related([claim])
    corrected = corrected_quotes(claim)
    is_preview = request.user.is_authenticated
    addresses = claim.get_absolute_url(), absolute_of(claim)
    page = _drawn_page(claim.public_id, record, published, corrected, is_preview, *addresses)
    return HttpResponse(page)


def _draw_page(public_id, record, published, corrected, is_preview, path, address):
    """A published claim's page, from all that it shows: whoever asks, the same is drawn once."""
    publication = Publication(record=record)
    claim = Claim(public_id=public_id, status=Status.PUBLISHED, publication=publication)
    reading = published_detail(claim, published, corrected)
    canonical = absolute(path)
    context = {
        "reading": reading,
        "page": reading.page,
        "canonical": canonical,
        "address": address,
        "json_ld": json_ld_of(publication.content, canonical, address, settings.SITE_URL),
        "preview_image": absolute(static("preview.png")),
        "user": AnonymousUser(),
        "is_preview": is_preview,
        # No more of a request than where the page stands.
        "request": {"resolver_match": {"url_name": "claim"}},
    }
    return render_to_string("annotations/claims/claim_public.html", context)


_drawn_page = SizedCache(_draw_page, getsizeof, ROOM)


@require_safe
@login_not_required
def claim_jsonld(request, public_id):
    """The published record as JSON-LD."""
    claims = Claim.objects.present().select_related("publication")
    claim = get_object_or_404(claims, public_id=public_id)
    if not may_strangers_read(claim):
        return gone(request, claim)
    options = {"ensure_ascii": False, "indent": 2}
    return JsonResponse(
        _json_ld(claim), content_type="application/ld+json", json_dumps_params=options
    )


def is_stranger(request):
    """Whoever is not signed in, or a member who asks for what strangers see."""
    return not request.user.is_authenticated or ClaimQuery(request.GET).is_as_stranger


def may_strangers_read(claim):
    """Whether the claim is published; False where it was withdrawn, Http404 for a draft."""
    if claim.is_draft:
        raise Http404
    return claim.is_published


def gone(request, claim):
    context = {"withdrawn_at": claim.withdrawn_at}
    return _drawn_for_strangers(request, "410.html", context, HTTPStatus.GONE)


def _drawn_for_strangers(request, template, context, status=200):
    """The same page for everybody: nothing of the member who may be asking stands in it."""
    context |= {"user": AnonymousUser(), "is_preview": request.user.is_authenticated}
    context["preview_image"] = absolute(static("preview.png"))
    return render(request, template, context, status=status)


def _to_canonical(request, claim):
    """Redirect for good; asked again each time, because an old slug may come back."""
    return redirect(with_query(claim.get_absolute_url(), request), permanent=True)


def _json_ld(claim):
    address = absolute(claim.get_absolute_url())
    record = claim.publication.content
    return json_ld_of(record, address, absolute_of(claim), settings.SITE_URL)
