"""Reads REFI-QDA projects and writes them back: `python -m tests.published_refi SCHEMA FOLDER`.

SCHEMA is Project.xsd of the standard; each project that is written is checked by it.
"""

import sys
import zipfile
from io import BytesIO
from pathlib import Path

from lxml import etree

from annotations.formats import refi_qda
from annotations.formats.offsets import convert
from annotations.formats.record import Entry, Refusal
from annotations.formats.refi_values import in_code_points
from corpus.text import normalise


def main(schema_path, folder):
    schema = etree.XMLSchema(etree.parse(schema_path))
    for path in sorted([*folder.rglob("*.qdpx"), *folder.rglob("*.qde")]):
        outcomes = list(refi_qda.loads(opened(path)))
        entries = [each for each in outcomes if isinstance(each, Entry)]
        selections = whole = 0
        for entry in entries:
            for annotation in entry.annotations:
                selections += 1
                whole += is_whole(entry.document.text, annotation)
        written = b"".join(refi_qda.dumps(entries))
        again = [each for each in refi_qda.loads(BytesIO(written)) if isinstance(each, Entry)]
        with zipfile.ZipFile(BytesIO(written)) as archive:
            project = archive.read("project.qde")
        is_valid = schema.validate(etree.fromstring(project))
        rules = {str(each.rule) for entry in entries for each in entry.annotations}
        print(
            f"{path.name}: {len(entries)} texts, {selections} selections ({', '.join(rules)}), "
            f"{whole} begin and end at words, {'equal' if again == list(map(in_code_points, entries)) else 'NOT equal'} by "
            f"record, {'valid' if is_valid else schema.error_log}"
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


def is_whole(text, annotation):
    """Whether no word goes on before and after a passage."""
    if text is None:
        return False
    spans = convert(text, annotation.rule, [(each.start, each.end) for each in annotation.pieces])
    text = normalise(text).text
    return all(
        span and not any((text[max(0, edge - 1) : edge + 1] + " ").isalnum() for edge in span)
        for span in spans
    )


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
