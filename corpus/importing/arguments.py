"""The arguments of `manage.py import_articles`, read without Django."""

from corpus.readers.fields import FIELDS
from corpus.readers.formats import FORMATS


class BadColumn(ValueError):
    """A malformed --column, or one of an unknown column."""


def add_arguments(parser):
    """Add the arguments of the command to a parser of argparse."""
    parser.add_argument("paths", nargs="+", metavar="PATH", help="a file or a folder")
    parser.add_argument("--format", choices=sorted(FORMATS), help="default: by file name")
    parser.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="OURS=THEIRS",
        help=f"the name of a column in the file, as in text=body; columns: {', '.join(FIELDS)}",
    )
    parser.add_argument(
        "--exclude",
        action="append",
        default=[],
        metavar="PATTERN",
        help="files or folders of a folder to leave out: '*.json', drafts, 'wire/2021-*'",
    )
    parser.add_argument(
        "--source", default="", help="for records without a source: a name or domain"
    )
    parser.add_argument("--language", default="", help="for records without a language: en, ru, …")
    parser.add_argument(
        "--by", metavar="USER", help="the account that imports; default: the administrator"
    )
    parser.add_argument(
        "--update",
        action="store_true",
        help="update articles that were imported with a different text",
    )
    parser.add_argument(
        "--dry-run",
        action="store_true",
        help="show what would happen without changing anything",
    )


def columns_of(pairs):
    """{our column: the file's column} from arguments: `["text=body"]` gives `{"text": "body"}`.

    Raises BadColumn.
    """
    columns = {}
    for pair in pairs:
        ours, separator, theirs = pair.partition("=")
        if not separator or not theirs:
            raise BadColumn(f"--column {pair}: write it as OURS=THEIRS.")
        if ours not in FIELDS:
            raise BadColumn(f"--column {pair}: the columns are {', '.join(FIELDS)}.")
        columns[ours] = theirs
    return columns
