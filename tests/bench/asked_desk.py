"""A desk that is filled and served for another process; started by tests.bench.both_databases.

Prints one line of JSON: its port, the cookies of a member, addresses and forms; then it waits for
the end of its standard input.
"""

import json
import os
import sys

import django
from django.core.management import call_command

SETTINGS = "config.settings"


def main():
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    # These need the models, which need the settings.
    from tests.bench.client import Client
    from tests.bench.serving import serving
    from tests.bench.world import make_world

    world = make_world()
    with serving(SETTINGS) as desk:
        client = Client(desk.port, world.member)
        # A page with a form gives the CSRF token for the saves.
        client.get(world.plain.get_absolute_url())
        rows = {"port": desk.port, "cookies": client.cookies, **rows_of(world)}
        print(json.dumps(rows), flush=True)
        sys.stdin.read()


def rows_of(world):
    """The addresses of pages by their names, and what to save where, by the number of passages."""
    from tests.bench.saving import forms_of

    pages = {
        f"reading page, {number:,} passages": world.addresses[number] for number in (0, 100, 1000)
    }
    pages |= {"list of articles": "/articles/", "list of claims": "/claims/"}
    pages["search"] = "/search/?q=report"
    places = {
        number: {
            "path": f"/articles/{article.public_id}/passages/",
            "forms": forms_of(world, article),
        }
        for number, article in world.marked.items()
    }
    return {"pages": pages, "places": places}


if __name__ == "__main__":
    main()
