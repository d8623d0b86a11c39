"""`manage.py import_annotations FILE`: imports passages from a file of annotations."""

import sys
import zipfile
from pathlib import Path
from tempfile import TemporaryFile

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from annotations.formats.record import FormatError
from annotations.formats.registry import FORMATS
from annotations.interchange import jobs, report
from annotations.interchange.staging import recognised_format, stage
from annotations.models import AnnotationJob
from corpus.importing.rights import may_import
from corpus.management.commands.import_articles import EXIT_NOTHING, EXIT_SOME, member_named
from corpus.models import acting


class Command(BaseCommand):
    help = (
        "Import passages from a file of annotations, of another desk or of another program. What "
        "was imported before is not added again. Exits with 0 if everything was imported, 1 if "
        "something was left out, 2 if nothing could be read."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", help="a file, or the folder of a brat corpus")
        parser.add_argument(
            "--format", choices=sorted(FORMATS), help="default: recognised by the file"
        )
        parser.add_argument(
            "--as",
            dest="member",
            metavar="USER",
            help="the account that imports; default: the administrator",
        )
        parser.add_argument(
            "--without-articles",
            action="store_true",
            help="take in no article that is not on the desk",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="show what would happen, change nothing"
        )

    def handle(self, *, file, **options):
        member = member_named(options["member"])
        if not member.has_perm("annotations.add_passage"):
            raise CommandError(f"{member} may not mark passages.", returncode=EXIT_NOTHING)
        job = _staged(Path(file), options["format"], member)
        try:
            job = self._moved(job)
            self._say(job)
            if job.is_ready and report.brings_something(job) and not options["dry_run"]:
                takes_in = may_import(member) and not options["without_articles"]
                with acting("passage.import", member):
                    jobs.start(job, takes_in=takes_in)
                job = self._moved(AnnotationJob.objects.get(pk=job.pk))
                self._say(job)
        except KeyboardInterrupt:
            job.cancel()
            raise CommandError("Cancelled. Nothing was imported.", returncode=EXIT_SOME) from None
        has_problems = self._say_problems(job)
        if not job.is_finished:
            job.delete()
            self.stdout.write("Nothing was changed.")
        elif job.action_id:
            self.stdout.write(f"To undo it: {settings.SITE_URL}{job.get_absolute_url()}")
        if has_problems:
            sys.exit(EXIT_SOME)

    def _moved(self, job):
        """Move the job as far as it goes; on a terminal with a line of progress."""
        while job.is_moving:
            job = jobs.move(job)
            if self.stderr.isatty():
                self.stderr.write(f"\r{job.done:,} of {job.total:,}\x1b[K", ending="")
        if self.stderr.isatty():
            self.stderr.write("\r\x1b[K", ending="")
        return job

    def _say(self, job):
        for label, number in report.lines_of(job):
            self.stdout.write(f"{label}: {number:,}")
        if not job.is_ready:
            return
        for rule, number in job.rules:
            self.stdout.write(f"Positions counted in {rule}: {number:,}")
        for label, new_count, first, known_count in report.names_of(job):
            names = f" ({', '.join(first)}{', …' if new_count > len(first) else ''})"
            self.stdout.write(
                f"{label}: {known_count:,} known, {new_count:,} new{names if first else ''}"
            )

    def _say_problems(self, job):
        """List what was left out; returns whether there was anything."""
        problems = list(job.problems.all())
        for problem in problems:
            self.stderr.write(f"{problem.where}: {problem.why}")
        return bool(problems)


def _staged(path, format_name, member):
    """The AnnotationJob of a file; CommandError if it cannot be read."""
    if path.is_dir():
        if format_name not in (None, "brat"):
            reason = f"{path} is a folder, and only brat is read from one."
            raise CommandError(reason, returncode=EXIT_NOTHING)
        format_name = "brat"
    try:
        with _packed(path) if path.is_dir() else path.open("rb") as file:
            format_name = format_name or recognised_format(file, path.name)
            if not format_name:
                raise CommandError(
                    f"The format of {path} is not recognised. Set it with --format "
                    f"({', '.join(sorted(FORMATS))}).",
                    returncode=EXIT_NOTHING,
                )
            return stage(file, format_name, path.name, member)
    except OSError as error:
        reason = f"{path} cannot be read: {error.strerror}."
        raise CommandError(reason, returncode=EXIT_NOTHING) from error
    except FormatError as refused:
        raise CommandError(f"{path}, {refused}", returncode=EXIT_NOTHING) from refused


def _packed(folder):
    """The texts, annotations and settings below a folder as the archive that brat's reader takes.

    What is hidden stays outside.
    """
    file = TemporaryFile()  # noqa: SIM115 - it outlives this function
    with zipfile.ZipFile(file, "w", strict_timestamps=False) as archive:
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder)
            is_read = path.suffix in (".txt", ".ann", ".conf") and path.is_file()
            if is_read and not any(part.startswith(".") for part in name.parts):
                # A name that is not UTF-8 fits into no archive.
                archive.write(path, name.as_posix().encode(errors="replace").decode())
    return file
