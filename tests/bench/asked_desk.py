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
    from tests.bench.loading import gather_statistics
    from tests.bench.serving import serving
    from tests.bench.world import make_world

    world = make_world()
    # The world is inserted in bulk, which indexes nothing.
    call_command("rebuild_search", stdout=sys.stderr)
    gather_statistics()
    with serving(SETTINGS) as desk:
        client = Client(desk.port, world.member)
        # A page with a form gives the CSRF token for the saves.
        client.get(world.plain.get_absolute_url())
        rows = {"port": desk.port, "cookies": client.cookies, **rows_of(world)}
        print(json.dumps(rows), flush=True)
        sys.stdin.read()


def rows_of(world):
    """The addresses of pages by their names, asked in turn, and what to save where, by the number
    of passages.
    """
    from tests.bench.saving import forms_of

    pages = {
        f"reading page, {number:,} passages": [world.addresses[number]] for number in (0, 100, 1000)
    }
    pages |= {"list of articles": ["/articles/"], "list of claims": ["/claims/"]}
    pages |= {f"search, {name}": addresses for name, addresses in search_pages().items()}
    places = {
        number: {
            "path": f"/articles/{article.public_id}/passages/",
            "forms": forms_of(world, article),
        }
        for number, article in world.marked.items()
    }
    return {"pages": pages, "places": places}


def search_pages():
    """The addresses of searches by what they find. All titles have “Report” and a number."""
    from corpus.models import Article

    below = Article.objects.in_reading_order()[19].sort_key
    return {
        "a common word": ["/search/?q=report"],
        "a common word, second page": [f"/search/?q=report&before={below}"],
        "a rare word": ["/search/?q=4711"],
        "a rare word, each a new one": [f"/search/?q={number}" for number in range(5000, 5100)],
        "a phrase": ["/search/?q=%22seen+and+said%22"],
        "no hit": ["/search/?q=zebra"],
    }


if __name__ == "__main__":
    main()
