"""ZIP files that were made to do harm are refused before anything of them is read."""

import zipfile

import pytest

from annotations.archive.package import open_archive
from annotations.archive.refusal import ArchiveRefused


def refusal_of(path):
    with pytest.raises(ArchiveRefused) as refusal, open_archive(path):
        pass
    return str(refusal.value)


def test_files_that_overlap_are_refused(tmp_path):
    path = tmp_path / "desk.zip"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("a", b"x" * 1000)
        package.writestr("b", b"y" * 1000)
        # The directory says that it stands where the first one does.
        package.getinfo("b").header_offset = package.getinfo("a").header_offset
    assert refusal_of(path) == "Files of the archive overlap: it was made to do harm."


def test_files_side_by_side_are_no_overlap(tmp_path):
    path = tmp_path / "desk.zip"
    with zipfile.ZipFile(path, "w") as package:
        for name in ("a", "ü" * 100, "b"):
            package.writestr(name, b"")
    assert refusal_of(path) == "The file holds no manifest.json: it is no archive."


def test_encrypted_files_are_refused(tmp_path):
    path = tmp_path / "desk.zip"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("a", b"x")
        package.getinfo("a").flag_bits |= 1
    assert refusal_of(path) == "a is encrypted or packed in another way."
