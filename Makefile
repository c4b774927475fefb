# Gridward. `make` alone lists what can be done; two targets are enough for a newcomer: demo and test.
PYTHON ?= python3
UV_VERSION := 0.13.9
VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/.stamps
RUN := $(BIN)/python
UV := UV_PROJECT_ENVIRONMENT=$(VENV) UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never $(BIN)/uv
PYTEST := $(RUN) -m pytest --dist loadgroup
WORKERS ?= 2
CATALOGUES := $(wildcard src/gridward/locale/*/LC_MESSAGES/*.po src/gridward/*/locale/*/LC_MESSAGES/*.po)
ARGS ?=

# Tests start a hundred processes: each module is compiled once, not in every one of them.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup demo serve test test-fast lint types format messages generated screenshots bench torture clean
.PHONY: check-generated test-sqlite test-postgresql test-browser chromium
.DELETE_ON_ERROR:

help: ## list what can be done
	@grep -hE '^[a-z][a-z-]*:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F '\t' '{printf "  make %-16s %s\n", $$1, $$2}'

# --- set-up -----------------------------------------------------------------------------------------

$(STAMPS)/venv: tools/venv.sh
	@sh tools/venv.sh "$(PYTHON)" "$(VENV)" "$(UV_VERSION)"
	@mkdir -p $(STAMPS) && touch $@

# What the product needs, and no more: this is all that stands between a clone and `make demo`.
$(STAMPS)/product: $(STAMPS)/venv uv.lock pyproject.toml
	@$(UV) sync --frozen --inexact --no-dev
	@touch $@

# What its developers need on top.
$(STAMPS)/developer: $(STAMPS)/venv uv.lock pyproject.toml
	@$(UV) sync --frozen
	@touch $(STAMPS)/product $@

$(STAMPS)/messages: $(CATALOGUES) tools/catalogues.py | $(STAMPS)/product
	@$(RUN) tools/catalogues.py
	@touch $@

setup: $(STAMPS)/developer $(STAMPS)/messages ## install everything developers need (quick the second time)

# --- use --------------------------------------------------------------------------------------------

demo: $(STAMPS)/product $(STAMPS)/messages ## fill a demonstration community and serve it (ARGS="--fresh --port 8080")
	@$(BIN)/gridward demo $(ARGS)

serve: $(STAMPS)/product $(STAMPS)/messages ## serve the community in GRIDWARD_HOME (ARGS="--port 8080")
	@$(BIN)/gridward serve $(ARGS)

# --- test -------------------------------------------------------------------------------------------

test: lint types check-generated test-sqlite test-postgresql test-browser ## what CI runs: format, lint, types, both databases, browser, generated files

test-fast: setup ## tests on SQLite, without a browser or a whole demonstration (ARGS="tests/rounds -k closing")
	@$(PYTEST) -m "not browser and not slow" -n $(WORKERS) $(ARGS)

lint: setup ## format and lint, without changing a file
	@$(BIN)/ruff format --check --output-format concise .
	@$(BIN)/ruff check .

format: setup ## put files into the house format, repair what lint can repair
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

types: setup ## check every type in src, strictly
	@GRIDWARD_HOME=$(STAMPS)/home $(BIN)/mypy

test-sqlite: setup ## pure tests and database tests, on SQLite
	@$(PYTEST) -m "not browser" -n $(WORKERS) --database sqlite

test-postgresql: setup ## database tests on PostgreSQL (its own, or GRIDWARD_TEST_DATABASE_URL)
	@$(PYTEST) -m "database and not browser" -n $(WORKERS) --database postgresql

test-browser: setup chromium ## tests in a real Chromium (GRIDWARD_SKIP_BROWSER=1 leaves them out, and says so)
	@$(PYTEST) -m browser -n $(WORKERS) --database sqlite

chromium: # where it is missing and the user may, Debian's own is installed; where not, a clear word
	@sh tools/chromium.sh

# --- what is made from the code ---------------------------------------------------------------------

messages: setup ## gather texts into the translation catalogues and compile them
	@$(RUN) tools/messages.py
	@$(RUN) tools/catalogues.py

generated: setup ## write docs/generated from the code
	@$(RUN) tools/generated.py

check-generated: setup ## are catalogues and docs/generated what the code says?
	@$(RUN) tools/messages.py --check
	@$(RUN) tools/generated.py --check

screenshots: setup chromium ## take the pictures in docs/images from the demonstration
	@$(RUN) tools/screenshots.py

torture: setup ## kill, cut off and restore while facts come in, 200 seeded runs on each database (ARGS="--runs 20 --seed 7")
	@$(RUN) -m tests.torture --database sqlite $(ARGS)
	@$(RUN) -m tests.torture --database postgresql $(ARGS)

bench: setup ## measure what is promised, as ratios (ARGS="--quick", ARGS="rounds --database sqlite")
	@$(RUN) -m bench $(ARGS)

clean: ## remove everything that was made here, except the data folder gridward-home
	@rm -rf $(VENV) dist staticfiles .mypy_cache .ruff_cache .pytest_cache .hypothesis
	@find src tests tools bench -name __pycache__ -type d -prune -exec rm -rf {} +
	@find src -name '*.mo' -delete
