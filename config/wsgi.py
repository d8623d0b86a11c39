"""The entry point for gunicorn: `gunicorn config.wsgi`."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import reverse

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("IS_SERVING", "1")


def load():
    """Return the WSGI application with everything that its first response needs.

    What is loaded stays: the collector looked through it again and again while it was loaded, for a
    sixth of the time to the first response, and would at times look through it during a request.
    """
    gc.disable()
    try:
        wsgi_application = get_wsgi_application()
        # Loads the views of most pages (`corpus.web.late_views` has the others). The first request
        # would wait for them just as long, and so would the processes that wait for this one (see
        # `config.serving`).
        reverse("home")
        gc.freeze()
    finally:
        gc.enable()
    return wsgi_application


application = load()
