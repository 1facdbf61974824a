"""Accounts by name, as requests name them: those that are shipped, and tables that a user has uploaded."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from newind.accounts.panel import Panel
from newind.data.abroad import with_abroad
from newind.data.reference import REPLACED, catalog, load
from newind.errors import DataError, join_items, tell, unknown

if TYPE_CHECKING:
    from pathlib import Path

    from newind.accounts.accounts import Accounts

UPLOADED = re.compile(r"t-[0-9a-f]{16}")
"""Name of an uploaded table; nothing else that a request says becomes part of a path."""
ABROAD = "+abroad"
"""Ending of the name of accounts whose boundary is made an economy, by assumption."""
START: dict[str, Any] = {"on": "world", "year": catalog()[0].years[-1], "region": "CHN"}
"""Where the cockpit opens, and what examples ask about: the latest year of the world."""
KEPT = 8
"""Sets of accounts that a process keeps in memory."""


def panel_of(on: str, folder: Path | None = None) -> Panel:
    """Return accounts by name.

    Parameters
    ----------
    on : str
        Shipped accounts, or the name of an uploaded table; followed by `ABROAD`, with an economy in place of their
        boundary.
    folder : Path, optional
        Where uploaded tables are kept.

    Raises
    ------
    UnknownNameError
        When there is no such set, with the nearest.
    DataError
        When no economy can stand in place of the boundary.
    """
    if on.endswith(ABROAD):
        return _with_abroad(panel_of(on.removesuffix(ABROAD), folder))
    if folder is not None and UPLOADED.fullmatch(on):
        file = folder / f"{on}.npz"
        if file.is_file():
            return _load_uploaded_panel(file, file.stat().st_mtime_ns)
        raise unknown("table", on, list_uploads(folder), tell("web.table_gone"))
    names = [d.name for d in catalog()]
    if on not in names and on not in REPLACED:
        raise unknown("accounts", on, names, tell("web.give_accounts", names=join_items(names)))
    return _load_shipped_panel(on)


def economy(on: str, year: int | None = None, folder: Path | None = None) -> Accounts:
    """Return accounts of one year, the last where none is named.

    Raises
    ------
    UnknownNameError
        When there is no such set.
    DataError
        When there is no such year, naming those that there are.
    """
    panel = panel_of(on, folder)
    if year is None:
        return panel.last
    if year not in panel.years:
        raise DataError(tell("web.no_year", on=on, year=year, years=join_items(panel.years)))
    return panel[year]


def until(on: str, year: int | None = None, folder: Path | None = None) -> Panel:
    """Return accounts of all years up to one, or of all.

    Raises
    ------
    UnknownNameError, DataError
        As :func:`economy`.
    """
    panel = panel_of(on, folder)
    if year is None or economy(on, year, folder) is panel.last:
        return panel
    return _until(panel, year)


def list_uploads(folder: Path) -> list[str]:
    """Return the names of uploaded tables, the oldest first."""
    found = []
    for path in folder.glob("t-*.npz"):
        with suppress(OSError):  # removed meanwhile
            found.append((path.stat().st_mtime_ns, path.stem))
    return [name for _, name in sorted(found) if UPLOADED.fullmatch(name)]


def describe_uploads(folder: Path) -> list[Any]:
    """Return what the catalogue says of uploaded tables, the oldest first; one that is just removed is left out."""
    found = []
    for name in list_uploads(folder):
        with suppress(OSError, ValueError):
            found.append(json.loads((folder / f"{name}.json").read_text(encoding="utf-8")))
    return found


@lru_cache(maxsize=KEPT)
def _load_shipped_panel(on: str) -> Panel:
    return load(on)


@lru_cache(maxsize=KEPT)
def _with_abroad(panel: Panel) -> Panel:
    return Panel([with_abroad(w) for w in panel])


@lru_cache(maxsize=KEPT)
def _until(panel: Panel, year: int) -> Panel:
    return panel.until(year)


@lru_cache(maxsize=KEPT)
def _load_uploaded_panel(file: Path, _written: int) -> Panel:
    from newind.accounts.store import load as stored

    return Panel([stored(file)])
