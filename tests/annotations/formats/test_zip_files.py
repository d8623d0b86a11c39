"""Archives made to do harm, and archives written part by part."""

import struct
import zipfile
from io import BytesIO

import pytest

from annotations.formats import zip_files
from annotations.formats.record import FormatError
from annotations.formats.zip_files import Archive, Writer, is_inside


def zipped(*files, packing=zipfile.ZIP_DEFLATED):
    file = BytesIO()
    with zipfile.ZipFile(file, "w", packing) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return file.getvalue()


def refusal(content, *, limit=1_000):
    """Why an archive, or its file a.txt, is refused."""
    with pytest.raises(FormatError) as refused:
        Archive(BytesIO(content), 10_000).read("a.txt", limit)
    return str(refused.value)


def test_what_is_written_part_by_part_is_read():
    writer, parts = Writer(), []
    for name in ("a.txt", "b/c.txt"):
        writer.add(name, name.encode())
        parts += writer.parts()
        assert parts
    writer.close()

    archive = Archive(BytesIO(b"".join([*parts, *writer.parts()])))

    assert [(name, archive.read(name, 10)) for name in archive.names] == [
        ("a.txt", b"a.txt"),
        ("b/c.txt", b"b/c.txt"),
    ]


def test_names_below_the_archive_alone_are_read():
    names = ["a/b.txt", "../a", "/a", "c:/a", "a/../../b", "a\\b", "", "a/", "a\x1b", ".", "//a"]

    assert [name for name in names if is_inside(name)] == ["a/b.txt"]
    archive = Archive(BytesIO(zipped(*((name, "") for name in names if name))))
    # Some programs write a \\ between the parts of a name.
    assert archive.names == ["a/b.txt", "a/b"]


def test_bombs_are_refused_before_they_are_unpacked(monkeypatch):
    assert refusal(zipped(("a.txt", b"0" * 1_001))) == "a.txt is larger than 1,000 bytes."
    monkeypatch.setattr(zip_files, "LARGE_BYTES", 1_000_000)
    assert refusal(zipped(("a.txt", b"0" * 3_000_000)), limit=10**7) == (
        "a.txt is packed more than 200 times smaller."
    )
    monkeypatch.setattr(zip_files, "MAX_TOTAL_BYTES", 1_500)
    archive = Archive(BytesIO(zipped(("a.txt", b"0" * 1_000), ("b.txt", b"0" * 1_000))))
    archive.read("a.txt", 1_000)
    with pytest.raises(FormatError, match="this archive holds more than 1,500 bytes"):
        archive.read("b.txt", 1_000)


def test_a_size_that_is_not_true_is_refused():
    content = zipped(("a.txt", b"0" * 5_000)).replace(
        struct.pack("<L", 5_000), struct.pack("<L", 9)
    )

    assert refusal(content) == "a.txt cannot be read (Bad CRC-32 for file 'a.txt')."


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_ways_of_packing_are_refused(packing):
    assert refusal(zipped(("a.txt", "a"), packing=packing)) == (
        "a.txt is packed in a way that is not read."
    )


def test_encrypted_files_are_refused():
    content = bytearray(zipped(("a.txt", "a")))
    content[content.index(b"PK\x01\x02") + 8] |= 1

    assert refusal(bytes(content)) == "a.txt needs a password."


def test_overlapping_files_are_refused():
    content = zipped(("a.txt", "a" * 50), ("b.txt", "b" * 50), packing=zipfile.ZIP_STORED)
    second = content.index(b"PK\x03\x04", 4)
    # The list of contents says that the second file begins where the first does.
    overlapping = content.replace(struct.pack("<L", second) + b"b.txt", bytes(4) + b"b.txt")

    assert overlapping != content
    assert refusal(overlapping) == "a.txt overlaps b.txt."


def test_too_many_files_are_refused_before_they_are_listed():
    many = zipped(*((f"{number}.txt", "") for number in range(300)))
    # Also where the record that is last tells another size.
    hidden = many + b"PK\x05\x06"

    assert refusal(many) == "this archive holds too many files."
    assert refusal(hidden) == "this archive holds too many files."


def test_the_size_in_a_record_of_zip64_counts_as_well():
    end = b"PK\x06\x06" + bytes(36) + struct.pack("<Q", 10_001) + bytes(8)

    assert refusal(zipped(("a.txt", "a")) + end) == "this archive holds too many files."


def test_what_is_no_archive_is_refused():
    assert refusal(b"PK") == "this archive cannot be read (File is not a zip file)."
    assert refusal(b"") == "this archive cannot be read (File is not a zip file)."
