"""The settings of `plain_django`; its docstring names the variables of the environment."""

import os

import environ

IS_FULL = os.environ.get("PLAIN_FULL") == "1"
USUAL = [
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
MIDDLEWARE = [
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.security.SecurityMiddleware",
    *(["django.contrib.sessions.middleware.SessionMiddleware"] if IS_FULL else []),
    "django.middleware.common.CommonMiddleware",
    *(USUAL if IS_FULL else []),
]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates"}]
_database = environ.Env.db_url_config(os.environ["PLAIN_DATABASE"])
DATABASES = {"default": _database | {"CONN_MAX_AGE": None}}
ROOT_URLCONF = "tests.bench.plain_django"
ALLOWED_HOSTS = ["127.0.0.1"]
SECRET_KEY = "for benchmarks only"
USE_TZ = True
