# `make help` lists what there is. Everything happens inside .venv; nothing else on the machine is touched.

PYTHON ?= python3
PORT ?= 7860
SOURCES ?=
Q ?= What is this tool for?
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help chat ask eval test check format clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):[^#]*## /\1\t/' | expand -t 10

chat: .venv/ready ## set up, index the documents, open the chat (PORT=7860, SOURCES=path)
	@$(BIN)/qa chat --port $(PORT) $(if $(SOURCES),--sources "$(SOURCES)")

ask: .venv/ready ## answer one question: make ask Q="When did Musk leave OpenAI?" (SOURCES=path)
	@$(BIN)/qa ask $(if $(SOURCES),--sources "$(SOURCES)") -- "$$Q"

eval: .venv/ready ## measure the answers to tests/questions.jsonl
	@$(BIN)/qa eval tests/questions.jsonl

test: check ## set up, then lint, types and all tests

check: .venv/ready-to-develop ## the same as test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder --durations 20

format: .venv/ready-to-develop ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean: ## remove .venv and caches
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name one with: make PYTHON=python3.12 …"; exit 1; }
	@echo "Making .venv …"
	@$(PYTHON) -m venv .venv

.venv/ready: .venv/bin/python pyproject.toml constraints.txt
	@echo "Installing what is needed (some minutes, once) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

.venv/ready-to-develop: .venv/ready
	@echo "Installing the tools for tests …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,training]'
	@touch $@

export Q
