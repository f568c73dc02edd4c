# Each target sets up what it needs on a fresh machine with Python 3.11, git and make.
PYTHON ?= $(shell command -v python3.11 || command -v python3 || command -v python)
BIN := .venv/bin

.PHONY: demo test lint bench

demo: .venv/.ready
	$(BIN)/sovnlp demo

test: .venv/.ready
	$(BIN)/python -m pytest -n auto

lint: .venv/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/.ready
	store=$$(mktemp -d) && trap 'rm -rf "$$store"' EXIT && \
	$(BIN)/python bench/index.py --store "$$store/zipf" && $(BIN)/python bench/commands.py --store "$$store/zipf"
	$(BIN)/python bench/ingest.py
	$(BIN)/python bench/reading.py
	$(BIN)/python bench/formats.py
	$(BIN)/python bench/structure.py
	$(BIN)/python bench/coverage.py
	$(BIN)/python bench/senses.py
	$(BIN)/python bench/ner.py
	$(BIN)/python bench/topics.py
	$(BIN)/python bench/change.py
	$(BIN)/python bench/neighbors.py
	$(BIN)/python bench/annotate.py
	$(BIN)/python bench/lemmas.py

.venv/.ready: pyproject.toml constraints.txt
	"$(PYTHON)" -c 'import sys; sys.exit("sovnlp needs Python 3.11 or newer; set PYTHON=…" if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/python || "$(PYTHON)" -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev]"
	touch $@
