"""Finds the Chromium that the browser tests drive."""

import shutil
from pathlib import Path

# The headless shell is the same engine without browser UI, and takes two thirds of the time.
SHELL = ("chromium-headless-shell",)
WHOLE = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
APPLICATIONS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


def find_chromium():
    """Return the path of an installed Chromium or Chrome, or None."""
    return _first_of(*SHELL, *WHOLE)


def find_whole_chromium():
    """Return the path of a full browser, which has a back/forward cache, or None."""
    return _first_of(*WHOLE)


def _first_of(*names):
    for name in names:
        if path := shutil.which(name):
            return path
    return next((path for path in APPLICATIONS if Path(path).exists()), None)
