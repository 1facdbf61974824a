"""The shipped sets that can be built: ``newind data build NAME --from DIR``."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from builders import table
from builders.detail import build_detail
from newind.data.reference.building import write
from newind.measures.headline import headline

if TYPE_CHECKING:
    from os import PathLike

ACCOUNTS = {
    "world": "builders.world",
    "china": "builders.china",
    "china-2017": "builders.china2017",
    "world-annual": "builders.annual.build",
    "world-2020": "builders.world2020",
    "innovation": "builders.innovation",
    "power": "builders.power",
    "growth": "builders.growth",
    "now": "builders.now",
}
"""Name of a set → module whose ``build(source_dir, measure) -> DataSetBuild`` makes it, in the order of the
catalogue; `measure` gives the headline indicators, by which estimates state their ranges."""
TABLES = {"china-sti": "builders.china_sti"}
"""Name of a table of indicators → module whose ``build(source_dir) -> BuiltTable`` makes it."""
BUILDERS = {**ACCOUNTS, **TABLES}


def build(name: str, source_dir: str | PathLike[str], out_dir: str | PathLike[str]) -> list[Path]:
    """Write one shipped set, with ``datapackage.json``; of the world, the indicators at full detail too.

    Parameters
    ----------
    name : str
        One of `BUILDERS`.
    source_dir : path
        Folder with the sources.
    out_dir : path
        Folder to write to; the files go to a folder of the set's name in it.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    DataError
        When a source is missing or damaged.
    """
    module = import_module(BUILDERS[name])
    if name in TABLES:
        return table.write(name, module.build(source_dir), out_dir)
    written = write(name, module.build(source_dir, headline), out_dir)
    return [*written, build_detail(source_dir, Path(out_dir) / name)] if name == "world" else written
