"""`manage.py export --format FORMAT FILE`: passages with their articles, to a file."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from annotations.formats.registry import FORMATS
from annotations.interchange.desk_entries import desk_entries
from annotations.models import Passage
from annotations.search.query import parse_query
from annotations.search.results import passages_for
from corpus.private_files import draft_beside

# The condition of `seen_by` that hides nothing.
NOBODY = 0


class Command(BaseCommand):
    help = "Write passages with their articles to a file, in a format of annotations."

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", help="a new file; - is the standard output")
        parser.add_argument("--format", choices=sorted(FORMATS), required=True)
        parser.add_argument(
            "--query", default="", help="only passages that this search finds; default: all"
        )

    def handle(self, *, file, format, query, **options):
        chosen = FORMATS[format]
        counted = _Counted(desk_entries(_passages(query)))
        if file == "-":
            sys.stdout.buffer.writelines(chosen.dumps(counted))
        else:
            _write(Path(file), chosen.dumps(counted))
        self.stderr.write(f"Passages: {counted.passages}. Articles: {len(counted.articles)}.")
        if chosen.omits:
            self.stderr.write(f"Not in the file: {chosen.omits}.")


class _Counted:
    """Entries that are counted as they pass."""

    def __init__(self, entries):
        self.entries, self.passages, self.articles = entries, 0, set()

    def __iter__(self):
        for entry in self.entries:
            self.passages += len(entry.annotations)
            self.articles.add(entry.document.key)
            yield entry


def _passages(typed):
    if not typed.strip():
        return Passage.objects.all()
    query = parse_query(typed)
    if query.problems or query.tree is None:
        raise CommandError(" ".join(query.problems) or "The query has no word to search for.")
    return passages_for(query, NOBODY)


def _write(path, parts):
    if path.exists():
        raise CommandError(f"{path} exists already. Name a new file.")
    if not path.absolute().parent.is_dir():
        raise CommandError(f"There is no folder {path.parent}.")
    try:
        draft = draft_beside(path.absolute())
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
    try:
        with draft.open("wb") as output:
            output.writelines(parts)
        draft.rename(path)
    finally:
        draft.unlink(missing_ok=True)
