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
# A folder's name may hold spaces, which make would read as the end of it.
EMPTY :=
COLLECTED := $(subst $(EMPTY) $(EMPTY),\ ,$(VAR_DIR))/static/staticfiles.json
MISSING = $(PYTHON) cannot be started: install Python 3.11 to 3.14, or name one that is installed, as in: make run PYTHON=/usr/bin/python3
CHECKED = "$(PYTHON)" -c "" 2>/dev/null || { echo "$(MISSING)"; exit 1; }; "$(PYTHON)"
# A Python that was chosen by name is the one that is used.
NAMED := $(if $(filter file,$(origin PYTHON)),,--named)

.PHONY: run test bench format backup restore requirements environment environment-dev

# A DEBUG that another program put into the environment does not reach the desk.
run: export DEBUG := 0

# Modules are compiled first: where PYTHONDONTWRITEBYTECODE is set, as in many containers, each
# process would compile all of them anew, for a quarter of the time to its first answer.
run: environment
	@$(MAKE) --no-print-directory --silent '$(VAR_DIR)/static/staticfiles.json'
	@echo "Preparing the database and the first corpus, which can take a minute the first time."
	@$(VENV)/bin/python -m compileall -q annotations config corpus
	@$(MANAGE) prepare
	@echo "Twosource is running at $(SITE_URL)/ (listening on 127.0.0.1:$(PORT))."
	@echo "Accounts and passwords: $(VAR_DIR)/accounts.txt. Press Ctrl-C to stop."
	@exec $(VENV)/bin/python -m gunicorn --config python:config.serving config.wsgi

# `make test PART=sqlite,style` runs some parts; a PART of the environment's does not count.
PART :=
test: environment-dev
	@$(VENV)/bin/python -m tests.run '$(PART)'

# `make bench SIZE=1000000` adds a generated corpus of so many articles; make hands SIZE on.
bench: environment-dev
	@$(VENV)/bin/python -m tests.bench

format: environment-dev
	$(VENV)/bin/ruff check --fix
	$(VENV)/bin/ruff format
	$(VENV)/bin/djade --target-version 5.2 $$(find templates -name '*.html')

backup: environment
	@$(MANAGE) backup

# `make restore FILE=…` puts a backup or an archive back; REPLACE=1 if the desk is not empty.
restore: environment
	@test -n '$(FILE)' || { echo "Name the file: make restore FILE=var/backups/…"; exit 1; }
	@$(MANAGE) restore $(if $(REPLACE),--replace) '$(FILE)'

requirements: environment-dev
	$(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-header --extra warc pyproject.toml -o requirements.txt
	$(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-header -c requirements.txt --extra warc --group dev pyproject.toml -o requirements-dev.txt

environment: requirements.txt
	@$(CHECKED) config/environment.py requirements.txt $(NAMED)

environment-dev: requirements-dev.txt
	@$(CHECKED) config/environment.py requirements-dev.txt $(NAMED)

# Directories are named too, so that a file taken away counts as a change.
$(COLLECTED): $(VENV)/installed config/static_storage.py $(shell find static 2>/dev/null)
	@echo "Preparing styles and scripts."
	@$(MANAGE) collectstatic --no-input --verbosity 0
	@touch "$@"
