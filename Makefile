# Everything begins from a bare python3 (3.11 or newer, with venv) and make.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
LOCKS := requirements.lock tests/requirements.lock
VENDOR := admin/jianyan_admin/static/vendor

.PHONY: setup demo test check format lock messages faults sweep bench clean

setup: .venv/installed $(VENDOR)/installed ## the virtual environment and the console's assets

.venv/installed: $(LOCKS) pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv>=0.9,<1"
	$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes tests/requirements.lock
	$(BIN)/python -m ensurepip --upgrade >/dev/null 2>&1 || true
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv>=0.9,<1"
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	touch $@

lock: ## resolve the dependencies again; no address of a registry is written
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-emit-find-links --no-header --quiet pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-emit-find-links --no-header --quiet --extra dev -c requirements.lock pyproject.toml -o tests/requirements.lock
