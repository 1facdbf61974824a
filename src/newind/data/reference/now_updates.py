"""Fetch the current releases of official figures, and keep them beside the shipped ones, which stay as they are.

An update is one file a source in the folder ``now`` of the cache, written whole or not at all; the one that it replaces
is kept in the folder ``old`` there. `newind.data.reference.now` reads updates in place of shipped figures.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import math
from dataclasses import dataclass
from functools import cache
from statistics import median
from typing import TYPE_CHECKING, Any

from newind.accounts.store import write_whole
from newind.data.reference import now as figures_of
from newind.data.reference.now import NAME, WORLD
from newind.data.sources import UNFINISHED, Source, folder
from newind.data.sources.fetch import fetch
from newind.datafiles import read_yaml
from newind.errors import DataError, tell, unknown
from newind.messages import list_languages

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    import pandas as pd

    Progress = Callable[[int, int], None]

OLD, COMING = "old", "coming"
"""Folders of updates that are no longer used, and of files that are on their way."""
FIRST = 1990
"""First year that is kept."""
BACK = 2
"""Years back that an edition with its year in its name is looked for."""
RECENT = 5
"""Last years in which what came must have the economies that the shipped figures have."""
SHARE, APART = 0.6, 0.1
"""Part of shipped figures that must be there again, and how far their median may be from them."""


@dataclass(frozen=True)
class SourceUpdate:
    """Record of a fetched source: when, which edition, to which year, from where, with which hash."""

    source: str
    fetched: str
    edition: str
    last: int
    figures: tuple[str, ...]
    files: tuple[dict[str, Any], ...]
    path: Path


class SourceFile(Source):
    """A file of a source, which stays out of reach without harm: the figures at hand stay."""

    @property
    def remedy(self) -> str:
        """Advice for when the file does not come."""
        return tell("now.update_stays", page=self.page)


@cache
def releases() -> dict[str, dict[str, Any]]:
    """Return the sources whose current release can be fetched and read, by name.

    Examples
    --------
    >>> sorted(releases())
    ['ama', 'edgar', 'ember', 'gcb', 'urban', 'wdi', 'weo']
    """
    found: dict[str, dict[str, Any]] = read_yaml("newind.data.reference", "now_updates.yaml")
    return found


def update(name: str, day: datetime.date | None = None, progress: Progress | None = None) -> SourceUpdate:
    """Fetch the current release of a source, read it, compare it with the shipped figures, and keep it.

    Parameters
    ----------
    name : str
        A key of `releases`.
    day : date, optional
        Today by default.
    progress : callable, optional
        Called with the bytes of a file that have come and those there are.

    Raises
    ------
    UnknownNameError
        For a source that is not offered.
    DataError
        In one line: no connection, an address that has moved, a layout that has changed, or figures that do not agree
        with the shipped ones. All figures at hand then stay as they were.
    """
    if name not in releases():
        raise unknown("source", name, releases(), tell("now.update_offered", known=", ".join(releases())))
    of, today = releases()[name], day or datetime.date.today()
    coming = folder(NAME) / COMING / name
    _clear(coming)
    try:
        files, urls = _fetch_release(name, of, today, coming, progress)
        content = _parse_update(name, of, files, today)
        content["files"] = [
            {"url": urls[item], "sha256": hashlib.sha256(path.read_bytes()).hexdigest(), "bytes": path.stat().st_size}
            for item, path in files.items()
        ]
    finally:
        _clear(coming)
    return _write_update(name, content)


def _parse_update(name: str, of: Mapping[str, Any], files: Mapping[str, Path], today: datetime.date) -> dict[str, Any]:
    """Return what files hold as an update.

    Raises
    ------
    DataError
        In one line, when they are not laid out as they were, or hold other figures.
    """
    try:
        frames, edition = _read(of, files)
        return _content(name, frames, edition, today)
    except (DataError, LookupError, TypeError, ValueError, AttributeError) as error:
        said = str(error).partition("\n")[0].removesuffix(".")
        raise DataError(tell("now.update_layout", name=name, why=said[:160], page=of["page"])) from None


def _clear(coming: Path) -> None:
    """Remove whole files of a fetch; parts of a connection that broke stay, to be gone on from."""
    for path in coming.iterdir() if coming.is_dir() else ():
        if path.suffix not in UNFINISHED:
            path.unlink()
    for home in (coming, coming.parent):
        if home.is_dir() and not any(home.iterdir()):
            home.rmdir()


def withdraw(names: Sequence[str] = ()) -> tuple[str, ...]:
    """Go back to the shipped figures of sources, all by default; updates are kept in ``old``; return which went."""
    home = folder(NAME)
    found = [n for n in (names or releases()) if (home / f"{n}.json").is_file()]
    for name in found:
        _put_away(home / f"{name}.json")
    return tuple(found)


def _fetch_release(
    name: str, of: Mapping[str, Any], today: datetime.date, out: Path, progress: Progress | None
) -> tuple[dict[str, Path], dict[str, str]]:
    """Return the files of a release and their addresses, by what the source calls them."""

    def one(item: str, url: str) -> Path:
        labels = dict.fromkeys(list_languages(), name)
        release = SourceFile(
            name, labels, "", "", "", "", "B", "", of["page"], "", url=url, file=f"{item or name}.data"
        )
        return fetch(release, None, out, progress)

    if "{year}" in of["url"]:
        return _find_newest_release(of, today, one)
    urls = {item: of["url"].format(item=item) for item in dict.fromkeys(of["items"].values())}
    if "{item}" not in of["url"]:
        urls = {name: of["url"]}
    urls |= {"about": of["about"]} if "about" in of else {}
    return {item: one(item, url) for item, url in urls.items()}, urls


def _find_newest_release(
    of: Mapping[str, Any], today: datetime.date, one: Callable[[str, str], Path]
) -> tuple[dict[str, Path], dict[str, str]]:
    """Return the newest release whose address has a year, looked for from this year back."""
    for year in range(today.year, today.year - BACK - 1, -1):
        url = of["url"].format(year=year)
        try:
            return {str(year): one(str(year), url)}, {str(year): url}
        except DataError:
            if year == today.year - BACK:
                raise
    raise AssertionError("never reached")


def _read(of: Mapping[str, Any], files: Mapping[str, Path]) -> tuple[dict[str, pd.DataFrame], str]:
    from newind.data.reference.now_layouts import READERS, definition

    frames, edition = READERS[of["layout"]](files, of["items"], definition())
    return {name: frames[name] for name in of["items"]}, edition


def _content(name: str, frames: Mapping[str, pd.DataFrame], edition: str, today: datetime.date) -> dict[str, Any]:
    """Return an update as plain data, after it was compared with the shipped figures."""
    base = figures_of.read_shipped_columns()
    projects = any("estimated" in base[n] for n in frames)
    until = int(edition[:4]) if projects else today.year
    figures = {n: _plain(wide, base[n], until) for n, wide in frames.items()}
    for n, rows in figures.items():
        _compare(n, rows)
    if "co2" in figures:
        figures["co2_per_person"] = _per_person(figures["co2"], base["co2_per_person"])
    last = max(y for rows in figures.values() for row in rows.values() for y in row)
    known = {"observed": until - 2, "estimated": until - 1} if projects else {"observed": last}
    return {"source": name, "fetched": today.isoformat(), "edition": edition, **known, "figures": figures}


def _plain(wide: pd.DataFrame, of: Mapping[str, Any], until: int) -> dict[str, dict[int, float]]:
    """Return a frame as values by economy and year, to the decimals that are kept."""
    known, years = {*figures_of.economies(), WORLD}, [int(y) for y in wide.columns]
    found: dict[str, dict[int, float]] = {}
    rows = dict(zip(wide.index, wide.to_numpy("float64").tolist(), strict=True))
    for code in sorted(known & rows.keys()):
        values = {y: v for y, v in zip(years, rows[code], strict=True) if FIRST <= y <= until}
        kept = {y: round(v, figures_of.count_decimals(of, v)) for y, v in values.items() if math.isfinite(v)}
        found |= {str(code): kept} if kept else {}
    return found


def _per_person(co2: Mapping[str, Mapping[int, float]], of: Mapping[str, Any]) -> dict[str, dict[int, float]]:
    """Return CO2 over population, in years in which both are known."""
    found = {}
    for code, row in co2.items():
        population = figures_of.series(code).get("population")
        people = population.values if population else {}
        values = {y: v / people[y] for y, v in row.items() if people.get(y)}
        if values:
            found[code] = {y: round(v, figures_of.count_decimals(of, v)) for y, v in values.items()}
    return found


def _compare(name: str, rows: Mapping[str, Mapping[int, float]]) -> None:
    """Raise when figures are not those of the shipped source: economies are missing, or values are others.

    Raises
    ------
    DataError
        With what differs; the sentence of the caller says what follows.
    """
    of, old = figures_of.read_shipped_columns()[name], figures_of.read_shipped_values(name)
    last = int(of["observed"])
    wanted = [(c, y, v) for c, row in old.items() for y, v in row.items() if last - RECENT < y <= last]
    again = [(rows[c][y], v) for c, y, v in wanted if y in rows.get(c, {})]
    if len(again) < SHARE * len(wanted):
        raise DataError(f"{name}: {len(again)} of {len(wanted)} figures of {last - RECENT + 1} to {last} are there")
    least = 1.0 if of["unit"] == "%" else 1e-12
    apart = median(abs(a - b) / max(abs(b), least) for a, b in again)
    if apart > APART:
        raise DataError(f"{name}: values are {100 * apart:.0f}% from the shipped ones")


def _write_update(name: str, content: Mapping[str, Any]) -> SourceUpdate:
    """Write an update whole, and put the one that it replaces away."""
    home = folder(NAME)
    home.mkdir(parents=True, exist_ok=True)
    path = home / f"{name}.json"
    if path.exists():
        _put_away(path)
    text = json.dumps(content, sort_keys=True)
    write_whole(path, lambda p: p.write_text(text, encoding="utf-8"))
    figures = content["figures"]
    last = max(y for rows in figures.values() for row in rows.values() for y in row)
    return SourceUpdate(
        name, content["fetched"], content["edition"], last, tuple(figures), tuple(content["files"]), path
    )


def _put_away(path: Path) -> None:
    """Move an update to those that are no longer used, under its day and hash."""
    mark = hashlib.sha256(path.read_bytes()).hexdigest()[:8]
    target = path.parent / OLD / f"{path.stem}-{mark}.json"
    target.parent.mkdir(exist_ok=True)
    path.replace(target)
