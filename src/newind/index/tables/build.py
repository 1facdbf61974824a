"""Build the shipped tables of indicators from their sources: ``newind data build china-sti --from DIR``."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from newind.errors import unknown
from newind.index.tables.building import write

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike
    from pathlib import Path

    from newind.index.tables.building import BuiltTable

BUILDERS = {"china-sti": "newind.index.tables.china_sti"}
"""Name of a table → module whose ``build(source_dir) -> BuiltTable`` makes it, in the order of the catalogue."""


def build(source_dir: str | PathLike[str], out_dir: str | PathLike[str], names: Sequence[str] = ()) -> list[Path]:
    """Write shipped tables: ``NAME/table.csv`` and ``NAME/datapackage.json`` for each.

    Parameters
    ----------
    source_dir : path
        Folder with the sources.
    out_dir : path
        Folder to write to.
    names : sequence of str
        Tables to build; all by default.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    DataError
        When a source is missing or damaged.
    UnknownNameError
        For a table that there is not.
    """
    chosen = tuple(names) or tuple(BUILDERS)
    if wrong := [name for name in chosen if name not in BUILDERS]:
        raise unknown("table", wrong[0], BUILDERS, f"Tables that can be built: {', '.join(BUILDERS)}.")
    made = {name: build_table(name, source_dir) for name in chosen}
    return [path for name, built in made.items() for path in write(name, built, out_dir)]


def build_table(name: str, source_dir: str | PathLike[str]) -> BuiltTable:
    """Return one table, made from its sources and not yet written."""
    built: BuiltTable = import_module(BUILDERS[name]).build(source_dir)
    return built
