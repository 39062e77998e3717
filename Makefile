# What one does with the desk, from a clean clone on. `make` alone lists it.
.DEFAULT_GOAL := help
.PHONY: help demo run test newer-test test-all browser-test bench lint check messages screenshots vendor faults fuzz
.DELETE_ON_ERROR:

RUN := .venv/bin/python
# The first of these that is Python 3.11 or newer; PYTHON=… chooses another.
PYTHON ?= $(shell for python in python3.11 python3 python3.14 python3.13 python3.12; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$python" && break; done)
# For newer-test: a Python that Django 6 runs on.
NEWER ?= $(shell for python in python3.14 python3.13 python3.12 $$HOME/.pyenv/versions/3.1[2-9]*/bin/python; do \
	"$$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 12))' 2>/dev/null && echo "$$python" && break; done)
PIP := $(RUN) -m pip install --quiet --quiet --disable-pip-version-check --no-input
PYTEST := $(RUN) -m pytest
# Side by side on up to four cores; one file stays in one process, and tests/suite.py says which comes first.
PARALLEL ?= --numprocesses=auto --maxprocesses=4 --dist=loadfile --no-loadscope-reorder
# Whoever broke one thing reads of it once, not two hundred times; FAILURES=0 runs to the end all the same.
FAILURES ?= 1
QUIET := --quiet --no-header --tb=short --maxfail=$(FAILURES)
# For test-all: a server on which a database can be made.
POSTGRES ?= postgres://postgres:desk@127.0.0.1:5432/postgres

help: ## Lists these
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | column -t -s '|' 2>/dev/null \
		|| sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1  \2/p' Makefile

demo: export ENV_FILE := data/demo.env
demo: export DATABASE_URL := sqlite:///data/demo.sqlite3
demo: export DEMO := on
demo: .venv/installed ## Starts the desk with a sandbox Market beside it; nothing to configure (PORT=8000)
	@$(RUN) -m dashboard.first_run --demo
	@$(RUN) manage.py demo

run: .venv/installed ## Starts the desk for real; writes .env with fresh secrets first (PORT=8000)
	@$(RUN) -m dashboard.first_run
	@$(RUN) manage.py serve

test: .venv/installed-dev ## Runs the whole suite (SQLite; DATABASE_URL=… for another database, ARGS=… for pytest)
	@$(PYTEST) $(QUIET) $(PARALLEL) $(ARGS)

newer-test: ## The suite on a newer Python with Django 6, where such a Python is at hand (NEWER=… names one)
	@test -n "$(NEWER)" || echo "SKIPPED: no Python 3.12 or newer is at hand, so the suite did not run with Django 6."
	@test -z "$(NEWER)" || $(MAKE) --no-print-directory .venv-newer/installed
	@test -z "$(NEWER)" || .venv-newer/bin/python -m pytest -o cache_dir=.venv-newer/pytest_cache $(QUIET) $(PARALLEL) $(ARGS)

test-all: ## The full matrix, before a release: both Pythons on both databases, the browser, the checks (POSTGRES=…)
	@$(MAKE) --no-print-directory check
	@$(MAKE) --no-print-directory test
	@$(MAKE) --no-print-directory test DATABASE_URL=$(POSTGRES)
	@$(MAKE) --no-print-directory newer-test
	@$(MAKE) --no-print-directory newer-test DATABASE_URL=$(POSTGRES)
	@$(MAKE) --no-print-directory browser-test

browser-test: .venv/installed-dev ## Drives a real Chromium over the pages (needs Debian's chromium or CHROMIUM=…)
	@DJANGO_ALLOW_ASYNC_UNSAFE=1 $(PYTEST) -o addopts=--strict-markers -o cache_dir=.venv/browser_cache $(QUIET) tests/browser $(ARGS)

bench: .venv/installed-dev ## Measures speed and memory, for docs/figures/performance.md (10 minutes; PARTS="pages calls" RUNS=3 WRITE=1)
	$(RUN) -m tests.benchmarks --runs $(or $(RUNS),3) $(if $(WRITE),--write) $(PARTS)

faults: .venv/installed-dev ## Makes the long runs whose figures stand in docs/figures/reliability.md (DATABASE_URL=… for PostgreSQL)
	FAULTS=long $(PYTEST) tests/faults -p no:cacheprovider --quiet

fuzz: .venv/installed-dev ## Gives the client 10 000 mutated answers per operation (COUNT=…; needs Yandex's OpenAPI document)
	$(RUN) -m tests.faults.fuzz $(COUNT)

lint: .venv/installed-dev ## What of check takes seconds: lint, format, templates, migrations, translations (needs gettext)
	$(RUN) -m ruff check
	$(RUN) -m ruff format --check
	find templates -name '*.html' -exec .venv/bin/djade --check --target-version 5.2 {} +
	@# Where no database has been made yet, Django warns that it cannot compare with its history.
	DJANGO_SETTINGS_MODULE=tests.settings $(RUN) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run
	$(RUN) -m tests.checks.translations

check: lint tests/checks/scripts/node_modules/installed ## The same and types, scripts, style sheets, deployment (needs gettext and npm)
	$(RUN) -m mypy
	npm --prefix tests/checks/scripts run --silent check
	$(RUN) -m tests.checks.deployment

tests/checks/scripts/node_modules/installed: tests/checks/scripts/package-lock.json
	@command -v npm >/dev/null || { echo "Checking the scripts and style sheets needs npm." \
		"Install it (Debian: apt install nodejs npm)" >&2; exit 1; }
	@echo "Installing Biome and TypeScript into tests/checks/scripts (once) ..."
	@npm --prefix tests/checks/scripts ci --ignore-scripts --no-audit --no-fund --silent
	@touch $@

messages: .venv/installed-dev ## Brings the catalogs in locale/ up to the sources and compiles them (needs gettext)
	$(RUN) -m tests.checks.translations --write

screenshots: .venv/installed-dev ## Makes the pictures in docs/screenshots (needs chromium; EVERY=folder for all of the inbox)
	EVERY=$(EVERY) DJANGO_ALLOW_ASYNC_UNSAFE=1 $(PYTEST) -o addopts=--strict-markers --quiet tests/browser/screenshots.py

vendor: .venv/installed ## Writes the icon sprite anew from lucide-static (needs npm)
	$(RUN) docs/vendor.py

.venv/installed: requirements.txt
	@test -n "$(PYTHON)" || { echo "The desk needs Python 3.11 or newer, and found none." \
		"Install it (Debian: apt install python3.11 python3.11-venv) or name one: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) cannot make virtual environments yet." \
		"Debian keeps that in a package of its own: apt install python3-venv (or python3.11-venv)" >&2; exit 1; }
	@echo "Installing requirements.txt into .venv (once) ..."
	@$(RUN) -c pass 2>/dev/null || $(PYTHON) -m venv --clear .venv
	@$(PIP) -r requirements.txt
	@touch $@

.venv/installed-dev: .venv/installed requirements-dev.txt
	@echo "Installing requirements-dev.txt into .venv (once) ..."
	@$(PIP) -r requirements-dev.txt
	@touch $@

.venv-newer/installed: requirements.txt requirements-dev.txt
	@echo "Installing with Django 6 into .venv-newer (once) ..."
	@$(NEWER) -m venv --clear .venv-newer
	@sed 's/^Django==[^ ]*/Django~=6.1/' requirements.txt > .venv-newer/requirements.txt
	@sed 's/^-r .*/-r requirements.txt/' requirements-dev.txt > .venv-newer/requirements-dev.txt
	@.venv-newer/bin/python -m pip install --quiet --quiet --disable-pip-version-check --no-input -r .venv-newer/requirements-dev.txt
	@touch $@
