# Every command of the project. `make` prints them.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
# The rooms, and every page as the whole cast; tests/conftest.py leaves out what does not ask the database itself.
ON_POSTGRES := tests/records tests/people tests/media tests/assessments tests/modules tests/review tests/curriculum tests/config/test_programme_loading.py tests/config/test_cast_walk.py --ignore tests/modules/scorm
export PORT

.DEFAULT_GOAL := help
.PHONY: help setup setup-test demo test check test-sqlite test-races prepared-demo test-postgres bench bench-docket bench-anchors faults screenshots requirements reset-demo format messages

help: ## Print these targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-15s %s\n", $$1, $$2}'

setup: ## Set up what serving needs: environment, packages, assets
	@$(PYTHON) setup/bootstrap.py demo

setup-test: ## The same, with the tools and the browser that the tests need
	@$(PYTHON) setup/bootstrap.py test

demo: setup ## Set everything up, load the demo programme and serve it on http://localhost:8000
	@$(BIN)/python setup/serve_demo.py

reset-demo: ## Remove the demo's database, mail and files, so that the next `make demo` starts anew
	@rm -rf var/common-ground.sqlite3 var/common-ground.sqlite3-wal var/common-ground.sqlite3-shm var/mail var/uploads var/edition-assets var/keys var/stamps/programme

test: setup-test ## Set everything up and pass all checks and tests, on SQLite and PostgreSQL
	@$(MAKE) --no-print-directory -j3 check test-races prepared-demo
	@PREPARED_DEMO=$(CURDIR)/var/prepared-demo $(MAKE) --no-print-directory test-sqlite
	@$(MAKE) --no-print-directory test-postgres

check: ## Linters, types, the import contract, templates, migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/djlint --lint config curriculum review modules assessments media people records --quiet
	$(BIN)/python manage.py makemigrations --check --dry-run --settings config.settings.test
	$(BIN)/python manage.py check --settings config.settings.test --fail-level WARNING

test-sqlite: ## All tests on SQLite, browser journeys included
	$(BIN)/pytest -n 2 --dist loadgroup --no-loadscope-reorder

test-races: ## Threads against each other, which need an SQLite that is a file
	TEST_DATABASE=$(CURDIR)/var/races.sqlite3 $(BIN)/pytest -q -p no:cacheprovider tests/review/test_signed_bytes_race.py tests/review/test_marking_race.py

prepared-demo: ## Load the demo that all journeys of one `make test` copy
	@rm -rf var/prepared-demo
	$(BIN)/python -m tests.demo_server var/prepared-demo

test-postgres: ## The tests that touch the database again, on a PostgreSQL started for them and stopped after
	$(BIN)/python setup/with_postgres.py $(BIN)/pytest -n 2 --dist loadgroup --no-loadscope-reorder $(ON_POSTGRES)

bench: setup-test ## Measure W1 to W5, W7 and W11 against this machine's own limits, and play the packages of SCORM_CORPUS
	@$(BIN)/python -m tests.bench
	@$(BIN)/python -m tests.bench.scorm_corpus

bench-docket: setup-test ## Measure the docket with 50,000 flags on SQLite and PostgreSQL
	@$(BIN)/python -m tests.bench.docket
	@$(BIN)/python setup/with_postgres.py $(BIN)/python -m tests.bench.docket

bench-anchors: setup-test ## Count wrong re-anchors of flags over 10,000 generated edits
	@$(BIN)/python -m tests.bench.anchoring

faults: setup-test ## Kill processes 200 times while people write, on both databases; nothing acknowledged may be lost
	@$(BIN)/python -m tests.faults

screenshots: setup-test ## Take the pictures of docs/ from the demo in a real browser
	@$(BIN)/python -m tests.screenshots

format: ## Put code into the project's form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

messages: ## Gather the words of the interface into locale/ for translators, and compile what is translated
	$(BIN)/python -m config.catalogues gather
	$(BIN)/python -m config.catalogues compile

requirements: ## Renew the pins from the ranges in pyproject.toml
	$(BIN)/python -m piptools compile --quiet --upgrade --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header -o requirements.txt pyproject.toml
	$(BIN)/python -m piptools compile --quiet --upgrade --strip-extras --extra dev --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header -c requirements.txt -o requirements-dev.txt pyproject.toml
