"""What import is held against: the same rows inserted bare, the index of words included.

It needs an empty database of its own, the one that DATABASE_URL names.
"""

import os
from time import perf_counter

import django
from django.core.management import call_command

ARTICLES, BATCH = 10_000, 500


def raw_rate():
    """Return how many articles a second are inserted, in batches as import makes them."""
    from tests.bench import corpora
    from tests.bench.loading import add_sources, insert, make_member, rows

    made = list(rows(corpora.corpus(ARTICLES), add_sources(), make_member()))
    started = perf_counter()
    for at in range(0, ARTICLES, BATCH):
        insert(made[at : at + BATCH], is_copied=False)
    return ARTICLES / (perf_counter() - started)


def main():
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    call_command("migrate", verbosity=0)
    # It needs the settings.
    from tests.bench.measuring import Line

    print(Line(f"raw insert of {ARTICLES:,} articles", raw_rate(), "/s"), flush=True)


if __name__ == "__main__":
    main()
