"""A claim’s page for members, and helpers of the views that change a claim."""

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse

from annotations.claims.detail import live_detail
from annotations.forms.relation import RelationForm
from annotations.models import Claim
from corpus.web.gone import addressed


def present_claim(request, public_id):
    """The present claim, to be changed; 404 or 410 otherwise."""
    claims = Claim.objects.select_related("speaker", "publication")
    return addressed(request, claims, public_id)


def members_page(request, claim, status=200, **context):
    """A claim's page for members; `context` adds errors, such as a `relation_form`."""
    context = {"relation_form": RelationForm(claim)} | context
    context |= {"claim": claim, "reading": live_detail(claim), "address": permalink(claim)}
    return render(request, "annotations/claims/claim.html", context, status=status)


def absolute_url(path):
    """The address with scheme and host, from SITE_URL."""
    return f"{settings.SITE_URL}{path}"


def permalink(claim):
    """The absolute address without the slug, which remains valid when the statement changes."""
    return absolute_url(reverse("claim", args=[claim.public_id]))
