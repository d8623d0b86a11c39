"""Our reader of web pages on the article extraction benchmark of Scrapinghub (Zyte).

`python -m tests.bench.extraction FOLDER [--worst N]` reads a checkout of
scrapinghub/article-extraction-benchmark: html/*.html.gz and ground-truth.json, and measures with
its own evaluate.py. It reports precision, recall and F1 of the text, the metadata of pages, pages
per second, unreadable pages, and the worst. Nothing of the benchmark is stored in this repository.
"""

import argparse
import gzip
import importlib.util
import io
import json
import time
from pathlib import Path

from corpus.readers.formats import read_articles
from corpus.readers.imported_record import ImportedRecord

SAID = ("title", "byline", "published", "url", "language")


def pages(folder):
    """The benchmark's pages in the order of their names: name, bytes."""
    for path in sorted(Path(folder, "html").glob("*.html.gz")):
        yield path.name.removesuffix(".html.gz"), gzip.decompress(path.read_bytes())


def evaluation(folder):
    """The benchmark's own program, as a module."""
    spec = importlib.util.spec_from_file_location("evaluate", Path(folder, "evaluate.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main(folder, worst):
    truth = json.loads(Path(folder, "ground-truth.json").read_text())
    found, problems = {}, []
    begun = time.perf_counter()
    for name, content in pages(folder):
        found[name] = None
        for each in read_articles(io.BytesIO(content), f"{name}.html", "html"):
            if isinstance(each, ImportedRecord):
                found[name] = each
            else:
                problems.append(each)
    seconds = time.perf_counter() - begun
    predicted = {name: {"articleBody": each.text if each else ""} for name, each in found.items()}
    measured = evaluation(folder).evaluate(truth, predicted, n_bootstrap=1000)

    read_pages = [each for each in found.values() if each]
    print(f"{len(read_pages)} of {len(truth)} pages read, {len(found) / seconds:.1f} a second")
    for figure in ("f1", "precision", "recall", "accuracy"):
        print(f"{figure:<10}{measured[figure]:.3f} ± {measured[figure + '_std']:.3f}")
    for field in SAID:
        print(f"{field:<10}{sum(1 for each in read_pages if getattr(each, field))}")
    for each in problems:
        print(f"{each.place}: {each.field} {each.reason}")
    # For each page the shares of its phrases that are correct, superfluous and missing.
    by_page = sorted(zip(measured["tp_fp_fns"], truth, strict=True))
    for (right, extra, missing), name in by_page[:worst]:
        print(f"{right:.2f} +{extra:.2f} -{missing:.2f} {name[:8]} {truth[name].get('url', '')}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("folder")
    parser.add_argument("--worst", type=int, default=10)
    given = parser.parse_args()
    main(given.folder, given.worst)
