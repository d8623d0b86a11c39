"""The desk's own settings, with the yardsticks beside its pages."""

# Settings are read by name from one module: this one is the desk's with one name changed.
from config.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
