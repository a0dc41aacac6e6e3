.DEFAULT_GOAL := help
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
NEWSROOM ?= newsroom

.PHONY: help
help: ## List the commands.
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 18

$(VENV)/.base: requirements/base.txt pyproject.toml requirements/hatch_dependencies.py
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Broadsheet needs Python 3.11 or newer; $(PYTHON) is older. Name another with: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing Broadsheet into $(VENV) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/base.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.base requirements/dev.txt
	@echo "Installing the development tools into $(VENV) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

.PHONY: install
install: $(VENV)/.base ## Make .venv with Broadsheet in it, and nothing else.

.PHONY: install-storage
install-storage: $(VENV)/.base ## Add what writes the readers' site into S3-compatible storage.
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/storage.txt

.PHONY: develop
develop: $(VENV)/.dev ## Make .venv with the development tools too.

.PHONY: demo
demo: $(VENV)/.base ## Make a demo newsroom and serve it (PORT=8000 moves it, RESET=1 starts over).
	@BROADSHEET_HOME=$(NEWSROOM) $(BIN)/broadsheet demo --port $(PORT) $(if $(filter-out 0,$(RESET)),--reset)

.PHONY: serve
serve: $(VENV)/.base ## Serve the newsroom in ./newsroom (NEWSROOM= names another folder).
	@BROADSHEET_HOME=$(NEWSROOM) $(BIN)/broadsheet serve --port $(PORT)

.PHONY: test
test: $(VENV)/.dev ## Run the tests (DATABASE_URL=postgresql://… runs them there).
	@$(BIN)/python -m pytest $(ARGS)

.PHONY: test-browser
test-browser: $(VENV)/.dev ## Run the tests that need Chromium.
	@$(BIN)/python -m pytest tests/browser $(ARGS)

.PHONY: check
check: $(VENV)/.dev ## Run every linter and type check.
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy broadsheet
	@$(BIN)/lint-imports
	@$(BIN)/djlint broadsheet --lint --quiet
	@$(BIN)/python -m pytest tests/architecture

.PHONY: bench-readers
bench-readers: $(VENV)/.dev ## Measure the readers' server against nginx (JSON=FILE keeps the figures).
	@$(BIN)/python bench/readers.py $(ARGS)

.PHONY: bench-press
bench-press: $(VENV)/.dev ## Measure press and newsroom (SIZES=1000,100000 HOMES=folder for the long form).
	@SIZES="$(SIZES)" HOMES="$(HOMES)" $(BIN)/python bench/press.py $(ARGS)

.PHONY: bench-purging
bench-purging: $(VENV)/.dev ## Measure how soon a kill shows through Varnish (needs varnishd).
	@$(BIN)/python bench/purging.py $(ARGS)

.PHONY: bench-faults
bench-faults: $(VENV)/.dev ## Play every fault that the press has to survive (ARGS="--short disk-full" names some).
	@$(BIN)/python -m bench.faults $(ARGS)

.PHONY: bench-full-press
bench-full-press: $(VENV)/.dev ## Measure a full press in parallel, and readers beside it.
	@$(BIN)/python bench/full_press.py $(ARGS)

.PHONY: bench-rollback
bench-rollback: $(VENV)/.dev ## Measure how soon an edition is set back, and what keeping former pages costs.
	@$(BIN)/python bench/rollback.py $(ARGS)

.PHONY: bench-related
bench-related: $(VENV)/.dev ## Measure how good the related stories are (needs a corpus).
	@$(BIN)/python bench/related.py $(ARGS)

.PHONY: bench-comments
bench-comments: $(VENV)/.dev ## Measure readers' comments, all figures (DATABASE_URL=postgresql://… adds it; needs wrk, Chromium).
	@$(BIN)/python -m bench.comments $(ARGS)

.PHONY: bench-moderating
bench-moderating: $(VENV)/.dev ## Measure how fast a queue of 500 comments is worked by keyboard (needs Chromium).
	@$(BIN)/python -m bench.moderating $(ARGS)

.PHONY: bench-comments-language
bench-comments-language: $(VENV)/.dev ## Measure how well masked words are found, and false alarms (needs corpora).
	@$(BIN)/python bench/comments_language.py $(ARGS)
