"""Files of people's folders: how fast they are read, and how much memory it takes, by format.

    python -m tests.bench.files FOLDER

reads the English document that `tests.words_in_order` makes in each format (FOLDER keeps them):
alone, twenty of them in a ZIP archive, and 400 in a mailbox, an archive of the web or JSON Lines.
Text and web pages, which need no process of their own, stand beside them. Seconds are those of
processors.
"""

import json
import sys
import zipfile
from pathlib import Path

from tests.hostile_files.archives import web_record
from tests.support.made_texts import made_text
from tests.support.read_files import reading_of
from tests.words_in_order import OFFICE, mail, web_page, write_files

COUNT = 20
# Articles of a mailbox, an archive of the web, or JSON Lines.
MANY = 400
REPEATS = 1


def main():
    folder = Path(sys.argv[1])
    text = made_text("en")
    if not folder.exists():
        folder.mkdir(parents=True)
        write_files(folder, [text])
    (folder / "en.txt").write_text(text.whole)
    (folder / "en.html").write_text(web_page(text))
    _write("| format | one file | articles a second | text a second | memory: reader, desk |")
    _write("|---|---|---|---|---|")
    for name in ("txt", "html", *OFFICE, "chromium.pdf", "eml"):
        alone = folder / f"en.{name}"
        many = folder / f"{name}.zip"
        with zipfile.ZipFile(many, "w") as archive:
            for number in range(COUNT):
                archive.write(alone, f"{number}.{name.rpartition('.')[2]}")
        _row(f"{name} in a ZIP archive", many, alone)
    for name, write in _CONTAINERS.items():
        path = folder / f"many.{name}"
        path.write_bytes(write(text))
        _row(name, path)


def _pages(text):
    return b"".join(
        web_record(web_page(text).encode(), url=f"https://paper.example/{n}") for n in range(MANY)
    )


def _lines(text):
    return b"".join(
        json.dumps({"text": text.whole, "title": f"{n}"}).encode() + b"\n" for n in range(MANY)
    )


def _mailbox(text):
    content = b"From a@paper.example Mon Aug  2 10:00:00 2021\n" + mail(text).as_bytes() + b"\n"
    return content * MANY


_CONTAINERS = {"mbox": _mailbox, "warc": _pages, "jsonl": _lines}


def _row(name, many, alone=None):
    reading = reading_of(many, REPEATS)
    seconds = f"{reading_of(alone, REPEATS).processor_seconds * 1000:,.0f} ms" if alone else ""
    rate = reading.articles / reading.processor_seconds
    characters = reading.characters / reading.processor_seconds / 1e6
    peaks = f"{reading.reader_peak} and {reading.own_peak} MiB"
    _write(f"| {name} | {seconds} | {rate:,.0f} | {characters:.2f} MB | {peaks} |")


def _write(line):
    print(line, flush=True)


if __name__ == "__main__":
    main()
