"""REFI-QDA projects as files, for tests."""

import zipfile
from io import BytesIO

from annotations.formats.refi import project as refi_qda

PROJECT = (
    '<Project xmlns="urn:QDA-XML:project:1.0" name="p" origin="{origin}"><Users>'
    '<User guid="{user}" name="Anna"/></Users><CodeBook><Codes>{codes}</Codes></CodeBook>'
    "{middle}<Sources>{sources}</Sources><Notes>{notes}</Notes>{after}</Project>"
)


def guid(number):
    return f"00000000-0000-0000-0000-{number:012}"


USER, SOURCE, CODE, GROUP = map(guid, (1, 2, 3, 4))
CODES = (
    f'<Code guid="{GROUP}" name="actor" isCodable="false">'
    f'<Code guid="{CODE}" name="state" isCodable="true" color="#b45309">'
    "<Description>A ministry.</Description></Code></Code>"
)


def project(sources, *, text=None, origin="QDA", middle="", notes="", after="", files=None):
    """A project as a file."""
    content = PROJECT.format(
        origin=origin, user=USER, codes=CODES, middle=middle, sources=sources, notes=notes,
        after=after,
    )  # fmt: skip
    files = {"project.qde": content, f"Sources/{SOURCE}.txt": text, **(files or {})}
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, value in files.items():
            if value is not None:
                archive.writestr(name, value)
    return file


def source(*selections, attributes=f'plainTextPath="internal://{SOURCE}.txt"', inner=""):
    return (
        f'<TextSource guid="{SOURCE}" name="One" {attributes}>{inner}{"".join(selections)}'
        "</TextSource>"
    )


def selection(start, end, *, number=9, name="", inner="", code=CODE, attributes=""):
    coding = f'<Coding guid="{guid(number + 50)}"><CodeRef targetGUID="{code}"/></Coding>'
    return (
        f'<PlainTextSelection guid="{guid(number)}" name="{name}" startPosition="{start}" '
        f'endPosition="{end}" {attributes}>{inner if inner else coding if code else ""}'
        "</PlainTextSelection>"
    )


def read(file):
    return list(refi_qda.loads(file))


def written(entries):
    return b"".join(refi_qda.dumps(entries))


def again(entries):
    return read(BytesIO(written(entries)))


def xml_of(content):
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return archive.read("project.qde").decode()


def edited(content, xml, text=None):
    """The same archive with another project."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            value = xml if name == "project.qde" else old.read(name)
            new.writestr(name, text if text and name.endswith(".txt") else value)
    return file
