import time
from dataclasses import dataclass

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection

from corpus.private_files import draft_beside, write_through
from corpus.search_index.rebuild import index_of_rows, indexed_models, orphaned, reindexed

# Seconds between lines of progress in a log and on a terminal.
LOG_INTERVAL, TERMINAL_INTERVAL = 10, 0.5


class Command(BaseCommand):
    help = (
        "Rebuild the search index, newest first, while the desk is in use. If it is stopped, "
        "run it again and it continues from there."
    )

    def add_arguments(self, parser):
        parser.add_argument("--missing", action="store_true", help="index only what is missing")
        parser.add_argument(
            "--restart", action="store_true", help="start over, even if the last run was stopped"
        )

    def handle(self, *, missing, restart, **options):
        path = settings.VAR_DIR / "rebuild_search"
        models = indexed_models()
        checkpoint = None if missing or restart else Checkpoint.load(path, models)
        if checkpoint:
            self.stdout.write("Continuing where the last run stopped.")
        for model in models:
            self.repair(model)
            if missing:
                self.index(model.objects.unindexed())
            elif checkpoint is None or checkpoint.model == model:
                self.index(model.objects.all(), checkpoint and checkpoint.key, path)
                checkpoint = None
        if not missing:
            path.unlink(missing_ok=True)

    def repair(self, model):
        """Create a missing table or trigger, and delete orphaned index rows."""
        index_of_rows(model).names.create(connection)
        count, _ = orphaned(model).delete()
        if count:
            self.stdout.write(
                f"Removed {count:,} {model._meta.verbose_name_plural} that no longer exist."
            )

    def index(self, rows, below=None, path=None):
        """Index the rows below a key, newest first; saves checkpoints in `path`."""
        key = index_of_rows(rows.model).names.key
        remaining = rows if below is None else rows.filter(**{f"{key}__lt": below})
        noun = rows.model._meta.verbose_name_plural
        progress = Progress(self.stdout, noun, remaining.order_by().count())
        for key, size in reindexed(rows, below):
            if path:
                Checkpoint(rows.model, key).save(path)
            progress.add(size)
        progress.end()


@dataclass(frozen=True)
class Checkpoint:
    """The point where a run stopped: a model and the last key indexed."""

    model: type
    key: int

    @classmethod
    def load(cls, path, models):
        """The checkpoint in a file, or None if there is none for these models."""
        by_label = {model._meta.label: model for model in models}
        try:
            label, key = path.read_text().split()
            return cls(by_label[label], int(key))
        except (FileNotFoundError, KeyError, ValueError):
            return None

    def save(self, path):
        draft = draft_beside(path)
        write_through(draft, f"{self.model._meta.label} {self.key}")
        draft.replace(path)


class Progress:
    """Writes how many rows are done, how many a second and the time left."""

    def __init__(self, output, noun, total):
        self.output = output
        self.noun = noun
        self.is_watched = output.isatty()
        self.total = total
        self.done = 0
        self.started_at = self.reported_at = time.monotonic()

    def add(self, size):
        self.done += size
        now = time.monotonic()
        if now - self.reported_at < (TERMINAL_INTERVAL if self.is_watched else LOG_INTERVAL):
            return
        self.reported_at = now
        seconds_left = max(0, self.total - self.done) / self.rate
        rate = f"{self.rate:,.0f} a second, {duration_text(seconds_left)} left"
        line = f"{self.done:,} of {self.total:,} {self.noun}, {rate}"
        # On a terminal each line overwrites the one before it.
        self.output.write(f"\r{line:<70}" if self.is_watched else line, ending=self.ending)

    def end(self):
        line = f"Indexed {self.done:,} {self.noun}, {self.rate:,.0f} a second."
        self.output.write(f"\r{line:<70}" if self.is_watched else line)

    @property
    def ending(self):
        return "" if self.is_watched else "\n"

    @property
    def rate(self):
        return self.done / max(time.monotonic() - self.started_at, 0.001)


def duration_text(seconds):
    return f"{seconds:.0f} seconds" if seconds < 120 else f"{seconds / 60:.0f} minutes"
