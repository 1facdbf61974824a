"""Estimate what share manufacturing has at an income and population, and write what is shipped of it.

``python -m builders.expected_share SOURCES`` writes the files of the package anew.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import stdtrit

from builders.annual.facts import products, read_outlook
from builders.now_sources import national_accounts
from builders.world import read_detailed_years
from newind.accounts.groups import resolve
from newind.accounts.store import write_whole
from newind.analyses import manufacturing
from newind.data.reference import load
from newind.data.reference.facts import read_parquet, read_penn
from newind.data.reference.now_layouts import definition
from newind.errors import DataError
from newind.kernels import patterns
from newind.kernels.quotients import ratio
from newind.measures.shared import amounts, sums

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newind.kernels.patterns import Fit
    from newind.typing import Array

LATER = (2012, 2013, 2014)
"""Years of the 2016 release that follow the tables of the 2013 release."""
RECENT = tuple(range(2015, 2023))
"""Years after both, to the last of the shipped world."""
DISTORTED = {"IRL": 2015}
"""Economies whose product measures no income of theirs from a year on (assets of firms were registered there)."""
LACKING = "TWN"
"""Economy that the national accounts of the United Nations lack."""
RELEASE_2016 = "world/wiod2016_partial/wiod2016_output_va_factor_2000_2014.parquet"
FILES = ("expected_share.yaml", "expected_coefficients.csv", "expected_economies.csv")
FORMS = ("pooled", "within")
HEADS = (
    "measure,form,term,coefficient,error,covariance",
    "measure,economy,share,population,population_squared,income,income_squared,without",
)
ABOUT = """\
# Written by builders.expected_share; do not edit.
id: expected_share
status: estimated
method: >-
  Rodrik (2016), Journal of Economic Growth 21(1), 1: share of manufacturing on the logs of population (million) and
  real income per head (USD of 2017) and their squares; pooled with year effects, and within economies with effects of
  economies and years. Errors clustered by economy. Intervals of turning points by the delta method, 95 %.
sources:
  - World Input-Output Database, releases 2013 and 2016 (CC BY 4.0); Timmer et al. (2015), Review of International
    Economics 23(3), 575; Timmer et al. (2016), GGDC Research Memorandum 162
  - Penn World Table 10.01 and, from 2012, 11.0 (CC BY 4.0), pop and rgdpna; Feenstra, Inklaar & Timmer (2015),
    American Economic Review 105(10), 3150
  - United Nations Statistics Division, National Accounts Main Aggregates Database (2026), manufacturing (ISIC D) and
    total value added
  - International Monetary Fund, World Economic Outlook, April 2026, population from 2012
note: >-
  Value added is output less inputs at basic prices in the tables of 1995-2011; in 2012-2014 the share of 2011 moves in
  proportion to that in the 2016 release, from 2015 in proportion to that of the national accounts of the United
  Nations, of Taiwan to that of the set world-annual. Population and product are those of the shipped world, of which
  the years from 2012 are of newer editions. Ireland is left out, as its product from 2015 on is largely that of assets
  registered there. Employment is persons engaged of the socio-economic accounts.
measures:
"""


@dataclass(frozen=True, eq=False)
class Sample:
    """Shares of manufacturing with population and income of N economies over T years; (N, T) arrays.

    Attributes
    ----------
    economies : tuple of str
    years : tuple of int
    share : (N, T) array in [0, 1]
    population : (N, T) array, million persons
    income : (N, T) array, USD of 2017 per head at purchasing power of 2017
    """

    economies: tuple[str, ...]
    years: tuple[int, ...]
    share: Array
    population: Array
    income: Array

    @property
    def terms(self) -> Array:
        """Regressors; (N, T, 4)."""
        return patterns.terms(self.population, self.income)


def samples(source: Path) -> dict[str, Sample]:
    """Return what is estimated on, by measure: value added 1995-2022 of 39 economies, employment 1995-2011 of 40.

    Shares of value added (output less inputs at basic prices, as in the accounts) and of persons engaged are those of
    the 2013 release. After 2011 the share of value added moves in the proportion in which that of the 2016 release
    does, after 2014 in that of the national accounts, so that no economy jumps where sources meet.

    Raises
    ------
    DataError
        When a source is missing or damaged, or an economy lacks a figure.
    """
    codes: tuple[str, ...] = ()
    value, work, years = [], [], []
    for w in read_detailed_years(source):
        named, employed = np.flatnonzero(w.regions.named), amounts(w, "employment")
        codes = tuple(w.regions.codes[r] for r in named)
        value.append(ratio(sums(w, w.value_added, "manufacturing"), w.gdp)[named])
        work.append(ratio(sums(w, employed, "manufacturing"), sums(w, employed))[named])
        years.append(w.year)
    moved = np.array(value).T
    for growth in (_later, _recent):
        moved = np.hstack([moved, moved[:, -1:] * growth(source, codes)])
    return {
        "value_added": _sample(source, codes, (*years, *LATER, *RECENT), moved),
        "employment": _sample(source, codes, tuple(years), np.array(work).T),
    }


def _sample(source: Path, codes: tuple[str, ...], years: tuple[int, ...], share: Array) -> Sample:
    kept = np.array([DISTORTED.get(c, np.inf) > years[-1] for c in codes])
    old, new = ([y for y in years if (y < LATER[0]) is early] for early in (True, False))
    people = np.hstack([read_penn(source, "pop", old), read_outlook(source, "lp", new)])[: len(codes)]
    product = np.hstack([read_penn(source, "rgdpna", old), products(source, new)["gdp_volume"][0]])[: len(codes)]
    codes, share, people, product = tuple(np.array(codes)[kept].tolist()), share[kept], people[kept], product[kept]
    known = np.asarray(np.isfinite(share * people * product).all(axis=1))
    if lost := [c for c, there in zip(codes, known, strict=True) if not there]:
        raise DataError(f"expected shares: no share, population or product in some year for {', '.join(lost)}.")
    return Sample(codes, years, share, people, product / people)


def _later(source: Path, codes: tuple[str, ...]) -> Array:
    """Return the share of manufacturing after 2011 over that of 2011 in the 2016 release; (N, 3)."""
    frame = read_parquet(source / RELEASE_2016)
    frame["value"] = frame["GO"] - frame["II"]
    industries = tuple(frame["code"].unique())
    made = frame[frame["code"].isin([industries[int(i)] for i in resolve("manufacturing", industries)])]
    part, whole = (f.groupby(["country", "year"])["value"].sum().unstack().loc[list(codes)] for f in (made, frame))
    share = part / whole
    return np.asarray(share[list(LATER)].to_numpy() / share[[LATER[0] - 1]].to_numpy())


def _recent(source: Path, codes: tuple[str, ...]) -> Array:
    """Return the share of manufacturing after 2014 over that of 2014 in national accounts; (N, 8)."""
    stated = national_accounts(source, definition())
    share = (stated["manufacturing"] / stated["value_added"]).reindex(codes)
    for w in load("world-annual").select(years=[LATER[-1], *RECENT]):
        value = ratio(sums(w, w.value_added, "manufacturing"), w.gdp)
        share.loc[LACKING, w.year] = value[w.regions.index(LACKING)]
    return np.asarray(share[list(RECENT)].to_numpy() / share[[LATER[-1]]].to_numpy())


def build_expected_files(source: Path) -> tuple[str, str, str]:
    """Return the texts of the shipped files: what was estimated, its coefficients, and figures of each economy.

    Parameters
    ----------
    source : Path
        Folder of the collected figures.

    Returns
    -------
    about : str
        YAML: sample, fit and turning point of each measure and form.
    coefficients : str
        A row a measure, form and term; ``covariance`` is the lower triangle's row of the term.
    economies : str
        Means over the years of share and terms, which the own path is measured from, and ``without``: coefficients of
        the pooled form when the economy is left out.

    References
    ----------
    Rodrik (2016), Journal of Economic Growth 21(1), 1. Feenstra, Inklaar & Timmer (2015), American Economic Review
    105(10), 3150. Timmer et al. (2015), Review of International Economics 23(3), 575; Timmer et al. (2016), GGDC
    Research Memorandum 162.
    """
    found = samples(source)
    fits = {(m, form): fit_equation(s, form) for m, s in found.items() for form in FORMS}
    about = "".join(_about(m, s, {form: fits[m, form] for form in FORMS}) for m, s in found.items())
    rows = [row for (m, form), fit in fits.items() for row in _rows(m, form, found[m].years, fit)]
    economies = [row for m, s in found.items() for row in _economies(m, s)]
    return ABOUT + about, "\n".join([HEADS[0], *rows, ""]), "\n".join([HEADS[1], *economies, ""])


def fit_equation(s: Sample, form: str) -> Fit:
    """Return the equation of a sample, ``pooled`` or ``within``."""
    return patterns.fit_pooled_shares(s.share, s.terms) if form == "pooled" else patterns.within(s.share, s.terms)


def _about(measure: str, s: Sample, fits: dict[str, Fit]) -> str:
    ranges = {
        name: (float(v.min()), float(v.max())) for name, v in (("population", s.population), ("income", s.income))
    }
    lines = [f"  {measure}:", f"    years: [{s.years[0]}, {s.years[-1]}]", f"    economies: {len(s.economies)}"]
    lines += [f"    {name}: [{low:.8g}, {high:.8g}]" for name, (low, high) in ranges.items()]
    for form, fit in fits.items():
        t = patterns.turning_point(fit.coefficients, fit.covariance, float(stdtrit(fit.freedom, 0.975)))
        lines += [
            f"    {form}:",
            f"      observations: {fit.observations}",
            f"      freedom: {fit.freedom}",
            f"      r_squared: {fit.r_squared:.6g}",
            f"      deviation: {fit.deviation:.8g}",
            f"      turning_point: {{income: {t.income:.6g}, low: {t.low:.6g}, high: {t.high:.6g}}}",
        ]
    return "\n".join([*lines, ""])


def _rows(measure: str, form: str, years: tuple[int, ...], fit: Fit) -> Iterator[str]:
    names = [*patterns.TERMS, *map(str, years if form == "pooled" else years[1:])]
    for k, name in enumerate(names):
        row = f"{fit.coefficients[k]:.12g},{fit.errors[k]:.6g},{_format_values(fit.covariance[k, : k + 1])}"
        yield f"{measure},{form},{name},{row}"


def _economies(measure: str, s: Sample) -> Iterator[str]:
    means = np.column_stack([s.share.mean(axis=1), s.terms.mean(axis=1)])
    for r, code in enumerate(s.economies):
        others = np.arange(len(s.economies)) != r
        rest = patterns.fit_pooled_shares(s.share[others], s.terms[others])
        yield f"{measure},{code},{','.join(f'{v:.12g}' for v in means[r])},{_format_values(rest.coefficients)}"


def _format_values(values: Array) -> str:
    return " ".join(f"{v:.10g}" for v in values)


def main(source: str) -> None:
    """Write the files into the package, beside the analysis that reads them."""
    place = Path(manufacturing.__file__)
    for name, text in zip(FILES, build_expected_files(Path(source)), strict=True):
        data = text.encode()
        write_whole(place.with_name(name), lambda p, data=data: p.write_bytes(data))  # type: ignore[misc]


if __name__ == "__main__":
    main(sys.argv[1])
