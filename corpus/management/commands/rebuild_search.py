import time

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection

from corpus.models import Article
from corpus.models.search_rebuilding import orphaned, reindexed
from corpus.models.search_tables import ARTICLES
from corpus.private_files import draft_beside, write_through

# Seconds between lines where nobody watches a terminal.
SELDOM, OFTEN = 10, 0.5


class Command(BaseCommand):
    help = (
        "Index all articles for search anew, newest first, while the desk is in use. Stopped "
        "anywhere and run again, it goes on where it was."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--missing", action="store_true", help="only articles that no search finds"
        )
        parser.add_argument(
            "--restart", action="store_true", help="from the beginning, if the last was stopped"
        )

    def handle(self, *, missing, restart, **options):
        ARTICLES.create(connection)
        gone, _ = orphaned().delete()
        if gone:
            self.stdout.write(f"Took out {gone:,} whose articles are gone.")
        if missing:
            self.index(Article.objects.unindexed())
            return
        path = settings.VAR_DIR / "rebuild_search"
        below = None if restart else key_in(path)
        articles = Article.objects.all()
        if below is not None:
            self.stdout.write("Going on where the last run was stopped.")
            articles = articles.filter(sort_key__lt=below)
        self.index(articles, path)
        path.unlink(missing_ok=True)

    def index(self, articles, path=None):
        """Index articles; what is done is noted in `path` after each batch, where one is given."""
        progress = Progress(self.stdout, articles.order_by().count())
        for key, size in reindexed(articles):
            if path:
                note(key, path)
            progress.take(size)
        progress.end()


class Progress:
    """How many are done, how many a second, and how long the rest will take."""

    def __init__(self, output, whole):
        self.output = output
        self.is_watched = output.isatty()
        self.whole = whole
        self.done = 0
        self.began = self.said = time.monotonic()

    def take(self, size):
        self.done += size
        now = time.monotonic()
        if now - self.said < (OFTEN if self.is_watched else SELDOM):
            return
        self.said = now
        left = max(0, self.whole - self.done) / self.rate
        line = f"{self.done:,} of {self.whole:,}, {self.rate:,.0f} a second, {in_words(left)} left"
        # On a terminal each line is written over the one before it.
        self.output.write(f"\r{line:<70}" if self.is_watched else line, ending=self.ending)

    def end(self):
        line = f"Indexed {self.done:,} articles, {self.rate:,.0f} a second."
        self.output.write(f"\r{line:<70}" if self.is_watched else line)

    @property
    def ending(self):
        return "" if self.is_watched else "\n"

    @property
    def rate(self):
        return self.done / max(time.monotonic() - self.began, 0.001)


def in_words(seconds):
    return f"{seconds:.0f} seconds" if seconds < 120 else f"{seconds / 60:.0f} minutes"


def key_in(path):
    """The key that a stopped run came to, or None."""
    try:
        return int(path.read_text())
    except (FileNotFoundError, ValueError):
        return None


def note(key, path):
    draft = draft_beside(path)
    write_through(draft, str(key))
    draft.replace(path)
