"""Build ``world-2014e``: an estimate of 2014 from the part of the WIOD 2016 release that is at hand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.accounts import Accounts
from newind.accounts.classification import concordance, load
from newind.accounts.reference.building import Built
from newind.accounts.reference.facts import facts_of
from newind.accounts.reference.satellites import emitted
from newind.accounts.reference.sources import REGIONS, read_emissions
from newind.accounts.reference.world import SOURCES, detailed_years
from newind.accounts.reference.world2014_bands import PAIRS, backcasts, bands, beats, ranges, shown_regions
from newind.accounts.reference.world2014_estimate import Trade, abroad, estimate, growth, spread, whole
from newind.accounts.reference.world2014_report import release_break, report
from newind.accounts.reference.world2014_sources import (
    YEAR,
    Published,
    bridges,
    folded,
    read,
    read_totals,
)
from newind.accounts.reference.world2022 import missing_totals
from newind.accounts.regions import Regions
from newind.accounts.satellite import Satellite

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from os import PathLike
    from typing import Any

    from newind.accounts.reference.building import Measure
    from newind.typing import Array

BASE = 2011
"""Year of the table whose structure of trade is taken."""
DEMAND = ("c37", "c38", "c39", "c41", "c42")
RELEASE = "WIOD 2016 release"
SOURCE = (
    f"estimate: output, value added, domestic inputs and final use of the {RELEASE}; trade in inputs balanced from the "
    f"structure of {BASE} in the WIOD 2013 release"
)
METHOD = [
    "Known and kept: domestic inputs and final use (by seller and buyer) of 44 economies; output, value added, net "
    "taxes on products and margins of 43. What an industry sells to industries abroad is output less domestic inputs "
    "and final use; what it buys abroad is output less value added, taxes, margins and domestic inputs.",
    f"Estimated: who sells inputs to whom across borders. Structure: the WIOD 2013 release of {BASE}, moved by the "
    "growth of exported inputs of its 40 economies, then balanced (MR-GRAS on the blocks between economies, those "
    "within kept) to the exports and imports of inputs of each of 43 economies and 26 industries.",
    "CHE, HRV, NOR are not in the 2013 release: their trade starts from that of the other economies of the EU; then "
    "they are part of ROW.",
    "ROW: its exports and imports of inputs are free, that is, what the buyers and sellers among the others leave; its "
    "output is the sum of its sales, its value added what is left after inputs.",
    "Industries: 56 to 35 with an own bridge, then to 26; textiles and leather, one industry in the 2016 release, are "
    f"divided by output of {BASE} in the 2013 release.",
    "Cells are rounded to whole million USD at 20 × 26; output is the sum of the row.",
    "Labour compensation: LAB of the release, left out of economies where it exceeds value added. CO2, population and "
    "product: the sources of the set world.",
]
CAVEATS = [
    "Not a continuation of the set world: the 2016 release follows the SNA 2008 and ISIC Rev. 4, the 2013 release the "
    "SNA 1993 and ISIC Rev. 3, and the bridge between their industries is approximate. Differences between 2011 and "
    "2014 are in part breaks (report: release_break); the bands do not cover them.",
    "No supplier by buyer: flows between two economies are estimates that nothing confirms.",
    "ROW is the least known: its value added by industry is a residual, low in manufacturing.",
    "Labour compensation of TWN is unknown here: the release states 1.4 times the value added of the economy.",
]


def build(source_dir: str | PathLike[str], measure: Measure | None = None) -> Built:
    """Return the estimate of 2014, 20 economies × 26 industries, with its bands where indicators can be measured.

    Parameters
    ----------
    source_dir : path
        Folder with the sources.
    measure : callable, optional
        Headline indicators of accounts. Without it the estimate cannot be judged, and counts as experimental.

    Raises
    ------
    DataError
        When a source is missing or damaged.
    ConvergenceError
        When the totals cannot be met.
    """
    source = Path(source_dir)
    tables = {w.year: w for w in detailed_years(source, sorted({BASE, *(y for pair in PAIRS for y in pair)}))}
    published = read(source)
    bridge = bridges(published.regions, tables[BASE].regions.codes, tables[BASE].x.reshape(tables[BASE].R, -1))
    small = {year: _at_26(w) for year, w in tables.items()}
    known = published.bridged(bridge)
    trade = estimated_trade(known, small[BASE])
    made = accounts(source, known, trade, bridge)
    about = {
        "report": report(known, trade, made)
        | {"release_break": _break(source, published.regions, bridge, small[BASE])},
        "later": missing_totals(source, dict(zip(made.regions, _by_region(made.x, made), strict=True))),
        **({} if measure is None else _judged(made, small, measure)),
    }
    return Built(
        title="World accounts 2014, estimated from the WIOD 2016 release in part, 20 economies × 26 industries",
        status="estimated" if beats(about.get("bands", {})) else "experimental",
        sources=sources(),
        method=METHOD,
        caveats=CAVEATS,
        accounts=[(made, {"exported_inputs_of_the_source": int(np.nansum(known.exported_inputs))})],
        about=about,
    )


def _judged(made: Accounts, tables: Mapping[int, Accounts], measure: Measure) -> dict[str, Any]:
    judged = bands(backcasts(tables, measure))
    return {"bands": judged, "ranges": ranges(measure(made), judged, made.regions.codes)}


def _break(source: Path, regions: Sequence[str], bridge: Array, old: Accounts) -> dict[str, Any]:
    output, value_added = (np.einsum("ria,ra->ri", bridge, a) for a in read_totals(source, regions, BASE)[:2])
    return release_break(old, output, value_added, regions)


def _by_region(values: Array, w: Accounts) -> list[float]:
    totals: list[float] = values.reshape(w.R, w.S).sum(axis=1).tolist()
    return totals


def sources() -> list[dict[str, str]]:
    """Return the sources of the set: those of the tables of 1995-2011, and the later release."""
    later = {
        "title": f"World Input-Output Database, 2016 release: {YEAR} in part, and its Socio-Economic Accounts",
        "author": "Timmer, Los, Stehrer, de Vries (2016)",
        "path": "https://www.rug.nl/ggdc/valuechain/wiod/wiod-2016-release",
        "licence": "CC-BY-4.0",
    }
    return [later, *SOURCES[:-1]]


def estimated_trade(known: Published, old: Accounts) -> Trade:
    """Return trade in inputs among the economies of the 2016 release, from the structure of an earlier table.

    Raises
    ------
    ConvergenceError
        When the totals cannot be met.
    """
    flows = abroad(old.Z4)
    shown = [known.regions.index(code) for code in old.regions.codes[:-1]]
    rise = growth(flows, known.exported_inputs[shown])
    start = rise * spread(flows, likeness(known.regions, old.regions.codes))
    return estimate(start, known.exported_inputs, known.imported_inputs)


def likeness(regions: Sequence[str], old: Sequence[str]) -> list[list[int]]:
    """Return for each economy the positions of those whose trade stands for its own: itself, or the rest of the EU.

    Examples
    --------
    >>> likeness(["USA", "CHE"], ["AUT", "USA", "SWE", "ROW"])
    [[1], [0, 2]]
    """
    others = [k for k, code in enumerate(old) if code in concordance("wiod41_to_wiod20").sources_of["REU"]]
    return [[old.index(code)] if code in old else others for code in regions]


def payable(labour: Array, value_added: Array) -> Array:
    """Return labour compensation, (R, S), unknown for economies whose industries would pay more than they earn.

    Examples
    --------
    >>> payable(np.array([[6.0, 5.0], [9.0, 0.0]]), np.array([[5.0, 5.0], [5.0, 5.0]]))
    array([[nan, nan],
           [ 9.,  0.]])
    """
    impossible = labour.sum(axis=1) > value_added.sum(axis=1)
    return np.where(impossible[:, None], np.nan, labour)


def accounts(source: Path, known: Published, trade: Trade, bridge: Array) -> Accounts:
    """Return the accounts of 2014 at 20 economies × 26 industries, in whole million USD, with satellites and facts."""
    n = known.output.size
    paid = payable(known.labour, known.value_added).ravel()
    labour = Satellite(paid, None, "M.USD", "observed", "labour", f"{RELEASE}, Socio-Economic Accounts")
    full = Accounts(
        Z=whole(trade.flows, known.domestic),
        Y=known.final.reshape(n, -1),
        regions=Regions(known.regions),
        industries=tuple(load("wiod26")),
        demand=DEMAND,
        year=YEAR,
        satellites={"labour_compensation": labour},
        status="estimated",
        source=SOURCE,
    )
    shown = full.aggregate({code: folded(known.regions)[code] for code in REGIONS})
    emissions = read_emissions(source, [YEAR])[YEAR]
    places = [known.regions.index(code) for code in REGIONS]
    carbon = np.einsum("rij,rj->ri", bridge[places], emissions.industries)
    beside = dict(shown.satellites) | {"co2": emitted(shown, carbon, emissions.households)}
    small = shown_regions(shown._replace(satellites=beside, facts=facts_of(source, YEAR)))
    return small._replace(Z=np.rint(small.Z), Y=np.rint(small.Y))


def _at_26(w: Accounts) -> Accounts:
    return w.aggregate(None, {k: list(v) for k, v in concordance("wiod35_to_wiod26").sources_of.items()})
