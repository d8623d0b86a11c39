"""The root URLconf: health checks, then the addresses of pages, whose views load later.

A quarter of a start went into views that a health check never asks for.
"""

from django.urls import path

from config.health import healthz, readyz

handler400 = "config.refusals.bad_request"
handler500 = "config.unavailable.server_error"

# What `include` returns, but with the name of the module: Django imports it when an address is none
# of those before, when one is made from a name (`reverse`), and when checks run.
PAGES = ("config.page_urls", None, None)

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("", PAGES),
]
