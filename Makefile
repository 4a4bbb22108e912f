# Everything a newcomer types. `make demo` is the first thing, `make test` is what CI runs.
# Needs Python 3.11 or newer, make and a package index; works with GNU make 3.81 and later.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Node and npm may be the ones inside the environment; see scripts/install-node.
WITH_NODE := PATH="$(CURDIR)/$(BIN):$$PATH"
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
PYTEST_WORKERS ?= 2

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.NOTPARALLEL:

.PHONY: help env demo test test-env lint types rooms scripts-lint format docs bench pins clean

help:
	@echo 'make demo    make everything, and open the map with sample records in it'
	@echo 'make env     just the environment; .venv/bin/kufu is the command'
	@echo 'make test    everything CI runs'
	@echo 'make bench   measure speed and memory'
	@echo 'make format  put the code into its usual form'
	@echo 'make docs    write the generated references anew'
	@echo 'make pins    choose new versions of all Python packages'
	@echo 'make clean   take away what make made; the workspace stays'

env: $(VENV)/.runtime
	@scripts/install-node $(VENV)
	@$(WITH_NODE) $(BIN)/python -m site_builder.vendor

demo: env
	$(BIN)/kufu demo

# The stamps name what was installed, so that the next run is quick.

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo 'Kufū Map needs Python 3.11 or newer, and "$(PYTHON)" is not one.' >&2; \
	  echo 'If you have one under another name: make $(or $(MAKECMDGOALS),env) PYTHON=python3.12' >&2; \
	  exit 1; }
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(VENV)/.runtime: $(BIN)/python requirements.txt pyproject.toml
	$(PIP_INSTALL) --require-hashes -r requirements.txt
	$(PIP_INSTALL) --no-build-isolation --no-deps --editable .
	touch $@

$(VENV)/.test: $(VENV)/.runtime requirements-test.txt
	$(PIP_INSTALL) --require-hashes -r requirements-test.txt
	touch $@

test-env: env $(VENV)/.test
	@scripts/install-test-tools
	@$(WITH_NODE) $(BIN)/python -m site_builder.vendor --tools

test: test-env lint types rooms scripts-lint
	$(WITH_NODE) $(BIN)/python -m pytest -n $(PYTEST_WORKERS) --dist loadfile --cov --cov-report=term

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.test
	$(BIN)/mypy

rooms: $(VENV)/.test
	$(BIN)/lint-imports

scripts-lint: test-env
	$(WITH_NODE) npm run --silent lint

format: $(VENV)/.test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(VENV)/.test
	$(BIN)/python -m tests.references

bench: env $(VENV)/.test
	$(BIN)/python -m tests.bench

# One file for every Python from 3.11 on, with a hash for every file and no address in it.
PIN := build/pins/bin/uv --quiet pip compile --universal --python-version 3.11 --upgrade \
  --generate-hashes --custom-compile-command 'make pins' \
  --no-emit-index-url --no-emit-find-links

pins: $(BIN)/python
	$(PYTHON) -m venv build/pins
	build/pins/bin/python -m pip install --quiet --disable-pip-version-check --upgrade uv
	$(PIN) pyproject.toml --group build --output-file requirements.txt
	$(PIN) pyproject.toml --group build --extra test --constraints requirements.txt --output-file requirements-test.txt
	$(PIN) --group node --output-file requirements-node.txt

clean:
	rm -rf $(VENV) build dist node_modules site_builder/static/vendor *.egg-info .coverage .coverage.* htmlcov
	rm -rf .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
