.PHONY: check quick lint types test doctest docs peers cockpit picture pins

check: lint types test doctest  ## what CI asks first

quick:  ## in two minutes: what changed since main, contracts, kernels
	uv run python tools/quick.py

lint:  ## style, and the rooms that a module may import from
	uv run --group lint ruff check .
	uv run --group lint ruff format --check .
	uv run --group lint lint-imports --no-cache

types:
	uv run --group lint mypy

test:
	uv run pytest

doctest:
	uv run pytest --quiet --doctest-modules src/newind

docs:
	uv run --group docs mkdocs build --strict

peers:  ## comparisons with other programs; a missing one fails
	NEWIND_PEERS=1 uv run --group peers pytest tests/peers

cockpit:  ## the committed cockpit is what its source builds; its own tests
	python3 tools/frontend.py --test

picture:  ## the picture of the brief in README
	uv run --group browser python tools/picture.py en

pins:  ## resolve afresh and write the tested versions into pyproject.toml
	python3 tools/pins.py
