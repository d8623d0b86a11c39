"""The files below folders."""

import os

from corpus.readers.file_walk import FoundFile, walk
from corpus.readers.imported_record import FileLocation, Problem


def test_files_come_in_the_order_of_names_with_what_was_left_out(tmp_path):
    for name in ("b/z.txt", "b/a.txt", "a.txt", "P.html", "P_files/part.html", ".hidden/x.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("A text.")
    (tmp_path / ".DS_Store").write_text("")
    (tmp_path / "b/up").symlink_to(tmp_path)
    (tmp_path / "b/gone").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe")

    def left_out(name, reason):
        return Problem(FileLocation(name), "", reason)

    expected = [
        left_out(".hidden", "It is hidden and was skipped."),
        FoundFile(tmp_path / "P.html", "P.html"),
        FoundFile(tmp_path / "a.txt", "a.txt"),
        FoundFile(tmp_path / "b/a.txt", "b/a.txt"),
        left_out("b/gone", "It cannot be opened: No such file or directory."),
        left_out("b/up", "The link leads back to a folder above it."),
        FoundFile(tmp_path / "b/z.txt", "b/z.txt"),
        left_out("pipe", "It is neither a file nor a folder."),
    ]
    # What is hidden comes before what its folder holds.
    assert list(walk([tmp_path])) == expected
    assert list(walk([tmp_path / "b/z.txt", str(tmp_path / "none")])) == [
        FoundFile(tmp_path / "b/z.txt", "z.txt"),
        left_out("none", "It cannot be opened: No such file or directory."),
    ]
