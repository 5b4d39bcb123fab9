# Two commands for a newcomer: `make demo` and `make test`. Both set everything up themselves, in .venv.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
DATA ?= ../shared/data
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PLUGINS := $(patsubst %/pyproject.toml,%,$(wildcard plugins/*/pyproject.toml))
EDITABLE := -e . $(addprefix -e ./,$(PLUGINS))
LOCK := requirements.lock
UV := $(BIN)/uv
# compiled files are kept, whatever the shell says: without them each process compiles all that it imports
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test check check-all plugins-alone lowest docs bench accuracy mutate lock clean help

help: ## say what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/  —/'

demo: $(READY) ## a tour of every city with samples, then one in full: receive, triage, work, publish
	@$(BIN)/cmsdk demo --to demo

test: $(READY) ## all quick tests
	@echo "== tests"
	@$(BIN)/python -m pytest -q -n auto -m "not slow"

check: $(READY) ## format, lint, types, layers
	@echo "== format and lint" && $(BIN)/ruff format --check . && $(BIN)/ruff check .
	@echo "== types" && $(BIN)/mypy
	@echo "== layers" && $(BIN)/lint-imports --no-logo

check-all: check docs ## everything that CI runs besides `make test`
	@echo "== slow tests" && $(BIN)/python -m pytest -q -n auto -m slow --durations=20
	@echo "== each plugin as the conformance kit sees it"
	@$(BIN)/python -m pytest -q plugins/*/tests/test_*_conformance.py
	@$(MAKE) --no-print-directory plugins-alone lowest

docs: $(READY) ## the documentation, strictly, into site/
	@echo "== documentation" && NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

plugins-alone: $(READY) ## each plugin's tests, alone with the built core
	@sh scripts/plugins-alone.sh $(UV) $(PLUGINS)

lowest: $(READY) ## the tests on the lowest versions that pyproject.toml allows
	@sh scripts/lowest.sh $(UV) $(PLUGINS)

bench: $(READY) ## the speed benchmark beside its peers (see benchmarks/speed)
	@$(BIN)/python benchmarks/speed/main_job.py

accuracy: $(READY) ## every measured task on the real data in DATA, a line each (see benchmarks/README.md)
	@failed=0; for script in benchmarks/accuracy/*.py; do \
	  $(BIN)/python $$script $(DATA) || failed=1; \
	done; exit $$failed

mutate: $(READY) ## which small faults in the files of cases at work no test notices (FILES, if given); most of an hour
	@$(BIN)/python scripts/mutate.py $(FILES)

lock: $(READY) ## resolve the lock anew; it holds versions and hashes, and names no host
	@$(UV) pip compile --quiet --universal --generate-hashes --no-header --no-annotate --no-emit-index-url \
	  --all-extras --group dev --group docs --group examples --python-version 3.11 --upgrade pyproject.toml -o $(LOCK)

$(READY): $(LOCK) pyproject.toml $(addsuffix /pyproject.toml,$(PLUGINS))
	@sh scripts/set-up.sh $(PYTHON) $(VENV) $(LOCK) "$(EDITABLE)"
	@touch $@

clean: ## remove what the commands above made
	rm -rf $(VENV) demo site dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
