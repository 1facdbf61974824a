"""Accounts by what a user calls them: shipped ones, those of a source, or a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from newind.errors import join_items, tell, unknown

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.accounts.panel import Panel


def open_accounts(name: str, region: str | None = None) -> Panel:
    """Return shipped accounts by name, or those of a file as a panel of its one year.

    Parameters
    ----------
    name : str
        A name or a path, also of a folder that ``newind data build`` wrote.
    region : str, optional
        Region that the user speaks of; a file that describes one region without naming it is taken to be its table.

    Raises
    ------
    UnknownNameError
        When there is neither such a name nor such a file, with the nearest name.
    DataError
        When the file is damaged or no table.
    """
    from newind.accounts.panel import Panel
    from newind.data.reference import catalog, load, load_folder
    from newind.data.reference.building import PACKAGE
    from newind.data.sources import path as file_of, sources

    if is_shipped(name):
        return load(name)
    if (Path(name) / PACKAGE).is_file():
        return load_folder(name)
    if Path(name).exists():
        return Panel([read_accounts(name, region)])
    shipped, external = [d.name for d in catalog()], [s.id for s in sources()]
    if name in external:
        return Panel([read_accounts(str(file_of(name)), region)])
    remedy = f"Give one of {', '.join(shipped)}, a source of newind data list, or the path of a file that exists."
    raise unknown("accounts", name, [*shipped, *external], remedy)


def is_shipped(name: str) -> bool:
    """Return whether accounts of a name come with newind, also by a name that they had."""
    from newind.data.reference import REPLACED, catalog

    return name in REPLACED or name in {d.name for d in catalog()}


def check_shipped(name: str) -> None:
    """Refuse accounts that do not come with newind.

    Raises
    ------
    UnknownNameError
        With the nearest name.
    """
    from newind.data.reference import catalog

    if not is_shipped(name):
        names = [d.name for d in catalog()]
        raise unknown("accounts", name, names, tell("accounts.shipped", names=join_items(names)))


def read_accounts(path: str, region: str | None = None) -> Accounts:
    """Read a file; where its format describes a single region, the table is that of the region given."""
    from newind.data.readers import detect, options_of, read

    name = detect(path)[0]
    single = region is not None and "region" in options_of(name)
    return read(path, name, **({"region": region.upper()} if single and region else {}))
