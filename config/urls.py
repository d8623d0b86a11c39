"""The root URLconf."""

from django.contrib import admin
from django.urls import path

import annotations.urls
import corpus.importing.urls
from config.health import healthz, readyz
from corpus.web.sign_in import SignInView, SignOutView

handler400 = "config.refusals.bad_request"
handler500 = "config.unavailable.server_error"

urlpatterns = [
    *annotations.urls.urlpatterns,
    *corpus.importing.urls.urlpatterns,
    path("sign-in/", SignInView.as_view(), name="sign_in"),
    path("sign-out/", SignOutView.as_view(), name="sign_out"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("admin/", admin.site.urls),
]
