"""The desk's settings, with the addresses of the baselines."""

# Settings come from one module: this one is the desk's with one name changed.
from config.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
