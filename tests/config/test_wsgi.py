"""What the server loads before its first answer."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Packages that only an import, a workbook or a desk on PostgreSQL needs; each delays every start.
LATER = [
    *["charset_normalizer", "dateparser", "feedparser", "lxml", "psycopg", "pypdfium2"],
    *["striprtf", "trafilatura", "xlsxwriter"],
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
"""


def test_first_answer_and_reading_page_wait_for_no_package_they_do_not_need(tmp_path):
    environment = {name: os.environ[name] for name in os.environ if name != "DATABASE_URL"}
    finished = subprocess.run(
        [sys.executable, "-c", FIRST_ANSWER],
        cwd=ROOT,
        env=environment | {"VAR_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
    )

    assert finished.stdout.splitlines() == ["200 OK", r"b'ok\n'", "[]"], finished.stderr
