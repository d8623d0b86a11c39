"""`python -m tests.bench.crowding [WRITERS] [SAVES]`: members who save concurrently.

Uses a separate desk in a temporary directory, served as by `make run`; PostgreSQL if DATABASE_URL
names an empty database. Reports how many saves were refused and how long the others took; each
save is one passage in the member's own article.
"""

import os
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from statistics import median, quantiles
from uuid import uuid4

WRITERS, SAVES = 16, 100
WORDS = 300


def main():
    writers, saves = [*map(int, sys.argv[1:]), WRITERS, SAVES][:2]
    with tempfile.TemporaryDirectory(prefix="twosource-") as directory:
        os.environ |= {"VAR_DIR": directory, "DJANGO_SETTINGS_MODULE": "config.settings"}
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        # These need the models, which need the settings.
        from tests.bench.serving import serving

        members = make_members(writers)
        with serving("config.settings") as desk:
            started = time.perf_counter()
            answers = crowd(desk.port, members, saves)
            seconds = time.perf_counter() - started
        return report(answers, seconds)


def make_members(number):
    """Create `number` analysts, each with an article."""
    from django.test import override_settings

    from tests.conftest import PLAIN_SETTINGS
    from tests.support.factories import make_article, make_user

    text = " ".join(f"word{n}" for n in range(WORDS))
    # Nobody signs in with these passwords: real hashes would take longer than the saves.
    with override_settings(PASSWORD_HASHERS=PLAIN_SETTINGS["PASSWORD_HASHERS"]):
        return [(make_user(), make_article(text=f"{n} {text}")) for n in range(number)]


def crowd(port, members, saves):
    """Return (status, seconds) of every save; each member saves one after the other."""
    from tests.bench.client import Client

    clients = [(Client(port, user), article) for user, article in members]
    for client, article in clients:
        # A page with a form gives the CSRF token for the saves.
        client.get(article.get_absolute_url())

    def save(client, article):
        path = f"/articles/{article.public_id}/passages/"
        quote = article.text[:200]
        form = {"revision": 1, "start": 0, "end": 200, "quote": quote, "tags": "crowded"}
        for _ in range(saves):
            seconds, status, _, _ = client.post(path, form | {"key": uuid4()})
            yield status, seconds

    with ThreadPoolExecutor(len(clients)) as pool:
        rows = pool.map(lambda pair: list(save(*pair)), clients)
        return [answer for row in rows for answer in row]


def report(answers, seconds):
    """Print the figures; return 1 if a save was refused."""
    from annotations.models import Passage

    taken = sorted(took for status, took in answers if status == 303)
    refused = [status for status, _ in answers if status != 303]
    print(f"{len(answers):,} saves in {seconds:.1f} s, {len(answers) / seconds:.0f} a second")
    print(f"refused: {len(refused)} {sorted(set(refused)) or ''}")
    print(f"kept: {Passage.objects.count():,}")
    print(f"median {median(taken):.3f} s, 95 % within {quantiles(taken, n=20)[-1]:.3f} s,", end=" ")
    print(f"the slowest {max(took for _, took in answers):.3f} s")
    return bool(refused)


if __name__ == "__main__":
    sys.exit(main())
