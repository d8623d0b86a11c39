"""The static files as a desk serves them: named by their content and compressed."""

import os
from pathlib import Path

from django.core.management import call_command
from django.test import override_settings

from config.settings import STORAGES

# `make test` collects once for all parts: compressing takes seconds of processor time.
COLLECTED = os.environ.get("TWOSOURCE_COLLECTED")


def collect_static(place):
    """The path of the folder of collected files: `make test` names it, else it is `place`."""
    if COLLECTED:
        return Path(COLLECTED)
    with override_settings(STORAGES=STORAGES, STATIC_ROOT=place):
        call_command("collectstatic", interactive=False, verbosity=0)
    return place
