"""The addresses of pages. Importing it loads every view; `config.urls` says when that is."""

from django.contrib import admin
from django.urls import include, path

from corpus.web.sign_in import SignInView, SignOutView

urlpatterns = [
    path("", include("annotations.urls")),
    path("", include("corpus.importing.urls")),
    path("sign-in/", SignInView.as_view(), name="sign_in"),
    path("sign-out/", SignOutView.as_view(), name="sign_out"),
    path("admin/", admin.site.urls),
]
