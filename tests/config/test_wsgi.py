"""What the server loads before its first answer."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Packages that only an import, a correction, a new tag, a workbook or a desk on PostgreSQL needs;
# each delays every start.
LATER = [
    *["charset_normalizer", "dateparser", "feedparser", "lxml", "psycopg", "pypdfium2"],
    *["rapidfuzz", "striprtf", "trafilatura", "xlsxwriter"],
]
FIRST_ANSWER = f"""
import sys
from wsgiref.util import setup_testing_defaults
from django.template.loader import get_template
from config.wsgi import application
request = {{"PATH_INFO": "/healthz", "HTTP_HOST": "127.0.0.1"}}
setup_testing_defaults(request)
print(*application(request, lambda status, headers: print(status)))
get_template("annotations/reading/article.html")
print([name for name in {LATER} if name in sys.modules])
views = "annotations.views."
print(*sorted(name.removeprefix(views) for name in sys.modules if name.startswith(views)))
"""
# Packages of views count as well.
FIRST_VIEWS = (
    "articles autocomplete claims codebook codebook.tags help home live_updates passages"
    " reading_state records records.people records.sources search"
)


def test_first_answer_waits_for_the_views_of_most_pages_and_for_nothing_rarely_needed(tmp_path):
    environment = {name: os.environ[name] for name in os.environ if name != "DATABASE_URL"}
    finished = subprocess.run(
        [sys.executable, "-c", FIRST_ANSWER],
        cwd=ROOT,
        env=environment | {"VAR_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
    )

    lines = finished.stdout.splitlines()
    assert lines == ["200 OK", r"b'ok\n'", "[]", FIRST_VIEWS], finished.stderr
