# Atlas: two commands. `make run` sets everything up and runs it; `make test` sets everything up and tests it.
SHELL := /bin/sh
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
SETUP := $(PYTHON) extensions/atlas_cli/bootstrap.py
VENV := .venv/bin
export ATLAS_STATE ?= $(CURDIR)/.atlas
export PATH := $(CURDIR)/.venv/bin:$(PATH)
TREES ?=

.PHONY: help run test lint slow cluster soak images bench-flow lock clean

help: ## show these lines
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' Makefile

run: ## set up everything and run Atlas on this machine (TREES="docs/ other/" adds documentation)
	@$(SETUP) run
	@$(VENV)/atlas build notebooks $(TREES) --out $(ATLAS_STATE)/catalogue/catalogue.sqlite
	@exec $(VENV)/python -m atlas_hub.launch

test: lint ## set up everything and run the tests
	@cd extensions/packages && npm test --silent
	@$(VENV)/python -m pytest

lint: ## ruff, mypy, import contracts, eslint, tsc, house tests
	@$(SETUP) test
	@$(VENV)/ruff check . && $(VENV)/ruff format --check .
	@$(VENV)/mypy
	@$(VENV)/lint-imports --no-cache
	@cd extensions/packages && npm run --silent typecheck && npm run --silent lint
	@$(VENV)/python -m pytest tests/house

slow: ## the slow worlds that this machine can run: hub, redteam, browser
	@$(SETUP) test
	@$(VENV)/python -m pytest -m "hub or redteam or browser" --timeout 600 -rs

cluster: ## the cluster world: sets up Kubernetes on this machine (as root) and plays its stories
	@$(SETUP) test
	@$(VENV)/python tests/cluster/run.py

soak: ## an hour of work while programs are killed (ATLAS_SOAK_MINUTES, ATLAS_SOAK_SEED)
	@$(SETUP) test
	@$(VENV)/python -m pytest -m soak tests/soak

images: ## build the container images with docker, podman or buildah
	@$(PYTHON) images/build.py

bench-flow: ## measure the flow engine against SimPy and Ciw, and the simulator in a browser
	@$(SETUP) test
	@$(VENV)/python tests/bench/flow.py
	@$(VENV)/python tests/bench/flow_corpus.py
	@$(VENV)/python tests/bench/player.py

bench-diagrams: ## measure diagrams (ATLAS_CORPUS names a tree) against Mermaid in the same Chromium
	@$(SETUP) test
	@$(VENV)/python tests/bench/diagrams.py
	@$(VENV)/python tests/bench/playground.py

lock: ## resolve the dependencies of pyproject.toml anew
	@$(VENV)/python -m atlas_cli.lock

clean: ## remove what was built; the state folder stays
	rm -rf .venv .setup.lock extensions/packages/node_modules extensions/packages/*/dist extensions/packages/*/lib
	rm -rf extensions/atlas_authoring/node/dist extensions/engine/dist
