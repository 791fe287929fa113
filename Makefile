# `make demo` and `make test` set up .venv by themselves; nothing needs to be activated.
# In Chinese: make demo LANG_ARG="--lang zh"
SHELL := /bin/bash
.DEFAULT_GOAL := help

VENV := .venv
PY := $(VENV)/bin/python
OUT ?= results/first
LANG_ARG ?=
PYTEST_ARG ?= -n 2
# `make bench`: the version to compare with, empty for the one that benchmarks/against.py names; the peers' environment
AGAINST ?=
PEERS ?= .venv-peers
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3 python; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null && echo $$p && break; done)

.PHONY: help demo desk test slow bench lint docs check-docs lock clean

help:           ## list the commands
	@sed -n 's/^\([a-z-]*\):.*## /make \1\t/p' Makefile | expand -t 18

# uv installs in seconds; where it cannot be had, pip does the same more slowly.
$(VENV)/.stamp: pyproject.toml requirements.lock
	@test -n "$(PYTHON)" || { echo "livesim needs Python 3.11, 3.12 or 3.13; none was found. Say: make PYTHON=/path/to/python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@{ $(PY) -m pip install --quiet --disable-pip-version-check uv && \
		$(PY) -m uv pip install --quiet --python $(PY) --constraint requirements.lock --editable '.[dev]'; } || \
		$(PY) -m pip install --quiet --disable-pip-version-check --constraint requirements.lock --editable '.[dev]'
	@touch $@

demo: $(VENV)/.stamp  ## compare three strategies with the baseline and write a report
	$(VENV)/bin/livesim compare elder_mode referral_tasks shorter_streams \
		--users 20000 --days 180 --replicates 20 --one-page --out $(OUT) $(LANG_ARG)

desk: $(VENV)/.stamp  ## open the planner's desk in the browser
	$(VENV)/bin/livesim desk $(LANG_ARG)

test: $(VENV)/.stamp  ## run the tests (without the slow ones)
	$(PY) -m pytest -q -m "not slow and not browser" $(PYTEST_ARG)

slow: $(VENV)/.stamp  ## run the slow tests
	$(PY) -m pytest -q -m "slow and not browser"

bench: $(VENV)/.stamp  ## measure speed and memory on this machine, old beside new (AGAINST=commit), and peers
	$(PY) -m benchmarks $(if $(AGAINST),--against $(AGAINST)) --peers $(PEERS)

lint: $(VENV)/.stamp  ## ruff and mypy
	$(PY) -m ruff check .
	$(PY) -m mypy

docs: $(VENV)/.stamp  ## write the generated pages in docs/reference and both JSON Schemas
	$(PY) docs/generate.py

check-docs: $(VENV)/.stamp
	$(PY) docs/generate.py --check

# Universal, so that one file serves every Python and system that livesim supports; it holds no addresses.
lock: $(VENV)/.stamp  ## pin the newest versions of everything anew
	$(PY) -m uv pip compile --quiet --upgrade --universal --python-version 3.11 --all-extras --no-annotate \
		--no-emit-index-url --custom-compile-command "make lock" pyproject.toml -o requirements.lock

clean:          ## remove .venv and caches, keep results
	rm -rf $(VENV) .venv-peers .pytest_cache .mypy_cache .ruff_cache .hypothesis
