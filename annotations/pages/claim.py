"""A claim’s page for members, and what the views that change a claim share."""

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from annotations.claims.detail import (
    live_detail,
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
    context |= {"claim": claim, "reading": live_detail(claim), "address": absolute_of(claim)}
    return render(request, "annotations/claims/claim.html", context, status=status)


def absolute(path):
    return f"{settings.SITE_URL}{path}"


def absolute_of(claim):
    """The address to pass on: without the slug, so that no later title makes it wrong."""
    return absolute(reverse("claim", args=[claim.public_id]))
