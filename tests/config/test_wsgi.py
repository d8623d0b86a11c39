"""What the server loads before its first answer, and right after it."""

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
HEALTH_CHECK = """
import sys
from wsgiref.util import setup_testing_defaults
from django.core.wsgi import get_wsgi_application
application = get_wsgi_application()
request = {"PATH_INFO": "/healthz", "HTTP_HOST": "127.0.0.1"}
setup_testing_defaults(request)
print(*application(request, lambda status, headers: print(status)))
print("config.page_urls" in sys.modules)
"""
STARTED = f"""
import sys, threading
import config.wsgi
others = [thread for thread in threading.enumerate() if thread is not threading.main_thread()]
for thread in others:
    thread.join()
from django.template.loader import get_template
get_template("annotations/reading/article.html")
print("config.page_urls" in sys.modules)
print([name for name in {LATER} if name in sys.modules])
"""


def lines_of(code, var_dir):
    """What a new process of Python prints that serves a desk on SQLite."""
    environment = {name: os.environ[name] for name in os.environ if name != "DATABASE_URL"}
    settings = {"VAR_DIR": str(var_dir), "DJANGO_SETTINGS_MODULE": "config.settings"}
    finished = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment | settings,
        capture_output=True,
        text=True,
    )
    assert finished.returncode == 0, finished.stderr
    return finished.stdout.splitlines()


def test_health_check_waits_for_no_page(tmp_path):
    assert lines_of(HEALTH_CHECK, tmp_path) == ["200 OK", r"b'ok\n'", "False"]


def test_pages_load_after_the_start_without_packages_they_do_not_need(tmp_path):
    assert lines_of(STARTED, tmp_path) == ["True", "[]"]
