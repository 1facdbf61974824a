"""What all tests share: where the collected figures lie, and repeatable property tests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import typer.main
import typer.testing
from hypothesis import HealthCheck, settings

import newind as ni

settings.register_profile("repeatable", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("repeatable")


TOGETHER = ("briefs", "test_docs.py", "test_tutorials.py", "systems", "cli", "web")
"""Tests that compute the same of the shipped figures; as neighbours they run in one process, which computes it once."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put them at the end, and leave the order as it is otherwise."""
    places = {Path(__file__).parent / name: k for k, name in enumerate(TOGETHER)}

    def place(item: pytest.Item) -> int:
        return next((places[p] for p in (item.path, *item.path.parents) if p in places), -1)

    items.sort(key=place)


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of collected figures, or skip where it is absent."""
    beside = Path(__file__).parents[2] / "shared" / "data"
    folder = Path(os.environ.get("NEWIND_SHARED", beside))
    if not (folder / "world").is_dir():
        pytest.skip(f"collected figures not found at {folder}; set NEWIND_SHARED to their folder")
    return folder


@pytest.fixture(scope="session", autouse=True)
def kept() -> tuple[ni.Panel, ...]:
    """Hold what is shipped, so that all tests share what was computed from it once."""
    return tuple(ni.load(name) for name in ("world", "china", "china-2017", "world-2014e"))


@pytest.fixture(scope="session", autouse=True)
def assembled() -> Iterator[None]:
    """Put the commands of the command line together once, not again for each one that tests run in this process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(typer.testing, "_get_command", cache(typer.main.get_command))
        yield


@pytest.fixture(scope="session", autouse=True)
def compiled(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Let the programs that tests start find what the first of them compiled."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ.setdefault("PYTHONPYCACHEPREFIX", str(tmp_path_factory.mktemp("compiled")))
