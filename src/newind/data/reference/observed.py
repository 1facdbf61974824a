"""The annual world observed: tables of the OECD on the user's machine at 20 economies × 26 industries, and others.

The estimate ``world-annual`` has what may be passed on without the tables; with them it is not needed. An economy that
the 20 do not name may get a separate row, taken out of the one it belongs to.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.accounts import Accounts
from newind.accounts.classification import concordance
from newind.accounts.regions import Regions
from newind.accounts.satellite import Facts
from newind.data.readers import detect, icio
from newind.data.reference import load, package
from newind.data.reference.building import LEVELS, DataSetBuild
from newind.data.sources import SPAN, source
from newind.data.sources.fetch import hash_of
from newind.datafiles import read_csv_rows
from newind.errors import DataError, offenders, unknown, within

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from newind.accounts.classification import Concordance
    from newind.data.reference.building import Measure
    from newind.typing import Array


NAME = "world-annual"
ECONOMIES = concordance("wiod41_to_wiod20").targets
REST = "ROW"
DEMAND = ("c37", "c38", "c39", "c41", "c42")
"""Categories of the shipped world; of the flows, c37 holds c38 and c41 holds c42, which are zero."""
OECD_TERMS = "OECD Terms and Conditions, Data: free to adapt and redistribute with credit, which must be passed on"
TAKEN = {"HFCE": "c37", "DPABR": "c37", "NPISH": "c38", "GGFC": "c39", "GFCF": "c41", "INVNT": "c42"}
"""Final demand of the OECD → of the world; purchases abroad of residents are household consumption."""
METHOD = [
    "The OECD's tables, economies and industries summed to those of world-annual (concordances wiod41_to_wiod20 and "
    "{name}_to_wiod26). Nothing is estimated but the division of three industries in two: textiles and leather "
    "(C13T15), water and waste (E), publishing and broadcasting (J58T60), in every row and column by output of 2011 "
    "or 2014 (dividers.csv), for an economy with a separate row as in the rest of the world.",
    "Value added includes taxes less subsidies on products that industries pay (satellite taxes_less_subsidies).",
]
AT_26 = ", at 26 industries"
"""Addition to the source of a table."""
OWN_ROW = "{own}: separate rows, taken out of {hosts}. CO2 by industry is not known for them, and left out for all."
BESIDE = "CO2 by industry and facts are those of world-annual, CO2 estimated."


@dataclass(frozen=True)
class TableFile:
    """A table of one year in a file."""

    path: Path
    year: int
    edition: str


def tables(files: Iterable[str | Path]) -> tuple[TableFile, ...]:
    """Return the tables in files, by year, after a look at layout, edition, and what archives should have.

    Parameters
    ----------
    files : iterable of path
        Csv tables, or archives as the OECD publishes them.

    Raises
    ------
    DataError
        For a file of another layout, an archive that lacks a year of its name or is not the one known by that name,
        files of two editions, and a year in two files.
    """
    found = [table for path in dict.fromkeys(map(Path, files)) for table in _in_file(path)]
    editions = sorted({t.edition for t in found})
    if len(editions) > 1:
        which = offenders(list(dict.fromkeys(f"{t.path.name} ({t.edition})" for t in found)))
        raise DataError(f"files of several editions, {' and '.join(editions)}: {which}. Give those of one.")
    years = [t.year for t in found]
    if twice := sorted({y for y in years if years.count(y) > 1}):
        raise DataError(f"tables of {offenders(list(map(str, twice)))} are in two files. Give each year once.")
    return tuple(sorted(found, key=lambda t: t.year))


def _in_file(path: Path) -> list[TableFile]:
    name, reason = detect(path)
    if name != "icio":
        raise DataError(f"{path}: not a table of the OECD's ICIO: {reason}. Give files of newind data get icio2025.")
    edition, years = icio.edition_of(path), icio.years_of(path)
    _check_archive(path, edition)
    for span in SPAN.findall(path.name.replace("_", " ")):
        first, _, last = span.partition("-")
        if gone := [str(y) for y in range(int(first), int(last) + 1) if y not in years]:
            raise DataError(f"{path}: the archive lacks the tables of {offenders(gone)}. Get it again.")
    return [TableFile(path, year, edition) for year in years]


def _check_archive(path: Path, edition: str) -> None:
    """Raise for an archive with the name of one that is known, and other content."""
    known = source(f"icio{edition}").known.get(path.name, {})
    if not known:
        return
    kind, _, stated = known["hash"].partition(":")
    if path.stat().st_size != known["bytes"] or hash_of(path, kind) != stated:
        raise DataError(
            f"{path}: not the archive of that name that is known ({kind.upper()} {stated}): altered, or another "
            f"edition. Get it again with newind data get icio{edition}, or rename it if you packed it yourself."
        )


def read(table: TableFile) -> Accounts:
    """Read a table at the detail of the OECD.

    Raises
    ------
    DataError
        For a damaged table.
    """
    return icio.read(table.path, year=table.year)


def as_world(w: Accounts, own: Sequence[str] = ()) -> Accounts:
    """Return a table of the OECD at the economies and industries of the annual world.

    Parameters
    ----------
    w : Accounts
        As `newind.read` returns it, 45 or 50 industries.
    own : sequence of str
        Economies with a separate row, before the rest of the world.

    Raises
    ------
    UnknownNameError
        For an economy that the table lacks.
    DataError
        For one that has a row already, for a table without an economy that the 20 hold, and for another layout.
    """
    hosts = _hosts(w, own)
    summed = w.aggregate(regions={new: [c for c, to in hosts.items() if to == new] for new in _order(own)})
    return _at_26(summed)


def _order(own: Sequence[str]) -> tuple[str, ...]:
    return (*ECONOMIES[:-1], *own, REST)


def host_of(code: str) -> str:
    """Return which of the 20 economies holds an economy.

    Examples
    --------
    >>> host_of("DEU"), host_of("POL"), host_of("VNM")
    ('DEU', 'REU', 'ROW')
    """
    return concordance("wiod41_to_wiod20").targets_of.get(code, (REST,))[0]


def _hosts(w: Accounts, own: Sequence[str]) -> dict[str, str]:
    """Return economy of the table → row that it goes into."""
    needed = concordance("wiod41_to_wiod20").sources
    if gone := [code for code in needed if code not in w.regions]:
        raise DataError(f"{w.year}: economies missing: {offenders(gone)}. Is it a whole table of the OECD?")
    for code in own:
        if code not in w.regions:
            raise unknown("economy", code, w.regions.codes, f"The tables of the OECD have {w.R - 1} economies.")
        if code in ECONOMIES:
            raise DataError(f"{code} has a separate row in {NAME} already. Leave --region out.")
    return {code: code if code in own else host_of(code) for code in w.regions}


def _at_26(w: Accounts) -> Accounts:
    """Return accounts of the 45 or 50 industries of the OECD at the 26 of the world."""
    bridge = concordance(_bridge(w.industries))
    order = [bridge.sources.index(code) for code in w.industries]
    to = np.stack([_matrix(bridge, code)[:, order] for code in w.regions])
    R, S = w.R, len(bridge.targets)
    Z = np.einsum("ria,raqb,qjb->riqj", to, w.Z4, to, optimize=True).reshape(R * S, -1)
    taken = np.array([[float(TAKEN[d] == demand) for demand in DEMAND] for d in w.demand])
    Y = np.einsum("ria,raqd,de->riqe", to, w.Y4, taken, optimize=True).reshape(R * S, -1)
    paid = w.satellites["taxes_less_subsidies"]
    values = np.einsum("ria,ra->ri", to, paid.values.reshape(R, -1)).ravel()
    final = None if paid.final is None else (paid.final.reshape(R, -1) @ taken).ravel()
    return Accounts(
        Z, Y, Regions(w.regions.rows), bridge.targets, DEMAND, w.year, unit=w.unit,
        satellites={"taxes_less_subsidies": replace(paid, values=values, final=final)},
        source=w.source + AT_26, status=w.status, repairs=w.repairs,
    )  # fmt: skip


def _bridge(industries: Sequence[str]) -> str:
    """Return the name of the concordance to the 26 industries."""
    names = ("icio45_to_wiod26", "icio50_to_wiod26")
    found = [name for name in names if set(concordance(name).sources) == set(industries)]
    if not found:
        raise DataError(f"{len(industries)} industries ({offenders(industries)}): not the 45 or 50 of the OECD.")
    return found[0]


def _matrix(bridge: Concordance, code: str) -> Array:
    """Return which share of each industry of the OECD goes into each of the 26 in an economy, (26, industries)."""
    found = bridge.matrix(dict.fromkeys(bridge.targets, 1.0))
    for industry, (first, second) in DIVIDED.items():
        of = shares()[industry]
        part, column = of.get(code, of[REST]), bridge.sources.index(industry)
        found[[bridge.targets.index(first), bridge.targets.index(second)], column] = part, 1 - part
    return found


def with_figures(w: Accounts, own: Sequence[str] = ()) -> Accounts:
    """Return accounts with the figures that ``world-annual`` has beside its flows, in years that it has.

    Facts of an economy with a separate row, and of whom it was taken out of, are not known; nor is CO2 then.
    """
    shipped = load(NAME)
    if w.year not in shipped.years:
        return w
    of = shipped[w.year]
    if not own:
        return w._replace(satellites={"co2": of.satellites["co2"], **w.satellites}, facts=of.facts)
    changed = {host_of(code) for code in own}
    at = [of.regions.index(c) if c in of.regions and c not in changed else -1 for c in w.regions]
    facts = {k: replace(f, values=np.where(np.array(at) < 0, np.nan, f.values[at])) for k, f in of.facts.items()}
    return w._replace(facts=Facts(facts))


# ---- beside the estimate


def compare(
    found: Mapping[int, Mapping[str, Array]], estimated: Mapping[int, Mapping[str, Array]]
) -> dict[str, dict[str, Any]]:
    """Return how far the estimate is from the tables: indicator → mean and largest absolute difference, and where.

    Parameters
    ----------
    found, estimated : year → indicator → (20,) array
        Totals by economy; the rest of the world is left out.

    Returns
    -------
    dict
        ``mean``, ``largest``, ``economy``, ``year``, ``band`` (the largest error that the estimate states), and
        ``relative``: whether differences are shares of the figure observed, as of amounts.
    """
    bands = package(NAME)["bands"]
    years = sorted(set(found) & set(estimated))
    result = {}
    for id in dict.fromkeys(i for year in years for i in found[year] if i in estimated[year]):
        with_id = [year for year in years if id in found[year] and id in estimated[year]]
        observed, guessed = (np.array([of[year][id] for year in with_id])[:, :-1] for of in (found, estimated))
        apart = np.abs(guessed - observed) / (np.abs(observed) if id in LEVELS else 1.0)
        if np.isnan(apart).all():
            continue
        k, r = np.unravel_index(np.nanargmax(apart), apart.shape)
        result[id] = {
            "mean": float(np.nanmean(apart)),
            "largest": float(apart[k, r]),
            "economy": ECONOMIES[int(r)],
            "year": with_id[int(k)],
            "band": bands.get(id, {}).get("band"),
            "relative": id in LEVELS,
        }
    return result


def build(files: Iterable[str | Path], own: Sequence[str] = (), measure: Measure | None = None) -> DataSetBuild:
    """Return the observed world of the years that files have, and how far the estimate is from it.

    Parameters
    ----------
    files : iterable of path
        Tables of the OECD, csv or archives.
    own : sequence of str
        Economies with a separate row.
    measure : callable, optional
        Headline indicators of accounts; without it nothing is compared.

    Raises
    ------
    DataError
        When a file is missing, damaged, or not what it should be; in one line.
    UnknownNameError
        For an economy that the tables lack.
    """
    given = tables(files)
    if not given:
        raise DataError("no table given. Give csv files or archives of the OECD: newind data get icio2025.")
    made: list[Accounts] = []
    found: dict[int, Mapping[str, Array]] = {}
    estimated: dict[int, Mapping[str, Array]] = {}
    shipped, name = load(NAME), ""
    for table in given:
        w = read(table)
        try:
            name = _bridge(w.industries).partition("_")[0]
            alike = with_figures(as_world(w))
        except DataError as error:
            raise DataError(within(table.path, error)) from None
        made.append(with_figures(as_world(w, own), own) if own else alike)
        if measure is not None and table.year in shipped.years:
            found[table.year], estimated[table.year] = measure(alike), measure(shipped[table.year])
    edition = given[0].edition
    hosts = sorted({host_of(code) for code in own})
    return DataSetBuild(
        title=f"World accounts {given[0].year}-{given[-1].year}, OECD edition of {edition}, {made[0].R} economies × "
        f"{made[0].S} industries",
        status=made[0].status,
        sources=[
            {
                "title": f"OECD Inter-Country Input-Output Tables, {edition} edition",
                "author": f"OECD ({edition})",
                "path": "http://oe.cd/icio",
                "licence": OECD_TERMS,
            }
        ],
        method=[METHOD[0].format(name=name), METHOD[1]],
        caveats=[OWN_ROW.format(own=", ".join(own), hosts=", ".join(hosts)) if own else BESIDE],
        accounts=[(w, {"value_added": int(w.value_added.sum())}) for w in made],
        about={
            "files": [
                {"name": path.name, "bytes": path.stat().st_size, "sha256": hash_of(path, "sha256")}
                for path in dict.fromkeys(t.path for t in given)
            ],
            "estimate_against_observed": compare(found, estimated) if found else {},
        },
    )


DIVIDED = {"C13T15": ("c4", "c5"), "E": ("c17", "c31t35"), "J58T60": ("c7", "c31t35")}
"""Industry of the OECD → the two of the 26 that it belongs to; the file has the share of the first."""


def shares() -> dict[str, dict[str, float]]:
    """Return the share of the first of both: industry of the OECD → economy of the 20 → share.

    Examples
    --------
    >>> 0.5 < shares()["C13T15"]["CHN"] < 1
    True
    """
    rows = read_csv_rows("newind.data.reference", "dividers.csv")
    return {code: {row["economy"]: float(row[code]) for row in rows} for code in DIVIDED}
