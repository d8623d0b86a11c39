import time
from dataclasses import dataclass

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection

from corpus.private_files import draft_beside, write_through
from corpus.search_index.rebuild import index_of_rows, indexed_models, orphaned, reindexed

# Seconds between lines where nobody watches a terminal.
SELDOM, OFTEN = 10, 0.5


class Command(BaseCommand):
    help = (
        "Index all that is searched anew, the newest first, while the desk is in use. Stopped "
        "anywhere and run again, it goes on where it was."
    )

    def add_arguments(self, parser):
        parser.add_argument("--missing", action="store_true", help="only what no search finds")
        parser.add_argument(
            "--restart", action="store_true", help="from the beginning, if the last was stopped"
        )

    def handle(self, *, missing, restart, **options):
        path = settings.VAR_DIR / "rebuild_search"
        models = indexed_models()
        done = None if missing or restart else Done.read(path, models)
        if done:
            self.stdout.write("Going on where the last run was stopped.")
        for model in models:
            self.mend(model)
            if missing:
                self.index(model.objects.unindexed())
            elif done is None or done.model == model:
                self.index(model.objects.all(), done and done.key, path)
                done = None
        if not missing:
            path.unlink(missing_ok=True)

    def mend(self, model):
        """Make the table and the trigger where they are missing, and take out what is left over."""
        index_of_rows(model).names.create(connection)
        gone, _ = orphaned(model).delete()
        if gone:
            self.stdout.write(f"Took out {gone:,} {model._meta.verbose_name_plural} that are gone.")

    def index(self, rows, below=None, path=None):
        """Index rows; what is done is noted in `path` after each batch, where one is given."""
        key = index_of_rows(rows.model).names.key
        whole = rows if below is None else rows.filter(**{f"{key}__lt": below})
        rows_name = rows.model._meta.verbose_name_plural
        progress = Progress(self.stdout, rows_name, whole.order_by().count())
        for key, size in reindexed(rows, below):
            if path:
                Done(rows.model, key).note(path)
            progress.take(size)
        progress.end()


@dataclass(frozen=True)
class Done:
    """What a run came to: a model, and a key of its index."""

    model: type
    key: int

    @classmethod
    def read(cls, path, models):
        """What is noted in a file about one of these models, or None."""
        by_label = {model._meta.label: model for model in models}
        try:
            label, key = path.read_text().split()
            return cls(by_label[label], int(key))
        except (FileNotFoundError, KeyError, ValueError):
            return None

    def note(self, path):
        draft = draft_beside(path)
        write_through(draft, f"{self.model._meta.label} {self.key}")
        draft.replace(path)


class Progress:
    """How many are done, how many a second, and how long the rest will take."""

    def __init__(self, output, rows, whole):
        self.output = output
        self.rows = rows
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
        rate = f"{self.rate:,.0f} a second, {in_words(left)} left"
        line = f"{self.done:,} of {self.whole:,} {self.rows}, {rate}"
        # On a terminal each line is written over the one before it.
        self.output.write(f"\r{line:<70}" if self.is_watched else line, ending=self.ending)

    def end(self):
        line = f"Indexed {self.done:,} {self.rows}, {self.rate:,.0f} a second."
        self.output.write(f"\r{line:<70}" if self.is_watched else line)

    @property
    def ending(self):
        return "" if self.is_watched else "\n"

    @property
    def rate(self):
        return self.done / max(time.monotonic() - self.began, 0.001)


def in_words(seconds):
    return f"{seconds:.0f} seconds" if seconds < 120 else f"{seconds / 60:.0f} minutes"
