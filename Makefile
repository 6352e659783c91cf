# Everything a developer types. CI types `make test` too.
#
#   make demo SEED=7             another set of raw data
#   make test PYTHON=python3.13  another Python (make clean first)

PYTHON ?= python3
SEED ?= 42

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test lint bench clean
.DEFAULT_GOAL := test

demo: $(READY)
	$(BIN)/python integration_tests/jaffle_shop/demo.py --seed $(SEED)

# One file stays on one worker: what a module sets up once is set up once. Files come in the
# order of tests/conftest.py, the longest first. Where Python is told to write no bytecode,
# each of the many programs that tests start would compile dbt anew.
test: export PYTHONDONTWRITEBYTECODE :=
test: lint
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

lint: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY)
	$(BIN)/python benchmarks/run.py

clean:
	rm -rf $(VENV) .cache .demo dist build .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .grimp_cache
	find integration_tests -type d \( -name target -o -name dbt_packages -o -name logs \) -prune -exec rm -rf {} +
	find integration_tests -name '*.duckdb*' -delete

# --group needs pip 25.1, and the pip that a new venv comes with is as old as its Python.
$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable . --group dev
	touch $@
