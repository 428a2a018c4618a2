# Everything a person types. Each target sets up what it needs first (see scripts/setup.sh).
#
#   make run      open the window on the demo; without a display walk every page, with pictures and PDFs in out/
#   make bundle   one folder to carry to laptops without Python: dist/fieldaudit, and its self-test
#   make screenshots   every page in both languages, light and dark, in out/screens; the pictures of guide and README
#   make check    lint, types, import rules, fast tests: under a minute
#   make test     everything but what takes as long as one likes
#   make soak     kills, full disks and long histories at random (ROUNDS=1, SEED= repeats a run)
#   make bench    every benchmark (SMALL=1: under a minute)
#   make lock     remake the hashed requirements from pyproject.toml (UPGRADE=1: newest versions)
#   make clean    remove what the above made, except the environment

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := check
BIN := .venv/bin
export PYTHONUTF8 := 1
unexport PYTHONDONTWRITEBYTECODE # each process of a test would compile all of the program again

.PHONY: run check test soak bench bundle screenshots lock clean setup setup-tests lint quick

setup:
	@scripts/setup.sh

setup-tests:
	@scripts/setup.sh tests

run: setup
	@scripts/run_demo.sh

lint: setup
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy --no-error-summary
	$(BIN)/lint-imports --no-logo

# Types are read by one process, so the tests run beside it.
check: setup-tests
	@$(MAKE) --no-print-directory --output-sync=target --jobs=2 lint quick

quick:
	$(BIN)/python -m pytest -q -n 2 --dist worksteal -m "not slow and not e2e"

test: setup-tests lint
	$(BIN)/python -m pytest -q -n 2 --dist worksteal

# What kills and histories do is random and printed: SEED repeats it.
soak: setup-tests
	@seed=$${SEED:-$$RANDOM}; echo "soak: ROUNDS=$(or $(ROUNDS),1) SEED=$$seed"; \
	$(BIN)/python -m pytest -q -n 2 --soak $(or $(ROUNDS),1) --hypothesis-seed=$$seed

bench: setup
	@for file in $(filter-out benchmarks/_%,$(sort $(wildcard benchmarks/*.py))); do echo "== $$file"; $(BIN)/python "$$file" $(if $(SMALL),--small); done

bundle: setup
	$(BIN)/pyinstaller --noconfirm --log-level WARN --workpath build/bundle build.spec
	dist/fieldaudit/fieldaudit --self-test

screenshots: setup
	$(BIN)/python scripts/screenshots.py

# Made apart from .venv, so that the tool is in nobody's environment; build/ is not kept.
PIP_COMPILE := build/lock/bin/pip-compile --quiet --generate-hashes --allow-unsafe --no-emit-options \
	--no-annotate --strip-extras $(if $(UPGRADE),--upgrade)
lock: export CUSTOM_COMPILE_COMMAND := make lock   (pip-compile --generate-hashes --allow-unsafe --no-emit-options --no-annotate --strip-extras)
lock:
	@python3 -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { echo "make lock needs python3 to be 3.11, the oldest supported"; exit 1; }
	@test -x build/lock/bin/pip-compile || { python3 -m venv build/lock && build/lock/bin/pip install --quiet "pip-tools>=7.5,<8"; }
	$(PIP_COMPILE) --extra dev --output-file requirements-dev.txt pyproject.toml
	$(PIP_COMPILE) --constraint requirements-dev.txt --output-file requirements.txt pyproject.toml

clean:
	rm -rf out out-bare build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find fieldaudit tests benchmarks scripts -name __pycache__ -type d -prune -exec rm -rf {} +
