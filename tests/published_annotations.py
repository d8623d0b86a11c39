"""Web Annotations of ours under the assertions of the W3C, and its incorrect samples under ours.

`python -m tests.published_annotations FOLDER` takes a copy of
https://github.com/w3c/web-annotation-tests. It says how many of 1,000 exported annotations, and of
their collections and pages, pass every assertion with MUST, and how many samples that the W3C
calls incorrect or correct our reader refuses, with the reasons. It needs the package jsonschema
with its formats, which nothing else here uses.
"""

import io
import json
import sys
from pathlib import Path

from hypothesis import HealthCheck, Phase, find, settings
from jsonschema import Draft4Validator, FormatChecker, RefResolver

from annotations.formats.record import Entry, Refusal
from annotations.formats.web_annotation import dumps, loads
from tests.support.entries import desk_files

_MANY = 1_000
_BASE = "file:///w3c/"
_PARTS = ("annotations", "collections", "definitions")


def assertions(folder, test):
    """{name: validator} of the assertions that a file of tests lists."""
    paths = [path for part in _PARTS for path in (folder / part).rglob("*.json")]
    schemas = {path.name: json.loads(path.read_text()) for path in paths}
    for schema in schemas.values():
        schema.pop("id", None)
    # Their references name the file of a definition alone.
    store = {f"{_BASE}{name}": schema for name, schema in schemas.items()}
    validators = {}
    for name in json.loads((folder / test).read_text())["assertions"]:
        schema = schemas[Path(name).name]
        resolver = RefResolver(_BASE, schema, store=store)
        validators[name] = Draft4Validator(
            schema, resolver=resolver, format_checker=FormatChecker()
        )
    return validators


def exported(count):
    """Documents of JSON-LD with so many annotations together."""
    documents = []

    def collect(entries):
        documents.append(json.loads(b"".join(dumps(entries))))
        return sum(len(each["first"]["items"]) for each in documents) >= count

    quick = settings(
        max_examples=count,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=HealthCheck,
    )
    find(desk_files(5, 12), collect, settings=quick)
    return documents


def failures(validators, value):
    return [name for name, validator in validators.items() if not validator.is_valid(value)]


def read_samples(paths):
    """(files, {name of a refused file: reason})."""
    reasons = {}
    for path in paths:
        outcomes = list(loads(io.BytesIO(path.read_bytes())))
        refusals = [each.why for each in outcomes if isinstance(each, Refusal)]
        if refusals or not any(isinstance(each, Entry) for each in outcomes):
            reasons[path.name] = refusals[0] if refusals else "nothing is in it"
    return len(paths), reasons


def main(folder):
    folder = Path(folder)
    documents = exported(_MANY)
    items = [item for each in documents for item in each["first"]["items"]][:_MANY]
    annotations = [{"@context": documents[0]["@context"], **item} for item in items]
    pages = [{"@context": each["@context"], **each["first"]} for each in documents]
    failed = 0
    for what, values, test in (
        ("annotations", annotations, "annotations/annotationMusts.test"),
        ("collections", documents, "collections/collectionMusts.test"),
        ("pages", pages, "collections/pages/pageMusts.test"),
    ):
        validators = assertions(folder, test)
        faults = [fault for fault in (failures(validators, value) for value in values) if fault]
        failed += len(faults)
        print(
            f"{len(values) - len(faults):,} of {len(values):,} {what} pass all "
            f"{len(validators)} assertions.",
            *sorted({name for fault in faults for name in fault}),
        )
    for kind in ("incorrect", "correct"):
        count, reasons = read_samples(sorted(folder.glob(f"tools/samples/{kind}/*.json")))
        print(f"{len(reasons)} of {count} {kind} samples are refused.")
        for name, reason in reasons.items():
            print(f"  {name}: {reason}")
    return 1 if failed or not annotations else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
