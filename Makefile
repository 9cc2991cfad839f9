# The face of the project. Each target sets up what it needs on a fresh machine that has git, make and Python 3.11+.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help run test check bench campaign screenshots set-up set-up-dev migrations clean

PY := .venv/bin/python
TESTS ?= tests

help:
	@echo "make run          start the product in practice mode at http://localhost:8000 (SARABAN_PORT)"
	@echo "make test         set up all that the tests need, then run every test on both databases"
	@echo "make check        format, types, floors, migrations; under a minute"
	@echo "make bench        measure beside the physical limit, in the same run"
	@echo "make campaign     the long runs: kills, cuts, mutations"
	@echo "make screenshots  pictures of every page, in build/screenshots"

run: set-up
	@exec .venv/bin/saraban serve --practice

set-up:
	@dev/set-up requirements.lock

set-up-dev:
	@dev/set-up requirements-dev.lock

check: set-up-dev
	@$(PY) -m dev.check

test: set-up-dev
	@dev/system-packages
	@$(PY) -m dev.test $(TESTS)

bench: set-up-dev
	@dev/system-packages
	@$(PY) -m dev.bench

campaign: set-up-dev
	@dev/system-packages
	@$(PY) -m dev.campaign

screenshots: set-up-dev
	@dev/system-packages
	@$(PY) -m dev.screenshots

migrations: set-up-dev
	@$(PY) -m dev.migrations

clean:
	rm -rf .venv build .mypy_cache .ruff_cache .hypothesis
