"""Build ``world-annual``: the estimated world 2011-2022, with what hold-outs say of it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from builders.annual import backcasts, carbonchecks, coarse, emissions, holdout, known, labour, partners, tariffs
from builders.annual.concordances import layout
from builders.annual.estimate import estimate
from builders.annual.facts import facts_by_year
from builders.annual.sources import YEARS
from builders.annual.tables import at_26, to_accounts
from builders.annual.totals import controls, corrections
from newind.data.reference.building import DECIMALS, LEVELS, DataSetBuild
from newind.data.reference.observed import OECD_TERMS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from os import PathLike

    from builders.annual.backcasts import Errors
    from builders.annual.emissions import Carbon, GlobalCarbonBudget
    from builders.annual.known import AnnualSources
    from newind.accounts.accounts import Accounts
    from newind.accounts.satellite import Facts
    from newind.data.reference.building import Measure
    from newind.typing import Array

TITLE = "World accounts 2011-2022, estimated from OECD and WIOD tables, 20 economies × 26 industries"
SOURCE = (
    "estimate: sales between economies, output of goods and value added from OECD inter-country tables; use within "
    "economies from the WIOD 2013 and 2016 releases, balanced to these totals"
)
ADAPTED = (
    "An adaptation of original works by the OECD. The opinions expressed and arguments employed here are not the "
    "official views of the OECD or of its member countries."
)
SOURCES: list[dict[str, str]] = [
    {
        "title": "OECD Inter-Country Input-Output Tables, 2025 edition",
        "author": "OECD (2025)",
        "path": "http://oe.cd/icio",
        "licence": OECD_TERMS,
        "note": ADAPTED,
    },
    {
        "title": "OECD Inter-Country Input-Output Tables, 2023 edition",
        "author": "OECD (2023)",
        "path": "http://oe.cd/icio",
        "licence": OECD_TERMS,
        "note": ADAPTED,
    },
    {
        "title": "OECD Input-Output Tables, 2021 edition: value added of 2018",
        "author": "OECD (2021)",
        "path": "http://oe.cd/i-o",
        "licence": OECD_TERMS,
        "note": ADAPTED,
    },
    {
        "title": "World Input-Output Database, 2016 release",
        "author": "Timmer, Los, Stehrer, de Vries (2016)",
        "path": "https://www.rug.nl/ggdc/valuechain/wiod/wiod-2016-release",
        "licence": "CC-BY-4.0",
    },
    {
        "title": "World Input-Output Database, 2013 release: table of 2011",
        "author": "Timmer, Dietzenbacher, Los, Stehrer, de Vries (2015)",
        "doi": "10.1111/roie.12178",
        "licence": "CC-BY-4.0",
    },
    {
        "title": "National Accounts Main Aggregates Database",
        "author": "United Nations Statistics Division",
        "path": "https://unstats.un.org/unsd/snaama",
        "licence": "official statistics, cited",
    },
    {
        "title": "World Economic Outlook, April 2026: population, employment; GDP and capital formation of Taiwan",
        "author": "International Monetary Fund",
        "path": "https://www.imf.org/en/Publications/WEO",
        "licence": "official statistics, cited",
    },
    {
        "title": "Global CO2 emissions from fossil fuel combustion and processes, consistent with WIOD 2016",
        "author": "European Commission, Joint Research Centre (2019)",
        "doi": "10.2760/024036",
        "licence": "reuse with acknowledgement (Commission Decision 2011/833/EU)",
    },
    {
        "title": "EDGAR 2024, GHG emissions of all world countries: CO2 by sector",
        "author": "European Commission, Joint Research Centre, and International Energy Agency (2024)",
        "path": "https://edgar.jrc.ec.europa.eu/report_2024",
        "licence": "CC-BY-4.0",
    },
    {
        "title": "Global Carbon Budget 2025: national fossil carbon emissions, territorial and consumption",
        "author": "Global Carbon Project (2025)",
        "path": "https://globalcarbonbudget.org",
        "licence": "CC-BY-4.0",
    },
    {
        "title": "Penn World Table 11.0 (products) and 10.01 (persons engaged to 2019)",
        "author": "Feenstra, Inklaar, Timmer (2015)",
        "path": "https://www.rug.nl/ggdc/productivity/pwt",
        "licence": "CC-BY-4.0",
    },
    {
        "title": "World Development Indicators (SP.URB.TOTL.IN.ZS, GB.XPD.RSDV.GD.ZS)",
        "author": "World Bank",
        "path": "https://databank.worldbank.org/source/world-development-indicators",
        "licence": "CC-BY-4.0",
    },
]
METHOD = [
    "Estimated in 34 industries and summed to 26. Every year meets: all sales between (and within) economies in 15 "
    "goods and services together (OECD, 2025 edition), inputs of each industry, and final use by category. The "
    "structure is balanced to them (RAS over rows, columns and blocks of sellers, buyers and sectors).",
    "Output of goods: sales. Value added includes net taxes on inputs. Of 2022 (OECD, 2025 edition): 11 economies as "
    "stated; DEU, FRA, ITA, ESP, REU and BRA, MEX balanced to the sums of the EU and Latin America; ROW the rest; TWN "
    "by rates of 2018.",
    "Value added of goods: output × rates on lines between 2018 (OECD) and 2022, agriculture and manufacturing moved "
    "half-way to growth in the accounts of the United Nations; before 2018 they grow as there, divided by rates of "
    "WIOD (to 2014). Services: groups of the United Nations, divided by shares of WIOD (to 2014), 2018 and 2022; "
    "output by rates, scaled to sales.",
    "Level of an economy: value added of the United Nations × the ratio of the OECD to it in 2020 (mean of the 2023 "
    "edition and of its rates × newer output) and in 2022; KOR keeps the ratio of 2021 (new base).",
    "The OECD table of 2020 (2023 edition, 11 groups) corrects shares of services and, half-way, rates of "
    "goods up to 2020, and by half of that 2021; its blocks shape the structure of 2020, and move those of 2011-2014 "
    "half-way.",
    "Structure: of 2011 the WIOD 2013 release, of 2014 the WIOD 2016 release (trade in inputs fitted to what is sold "
    "between economies and what industries import), between both in 2012-13, of 2020 both and the blocks; 2015-19 "
    "between 2014 and 2020; 2021-22 from 2020.",
    "Final use: all purchases less inputs; categories by shares of the United Nations, corrected by the table of 2020. "
    "c37 holds non-profit institutions, c41 inventories; negative flows are zero in the source.",
    "Textiles and leather are divided by output of 2011, water and waste, publishing and broadcasting by output of "
    "2014. HRV, CHE, NOR are in ROW. Cells are rounded to whole million USD.",
    "CO2: emitters (56 industries and households) of the JRC to 2014, then of 2014, divided among the 8 sectors of "
    "EDGAR (RAS: shares of emitters to 2014 kept, in ROW only within sectors); later a sector moves its emitters "
    "alike; every economy is scaled to its total in the Global Carbon Budget. 56 to 26 industries as in the set world; "
    "households are final use.",
    "Bunkers, which the Global Carbon Budget gives to no economy, are in c23t26 of the carriers' economy as in the set "
    "world: ships and aircraft of the world in the shares of H50 and H51 in 2014, of which the same part everywhere is "
    "between economies. carbon_footprints compares what is consumed without bunkers.",
    "Facts: products of the Penn World Table 11.0 at prices of 2017 as in the set world; population of the World "
    "Economic Outlook; persons engaged of the Penn World Table 10.01, from 2020 moved by employment, or where "
    "the Outlook lacks it by population; urbanisation and research of the World Bank, NaN in years without a figure. "
    "REU: sums and means of 22 members.",
    "Labour compensation of 2011-2014: labour shares by industry of the WIOD 2016 release × value added.",
    "The OECD table of 2019 is used by nothing that makes these figures; the estimate of 2019 is compared with it "
    "(holdout_2019). Method error: years that WIOD knows, estimated alike (method_error).",
]
CAVEATS = [
    "Not a continuation of the set world: 2011 differs between both (break_2011). Take a change within one of them.",
    "Destinations of goods are the OECD's; which industry uses a good inside an economy is an estimate.",
    "Experimental: TWN, the industries of ROW, c5 (leather, divided from textiles) and c8 (refining: rates of WIOD and "
    "OECD differ, that of GBR in 2022 and of ITA is below 0.09 as published).",
    "National tables of China are not imposed: the OECD has imports of c14 in 2020 a third lower. Nor do those of "
    "China, the United States and Russia say which industry uses a good: tried, with little effect, and no gain beside "
    "the OECD table of 2019.",
    "CO2 of an industry after 2014: what sets it apart from others of its sector since then is not seen.",
    "The band of s3.carbon_consumption is the largest difference to the Global Carbon Budget but that of TWN.",
    "TWN, KOR, REU: consumption CO2 is 10-30 % below the Global Carbon Budget, AUS, IND, BRA above it "
    "(carbon_footprints).",
    "No jobs, hours, capital or volumes by industry; labour compensation only to 2014, not of TWN, whose source has it "
    "above value added.",
]


def build(source_dir: str | PathLike[str], measure: Measure | None = None) -> DataSetBuild:
    """Return the estimated world of every year, with its errors and bands where indicators can be measured.

    Parameters
    ----------
    source_dir : path
        Folder with the sources.
    measure : callable, optional
        Headline indicators of accounts. Without it nothing is judged.

    Raises
    ------
    DataError
        When a source is missing or damaged.
    BalanceError
        When totals of a year cannot be met.
    """
    source = Path(source_dir)
    k = known.read(source)
    flows = estimate(k)
    bare = {year: to_accounts(at_26(flows[year]), year, SOURCE) for year in YEARS}
    carbon, budget = read_carbon(source)
    facts = facts_by_year(source)
    paid = {year: labour.read_shares(source, year) for year in YEARS if year <= labour.LAST}
    made = {year: add_figures(w, carbon[year], facts[year], paid.get(year)) for year, w in bare.items()}
    beside = {
        str(year): carbonchecks.footprints(w, emissions.satellite(w, carbon[year].home), carbon[year], budget[year])
        for year, w in bare.items()
    }
    judged = {} if measure is None else judge(source, k, flows[holdout.YEAR], made, measure)
    if judged:
        judged["bands"] = carbonchecks.widen(judged["bands"], beside)
    return DataSetBuild(
        title=TITLE,
        status="estimated",
        sources=[*SOURCES, *tariffs.ABOUT["sources"]],
        method=METHOD,
        caveats=CAVEATS,
        accounts=[(w, {"value_added": int(w.value_added.sum())}) for w in made.values()],
        about={
            "flows_between_regions": SOURCE,
            **judged,
            "carbon_footprints": beside,
            "greenhouse_gases_2022": carbonchecks.gases(source, made[carbonchecks.YEAR].satellites["co2"]),
        },
        beside={"tariffs": partial(tariffs.build, source, made[tariffs.YEAR])},
    )


def read_carbon(source: Path, years: Sequence[int] = YEARS) -> tuple[dict[int, Carbon], dict[int, GlobalCarbonBudget]]:
    """Return CO2 of years, and the totals that it meets.

    Raises
    ------
    DataError
        When a source is missing or damaged.
    """
    asked = sorted({*years, *(min(year, emissions.LAST) for year in years)})
    budget = emissions.read_budget(source, asked)
    patterns, edgar = emissions.read_patterns(source), emissions.read_edgar(source, asked)
    return emissions.estimate(patterns, edgar, budget, years), budget


def add_figures(w: Accounts, carbon: Carbon, facts: Facts, paid: Array | None = None) -> Accounts:
    """Return accounts with CO2, facts and, where labour shares are known, labour compensation."""
    satellites = {"co2": emissions.satellite(w, carbon.all)}
    if paid is not None:
        satellites["labour_compensation"] = labour.satellite(w, paid)
    return w._replace(satellites=satellites, facts=facts)


def judge(
    source: Path, k: AnnualSources, of_2019: Array, made: Mapping[int, Accounts], measure: Measure
) -> dict[str, Any]:
    """Return what the hold-outs say, the break in 2011, the bands, and the headline figures of each year.

    Parameters
    ----------
    source : path
        Folder with the sources.
    k : AnnualSources
        What they say.
    of_2019 : (20, 34, 20, 37) array, M.USD
        Estimated flows of 2019.
    made : mapping of int to Accounts
        Estimates by year.
    measure : callable
        Headline indicators of accounts.
    """
    from newind.data.reference import load

    def measure_as_observed(w: Accounts) -> Mapping[str, Array]:
        return measure(w._replace(status="observed"))  # who buys from whom is judged too

    world, all_measured = load("world").databases[0], partners.with_partners(measure_as_observed)
    tried = {
        "estimate": holdout.collapse_34(of_2019),
        "estimate, as shipped": holdout.collapse_26(made[holdout.YEAR]),
        "no update (2011)": holdout.collapse_26(world[YEARS[0]]),
    }
    of_year = holdout.compare(tried, holdout.truth(source), all_measured)
    chained = backcasts.chains(world)
    errors = backcasts.table(backcasts.backcasts(chained, all_measured))
    moved = backcasts.changes(chained, measure_as_observed)
    renewed = coarse.balance_blocks(k.coarse, controls(k, known.COARSE, corrections(k)), layout())
    found = {year: measure_as_observed(w) for year, w in made.items()}
    return {
        "holdout_2019": of_year,
        "editions_2020": holdout.editions(k.coarse, renewed, measure_as_observed),
        "method_error": errors,
        "change_error": moved,
        "break_2011": compare_2011(found[YEARS[0]], measure_as_observed(world[YEARS[0]]), made[YEARS[0]].regions.codes),
        "bands": bands(of_year, errors, moved),
        "figures": {
            id: {str(year): _round_values(values[id]) for year, values in found.items()} for id in found[YEARS[0]]
        },
    }


def bands(
    of_year: Mapping[str, Mapping[str, Mapping[str, Any]]], errors: Errors, moved: Errors
) -> dict[str, dict[str, Any]]:
    """Return the band of each indicator: the largest error in any hold-out, and that of the rest of the world.

    The band of a change is its largest error in any chain, and no less than the mean error of 2019, since chains know
    value added and carbon; where there is no chain, that of the level.
    """
    found = {}
    for id, tried in errors.items():
        every: list[Mapping[str, Any]] = [e for kind, e in tried.items() if not kind.startswith("no update")]
        every += [e for name, e in of_year.get(id, {}).items() if name.startswith("estimate")]
        found[id] = {
            "relative": id in LEVELS,
            "band": max(e["largest"] for e in every),
            "band_rest": max(e["rest_of_world"] for e in every),
        }
        mean = of_year.get(id, {}).get("estimate", {"mean": 0.0})["mean"]
        if changes := [e["largest"] for e in moved.get(id, {}).values()]:
            found[id]["change"] = max(mean, *changes)
    return found


def compare_2011(
    estimated: Mapping[str, Array], observed: Mapping[str, Array], regions: tuple[str, ...]
) -> dict[str, dict[str, list[float]]]:
    """Return headline figures of 2011 by economy, each as [estimated, observed in the WIOD 2013 release]."""
    return {
        id: dict(
            zip(
                regions,
                map(list, zip(_round_values(estimated[id]), _round_values(observed[id]), strict=True)),
                strict=True,
            )
        )
        for id in estimated
        if id in observed
    }


def _round_values(values: Array) -> list[float]:
    rounded: list[float] = np.round(values, DECIMALS).tolist()
    return rounded
