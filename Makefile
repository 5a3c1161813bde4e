# Every command of the repository. `make` alone lists them; CI calls the same ones.
SHELL := /bin/sh
PY := .venv/bin/python
SOURCES := services shared deploy tests
KILLS ?= 200
PEOPLE ?= 1000 10000 50000

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev parts demo test soak bench bench-bulk cluster cluster-stop fmt lint types imports schemas schemas-check rules rules-check lock

help:  ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup:  ## make .venv with what the system needs to run (once; later under a second)
	@sh deploy/setup.sh runtime

setup-dev:  ## the same, with what linting and testing need
	@sh deploy/setup.sh dev

parts: setup-dev  ## install real PostgreSQL, Kafka and Prometheus for tests and `make cluster`
	@$(PY) -m deploy.parts install

demo: setup  ## the main job: nam-giang generated, imported, computed, compared with the published figures
	@$(PY) -m services demo

test: parts  ## lint, types, import contracts, schema drift and every test, on real parts
	@$(MAKE) --no-print-directory lint types imports schemas-check rules-check
	@$(PY) -m pytest -n 2 --dist loadscope

soak: parts  ## the long hunts, KILLS=200 says how many kills; the compose file in a container engine (as root)
	@$(PY) -m tests.fault.soak --kills $(KILLS)
	@$(PY) -m deploy.containers soak

bench: parts  ## speed of every stage, as ratios to the raw limits
	@$(PY) -m tests.performance.bench

bench-bulk: setup-dev  ## an import of many people: rate and memory, PEOPLE="10000 50000" says how many
	@$(PY) -m tests.performance.bulk --people $(PEOPLE)

cluster: parts  ## start real PostgreSQL, Kafka and every role, without Docker
	@$(PY) -m deploy.cluster start

cluster-stop: setup  ## stop what `make cluster` started
	@$(PY) -m deploy.cluster stop

fmt: setup-dev  ## format the sources and mend what can be mended by rule
	@$(PY) -m ruff format $(SOURCES)
	@$(PY) -m ruff check --fix $(SOURCES)

lint: setup-dev  ## style
	@$(PY) -m ruff check $(SOURCES)
	@$(PY) -m ruff format --check $(SOURCES)

types: setup-dev  ## mypy, strict
	@$(PY) -m mypy

imports: setup-dev  ## the import contracts: who may know whom
	@.venv/bin/lint-imports --no-cache

schemas: setup-dev  ## write the JSON Schemas of the event classes
	@$(PY) -m shared.contracts.schemas_tool

schemas-check: setup-dev  ## the committed JSON Schemas against the event classes
	@$(PY) -m shared.contracts.schemas_tool --check

rules: setup  ## write docs/rules.md from the rules, the policies and the calendars
	@$(PY) -m services.admissions.app.rules_doc

rules-check: setup-dev  ## the committed docs/rules.md against the sources
	@$(PY) -m services.admissions.app.rules_doc --check

lock: setup-dev  ## compile requirements/*.in to locked files with hashes, without addresses
	@.venv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header requirements/runtime.in -o requirements/runtime.txt
	@.venv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header -c requirements/runtime.txt requirements/dev.in -o requirements/dev.txt
