# Every target first makes .venv where it is missing or out of date (./run); nothing else needs to be installed.
unexport PYTHONDONTWRITEBYTECODE
MAKEFLAGS += --no-print-directory
BIN := .venv/bin
CODE := bot adapters governance_core
PYTEST_ARGS ?=
TORTURE_TIMEOUT ?= 3600
TORTURE_STOP ?= 3600
PART ?= properties faults store config application web platforms

.DEFAULT_GOAL := help
.PHONY: help venv demo test check format-check lint types contracts sizes bench pictures torture format lock clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

venv: ## make .venv and install everything into it
	@sh ./run

demo: venv ## a first conversation with Circlet, in this terminal
	@$(BIN)/circlet demo

test: venv ## the tests, under five minutes (PYTEST_ARGS="-k consent" for some of them)
	$(BIN)/pytest -n 3 --dist worksteal $(PYTEST_ARGS)

check: format-check lint types contracts sizes test ## everything a change must pass

format-check: venv ## is everything formatted?
	$(BIN)/ruff format --check .

lint: venv ## ruff
	$(BIN)/ruff check .

types: venv ## mypy --strict
	$(BIN)/mypy --strict $(CODE)

contracts: venv ## who may import whom
	$(BIN)/lint-imports --no-logo

sizes: venv ## how long functions and modules are
	@$(BIN)/python .ci/sizes.py $(CODE)

bench: venv ## the benchmarks, beside their peers
	$(BIN)/python -m bench

pictures: venv ## the pictures in docs/pictures, taken anew (needs chromium)
	$(BIN)/python .ci/pictures.py

torture: venv ## long runs: properties, crashes, kills (PART="faults store" for some of them)
	@failed=; for part in $(PART); do echo "== $$part"; \
		CIRCLET_TORTURE=1 $(BIN)/pytest -n 2 -m torture --timeout=$(TORTURE_TIMEOUT) --session-timeout=$(TORTURE_STOP) \
			tests/$$part $(PYTEST_ARGS) || [ $$? = 5 ] || failed="$$failed $$part"; \
	done; [ -z "$$failed" ] || { echo "failed or stopped:$$failed" >&2; exit 1; }

format: venv ## put the code in order
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

lock: venv ## write requirements.lock anew (UPGRADE=--upgrade for newer versions)
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --extra dev --generate-hashes \
		--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
		$(UPGRADE) --output-file requirements.lock pyproject.toml
	@! grep -nE '://|^--' requirements.lock || { echo "requirements.lock names an address: not fit to commit" >&2; exit 1; }

clean: ## remove .venv, caches and what builds leave behind
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .reports build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
