"""Reads REFI-QDA projects and writes them back: `python -m tests.published_refi SCHEMA FOLDER`.

SCHEMA is Project.xsd of the standard; each project that is written is checked by it.
"""

import sys
import zipfile
from io import BytesIO
from pathlib import Path

from lxml import etree

from annotations.formats.offsets import convert
from annotations.formats.record import Entry, Refusal
from annotations.formats.refi import project as refi_qda
from annotations.formats.refi.values import in_code_points
from corpus.text import normalise


def main(schema_path, folder):
    schema = etree.XMLSchema(etree.parse(schema_path))
    for path in sorted([*folder.rglob("*.qdpx"), *folder.rglob("*.qde")]):
        outcomes = list(refi_qda.loads(opened(path)))
        entries = [each for each in outcomes if isinstance(each, Entry)]
        whole = sum(map(whole_selections, entries))
        written = b"".join(refi_qda.dumps(entries))
        again = [each for each in refi_qda.loads(BytesIO(written)) if isinstance(each, Entry)]
        with zipfile.ZipFile(BytesIO(written)) as archive:
            project = archive.read("project.qde")
        is_valid = schema.validate(etree.fromstring(project))
        passages = [passage for entry in entries for passage in entry.annotations]
        is_equal = again == list(map(in_code_points, entries))
        print(
            f"{path.name}: {len(entries)} texts, {len(passages)} selections "
            f"({', '.join({str(each.rule) for each in passages})}), {whole} at words, "
            f"{'equal' if is_equal else 'NOT equal'} by record, "
            f"{'valid' if is_valid else schema.error_log}"
        )
        for each in outcomes:
            if isinstance(each, Refusal):
                print(f"    {each.where}: {each.why}")


def opened(path):
    """A project, packed if it is not."""
    if path.suffix == ".qdpx":
        return path.open("rb")
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(path, "project.qde")
    return file


def whole_selections(entry):
    """How many passages of an article have no word that goes on before and after them."""
    if not entry.document.text or not entry.annotations:
        return 0
    pieces = [each.pieces[0] for each in entry.annotations]
    spans = convert(
        entry.document.text,
        entry.annotations[0].rule,
        [(piece.start, piece.end) for piece in pieces],
    )
    text = f" {normalise(entry.document.text).text} "
    return sum(not any(text[edge : edge + 2].isalnum() for edge in span) for span in spans if span)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
