"""A claim’s page for members, and what the views that change a claim share."""

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from annotations.claims.detail import (
    read_live,
)
from annotations.forms.relation import RelationForm
from annotations.models import Claim
from corpus.web.gone import addressed

with_form = require_http_methods(["GET", "HEAD", "POST"])


def present_claim(request, public_id):
    """The claim, for those who may change it."""
    claims = Claim.objects.select_related("speaker", "publication")
    return addressed(request, claims, public_id)


def members_page(request, claim, status=200, **context):
    """The claim as it stands, with what a member can do; `context` tells of what went wrong."""
    context = {"relation_form": RelationForm(claim)} | context
    context |= {"claim": claim, "reading": read_live(claim), "address": permalink(claim)}
    return render(request, "annotations/claims/claim.html", context, status=status)


def absolute_url(path):
    return f"{settings.SITE_URL}{path}"


def permalink(claim):
    """The address to pass on: without the slug, so that no later title makes it wrong."""
    return absolute_url(reverse("claim", args=[claim.public_id]))
