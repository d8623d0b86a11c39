#!/usr/bin/env python
"""Twosource's command line: `manage.py help` lists what it can do."""

import gc
import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

# New objects before the collector looks for garbage. A start makes 200,000 that stay: by default it
# looks through them so often that it takes a tenth of the start, and as much of an import.
COLLECTED_AT_ONCE = 100_000

if __name__ == "__main__":
    gc.set_threshold(COLLECTED_AT_ONCE)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"Twosource does not start: {error}")
    finally:
        # Else the collector looks through all objects at exit, for a fifth of a short command.
        gc.freeze()
