"""Stand-in until the claims pages arrive (their author overwrites this file whole)."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import path


@login_not_required
def page(request, public_id="", slug=""):
    return HttpResponse("stand-in")


urlpatterns = [
    path("claims/", page, name="claim_list"),
    path("claims/new/", page, name="claim_create"),
    path("claims/<record_id:public_id>.jsonld", page, name="claim_jsonld"),
    path("claims/<record_id:public_id>/", page, name="claim"),
    path("claims/<record_id:public_id>/edit/", page, name="claim_edit"),
    path("claims/<record_id:public_id>/publish/", page, name="claim_publish"),
    path("claims/<record_id:public_id>/withdraw/", page, name="claim_withdraw"),
    path("claims/<record_id:public_id>/<str:slug>/", page, name="claim"),
]
