"""Reads references that came without the files of their texts: each is named as missing one."""

from typing import BinaryIO

from corpus.readers.documents import NoText
from corpus.readers.encodings import Undecodable
from corpus.readers.foreign.parts import MAX_DOCUMENT, NotReadable, Part, Parts

# Here, so that it is imported before the files of others are out of reach.
from corpus.readers.references import bibtex  # noqa: F401 - see above
from corpus.readers.references.reading import NO_TEXT, named, references_in

_ADVICE = "Import a ZIP archive or a folder with the references and their files."


def read(file: BinaryIO, start: int) -> Parts:
    """Yield a refusal for each reference behind `start`. Raises NotReadable."""
    file.seek(0)
    try:
        references = references_in(file.read(MAX_DOCUMENT))
    except (NoText, Undecodable) as error:
        raise NotReadable(str(error)) from None
    if not references:
        raise NotReadable("There is no reference in the file.")
    for number, reference in enumerate(references[start:], start + 1):
        refusal = named(reference, f"{NO_TEXT} {_ADVICE}")
        yield Part(number, number=number, refusal=refusal)
