"""The root URLconf."""

from django.contrib import admin
from django.urls import include, path

from config.health import healthz, readyz
from corpus.web.sign_in import SignInView, SignOutView

handler400 = "config.refusals.bad_request"
handler500 = "config.unavailable.server_error"

urlpatterns = [
    path("", include("annotations.urls")),
    path("", include("corpus.importing.urls")),
    path("sign-in/", SignInView.as_view(), name="sign_in"),
    path("sign-out/", SignOutView.as_view(), name="sign_out"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("admin/", admin.site.urls),
]
