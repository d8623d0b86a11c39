"""Measures one generated corpus in the database in DATABASE_URL.

`python -m tests.bench.sized_worker SIZE` prints a line when it is ready; then, for each line with
the name of a measure, a line with the seconds.
"""

import os
import sys

import django
from django.core.management import call_command


def main():
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    call_command("migrate", verbosity=0)
    # These need the models, which need the settings.
    from django.db import connection

    from corpus.models import Article
    from tests.bench.loading import load, make_member
    from tests.bench.searching import Measures

    size = int(sys.argv[1])
    if not Article.objects.exists():
        load(size, make_member())
    elif Article.objects.count() != size:
        raise RuntimeError(f"{connection.settings_dict['NAME']} was not filled: delete it.")
    measures = Measures()
    print("ready", flush=True)
    for line in sys.stdin:
        print(measures.take(line.strip()), flush=True)


if __name__ == "__main__":
    main()
