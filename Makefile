# What people do with the project. Everything lands in .venv/ and var/, both ignored by git.

PORT ?= 8000
WORKERS ?= 2
PYTEST_ARGS ?=
# One more than processors: some tests wait, for a lock or for a server to end.
TEST_PROCESSES ?= $(shell expr $$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2) + 1)
FUZZ_EXAMPLES ?= 50
KILLS ?= 300

# The first Python that is new enough; PYTHON=… chooses another.
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for python in python3.11 python3 python; do \
	$$python -c '$(NEW_ENOUGH)' 2>/dev/null && echo $$python && break; done)
CHROMIUM ?= $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)

BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

# Installs a file of requirements unless the same text was installed before.
# $(1) names the stamp, $(2) is the file, $(3) lists the files it is made of.
define install
	@sum=$$(cat $(3) | cksum); \
	if [ "$$(cat .venv/$(1) 2>/dev/null)" != "$$sum" ]; then \
		echo "Installing what $(2) lists …"; \
		$(PIP) -r $(2) && echo "$$sum" > .venv/$(1); \
	fi
endef

SITE := requirements.txt
TESTS := $(SITE) tests/requirements.txt
BROWSER := $(TESTS) tests/browser/requirements.txt
CLIENTS := $(TESTS) tests/clients/requirements.txt
BENCHMARKS := $(TESTS) benchmarks/requirements.txt

.PHONY: help run dev admin backup restore test browser-test client-test slow fuzz kills check format clean
.PHONY: benchmark lighthouse load
.PHONY: prepare record site tests browser clients measuring style types templates deployment migrations

help:
	@echo "make run           the site on http://127.0.0.1:$(PORT)/ (PORT=… for another)"
	@echo "make dev           the same while you change it: debug pages, nothing kept, reloading"
	@echo "make admin         an account for a keeper"
	@echo "make backup        the whole database as a file (BACKUP=… names it), while the site runs"
	@echo "make restore       bring one back: BACKUP=file (FORCE=1 where newer changes would go)"
	@echo "make test          the tests"
	@echo "make browser-test  the tests in Chromium"
	@echo "make slow          what takes long and finds little: fuzz, kills, every page at every width"
	@echo "make fuzz          spoilt files by the thousand (FUZZ_EXAMPLES=… times what the tests try)"
	@echo "make kills         the site killed KILLS=$(KILLS) times in the middle of its work"
	@echo "make client-test   the tests with pandas, DuckDB, Datasette and frictionless"
	@echo "make benchmark     what pages, imports and files cost, into benchmarks/ (ten minutes)"
	@echo "make load          200 requests a second while a keeper saves (needs wrk; ten minutes)"
	@echo "make lighthouse    Lighthouse's marks for four pages (needs npm and Chromium)"
	@echo "make check         style, types, templates, deployment, migrations"
	@echo "make clean         remove what can be made again (not the database)"

run: prepare
	@echo "Ofsted ratings over time: http://127.0.0.1:$(PORT)/ (Ctrl-C stops it)"
	@exec env SITE_URL="$${SITE_URL:-http://127.0.0.1:$(PORT)}" \
		LOG_FORMAT="$${LOG_FORMAT:-text}" $(BIN)/gunicorn \
		--config deploy/gunicorn.conf.py --workers $(WORKERS) --bind 127.0.0.1:$(PORT) \
		ratings.wsgi:application

# Neither packed files nor finished pages: what is changed is there with the next request.
dev: record
	@exec env DEBUG=1 PAGE_CACHE_BYTES=0 LOG_FORMAT="$${LOG_FORMAT:-text}" \
		SITE_URL="$${SITE_URL:-http://127.0.0.1:$(PORT)}" \
		$(MANAGE) runserver 127.0.0.1:$(PORT)

admin: prepare
	@$(MANAGE) create_keeper

# Both under the umask of secrets: accounts are in the database.
backup: site
	@umask 077; $(MANAGE) backup $(if $(BACKUP),"$(BACKUP)")

restore: site
	@test -n "$(BACKUP)" || { echo "Say which: make restore BACKUP=var/backups/…"; exit 1; }
	@umask 077; $(MANAGE) restore "$(BACKUP)" $(if $(FORCE),--force) && $(MANAGE) migrate --verbosity 0

test: tests
	$(BIN)/python -m pytest -n $(TEST_PROCESSES) --dist loadgroup $(PYTEST_ARGS)

# CI does not run it.
slow: fuzz kills
	$(BIN)/python -m pytest -n $(TEST_PROCESSES) --dist loadgroup -m slow $(PYTEST_ARGS)
	EVERY_COMBINATION=1 $(MAKE) --no-print-directory browser-test

# Other examples each time, and the tests that take a minute each.
fuzz: tests
	FUZZ_EXAMPLES=$(FUZZ_EXAMPLES) SECURITY_EXAMPLES=$(FUZZ_EXAMPLES) \
		SECURITY_SEED=$$(date +%s) $(BIN)/python -m pytest -n auto -m "slow or not slow" $(PYTEST_ARGS) \
		tests/importing/fuzz tests/importing/safety tests/importing/test_scale.py \
		tests/security/test_random_addresses.py tests/security/test_nonsense_at_the_desk.py

kills: tests
	KILLS=$(KILLS) $(BIN)/python -m pytest -m "slow or not slow" $(PYTEST_ARGS) \
		tests/operations/test_kills.py tests/operations/test_kills_served.py

benchmark: measuring
	$(BIN)/python -m benchmarks

load: measuring
	$(BIN)/python -m benchmarks.load > var/load.md && mv var/load.md benchmarks/load.md

lighthouse: prepare
	CHROMIUM="$(CHROMIUM)" $(BIN)/python -m benchmarks.lighthouse

browser-test: browser
	@test -x "$(CHROMIUM)" || { echo "These tests need Chromium: install it" \
		"(Debian: apt-get install chromium fonts-liberation)" \
		"or name it: make browser-test CHROMIUM=/path/to/it"; \
		exit 1; }
	@DJANGO_SETTINGS_MODULE=tests.settings $(MANAGE) fetch_plotly
	CHROMIUM="$(CHROMIUM)" $(BIN)/python -m pytest -n auto $(PYTEST_ARGS) tests/browser

client-test: clients
	$(BIN)/python -m pytest $(PYTEST_ARGS) tests/clients

# All of them, also when one finds something; then it fails.
check: tests
	@$(MAKE) --no-print-directory --keep-going style types templates deployment migrations

style:
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types:
	$(BIN)/mypy

templates:
	$(BIN)/djlint --quiet --lint templates

# The variables of the README's deployment, which Django has nothing to say against.
deployment:
	BEHIND_HTTPS=1 TRUST_PROXY_HEADER=1 \
		ALLOWED_HOSTS=ratings.example.org SITE_URL=https://ratings.example.org \
		$(MANAGE) check --deploy --fail-level WARNING

migrations:
	$(MANAGE) makemigrations --check --dry-run

style types templates deployment migrations: \
	export SECRET_KEY := only-for-checks-0123456789-abcdefghijklmnopqrstuvwxyz

format: tests
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

clean:
	rm -rf .venv var/static var/vendor var/.static htmlcov .coverage* test-results
	rm -rf .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@echo "The database in var/ is still there."

# --- steps of the above ---

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: install it" \
		"or name it, as in: make run PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -c '$(NEW_ENOUGH)' || { echo "$(PYTHON) is too old: 3.11 or newer is needed."; exit 1; }
	@echo "Making a virtual environment in .venv …"
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "Python's venv module is missing" \
		"(Debian: apt-get install python3-venv)."; exit 1; }

site: .venv/bin/python
	$(call install,.installed-site,requirements.txt,$(SITE))

tests: .venv/bin/python
	$(call install,.installed-tests,tests/requirements.txt,$(TESTS))

browser: .venv/bin/python
	$(call install,.installed-browser,tests/browser/requirements.txt,$(BROWSER))

clients: .venv/bin/python
	$(call install,.installed-clients,tests/clients/requirements.txt,$(CLIENTS))

measuring: tests
	$(call install,.installed-measuring,benchmarks/requirements.txt,$(BENCHMARKS))

# The database (accounts are in it: nobody else's to read), the record in it.
record: site
	@umask 077; $(MANAGE) migrate --verbosity 0
	@$(MANAGE) load_record
	@$(MANAGE) fetch_plotly

# Beside that the static files when one of them has changed.
prepare: record
	@sum=$$(find requirements.txt ratings/static var/vendor -type f -exec cksum {} + | sort | cksum); \
	if [ ! -f var/static/staticfiles.json ] || [ "$$(cat var/.static 2>/dev/null)" != "$$sum" ]; then \
		echo "Packing static files …"; \
		$(MANAGE) collectstatic --no-input --clear --verbosity 0 && echo "$$sum" > var/.static; \
	fi
