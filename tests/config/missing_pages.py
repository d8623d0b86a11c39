"""The addresses of health checks, and pages whose module cannot be imported."""

from django.urls import path

from config import urls
from config.urls import handler500 as handler500

urlpatterns = [
    *(pattern for pattern in urls.urlpatterns if str(pattern.pattern)),
    path("", ("tests.config.no_such_module", None, None)),
]
