# Start with `make demo` and `make test`. Needs Python 3.11 or newer, make and a POSIX shell.
PYTHON ?=
PORT ?= 8000
ARGS ?=
VENV := .venv
BIN := $(VENV)/bin
RUNS := $(VENV)/.runs
STAMP := $(VENV)/.installed
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
# Locks pyproject.toml for every system and Python version, with hashes and without download addresses.
COMPILE = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-annotate --custom-compile-command "make lock"

.PHONY: setup demo run test check fix coverage audit bench lock clean

# The packages of the bot and the playground. Tests and checks add theirs to the same environment.
setup: $(RUNS)

# Keeps an existing environment, unless you set PYTHON=.
$(VENV)/bin/python:
	@set -e; \
	new='import sys; sys.exit(sys.version_info < (3, 11))'; \
	for python in $(or $(PYTHON),python3 python3.14 python3.13 python3.12 python3.11); do \
		"$$python" -c "$$new" 2>/dev/null && break; \
		python=; \
	done; \
	test -n "$$python" || { \
		echo "Easel needs Python 3.11 or newer. $(or $(PYTHON),python3) is older or missing."; \
		echo "If there's one elsewhere: make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)"; exit 1; } >&2; \
	"$$python" -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$$python can't make environments. On Debian and Ubuntu: sudo apt-get install python3-venv"; \
		exit 1; } >&2; \
	echo "Setting up $(VENV) with $$("$$python" --version). This takes a moment, once."; \
	"$$python" -m venv --clear $(VENV)

$(RUNS): requirements-run.lock $(if $(PYTHON),fresh,$(VENV)/bin/python)
	@$(PIP) install --require-hashes --requirement requirements-run.lock
	@touch $@

$(STAMP): requirements.lock pyproject.toml bot/__init__.py $(if $(PYTHON),fresh,$(VENV)/bin/python)
	@$(PIP) install --require-hashes --requirement requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $(RUNS) $@

.PHONY: fresh
fresh:
	@rm -rf $(VENV)
	@$(MAKE) --no-print-directory $(VENV)/bin/python

demo: setup
	@exec $(BIN)/python -m playground --port $(PORT)

run: setup
	@exec $(BIN)/python -m bot run

# make test ARGS="-k budget"
test: $(STAMP)
	$(BIN)/python -m pytest -n 3 $(ARGS)

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fix: $(STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Like `make test`, and records the lines and branches that ran in every process, in htmlcov/index.html.
coverage: $(STAMP)
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -n 3 $(ARGS)
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage html --quiet
	$(BIN)/coverage report

# What CI checks besides: pyright, known vulnerabilities, workflows, scripts, Dockerfile. Needs the network.
audit:
	bash .ci/audit

# Runs the benchmarks in a few minutes, each beside its reference. make bench ARGS=storage
bench: $(STAMP)
	$(BIN)/python -m bench $(ARGS)

# The tests run with the first lock. The other two are parts of it, one for a checkout, and one for the container,
# which also has the driver for PostgreSQL.
# Needs uv, which isn't part of the environment. `make lock ARGS=--upgrade` gets the newest versions.
lock:
	$(COMPILE) $(ARGS) --all-extras --group test --group check --group build \
		--output-file requirements.lock pyproject.toml
	$(COMPILE) --extra speed --constraint requirements.lock --output-file requirements-run.lock pyproject.toml
	$(COMPILE) --extra speed --extra postgres --constraint requirements.lock \
		--output-file requirements-image.lock pyproject.toml

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache \
		.venv-audit .coverage .coverage.* htmlcov
