import os
import sys
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.core.management.base import BaseCommand, CommandError

from annotations.exports.export import NOUNS, SUFFIXES
from annotations.exports.references import REFERENCE_FORMATS
from annotations.formats.registry import WRITTEN
from annotations.forms.interchange.export import ExportRefused, export_of
from corpus.management.commands.import_articles import member_named
from corpus.models import acting

# The names of tables' formats in commands: the line format is called by what it is.
TABLE_FORMATS = {"jsonl" if suffix == "json" else suffix: suffix for suffix in SUFFIXES}


class Command(BaseCommand):
    help = (
        "Write passages, claims, articles, people, sources or origins to a file, as a member sees "
        "them. A search limits passages, claims and articles; people, sources and origins are "
        "limited by how their names begin."
    )

    def add_arguments(self, parser):
        formats = sorted({*TABLE_FORMATS, *WRITTEN}.union(*REFERENCE_FORMATS.values()))
        parser.add_argument("file", help="the file to write; - for standard output")
        parser.add_argument("--format", required=True, choices=formats)
        parser.add_argument("--what", default="passages", choices=list(NOUNS))
        parser.add_argument("--query", default="", help="a search, as typed on the page")
        parser.add_argument("--table", default="", help="for example evidence, with claims")
        parser.add_argument("--tags", choices=["rows"], default="", help="one row for each tag")
        parser.add_argument("--no-bom", action="store_true", help="CSV for programs")
        parser.add_argument(
            "--by", metavar="USER", help="whose view is exported; default: the administrator"
        )

    def handle(self, file, **options):
        member, what = member_named(options["by"]), options["what"]
        query = {name: options[name] for name in ("table", "tags")}
        query |= {"q": options["query"], "bom": "0" if options["no_bom"] else ""}
        try:
            export = export_of(what, query, member)
        except ExportRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        nouns = _nouns_of(options["format"])
        if what not in nouns:
            raise CommandError(f"--format {options['format']} is for {' or '.join(nouns)}.")
        with acting(f"{what}.export", member) as action:
            action.has_written = True
        chosen = WRITTEN.get(options["format"])
        if what == "passages" and chosen and chosen.omits:
            self.stderr.write(f"Not in the file: {chosen.omits}.")
        if file == "-":
            _write(export, options["format"], sys.stdout.buffer)
            return
        progress = self.stderr if self.stderr.isatty() else None
        # A file that is not whole must not stand under its name.
        try:
            with NamedTemporaryFile(dir=Path(file).parent, delete=False) as part:
                try:
                    _write(export, options["format"], part, progress)
                    os.replace(part.name, file)
                except BaseException:
                    os.unlink(part.name)
                    raise
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.") from error


def _nouns_of(format_name):
    """What can be exported in a format."""
    if format_name in TABLE_FORMATS:
        return list(NOUNS)
    nouns = [noun for noun, formats in REFERENCE_FORMATS.items() if format_name in formats]
    return ["passages", *nouns] if format_name in WRITTEN else nouns


def _write(export, format_name, file, progress=None):
    """Write an Export to a binary file; a workbook tells the stream `progress` how far it is."""
    suffix = TABLE_FORMATS.get(format_name)
    if suffix == "xlsx":
        rows = 0
        for number in export.write_xlsx(file):
            rows += number
            if progress:
                progress.write(f"\r{rows:,} rows\x1b[K", ending="")
        if progress:
            progress.write("\r\x1b[K", ending="")
    elif suffix:
        file.writelines(export.parts(suffix))
    elif export.noun.name == "passages":
        file.writelines(export.annotation_parts(WRITTEN[format_name]))
    else:
        file.writelines(export.reference_parts(format_name))
