"""Files of the desk that its own account alone may read."""

import os
import tempfile
from pathlib import Path


def private_directory(path):
    """Make `path` and its parents where they are missing, mode 700; return it."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def draft_beside(path):
    """Return the path of a new, empty file in the directory of `path`, mode 600.

    Filled and then renamed or linked to `path`, it is there whole or not at all.
    """
    handle, draft = tempfile.mkstemp(prefix=f".{path.name}-", dir=private_directory(path.parent))
    os.close(handle)
    return Path(draft)


def write_through(path, text):
    """Write `text` to `path` and wait until it is on the disk."""
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
