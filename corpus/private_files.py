"""Pure: files that only the desk's own account may read."""

import os
import tempfile
from pathlib import Path


def private_directory(path: Path) -> Path:
    """Create `path` and its parents if they are missing, mode 700; return it."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def draft_beside(path: Path) -> Path:
    """Return the path of a new, empty file in the directory of `path`, mode 600.

    Write to it, then rename or link it to `path`, so that a partial file is never visible.
    """
    handle, draft = tempfile.mkstemp(prefix=f".{path.name}-", dir=private_directory(path.parent))
    os.close(handle)
    return Path(draft)


def write_through(path: Path, text: str) -> None:
    """Write `text` to `path` in UTF-8 and sync it to the disk."""
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
