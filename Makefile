# Python before 3.13 does not start in a folder with Vietnamese letters when LC_ALL names a locale that is not there.
export LC_ALL := C.UTF-8
.DEFAULT_GOAL := help
.PHONY: help run demo test quick check unit up down bench faults docs catalogues holidays screenshots reset setup

help: ## This list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

setup: ## What the others need; they do it themselves, at once when nothing is missing
	@sh deploy/setup.sh

run: setup ## The whole suite on this machine, with its own RabbitMQ and MongoDB; Ctrl-C stops it
	@.venv/bin/python -m deploy.local

demo: setup ## The whole cycle of 2022 played through, step by step
	@.venv/bin/sangkien demo

test: ## All checks and tests
	@sh deploy/setup.sh test
	@$(MAKE) --no-print-directory check
	@sh deploy/test.sh

check: setup ## Style, types, import rules
	@.venv/bin/ruff check
	@.venv/bin/ruff format --check
	@.venv/bin/mypy
	@.venv/bin/lint-imports

unit: setup
	@.venv/bin/pytest -q tests/unit

quick: setup ## Checks and unit tests side by side, within a minute
	@$(MAKE) --no-print-directory --jobs 2 --output-sync check unit

up: setup ## Keeps a RabbitMQ and a MongoDB for tests, which find them by themselves
	@.venv/bin/python -m tests.kept up

down: ## Ends what `make up` keeps
	@[ ! -x .venv/bin/python ] || .venv/bin/python -m tests.kept down

bench: setup ## How much the suite carries on this machine
	@.venv/bin/python -m tests.bench

faults: setup ## Half an hour of kills while whole years are played
	@.venv/bin/python -m tests.faults

docs: setup ## OpenAPI, AsyncAPI and the schemas of the events, written again
	@.venv/bin/python -m deploy.generate_docs

catalogues: setup ## The English catalogues brought up to what the pages say in Vietnamese
	@.venv/bin/python -m deploy.catalogues

holidays: setup ## The days off of each year, written again from the library python-holidays
	@.venv/bin/python -m deploy.generate_holidays

screenshots: ## Pictures of the main pages for the README and the guides, taken again
	@sh deploy/setup.sh test
	@.venv/bin/python -m tests.browser.screenshots

reset: ## Forgets the data of `make run`
	@if [ -d .local ] && find .local -maxdepth 2 -name pid ! -exec flock --nonblock {} true \; -print | grep -q .; then \
		echo 'The suite is running: stop it first (Ctrl-C in its window).' >&2; exit 1; fi
	@if [ -d .local ]; then find .local -mindepth 1 -maxdepth 1 ! -name tools ! -name 'tests*' -exec rm -rf {} +; fi
