# urazuke: `make` alone lists what there is. Needs python3 (3.11 or later) with venv, make and git, nothing else.

PYTHON ?= python3
VENV   ?= .venv
SHARED ?= ../shared
export PYTHONUTF8 = 1

BIN     := $(VENV)/bin
PIP     := $(BIN)/python -m pip --quiet --quiet --disable-pip-version-check --no-input
RUNTIME := $(VENV)/.runtime
DEV     := $(VENV)/.dev
DEMO_DB := demo/urazuke.db
URAZUKE := URAZUKE_DB=$(DEMO_DB) $(BIN)/urazuke

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test check bench serve quality golden format clean

help: ## what there is
	@printf 'make TARGET, where TARGET is one of\n\n'
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' \
	  | while IFS="$$(printf '\t')" read -r name text; do printf '  %-9s %s\n' "$$name" "$$text"; done
	@printf '\nPYTHON=%s makes the environment in VENV=%s.\n' '$(PYTHON)' '$(VENV)'

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo 'urazuke needs Python 3.11 or later: make PYTHON=python3.12 ...' >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
	  || { echo 'No virtual environment could be made: on Debian, apt-get install python3-venv' >&2; rm -f $@; exit 1; }

# The stamps say which set of packages is installed, and are older than pyproject.toml when that has changed.
$(RUNTIME): pyproject.toml | $(VENV)/bin/python
	@echo 'Installing urazuke into $(VENV) ...'
	@$(PIP) install --editable .
	@touch $@

$(DEV): pyproject.toml | $(VENV)/bin/python
	@echo 'Installing urazuke and its development tools into $(VENV) ...'
	@$(PIP) install --editable '.[dev]'
	@touch $(RUNTIME) $@

demo: $(RUNTIME) ## read the sample reports, show a card and a chain of evidence
	@mkdir -p demo
	@$(URAZUKE) ingest examples/reports
	@$(URAZUKE) card APT3
	@$(URAZUKE) card APT3 --format html -o demo/apt3.html
	@$(URAZUKE) path Pirpi 国家安全部
	@cat examples/next-steps.txt

test: check ## check, then every test
	@$(BIN)/python -m pytest

check: $(DEV) ## style and types
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/mypy

bench: $(RUNTIME) ## speed, memory and start-up times
	@$(BIN)/python benchmarks/run.py

quality: $(RUNTIME) ## score reading against annotated reports (those in SHARED, where it is, and our own)
	@$(BIN)/python quality/score.py --shared '$(SHARED)' --urazuke $(BIN)/urazuke
	@$(BIN)/python quality/confusion.py --urazuke $(BIN)/urazuke

golden: $(DEV) ## renew the expected outputs in tests/golden (look at the difference before you commit it)
	@RENEW_GOLDEN=1 $(BIN)/python -m pytest tests/golden
	@git --no-pager diff --stat -- tests/golden

format: $(DEV) ## put the code into its standard form
	@$(BIN)/ruff check --quiet --fix .
	@$(BIN)/ruff format --quiet .

serve: ## the web workbench (not there yet)
	@echo 'The web workbench is not there yet. What there is: urazuke card NAME --format html -o card.html' >&2
	@exit 1

clean: ## remove what was made here, the environment included
	@[ ! -f $(VENV)/pyvenv.cfg ] || rm -rf $(VENV)
	rm -rf demo build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +
