"""Files that are uploaded together: they become one ZIP archive, which an import reads."""

import zipfile
from pathlib import PurePosixPath
from shutil import copyfileobj
from tempfile import TemporaryFile

from django import forms
from django.core.files import File


class ArchiveOfFiles(File):
    """A ZIP archive of files that were uploaded together."""


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file as it is, or several as an archive of them, whose `name` counts them.

    `clean` takes a list of UploadedFiles. Empty ones among several are left to the import, which
    names them.
    """

    widget = FilesInput

    def clean(self, data, initial=None):
        files = data or []
        if len(files) < 2:
            return super().clean(files[0] if files else None, initial)
        return archive_of(files)


def archive_of(files):
    """Return a ZIP archive of files under their own names; a name that comes again is numbered."""
    packed = TemporaryFile()  # noqa: SIM115 - it is closed with the request
    names = set()
    with zipfile.ZipFile(packed, "w") as archive:
        for file in files:
            name = _free_name(file.name, names)
            names.add(name)
            with archive.open(name, "w") as member:
                file.seek(0)
                copyfileobj(file, member)
    packed.seek(0)
    return ArchiveOfFiles(packed, f"{len(files)} files")


def _free_name(name, taken):
    path, number = PurePosixPath(name), 2
    while name in taken:
        name, number = f"{path.stem} ({number}){path.suffix}", number + 1
    return name
