"""Workbooks that are made while a page says how far they are, to be fetched from there."""

import re
import secrets
import time

from django.conf import settings

from corpus.private_files import draft_beside, private_directory

# Rows up to which a workbook is made at once: a few seconds.
SMALL_ROWS = 5_000
# How long a workbook can be fetched.
KEPT_SECONDS = 3_600
NAME_PATTERN = r"[0-9]+-[a-z]+-[0-9a-f]{32}"


def make_workbook(export):
    """Make the workbook of an Export, and yield what the page about it says step by step.

    That is `rows` and `percent`, None if unknown; at the end `noun` and the `name` by which the
    member can fetch it.
    """
    folder = _folder()
    _remove_old(folder)
    name = f"{export.member.pk}-{export.noun.name}-{secrets.token_hex(16)}"
    draft = draft_beside(folder / name)
    try:
        rows, page_count = 0, export.xlsx_pages()
        with draft.open("wb") as file:
            for number, page_rows in enumerate(export.write_xlsx(file), 1):
                rows += page_rows
                # Rows may be added meanwhile.
                percent = min(100, 100 * number // page_count) if page_count else None
                yield {"rows": f"{rows:,}", "percent": percent}
        draft.replace(folder / name)
    finally:
        draft.unlink(missing_ok=True)
    yield {"name": name, "noun": export.noun.name}


def workbook_of(name, member):
    """(path, noun) of a workbook of this name that the member made; None if there is none."""
    path = _folder() / name
    if not re.fullmatch(NAME_PATTERN, name) or not path.is_file():
        return None
    owner, noun, _ = name.split("-")
    return (path, noun) if owner == str(member.pk) else None


def _folder():
    return private_directory(settings.VAR_DIR / "exports")


def _remove_old(folder):
    for path in folder.iterdir():
        # Another process may have removed it.
        if path.stat().st_mtime < time.time() - KEPT_SECONDS:
            path.unlink(missing_ok=True)
