"""The desk's own addresses, one whose view breaks and one whose view refuses what is asked."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import SuspiciousOperation
from django.urls import include, path


@login_not_required
def broken(request):
    raise RuntimeError("broken on purpose")


@login_not_required
def misread(request):
    raise SuspiciousOperation("misread on purpose")


urlpatterns = [path("broken", broken), path("misread", misread), path("", include("config.urls"))]
