"""The secret key of a desk if SECRET_KEY is not set."""

import contextlib
import os
import secrets

from corpus.private_files import draft_beside, write_through


def stored_secret_key(directory):
    """Return the key in `directory`/secret_key, created on the first call, readable by its owner.

    The key is written to a temporary file and then linked into place: of two processes that
    start simultaneously one creates the link, and both read the same key.
    """
    path = directory / "secret_key"
    with contextlib.suppress(FileNotFoundError):
        return path.read_text(encoding="utf-8").strip()
    draft = draft_beside(path)
    try:
        write_through(draft, secrets.token_urlsafe(64) + "\n")
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()
    return path.read_text(encoding="utf-8").strip()
