"""Starts the processes that read for `manage.py import_articles` before Django is loaded.

They need nothing of Django, and are ready when the command is: that takes a tenth of an import.
"""

import argparse
from pathlib import Path

from corpus.importing.arguments import BadColumn, add_arguments, columns_of
from corpus.importing.file_list import files_at
from corpus.importing.worker_process import start_early


class _Parser(argparse.ArgumentParser):
    def error(self, message):
        """Say nothing: the command itself reads its arguments again."""
        raise ValueError(message)


def start_readers(arguments: list[str]) -> None:
    """Start reading what the arguments of the command name, if they are files.

    Folders may hold thousands of files, and would be listed twice.
    """
    parser = _Parser(add_help=False)
    add_arguments(parser)
    try:
        options, _ = parser.parse_known_args(arguments)
        columns = columns_of(options.column)
    except (BadColumn, ValueError):
        return
    if all(Path(path).is_file() for path in options.paths):
        files = files_at(options.paths, options.format, options.exclude)
        start_early(files.to_read, columns)
