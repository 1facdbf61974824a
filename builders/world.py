"""The world 1995-2011 from its sources."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from builders.satellites import exchange_rates, output_volume, satellites
from newind.accounts.classification import concordance
from newind.data.readers.wiod2013 import accounts, read_arrays
from newind.data.reference.building import DataSetBuild
from newind.data.reference.facts import FILES, YEARS, facts_by_year, read_accounts, read_emissions
from newind.data.reference.tariffs import ABOUT as TARIFFS, build as build_tariffs
from newind.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from os import PathLike

    from newind.accounts.accounts import Accounts
    from newind.data.reference.building import Measure
    from newind.typing import Array

SOURCES: list[dict[str, str]] = [
    {
        "title": "World Input-Output Database, 2013 release: World Input-Output Tables and Socio-Economic Accounts",
        "author": "Timmer, Dietzenbacher, Los, Stehrer, de Vries (2015)",
        "doi": "10.1111/roie.12178",
        "licence": "CC-BY-4.0",
    },
    {
        "title": "Global CO2 emissions from fossil fuel combustion and processes, consistent with WIOD 2016",
        "author": "European Commission, Joint Research Centre (2019)",
        "doi": "10.2760/024036",
        "licence": "reuse with acknowledgement (Commission Decision 2011/833/EU)",
    },
    {
        "title": "Penn World Table 10.01",
        "author": "Feenstra, Inklaar, Timmer (2015)",
        "doi": "10.34894/QT5BCC",
        "licence": "CC-BY-4.0",
    },
    {
        "title": "World Development Indicators (SP.URB.TOTL.IN.ZS, GB.XPD.RSDV.GD.ZS)",
        "author": "World Bank",
        "path": "https://databank.worldbank.org/source/world-development-indicators",
        "licence": "CC-BY-4.0",
    },
    {
        "title": "Systema Globalis panel (urban population, changes before 2000 only)",
        "author": "Gapminder, based on the World Bank",
        "path": "https://www.gapminder.org/data/",
        "licence": "CC-BY-4.0",
    },
]
METHOD = [
    "Tables: 41 economies × 35 industries summed to 20 × 26 (concordances wiod41_to_wiod20, wiod35_to_wiod26). Output "
    "is the sum of each row; the release rounds cells, so world output is 0.04-0.09 % below the published one.",
    "Industries that rounding leaves without positive sales (LUX c5, c8; MLT, LVA c8; LVA c24) are set to zero.",
    "Money of the socio-economic accounts: national currency × (published gross output of the economy in USD / its "
    "gross output in national currency), year by year; the capital stock at the rate of 1995. Rates of the Penn World "
    "Table were rejected: they are in euro for LTU and LVA, after redenomination for RUS 1995 and 1998 and BGR 1996, "
    "9 % off for TUR.",
    "Labour compensation includes the self-employed (LAB); by skill: its shares LABHS, LABMS, LABLS; hours likewise.",
    "Volumes: value of 1995 in the tables × quantity index, by source industry, then summed; the fact output_volume is "
    "output of 1995 × the publisher's index of total output (for CHN that index is deflated by one price for all: it "
    "grows by 189 % from 2000 to 2009, industries chained by 219 %, at prices of 1995 by 236 %).",
    "CO2: 56 industries to 35 with an own bridge (wiod56_to_wiod35): totals of economies are the publisher's, the "
    "split is estimated; textiles, clothing and leather shared between c4 and c5 by output; CHE, HRV, NOR are in ROW; "
    "households are final use.",
    "Blank figures of an industry without output are zero; capital of households with employed persons is zero. A "
    "figure of a sum (REU, c19t21 …) is NaN unless every part has it. ROW has CO2 only. What a year lacks for everyone "
    "is absent.",
    "Facts of REU: sums of its 22 members; urbanisation weighted by population, research by product at purchasing "
    "power. Urbanisation before 2000 is the figure of 2000 less the change in a later vintage (status estimated). TWN "
    "has no urbanisation and no research intensity in the source.",
]
CAVEATS = [
    "IDN: hours of 1997 and 1999 are off by a factor of up to 8 in c17, c28, c29, c30; the capital stock of c13-c16 is "
    "1-2 % of output.",
    "CHN: employment rises by 2.5 % in 2010, four times as fast as in the years before (the source changes there).",
    "Pay of the self-employed at the wage of employees makes labour more than value added in agriculture (KOR, REU).",
    "FRA: mining and utilities lose more than half of output in 1999, a break in the source.",
    "CO2 by industry breaks in some small cells (DEU c1 in 2008, KOR c2 in 2001, CHN c10, c16 in 2005, ESP in 2008); "
    "totals of economies do not.",
    "Value added holds net taxes on products and transport margins: it exceeds that of the socio-economic accounts by "
    "0-2 % (CHN, JPN, USA, IDN) or 2-15 % (others, most in EST and LVA): labour shares are lower by as much.",
    "Volumes of value added grow as official accounts do (CHN 1995-2009 9.9 % a year); the Penn World Table has 7.4 %.",
]


def build(source_dir: str | PathLike[str], measure: Measure | None = None) -> DataSetBuild:  # noqa: ARG001 - same for every set
    """Return the accounts of the world, 1995-2011, 20 economies × 26 industries.

    Raises
    ------
    DataError
        When a source is missing or damaged.
    """
    return DataSetBuild(
        title="World accounts 1995-2011, 20 economies × 26 industries",
        status="observed",
        sources=[*SOURCES, *TARIFFS["sources"]],
        method=METHOD,
        caveats=CAVEATS,
        accounts=((aggregate_accounts(w), _totals_of(w)) for w in read_detailed_years(source_dir)),
        beside={"tariffs": partial(build_tariffs, source_dir)},
    )


def _totals_of(detailed: Accounts) -> dict[str, int]:
    return {
        "flows_of_the_source": int(detailed.Z.sum()),
        "final_demand_of_the_source": int(detailed.Y.sum()),
    }


def read_detailed_years(source_dir: str | PathLike[str], years: Iterable[int] = YEARS) -> Iterator[Accounts]:
    """Yield the accounts of years at 41 economies × 35 industries, with satellites and facts.

    Raises
    ------
    DataError
        When a source is missing or damaged.
    """
    source = Path(source_dir)
    if not source.is_dir():
        raise DataError(f"{source}: there is no such folder. Give the one that holds {FILES['sea']}.")
    sea, emissions, facts = read_accounts(source), read_emissions(source), facts_by_year(source)
    first, base = _table(source, YEARS[0], sea)
    values = base.x.reshape(base.R, base.S), base.value_added.reshape(base.R, base.S)
    for year in years:
        rates, w = _table(source, year, sea)
        made = satellites(w, sea, (rates, first), values, emissions.get(year))
        volume = output_volume(w, sea, values[0])
        beside = dict(facts[year]) | ({} if volume is None else {"output_volume": volume})
        yield w._replace(satellites=made, facts=beside)


def _table(source: Path, year: int, sea: dict[str, Array]) -> tuple[Array, Accounts]:
    """Return the exchange rates of a year and its table without satellites."""
    table = read_arrays(source / FILES["tables"].format(year=year))
    output = table.x.reshape(len(table.regions), -1).sum(axis=1)
    return exchange_rates(output, sea["GO"][:, -1, YEARS.index(year)]), accounts(table)


def aggregate_accounts(w: Accounts) -> Accounts:
    """Return detailed accounts at 20 economies × 26 industries."""
    regions, industries = concordance("wiod41_to_wiod20").sources_of, concordance("wiod35_to_wiod26").sources_of
    return w.aggregate({k: list(v) for k, v in regions.items()}, {k: list(v) for k, v in industries.items()})
