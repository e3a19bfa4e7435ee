# Wuxing: `make up` starts it, `make test` tests it. Both work on a fresh machine with Python 3.11 or later and make.

SHELL := /bin/sh
.DEFAULT_GOAL := help
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
PYTHON ?= $(shell for p in python3 python3.11 python3.12 python3.13 python3.14; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
LOCKS := requirements.lock requirements-dev.lock pyproject.toml

.PHONY: help install up test oldest check bench docs messages lock wheel wheelcheck format

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST)

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Wuxing needs Python 3.11 or later, and none is on the PATH. On Debian or Ubuntu: apt-get install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "$(PYTHON) cannot make a virtual environment. On Debian or Ubuntu: apt-get install python3-venv" >&2; exit 1; }

$(UV): | $(BIN)/python
	@echo 'making the environment in $(VENV)' >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check 'uv>=0.9'

# What runs the product. A development environment holds all of it too, and is left as it is.
$(VENV)/.run: requirements.lock pyproject.toml | $(UV)
	@cmp -s requirements.lock $@ || test -f $(VENV)/.dev && cmp -s requirements-dev.lock $(VENV)/.dev || $(UV) pip sync --quiet --python $(BIN)/python requirements.lock
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --editable .
	@cp requirements.lock $@; test ! -f $(VENV)/.dev || cmp -s requirements-dev.lock $(VENV)/.dev || rm -f $(VENV)/.dev

$(VENV)/.dev: $(LOCKS) | $(UV)
	@cmp -s requirements-dev.lock $@ || $(UV) pip sync --quiet --python $(BIN)/python requirements-dev.lock
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --editable .
	@cp requirements-dev.lock $@; cp requirements.lock $(VENV)/.run

install: $(VENV)/.dev ## environment for development

up: $(VENV)/.run ## start everything: database, web, live streams, worker, demo data (WUXING_DATA, WUXING_PORT, DATABASE_URL)
	@exec $(BIN)/wuxing up

test: $(VENV)/.dev ## the whole suite, browser journeys included (WUXING_NO_BROWSER=1 leaves these out)
	@$(BIN)/python tools/browser.py
	$(BIN)/pytest -n auto --maxschedchunk 16 $(ARGS)

oldest: $(VENV)/.dev ## the suite on PostgreSQL 16 over TCP, with passwords and an owner who is no superuser
	WUXING_NO_BROWSER=1 $(BIN)/python tools/oldest.py $(ARGS)

check: $(VENV)/.dev ## format, lint, types, layers, migrations, translations, style
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	WUXING_SECRET_KEY=only-for-checks $(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python tools/migrations.py
	$(BIN)/python tools/messages.py --check
	$(BIN)/python tools/style.py

format: $(VENV)/.dev ## write the code as the checks want it
	$(BIN)/ruff format --quiet .
	$(BIN)/ruff check --fix --quiet .

bench: $(VENV)/.dev ## measure against the goals; writes benchmarks/results.json
	$(BIN)/python -m benchmarks $(ARGS)

docs: $(VENV)/.dev ## the documentation, into site/
	$(BIN)/mkdocs build --strict --quiet

messages: $(VENV)/.dev ## collect texts and compile the translations
	$(BIN)/python tools/messages.py

lock: $(UV) ## resolve the dependencies anew
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-emit-index-url --no-emit-find-links \
		--custom-compile-command 'make lock' --upgrade -o requirements.lock pyproject.toml
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-emit-index-url --no-emit-find-links \
		--custom-compile-command 'make lock' --upgrade --group dev -c requirements.lock -o requirements-dev.lock pyproject.toml

wheelcheck: $(UV) ## build the wheel, install it into an empty environment, start it and ask it
	@$(BIN)/python tools/wheel.py

wheel: $(UV) ## build dist/wuxing-*.whl
	$(UV) build --quiet --wheel
