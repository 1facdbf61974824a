"""The folder of runs and their kinds: one is written down, found again by its name, listed."""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newind.accounts.store import write_whole
from newind.errors import DataError, join_items, tell, unknown
from newind.messages import message
from newind.pathways import runstore
from newind.pathways.compute import BLOCK
from newind.pathways.parquet import Columns, as_columns, write_columns
from newind.pathways.processes import Together
from newind.pathways.runstore import ACCOUNTS, META, SCHEMA_VERSION, RunStore, file_of_cases

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy as np

    from newind.accounts.accounts import Accounts
    from newind.pathways.processes import Function, Prepare


@dataclass(frozen=True)
class RunKind:
    """A kind of run.

    Parameters
    ----------
    prepare : str
        ``module:function`` of newind: from accounts and a request (plain data) to the function of a case, which
        returns columns by name.
    label : dict of str to str
        What it is called, in ``en`` and ``zh``.
    go_on : str, optional
        ``module:function`` of newind that is called with a `RunExecution` and asks for all its cases, again where some
        are done: for work whose later cases depend on earlier results. Without one, a run has the cases that it began
        with.
    block : int
        As of `newind.pathways.compute.Computation`.
    """

    prepare: str
    label: Mapping[str, str]
    go_on: str | None = None
    block: int = 1


WORKS: dict[str, RunKind] = {
    "pathway-draws": RunKind(
        "newind.pathways.draws:prepare_draws",
        message("pathways.works.works.draws"),
        block=BLOCK,
    ),
    "sensitivity": RunKind(
        "newind.pathways.draws:prepare_draws",
        message("pathways.works.works.sensitivity"),
        block=BLOCK,
    ),
    "search": RunKind(
        "newind.pathways.searching:prepare_search",
        message("pathways.works.works.search"),
        go_on="newind.pathways.searching:search_on",
        block=BLOCK,
    ),
}
"""Kinds by name."""


def find_work(name: str) -> RunKind:
    """Return a kind of run.

    Raises
    ------
    UnknownNameError
        When there is none of the name.
    """
    if name not in WORKS:
        raise unknown("kind of run", name, WORKS, tell("runs.kinds", known=join_items(WORKS)))
    return WORKS[name]


def preparing(name: str, w: Accounts, request: Mapping[str, Any]) -> Prepare:
    """Return what each worker calls once: it pickles, and its function returns columns."""
    find_work(name)
    return partial(_prepare_function, name, w, request)


def import_function(place: str) -> Callable[..., Any]:
    """Return the function of a ``module:function``."""
    module, _, function = place.partition(":")
    found: Callable[..., Any] = getattr(import_module(module), function)
    return found


def _prepare_function(name: str, w: Accounts, request: Mapping[str, Any]) -> Function:
    function = import_function(find_work(name).prepare)(w, request)

    def plain(case: Any, rng: np.random.Generator) -> Columns:
        return as_columns(function(case, rng))

    def together(cases: Sequence[Any]) -> list[Columns | Exception]:
        return [v if isinstance(v, Exception) else as_columns(v) for v in function.many(cases)]

    return Together(together) if isinstance(function, Together) else plain


RUNS = "NEWIND_RUNS"
"""Environment variable with the folder of runs."""
SEAL = "sha256"


def runs_folder(given: str | os.PathLike[str] | None = None) -> Path:
    """Return the folder of runs: what is given, else that of NEWIND_RUNS, else one of the user's data."""
    from platformdirs import user_data_path

    named = given or os.environ.get(RUNS)
    return Path(named).expanduser() if named else user_data_path("newind", appauthor=False) / "runs"


def runs_in(folder: Path) -> list[RunStore | DataError]:
    """Return the runs of a folder, latest last; where one cannot be read, why."""
    found: list[RunStore | DataError] = []
    for meta in sorted(folder.glob(f"*/{META}"), key=lambda m: m.stat().st_mtime):
        try:
            found.append(open_run(meta.parent.name, folder))
        except DataError as error:
            found.append(error)
    return found


def open_run(name: str, runs: str | os.PathLike[str] | None = None) -> RunStore:
    """Return a run by its name.

    Raises
    ------
    UnknownNameError
        When there is none of the name in the folder.
    DataError
        When it is damaged, or was written in another layout.
    """
    place = _place(name, runs_folder(runs))
    return RunStore(place, _meta(place / META))


def has_run(name: str, runs: str | os.PathLike[str] | None = None) -> bool:
    """Tell whether there is a run of a name."""
    return (runs_folder(runs) / name / META).is_file()


def run_name(work: str) -> str:
    """Return a name for a run that nobody named: its kind with the time."""
    return f"{work}-{datetime.now(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"


def create_run(
    work: str,
    request: Mapping[str, Any],
    w: Accounts,
    cases: Sequence[Mapping[str, Any]] = (),
    *,
    seed: int = 0,
    runs: str | os.PathLike[str] | None = None,
    name: str | None = None,
) -> RunStore:
    """Write down a run with its first cases; it is there with them or not at all.

    Parameters
    ----------
    work : str
        Its kind, of `newind.pathways.runfolder.WORKS`.
    request : mapping
        What is asked, plain data.
    w : Accounts
        What it starts from; kept with the run.
    cases : sequence of mapping
        Plain data each; none where they are found as the run goes on.
    seed : int
        Of its random numbers.
    runs : path, optional
        Folder of runs; by default that of NEWIND_RUNS, or one of the user's data.
    name : str, optional
        Its name; by default its kind with the time.

    Raises
    ------
    UnknownNameError
        For an unknown kind.
    DataError
        When there is a run of the name, or the folder cannot be written.
    """
    find_work(work)
    folder = runs_folder(runs)
    now = datetime.now(UTC)
    chosen = name or run_name(work)
    if not re.fullmatch(r"[\w][\w.-]*", chosen):
        raise DataError(tell("runs.name", name=chosen))
    meta = {
        "schema_version": SCHEMA_VERSION, "work": work, "request": dict(request), "seed": seed,
        "created": now.isoformat(timespec="seconds"), "newind": version("newind"),
        "accounts": {"hash": w.hash, "year": w.year, "source": w.source, "unit": w.unit},
    }  # fmt: skip
    try:
        folder.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=".new-", dir=folder))
        try:
            w.save(temporary / ACCOUNTS)
            files = file_of_cases(temporary, cases) if cases else {}
            for path, columns in files.items():
                write_columns(path, columns)
            runstore.rewrite(temporary, [runstore.hash_files(files)] if files else ())
            text = json.dumps(_seal_meta(meta), ensure_ascii=False, indent=1)
            write_whole(temporary / META, lambda t: t.write_text(text, encoding="utf-8"))
            temporary.chmod(0o755)
            if (folder / chosen).exists():
                raise DataError(tell("runs.there", name=chosen, folder=folder))
            temporary.rename(folder / chosen)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
    except OSError as error:
        raise DataError(tell("runs.folder", folder=folder, error=error.strerror)) from None
    return RunStore(folder / chosen, meta)


def delete_run(name: str, runs: str | os.PathLike[str] | None = None) -> None:
    """Delete a run, also one in another layout.

    Raises
    ------
    UnknownNameError
        When there is none of the name.
    RunError
        When a process works on it.
    """
    store = RunStore(_place(name, runs_folder(runs)), {})
    with store.lock_folder():
        doomed = store.folder.with_name(f".deleted-{name}-{secrets.token_hex(2)}")
        store.folder.rename(doomed)
    shutil.rmtree(doomed)


def _place(name: str, folder: Path) -> Path:
    """Return the folder of a run that is there."""
    if Path(name).name != name or not (folder / name / META).is_file():
        there = [m.parent.name for m in folder.glob(f"*/{META}")]
        raise unknown("run", name, there, tell("runs.list", folder=folder))
    return folder / name


def _seal_meta(meta: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is asked with the SHA-256 of it."""
    rest: dict[str, Any] = json.loads(json.dumps({name: value for name, value in meta.items() if name != SEAL}))
    return rest | {SEAL: hashlib.sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()}


def _meta(path: Path) -> dict[str, Any]:
    try:
        meta = json.loads(path.read_text(encoding="utf-8"))
        found, by, seal = meta["schema_version"], meta["newind"], meta.get(SEAL)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise DataError(tell("runs.damaged", path=path, error=error)) from None
    if found != SCHEMA_VERSION:
        raise DataError(tell("runs.layout", folder=path.parent, found=found, by=by, known=SCHEMA_VERSION))
    if seal != _seal_meta(meta)[SEAL]:
        raise DataError(tell("runs.damaged", path=path, error="its SHA-256 is another"))
    return dict(meta)
