"""The entry point for gunicorn: `gunicorn config.wsgi`."""

import gc
import os
from contextlib import contextmanager
from threading import Timer

from django.core.wsgi import get_wsgi_application
from django.urls import reverse

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("IS_SERVING", "1")

# Seconds until a process loads its pages: a health check that waited for the start is answered by
# then, and nobody else asked yet.
PAGES_AFTER = 0.05


@contextmanager
def loading():
    """Load without the collector, and keep what was loaded.

    It looked through it again and again while it was loaded, for a sixth of the time, and would at
    times look through it during a request.
    """
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        gc.enable()


def load_pages():
    """Load all views, so that nobody waits for them. A request that is faster loads them itself."""
    with loading():
        reverse("home")


def load_pages_soon():
    """Call `load_pages` in a thread that ends with the process."""
    timer = Timer(PAGES_AFTER, load_pages)
    timer.daemon = True
    timer.start()


with loading():
    application = get_wsgi_application()
load_pages_soon()
