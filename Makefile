# Twosource: `make run` starts a desk, `make test` checks the project. README.md tells the rest.

SHELL := /bin/sh
.SUFFIXES:
.DELETE_ON_ERROR:

PORT ?= 8000
VAR_DIR ?= var
PYTHON ?= python3
SITE_URL ?= http://127.0.0.1:$(PORT)
export PORT VAR_DIR SITE_URL

VENV := .venv
MANAGE := $(VENV)/bin/python manage.py
PIP := $(VENV)/bin/python -m pip --disable-pip-version-check --quiet
COLLECTED := $(VAR_DIR)/static/staticfiles.json

.PHONY: run test bench format backup requirements

# A DEBUG that another program put into the environment does not reach the desk.
run: export DEBUG := 0

run: $(VENV)/installed $(COLLECTED)
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) load_first_corpus
	@$(MANAGE) make_accounts
	@echo "Twosource answers at $(SITE_URL)/ and listens on 127.0.0.1:$(PORT)."
	@echo "Names and passwords of its accounts: $(VAR_DIR)/accounts.txt. Ctrl-C ends it."
	@exec $(VENV)/bin/gunicorn --config python:config.serving config.wsgi

test: $(VENV)/installed-dev
	@$(VENV)/bin/python -m tests.run

# `make bench SIZE=1000000` adds a generated corpus of so many articles; make hands SIZE on.
bench: $(VENV)/installed-dev
	@$(VENV)/bin/python -m tests.bench

format: $(VENV)/installed-dev
	$(VENV)/bin/ruff check --fix
	$(VENV)/bin/ruff format
	$(VENV)/bin/djade --target-version 5.2 $$(find templates -name '*.html')

backup: $(VENV)/installed
	@$(MANAGE) backup

requirements: $(VENV)/installed-dev
	$(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-header pyproject.toml -o requirements.txt
	$(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-header -c requirements.txt --group dev pyproject.toml -o requirements-dev.txt

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Twosource needs Python 3.11 or newer; name one as in: make run PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: requirements.txt | $(VENV)/bin/python
	$(PIP) install --require-hashes -r requirements.txt
	@touch $@

# What tests need holds what the desk needs, at the same versions.
$(VENV)/installed-dev: requirements-dev.txt | $(VENV)/bin/python
	$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@ $(VENV)/installed

# Directories are named too, so that a file taken away counts as a change.
$(COLLECTED): $(VENV)/installed config/static_storage.py $(shell find static 2>/dev/null)
	@$(MANAGE) collectstatic --no-input --verbosity 0
	@touch $@
