"""Build the shipped figures from their sources: ``newind data build --from DIR``."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from newind.accounts.reference.building import write
from newind.errors import unknown

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike
    from pathlib import Path

    from newind.accounts.reference.building import DataSetBuild, Measure

BUILDERS = {
    "world": "newind.accounts.reference.world",
    "china": "newind.accounts.reference.china",
    "china-2017": "newind.accounts.reference.china2017",
    "world-annual": "newind.accounts.reference.annual.build",
    "world-2020": "newind.accounts.reference.world2020",
    "innovation": "newind.accounts.reference.innovation_build",
    "power": "newind.accounts.reference.power_build",
    "growth": "newind.accounts.reference.growth_build",
    "now": "newind.accounts.reference.now_build",
}
"""Name of a set → module whose ``build(source_dir, measure) -> DataSetBuild`` makes it, in the order of the
catalogue."""


def build(
    source_dir: str | PathLike[str],
    out_dir: str | PathLike[str],
    names: Sequence[str] = (),
    measure: Measure | None = None,
) -> list[Path]:
    """Write shipped sets of accounts: ``NAME/YEAR.npz`` and ``NAME/datapackage.json`` for each.

    Parameters
    ----------
    source_dir : path
        Folder with the sources.
    out_dir : path
        Folder to write to.
    names : sequence of str
        Sets to build; all by default.
    measure : callable, optional
        Headline indicators of accounts, by which estimates state their ranges.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    DataError
        When a source is missing or damaged.
    UnknownNameError
        For a set that there is not.
    """
    chosen = tuple(names) or tuple(BUILDERS)
    if wrong := [name for name in chosen if name not in BUILDERS]:
        raise unknown("data set", wrong[0], BUILDERS, f"Sets that can be built: {', '.join(BUILDERS)}.")
    return [path for name in chosen for path in write(name, build_set(name, source_dir, measure), out_dir)]


def build_set(name: str, source_dir: str | PathLike[str], measure: Measure | None = None) -> DataSetBuild:
    """Return one set, made from its sources and not yet written."""
    built: DataSetBuild = import_module(BUILDERS[name]).build(source_dir, measure)
    return built
