"""Describe the result of a builder of shipped data and write it, and the ranges of an estimate by its trials."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.accounts import Accounts
from newind.accounts.store import write_whole

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike

    from newind.typing import Array

    Bands = Mapping[str, Mapping[str, Any]]


log = logging.getLogger(__name__)

LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
OWNERS = {
    "name": "LICENSE-DATA",
    "title": "Terms of the owners of sources that are under no open licence, by file",
    "path": "LICENSE-DATA",
}
PACKAGE = "datapackage.json"

Measure = Callable[[Accounts], Mapping[str, "Array"]]
"""Headline indicators of accounts: id → (R,) totals by region, NaN where there is none."""


@dataclass(frozen=True)
class DataSetBuild:
    """A set of accounts made from its sources, with all that must be said about it.

    Parameters
    ----------
    title : str
        What it is.
    status : {"observed", "estimated", "experimental"}
        ``experimental`` is an estimate that does not beat "no update" on every headline indicator.
    sources : list of dict
        ``title``, ``author``, ``licence`` and ``doi`` or ``path`` of each source.
    method, caveats : list of str
        What was done, and what a reader must know.
    accounts : iterable of (Accounts, dict)
        Years in order, each with totals of its sources that can be checked against it.
    about : mapping
        What else belongs to the set, as plain data: ``ranges`` (indicator → region → [low, high]), ``bands``
        (indicator → figures), ``report``.
    beside : mapping
        Further files: name in the datapackage → what writes the file into the set's folder and returns its entry.
    """

    title: str
    status: str
    sources: list[dict[str, str]]
    method: list[str]
    caveats: list[str]
    accounts: Iterable[tuple[Accounts, Mapping[str, Any]]]
    about: Mapping[str, Any] = field(default_factory=dict)
    beside: Mapping[str, Callable[[Path], dict[str, Any]]] = field(default_factory=dict)


def write(name: str, built: DataSetBuild, out_dir: str | PathLike[str]) -> list[Path]:
    """Write a set into a folder of its name.

    Parameters
    ----------
    name : str
        Name of the set and of its folder.
    built : DataSetBuild
        The set.
    out_dir : path
        Folder in which ``NAME/YEAR.npz`` and ``NAME/datapackage.json`` are made.

    Returns
    -------
    list of Path
        The files written.
    """
    folder = Path(out_dir) / name
    folder.mkdir(parents=True, exist_ok=True)
    written, resources = [], []
    for w, checks in built.accounts:
        path = folder / f"{w.year}.npz"
        w.save(path)
        written.append(path)
        other = {"status": w.status} if w.status != built.status else {}
        resources.append(describe(name, w, checks, path) | other)
        log.info("%s: %s", path, w)
    beside = {part: make(folder) for part, make in built.beside.items()}
    written += [folder / entry["path"] for entry in beside.values()]
    package = {
        "name": name,
        "title": built.title,
        "status": built.status,
        "licenses": list_licences(built.sources),
        "sources": built.sources,
        "method": built.method,
        "caveats": built.caveats,
        "resources": resources,
        **built.about,
        **beside,
    }
    return [*written, write_json(folder / PACKAGE, package)]


def list_licences(sources: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Return the licences of a set by those of its sources: official figures stay under the terms of their owners.

    Examples
    --------
    >>> [one["name"] for one in list_licences([{"licence": "CC-BY-4.0"}, {"licence": "official statistics, cited"}])]
    ['CC-BY-4.0', 'LICENSE-DATA']
    """
    return [LICENCE, *([OWNERS] if any(s["licence"].startswith("official") for s in sources) else [])]


def write_json(path: Path, content: object) -> Path:
    """Write plain data as JSON, whole or not at all."""
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    return write_whole(path, lambda p: p.write_text(text, encoding="utf-8"))


def describe(name: str, w: Accounts, checks: Mapping[str, Any], path: Path) -> dict[str, Any]:
    """Return the entry of a year in the datapackage: hashes of its arrays, checks, and what it lacks."""
    known = [r for r in range(w.R) if w.regions.named[r]]
    lacks = {
        name: [w.regions[r] for r in known if np.isnan(s.values.reshape(w.R, w.S)[r]).any()]
        for name, s in w.satellites.items()
    } | {name: [w.regions[r] for r in known if np.isnan(f.values[r])] for name, f in w.facts.items()}
    return {
        "name": f"{name}-{w.year}",
        "path": path.name,
        "bytes": path.stat().st_size,
        "hash": w.hash,
        "arrays": {part: array_hash(array) for part, array in (("Z", w.Z), ("Y", w.Y))},
        "checks": {"flows": int(w.Z.sum()), "final_demand": int(w.Y.sum()), **checks},
        "satellites": sorted(w.satellites),
        "facts": sorted(w.facts),
        "unknown_for": {what: codes for what, codes in sorted(lacks.items()) if codes},
    }


def array_hash(array: Array) -> str:
    """Return the SHA-256 of an integer-valued array as little-endian int32, the same on every machine."""
    return hashlib.sha256(np.rint(array).astype("<i4").tobytes()).hexdigest()


LEVELS = ("s3.carbon_consumption",)
"""Indicators that are amounts: their errors are relative to the truth, those of shares and ratios are differences."""
DECIMALS = 6
"""Decimals of errors and ranges."""


def by_partner(id: str) -> str:
    """Return the name under which errors of an indicator's figures by partner are kept beside those of its totals."""
    return f"{id} by partner"


def ranges(
    values: Mapping[str, Array], bands: Bands, regions: Sequence[str], of: str = "band"
) -> dict[str, dict[str, list[float]]]:
    """Return indicator → region → [low, high]: the figure less and plus the band, or that of its change.

    Parameters
    ----------
    values : mapping of str to (R,) array
        Headline indicators of the estimate; NaN where there is none.
    bands : mapping
        Indicator → ``band``, and ``band_rest`` of the rest of the world; ``relative`` where they are parts of it.
    regions : sequence of str
        The R regions; the last is the rest of the world.
    of : {"band", "change"}
        Of the figure, or of its change between two years; the band where that is not known.

    Examples
    --------
    >>> band = {"relative": False, "band": 0.1, "band_rest": 0.2}
    >>> ranges({"share": np.array([0.5, 0.5])}, {"share": band}, ["CHN", "ROW"])
    {'share': {'CHN': [0.4, 0.6], 'ROW': [0.3, 0.7]}}
    """
    return {
        id: {
            code: _around(float(value), entry, "band_rest" if code == regions[-1] else of)
            for code, value in zip(regions, values[id], strict=True)
            if np.isfinite(value)
        }
        for id, entry in bands.items()
        if id in values
    }


def _around(value: float, entry: Mapping[str, Any], of: str) -> list[float]:
    band = entry.get(of, entry["band"])
    wide = band * abs(value) if entry["relative"] else band
    return [round(value - wide, DECIMALS), round(value + wide, DECIMALS)]
