"""What all tests share: where the collected figures lie, and repeatable property tests."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import typer.main
import typer.testing
from hypothesis import HealthCheck, settings

import newind as ni
from newind.kernels import secondprocess

EXAMPLES = 100 if os.environ.get("NEWIND_LONG") else 40
"""Of a property, where its test does not say how many: always the same ones."""
settings.register_profile(
    "repeatable", derandomize=True, max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("repeatable")


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """Run the whole suite on two cores, unless it is said otherwise or a debugger is asked for.

    A process that xdist started for a part of it starts no more of them.
    """
    option, whole = config.option, config.args_source is config.ArgsSource.TESTPATHS
    whole = whole and "PYTEST_XDIST_WORKER" not in os.environ
    if whole and option.numprocesses is None and not (option.usepdb or option.collectonly) and os.cpu_count() != 1:
        option.numprocesses, option.dist = 2, "worksteal"


TOGETHER = ("test_paper.py", "documents", "questions", "test_docs.py", "measures", "analyses", "cli", "web")
"""Tests that compute the same of the shipped figures; as neighbours they run in one process, which computes it once."""
SECONDS = float(os.environ.get("NEWIND_SECONDS", "inf"))
"""After which no test starts any more; ``make quick`` sets it."""
BEGAN = time.monotonic()
PLACES = {Path(__file__).parent / name: k for k, name in enumerate(TOGETHER)}


def place(item: pytest.Item) -> int:
    """Return which of these a test belongs to; -1 for none."""
    return next((PLACES[p] for p in (item.path, *item.path.parents) if p in PLACES), -1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put them at the end, and leave the order as it is otherwise; all of it where time is short."""
    if "NEWIND_SECONDS" not in os.environ:
        items.sort(key=place)


LONGEST = 10
"""Files of tests that a run names at its end, with their seconds."""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the files that took longest, in all processes together."""
    seconds: Counter[str] = Counter()
    for report in (r for reports in terminalreporter.stats.values() for r in reports if hasattr(r, "duration")):
        seconds[report.nodeid.partition("::")[0]] += report.duration
    if seconds:
        terminalreporter.section(f"longest files, of {seconds.total():.0f} s in all")
    for file, spent in seconds.most_common(LONGEST):
        terminalreporter.write_line(f"{spent:8.1f} s  {file}")


SHARED = pytest.StashKey[bool]()
"""Whether the test that runs is one of them."""


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Note whether the test, and what is set up for it, may take the equilibria that the run has found.

    It is skipped where time is over.
    """
    item.session.stash[SHARED] = place(item) >= 0
    if time.monotonic() - BEGAN > SECONDS:
        pytest.skip(f"{SECONDS:g} s are over")


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
    return tuple(ni.load(name) for name in ("world", "china", "china-2017"))


@pytest.fixture(scope="session", autouse=True)
def solved_once(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Find each equilibrium that they ask for once in a run, in whichever process."""
    from newind.policy import simulate
    from solved import Solved

    here = tmp_path_factory.getbasetemp()
    folder = (here.parent if "PYTEST_XDIST_WORKER" in os.environ else here) / "solved"
    with pytest.MonkeyPatch.context() as patch:
        kept = Solved(simulate.solve_once, folder, lambda: request.session.stash[SHARED])
        patch.setattr(simulate, "solve_once", kept)
        yield


@pytest.fixture(scope="session", autouse=True)
def one_process() -> Iterator[None]:
    """Let processes of tests make no copies: the other core is another's, and what a copy finds is lost with it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(secondprocess, "cores", lambda: 1)
        yield


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
