# `make run` serves a law firm on http://127.0.0.1:8428; `make test` runs the tests. Both install what they need into .venv first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test quick fuzz fuzz-quick figures test-long test-served test-browser test-clients test-generators test-examples bench profile
.PHONY: check format lint types security audit firms openapi typed fidelity environment clean

$(VENV)/.run: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/.test: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable ".[dev]"
	touch $@ $(VENV)/.run

$(VENV)/.fuzz: $(VENV)/.test
	$(BIN)/python -m pip install --quiet --editable ".[dev,fuzz]"
	touch $@

$(VENV)/.ship: $(VENV)/.test
	$(BIN)/python -m pip install --quiet --editable ".[ship]"
	touch $@

run: $(VENV)/.run
	$(BIN)/mockclio serve

test: $(VENV)/.test
	$(BIN)/python -m pytest -n 2 -q --ignore tests/browser

test-long: $(VENV)/.test
	HYPOTHESIS_PROFILE=long $(BIN)/python -m pytest -q -m "long or not long"

# A tenth of the cases of `mockclio verify` on a mock that was merely served; the test ends by itself after ten minutes.
test-served: $(VENV)/.test
	$(BIN)/python -m pytest -q -m served tests/verify/test_served.py

# The figures of docs/reliability.md that need many sockets; test-long runs the same tests.
figures: $(VENV)/.test
	$(BIN)/python -m pytest -q -s -m long tests/server/test_many_connections.py tests/webhooks/test_many_receivers.py

# One parser, a million cases (100,000 for files), at most 20 minutes: make fuzz PARSER=fields
fuzz: $(VENV)/.fuzz
	$(BIN)/python -m tests.fuzz $(PARSER)

# All parsers, a minute together.
fuzz-quick: $(VENV)/.fuzz
	$(BIN)/python -m tests.fuzz --all --seconds 60 --seed 1

test-clients: $(VENV)/.test
	$(BIN)/python tests/clients/run.py

# Clients that public generators write from /openapi.json: they compile, and list, show, create, update and delete.
test-generators: $(VENV)/.test
	$(BIN)/python -m tests.generators.run

test-examples: $(VENV)/.test
	$(BIN)/python tests/examples/run.py

# The wheel, the image, the action and the compose file, as far as they can be tested without an engine.
.PHONY: test-shipping
test-shipping: $(VENV)/.ship
	$(BIN)/python -m tests.shipping

# The attacks of web pages, with a real browser: Chromium must be there.
test-browser: $(VENV)/.test
	$(BIN)/python -m pytest -q tests/browser

bench: $(VENV)/.test
	for part in benchmarks benchmarks.client benchmarks.control benchmarks.fixture benchmarks.webhooks; do $(BIN)/python -m $$part || exit 1; done

# Where the microseconds of a request go.
profile: $(VENV)/.test
	$(BIN)/python -m benchmarks.profile

check: format lint types security test

# The inner loop: everything but the slow tests of type checkers, mutants, kept files and of a new resource.
quick: format lint types
	$(BIN)/python -m pytest -n 2 -q --ignore tests/browser --ignore tests/typing --ignore tests/mutants --ignore tests/kept --ignore tests/examples --ignore tests/conventions/test_new_resource.py

format: $(VENV)/.test
	$(BIN)/ruff format --check .

lint: $(VENV)/.test
	$(BIN)/ruff check .

types: $(VENV)/.test
	$(BIN)/mypy

security: $(VENV)/.test
	$(BIN)/bandit --quiet --configfile pyproject.toml --recursive mockclio

# The known weaknesses of the installed packages. It asks a service, so it is no part of `check`.
audit: $(VENV)/.test
	$(BIN)/python tests/audit.py

firms: $(VENV)/.run
	$(BIN)/python -m mockclio.cli._firms

openapi: $(VENV)/.run
	$(BIN)/mockclio openapi --output openapi/clio-v4.json

typed: $(VENV)/.run
	$(BIN)/python -m mockclio.client.typed

fidelity: $(VENV)/.run
	$(BIN)/python -m mockclio.cli._fidelity

environment: $(VENV)/.run
	$(BIN)/python -m mockclio.cli._environment

clean:
	rm -rf $(VENV) .clients dist
