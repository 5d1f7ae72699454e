# Each target is a line that a person can read; `make help` lists them.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
PIP = $(BIN)/python -m pip --disable-pip-version-check -q
# Folder with the parallel text to train on (see models/README.md).
DATA ?= data

.PHONY: help run test check verify lint types contracts floors format evaluate gazetteer lexicon clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 18

$(BIN)/cleaner: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) install -c constraints.txt -e .
	@touch $@

$(BIN)/pytest: $(BIN)/cleaner
	$(PIP) install -c constraints.txt -e '.[dev]'
	@touch $@

run: $(BIN)/cleaner ## clean the sample article and show each change with its reason
	@$(BIN)/cleaner fix --diff corpus/sample.txt || [ $$? -eq 1 ]

test: $(BIN)/pytest ## run the tests
	$(BIN)/python -m pytest

check: test verify ## all that continuous integration does

verify: lint types contracts floors ## what check does besides the tests

lint: $(BIN)/pytest
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(BIN)/pytest
	$(BIN)/mypy

contracts: $(BIN)/pytest
	$(BIN)/lint-imports

floors: $(BIN)/pytest ## compare the evaluation with corpus/floors.toml
	$(BIN)/python -m corpus.floors

format: $(BIN)/pytest ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

evaluate: $(BIN)/pytest ## found, fixed and harmed, by kind of edit; CASES=file.jsonl for others
	$(BIN)/python -m corpus.evaluate $(CASES)

$(BIN)/.build-tools: $(BIN)/cleaner
	$(PIP) install -c constraints.txt -e '.[build]'
	@touch $@

gazetteer: $(BIN)/.build-tools ## compile cleaner/data/gazetteer.tsv
	$(BIN)/python -m cleaner.gazetteer.build
	$(MAKE) lexicon

lexicon: $(BIN)/.build-tools ## compile cleaner/data/lexicon.tsv and triggers.txt
	$(BIN)/python -m cleaner.detection.build
	$(BIN)/python -m cleaner.rules.build

clean: ## remove the environment and caches
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
