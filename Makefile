# make run   the workbench on the sample corpus (or on your own reviews)
# make test  all tests
# make faults  kills, signals, full disks, power cuts, damage: counted in one table (minutes)
# make bench  start, keys, memory, sizes beside their floors, as ratios (about 16 minutes)
# make lint  formatting, lint, types, import contracts

# The first of these that is Python 3.11 or newer; set PYTHON to choose another.
CANDIDATES := python3 python3.14 python3.13 python3.12 python3.11 python
PYTHON ?= $(shell for one in $(CANDIDATES); do \
	$$one -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$one && break; done)
BIN := .venv/bin

.PHONY: run test faults bench lint screenshots clean

run: .venv/ready
	$(BIN)/ofsted-tui

test: .venv/ready-dev
	@echo "Running all tests (some minutes) ..."
	$(BIN)/python -m compileall -q ofsted_tui
	$(BIN)/python -m pytest --numprocesses 3 --dist worksteal

faults: .venv/ready-dev
	$(BIN)/python tests/faults/run.py

bench: .venv/ready-dev
	$(BIN)/python -m compileall -q ofsted_tui
	$(BIN)/python tests/benchmarks/run.py

lint: .venv/ready-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

screenshots: .venv/ready-dev
	$(BIN)/python screenshots/make.py

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: install it, or say make PYTHON=..."; exit 1; }
	@echo "Making an environment for Python in .venv (some seconds, once) ..."
	@$(PYTHON) -m venv .venv

# Compiled at once: Python may be told not to keep what it compiles, and a start without takes half as long again.
.venv/ready: .venv/bin/python pyproject.toml constraints.txt
	@echo "Installing the workbench into .venv (about a minute, once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@$(BIN)/python -m compileall -q ofsted_tui
	@touch $@

.venv/ready-dev: .venv/ready
	@echo "Installing what tests and checks need into .venv (about a minute, once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

clean:
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
