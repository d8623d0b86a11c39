#!/usr/bin/env python
"""Twosource's command line: `manage.py help` lists what it can do."""

import gc
import os
import sys

# New objects before the collector looks for garbage. A start makes 200,000 that stay: by default it
# looks through them so often that it takes a tenth of the start, and as much of an import.
COLLECTED_AT_ONCE = 100_000


def main():
    """Run the command; return what to exit with."""
    if sys.argv[1:2] == ["import_articles"]:
        from corpus.importing.early_readers import start_readers

        # Before Django is loaded, of which they need nothing.
        start_readers(sys.argv[2:])
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        return f"Twosource does not start: {error}"
    return None


if __name__ == "__main__":
    gc.set_threshold(COLLECTED_AT_ONCE)
    try:
        sys.exit(main())
    finally:
        # Else the collector looks through all objects at exit, for a fifth of a short command.
        gc.freeze()
