"""`manage.py import_articles PATH…`: imports files and folders of articles."""

import sys

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from corpus.db.free_pages import give_back
from corpus.db.large_write import large_write
from corpus.importing.arguments import BadColumn, add_arguments, columns_of
from corpus.importing.counts import ImportCounts
from corpus.importing.file_list import files_at
from corpus.importing.loader import Loader
from corpus.importing.progress import Progress
from corpus.importing.steps import Steps
from corpus.importing.worker_process import ReaderDied, prepared_batches
from corpus.models import Article, acting
from corpus.readers.foreign.isolation import missing_limits
from corpus.readers.formats import FORMATS
from corpus.search_index.schema import ARTICLES

# Exit codes: all records imported, some refused, nothing could be read.
EXIT_ALL, EXIT_SOME, EXIT_NOTHING = 0, 1, 2

# Files of a folder that are named before the import because they are not read.
MAX_LEFT_OUT_SHOWN = 100


class Command(BaseCommand):
    # They take as long as three hundred articles.
    requires_system_checks = ()

    help = (
        "Import articles from files and folders. A record that was already imported, by its "
        "address or else its bytes, is not added again. Exits with 0 if every record was "
        "imported, 1 if some were refused, 2 if nothing could be read."
    )

    def add_arguments(self, parser):
        add_arguments(parser)

    def handle(self, *, paths, **options):
        try:
            columns = columns_of(options["column"])
        except BadColumn as refused:
            raise CommandError(str(refused), returncode=EXIT_NOTHING) from None
        self.member = member_named(options["by"])
        loader = Loader(
            source=options["source"].strip(),
            language=options["language"].strip(),
            update=options["update"],
            is_trial=options["dry_run"],
            joins_parts=True,
        )
        files = files_at(paths, options["format"], options["exclude"])
        for pattern in sorted({*options["exclude"]} - files.matched_patterns):
            self.stderr.write(f"No file matches --exclude {pattern}.")
        if not files.to_read and not files.problems and not files.left_out:
            raise CommandError(
                "No file has a recognised format. Set it with --format "
                f"({', '.join(sorted(FORMATS))}).",
                returncode=EXIT_NOTHING,
            )
        try:
            with large_write(connection):
                total, sources = self.load(files, columns, loader)
        except ReaderDied as died:
            message = f"{died} Articles saved until then are kept. Run the same import again."
            raise CommandError(message, returncode=EXIT_SOME) from None
        self.say(total, sources, files.skipped, options["dry_run"])
        if not total.read or total.refused == total.read:
            sys.exit(EXIT_NOTHING)
        if total.refused:
            sys.exit(EXIT_SOME)

    def load(self, files, columns, loader):
        """Import all files, writing problems as they occur; returns (counts, source names)."""
        for name, why in files.left_out[:MAX_LEFT_OUT_SHOWN]:
            self.stderr.write(f"{name}: left out: {why}.")
        if len(files.left_out) > MAX_LEFT_OUT_SHOWN:
            more = len(files.left_out) - MAX_LEFT_OUT_SHOWN
            self.stderr.write(f"{more:,} more files were left out.")
        total, sources = ImportCounts(), {}
        if any(FORMATS[each.format].read is None for each in files.to_read):
            for reason in missing_limits():
                self.stderr.write(f"Files of other programs are read with less care: {reason}.")
        self.progress = Progress(self.stderr, files.size)
        for problem in files.problems:
            total.report(problem)
            self.stderr.write(problem_line(problem))
        with Steps(prepared_batches(files.to_read, columns), loader) as steps:
            # Parts that earlier imports left apart, while the first batch is read.
            ARTICLES.merge(connection, is_whole=False)
            for batch in steps:
                with acting("article.import", self.member):
                    counts = loader.save(batch)
                total.add(counts)
                sources |= {source.name_key: source.name for source in counts.sources}
                for problem in counts.problems:
                    self.progress.clear()
                    self.stderr.write(problem_line(problem))
                self.progress.show(total.read, batch.done, batch.file)
        self.progress.clear()
        if not loader.index.is_in_few_parts:
            # The work is no more than a part of the import's.
            is_most = total.new * 2 > Article.objects.count()
            ARTICLES.merge(connection, is_whole=is_most)
            if is_most:
                give_back(connection)
        return total, sorted(sources.values())

    def say(self, total, sources, skipped, is_trial):
        self.stdout.write(
            f"{total.read:,} records read: {total.new:,} new, {total.same:,} the same, "
            f"{total.other:,} with a different text, {total.updated:,} updated, "
            f"{total.refused:,} refused. {self.progress.rate(total.read):,.0f} a second."
        )
        if total.other:
            self.stdout.write(
                "Different texts are saved as originals; --update makes them current."
            )
        if total.neighbours:
            self.stdout.write(
                f"{total.neighbours:,} of the new articles have the address of another article but "
                "almost none of its text; they are listed above."
            )
        if total.resembling:
            self.stdout.write(f"{total.resembling:,} of the new articles are near-duplicates.")
        if total.dropped:
            self.stdout.write(f"{total.dropped:,} unsupported characters were removed.")
        if sources:
            self.stdout.write(f"New sources to complete and grade: {', '.join(sources)}.")
        if skipped:
            self.stdout.write(f"{skipped:,} hidden files were skipped.")
        if is_trial:
            self.stdout.write("Dry run: nothing was changed.")


def member_named(username):
    """The active account of this name, by default the first administrator; CommandError if none."""
    accounts = get_user_model().objects.filter(is_active=True)
    if username:
        member = accounts.filter(username=username).first()
        if member is None:
            raise CommandError(f"There is no active account {username!r}.", returncode=EXIT_NOTHING)
        return member
    administrator = accounts.filter(groups__name="Administrators").order_by("pk").first()
    if administrator is None:
        raise CommandError("Name the account to act for: --by USER.", returncode=EXIT_NOTHING)
    return administrator


def problem_line(problem):
    """A problem on one line: location, field, reason, as in "news.jsonl, line 3, published: …"."""
    if not (problem.field or problem.is_left_out):
        return f"{problem.place}: {problem.reason} (imported anyway)"
    field = f", {problem.field}" if problem.field else ""
    consequence = "" if problem.is_left_out else " (imported without it)"
    return f"{problem.place}{field}: {problem.reason}{consequence}"
