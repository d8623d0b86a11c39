"""Reads corpora of brat and writes them back: `python -m tests.published_brat FOLDER`.

Pairs are read in every folder below; an .ann whose text stands in the folder `text` beside, as
PolNeAR has it, is paired with it.
"""

import re
import sys
import zipfile
from io import BytesIO
from pathlib import Path

from annotations.formats.brat import archive as brat
from annotations.formats.record import Refusal


def main(folder):
    pairs = [(path, text) for path in sorted(folder.rglob("*.ann")) if (text := text_of(path))]
    whole = lost = passages = same_records = same_bytes = refused = 0
    for path, text in pairs:
        content = path.read_bytes()
        archive = zipped({"a.txt": text.read_bytes(), "a.ann": content})
        entries = list(brat.loads(BytesIO(archive)))
        refusals = [each for each in entries if isinstance(each, Refusal)]
        entries = [each for each in entries if not isinstance(each, Refusal)]
        for refusal in refusals:
            print(f"{path}: {refusal.where}: {refusal.why}")
        refused += len(refusals)
        passages += sum(len(each.annotations) for each in entries)
        again = b"".join(brat.dumps(entries))
        with zipfile.ZipFile(BytesIO(again)) as written:
            back = written.read("a.ann")
        missing = set(content.splitlines()) - set(back.splitlines())
        whole += not missing
        lost += len(missing)
        same_bytes += back == content
        second = [each for each in brat.loads(BytesIO(again)) if not isinstance(each, Refusal)]
        same_records += second == entries
    print(
        f"{len(pairs)} files, {passages} passages, {refused} lines refused and kept; "
        f"{whole} without a lost line ({lost} lost), {same_records} equal by record, "
        f"{same_bytes} byte-identical"
    )


def text_of(path):
    beside = path.with_suffix(".txt")
    apart = path.parent.parent / "text" / (re.sub("_[0-9a-f]{4}$", "", path.stem) + ".txt")
    return next((each for each in (beside, apart) if each.exists()), None)


def zipped(files):
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
