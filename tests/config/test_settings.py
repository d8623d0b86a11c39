"""Settings are read once per process, so each case is a process of its own."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from config.database import SESSION

ROOT = Path(__file__).resolve().parent.parent.parent
KEY = "0123456789abcdefghijklmnopqrstuvwxyz" * 2
PRODUCTION = {"SITE_URL": "https://desk.example", "SECRET_KEY": KEY}
PRINT = """
import json, sys
from config import settings
print(json.dumps({name: getattr(settings, name, None) for name in sys.argv[1:]}, default=str))
"""


def start(tmp_path, *arguments, **variables):
    environment = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path / "var")} | variables
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True
    )


def read_settings(tmp_path, *names, **variables):
    finished = start(tmp_path, "-c", PRINT, *names, **variables)
    assert finished.stderr == ""
    return json.loads(finished.stdout)


def test_without_variables(tmp_path):
    names = ["SITE_URL", "DEBUG", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "SECURE_SSL_REDIRECT"]
    assert read_settings(tmp_path, *names, VAR_DIR="") == {
        "SITE_URL": "http://127.0.0.1:8000",
        "DEBUG": False,
        "ALLOWED_HOSTS": ["127.0.0.1", "localhost", "[::1]"],
        "CSRF_TRUSTED_ORIGINS": ["http://127.0.0.1:8000"],
        "SECURE_SSL_REDIRECT": None,
    }
    assert read_settings(tmp_path, "VAR_DIR", VAR_DIR="") == {"VAR_DIR": str(ROOT / "var")}


def test_production(tmp_path):
    expected = {
        "SITE_URL": "https://desk.example",
        "SECRET_KEY": KEY,
        "ALLOWED_HOSTS": ["desk.example", "www.desk.example"],
        "CSRF_TRUSTED_ORIGINS": ["https://desk.example"],
        "SESSION_COOKIE_NAME": "__Host-sessionid",
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_NAME": "__Host-csrftoken",
        "CSRF_COOKIE_SECURE": True,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_SSL_HOST": "desk.example",
        "SECURE_HSTS_SECONDS": 31536000,
        "SECURE_PROXY_SSL_HEADER": ["HTTP_X_FORWARDED_PROTO", "https"],
    }
    variables = PRODUCTION | {"ALLOWED_HOSTS": "www.desk.example"}
    assert read_settings(tmp_path, *expected, **variables) == expected
    assert not (tmp_path / "var" / "secret_key").exists()


@pytest.mark.parametrize(
    ("given", "expected"),
    [("X-Scheme", ["HTTP_X_SCHEME", "https"]), ("", None)],
)
def test_proxy_header(tmp_path, given, expected):
    settings = read_settings(
        tmp_path, "SECURE_PROXY_SSL_HEADER", **PRODUCTION, PROXY_SSL_HEADER=given
    )
    assert settings == {"SECURE_PROXY_SSL_HEADER": expected}


@pytest.mark.parametrize(
    ("variables", "advice"),
    [
        ({"SITE_URL": "http://desk.example"}, "Use https://"),
        (PRODUCTION | {"DEBUG": "1"}, "Unset DEBUG"),
        ({"SITE_URL": "https://desk.example"}, "SECRET_KEY is missing"),
        (PRODUCTION | {"SECRET_KEY": "short"}, "SECRET_KEY is weak"),
        (PRODUCTION | {"ALLOWED_HOSTS": "*"}, "Name each host"),
        ({"DATABASE_URL": "mysql://desk@localhost/desk"}, "sqlite:// or postgres://"),
    ],
)
def test_start_refused(tmp_path, variables, advice):
    finished = start(tmp_path, "manage.py", "check", **variables)
    assert finished.returncode == 1
    assert finished.stderr.startswith("Twosource does not start: ")
    assert advice in finished.stderr
    assert "Traceback" not in finished.stderr


def test_deployment_check_clean(tmp_path):
    arguments = ["manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    finished = start(tmp_path, *arguments, **PRODUCTION)
    assert (finished.returncode, finished.stderr) == (0, "")


def test_production_answers(tmp_path):
    code = """
import json, django; django.setup()
from django.test import Client
from django.test.utils import setup_test_environment; setup_test_environment()
plain = Client().get("/sign-in/?next=/", headers={"Host": "desk.example"})
secure = Client().get(
    "/sign-in/", headers={"Host": "desk.example", "X-Forwarded-Proto": "https"}
)
print(json.dumps({
    "redirect": [plain.status_code, plain.url],
    "hsts": secure.headers["Strict-Transport-Security"],
    "cookies": [morsel.OutputString() for morsel in secure.cookies.values()],
}))
"""
    start(tmp_path, "manage.py", "collectstatic", "--no-input", **PRODUCTION)
    variables = PRODUCTION | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    answers = json.loads(start(tmp_path, "-c", code, **variables).stdout)
    assert answers["redirect"] == [301, "https://desk.example/sign-in/?next=/"]
    assert answers["hsts"] == "max-age=31536000"
    (cookie,) = answers["cookies"]
    assert cookie.partition("=")[0] == "__Host-csrftoken"
    attributes = cookie.split("; ")[1:]
    assert {"Secure", "Path=/", "SameSite=Lax"} <= set(attributes)
    assert [attribute for attribute in attributes if attribute.startswith("Domain")] == []


def test_silenced_checks_have_reasons():
    source = (ROOT / "config" / "settings.py").read_text()
    block = re.search(r"SILENCED_SYSTEM_CHECKS = \[\n(.*?)\n\]", source, re.DOTALL)[1]
    lines = [line.strip() for line in block.splitlines()]
    silenced = [number for number, line in enumerate(lines) if line.startswith('"')]
    assert [lines[number - 1][:2] for number in silenced] == ["# "] * len(silenced)


def test_sqlite_as_shipped(tmp_path):
    code = """
import django; django.setup()
from django.db import connection
with connection.cursor() as cursor:
    for name in ("journal_mode", "synchronous", "busy_timeout", "foreign_keys"):
        print(name, cursor.execute(f"PRAGMA {name}").fetchone()[0])
print(connection.transaction_mode)
"""
    finished = start(tmp_path, "-c", code, DJANGO_SETTINGS_MODULE="config.settings")
    assert finished.stdout.splitlines() == [
        "journal_mode wal",
        "synchronous 2",
        "busy_timeout 120000",
        "foreign_keys 1",
        "IMMEDIATE",
    ]


def test_postgresql_keeps_connections(tmp_path):
    database = read_settings(tmp_path, "DATABASES", DATABASE_URL="postgres://me:pw@db:5433/desk")[
        "DATABASES"
    ]["default"]
    assert database == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "desk",
        "USER": "me",
        "PASSWORD": "pw",
        "HOST": "db",
        "PORT": 5433,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"prepare_threshold": 2, "options": SESSION},
    }
