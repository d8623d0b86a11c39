import time

from django.core.management.base import BaseCommand
from django.db import connection

from corpus.db.free_pages import give_back
from corpus.search_index.rebuild import (
    begin_again,
    index_missing,
    index_of_rows,
    indexed_models,
    orphaned,
    outdated_models,
)
from corpus.search_index.state import IndexState

# Seconds between lines of progress in a log and on a terminal.
LOG_INTERVAL, TERMINAL_INTERVAL = 10, 0.5


class Command(BaseCommand):
    help = (
        "Rebuild the search index, newest first, while the desk is in use; until it is done, "
        "search says that it does not find everything. If it is stopped, run it again and it "
        "continues from there."
    )

    def add_arguments(self, parser):
        parser.add_argument("--missing", action="store_true", help="index only what is missing")
        parser.add_argument(
            "--restart", action="store_true", help="start over, even if the last run was stopped"
        )

    def handle(self, *, missing, restart, **options):
        models = indexed_models()
        if missing:
            begin_again([model for model in models if not self.repair(model)])
        elif restart or not IndexState.objects.incomplete().exists():
            begin_again(models)
        else:
            begin_again(outdated_models(models))
            self.stdout.write("Continuing where the last run stopped.")
        for model in models:
            self.index(model)

    def repair(self, model):
        """Create a missing table or trigger, and remove orphaned index rows.

        Returns whether that was enough; if not, the index is to be made anew.
        """
        index = index_of_rows(model)
        index.names.create(connection)
        if model in outdated_models([model]):
            return False
        keys = list(orphaned(model).values_list("pk", flat=True))
        if keys:
            index.objects.make_way(keys, anew=True)
            self.stdout.write(
                f"Removed {len(keys):,} {model._meta.verbose_name_plural} that no longer exist."
            )
        return not orphaned(model).exists()

    def index(self, model):
        """Index the rows of a model that are not."""
        noun = model._meta.verbose_name_plural
        progress = Progress(self.stdout, noun, model.objects.unindexed().order_by().count())
        for size in index_missing(model):
            progress.add(size)
        if progress.done * 2 > model.objects.count():
            index_of_rows(model).names.merge(connection)
            give_back(connection)
        progress.end()


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
