"""The benchmark on the database in DATABASE_URL; started by `python -m tests.bench`."""

import os
import sys
import time

import django
from django.core.management import call_command

SETTINGS = "tests.bench.settings"


def main():
    started = time.perf_counter()
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    # Playwright keeps an event loop in this thread, which talks to the database too.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    # These need the models, which need the settings.
    from tests.bench.table import lines_of
    from tests.bench.world import make_world

    world = make_world()
    print(f"  seeded in {time.perf_counter() - started:.0f} s", flush=True)
    for line in lines_of(world, is_drawn="drawn" in sys.argv):
        print(line, flush=True)


if __name__ == "__main__":
    main()
