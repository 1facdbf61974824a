"""A package year by year, as an answer: what changes, through what, when carbon peaks, and how sure that is."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.data.reference.growth import projected_figures
from newind.errors import in_each_language
from newind.language.words import in_brackets, percent
from newind.messages import NOTHING, complete_text, fill, in_each, message_group
from newind.pathways.aims import budget_of
from newind.pathways.carbon_baseline import explain_baseline
from newind.pathways.followed import SERIES
from newind.pathways.hindcast import CARBON, find_skill
from newind.pathways.projections import FIRST, QUALITY, SKILLED, STATUSES
from newind.pathways.prospects import WEO
from newind.pathways.recommendations import INCOME
from newind.pathways.spending import find_last_observed_year, is_projected
from newind.policy.signs import SIGNS, STATED
from newind.policy.verdicts import ASSUMED, NOISE
from newind.questions.answers import TONNES, Answer
from newind.questions.assumed import describe_assumed
from newind.questions.paths import skills, uncertainty
from newind.questions.paths.carbon import (
    LEAST,
    PER_MT,
    describe_carbon,
    describe_span,
    emits,
    headline_carbon,
    span_ends,
)
from newind.questions.table import DataTable
from newind.questions.words import join_texts, name_place, place, put_in_brackets

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from newind.messages import Text
    from newind.pathways.pathway import Pathway
    from newind.pathways.sensitivity import Percentiles
    from newind.policy.ranges import Range
    from newind.typing import Array

KEPT = 3
"""Mechanisms and economies that are named."""
ENDS = ("year", "p5", "p95", "error", "moved", "settled")
"""What is shown of draws of a figure that may not be stated: no middle."""
UNNAMED = "scenario"
"""Name of a package that was given none."""


def load_words() -> dict[str, Any]:
    """Return all words."""
    return message_group("paths.pathway")


def pathway_of(
    p: Pathway, region: str, ranged: Range | None = None, drawn: Percentiles | None = None, *, mechanisms: bool = True
) -> Answer:  # fmt: skip
    """Return what a pathway comes to for a region.

    Parameters
    ----------
    p : Pathway
        The path.
    region : str
        Code.
    ranged : Range, optional
        Of real income, as of `Pathway.range`.
    drawn : Percentiles, optional
        Of a yearly figure over draws of the parameters.
    mechanisms : bool
        Whether each mechanism is switched off once.
    """
    r = p.regions.index(region)
    words = {"first": p.years[0], "last": p.years[-1], "start": p.begins, "tonnes": TONNES}
    parts = p.mechanisms if mechanisms and p.package.shocks else {}
    every = _years(p, r)
    seen = min(int(p.base.growth.known[r]), p.begins - 1, p.years[-1] - 1)
    tables = {"years": every.take([t for t, year in enumerate(p.years) if year >= seen]), "all_years": every}
    if ranged is not None:
        tables["range"] = _range(p, r, ranged)
    if drawn is not None:
        table = drawn.table()
        tables["draws"] = DataTable.from_frame(table[table["year"] >= p.begins])
    if parts:
        tables["mechanisms"] = DataTable.from_rows(
            {"mechanism": name, "added": float(values[-1, r])} for name, values in parts.items()
        )
    if emits(p, r):
        tables["carbon"] = _carbon(p, r)
    tables["outlook"] = _ahead(p, r)
    tables["regions"] = _regions(p, r)
    tables["hindcast"] = skills.skills_table(region)
    refused = find_skill(CARBON, region).is_refused
    level = () if refused else ("co2_level",)
    return Answer(
        title=_title(p, region, words),
        tables=tables,
        labels={**skills.load_words()["columns"], **_fill_all("columns", words)},
        heads={**_fill_all("heads", words), "hindcast": skills.load_words()["head"]},
        short={**skills.load_words()["short"], **_fill_all("short", words)},
        values={
            **skills.load_words()["values"], **load_words()["values"], "sign": SIGNS,
            "industry": load_words()["values"]["rows"],
        },
        numbers=frozenset({"gdp_level", "gdp_baseline", "co2_level", "co2_baseline"}),
        points=skills.POINTS,
        money=frozenset({"cumulative", "cumulative_baseline"}),
        masses=frozenset({"cumulative", "cumulative_baseline"}),
        shown={
            "years": ("year", *map(_name_shown, SERIES), "gdp_level", *level, "basis"),
            "regions": ("region", *map(_name_shown, ("real_income", "welfare", "co2")), "sign"),
            **({} if p.stated[r] else {"mechanisms": ()}),
            "carbon": () if refused else ("industry", "peak", "peak_baseline", "cumulative", "cumulative_baseline"),
            "all_years": (),
            **({} if drawn is None or p.stated[r] or drawn.outcome not in INCOME else {"draws": ENDS}),
            "hindcast": skills.SHOWN,
        },
        central=frozenset({"years", "all_years", "mechanisms", "carbon", "regions"} if p.package.shocks else ()),
        lead=tuple(_lead(p, r, region, parts, ranged)),
        notes=(*_notes(p, r, ranged), *(() if drawn is None else (_over(drawn),))),
        about={
            "region": region, "package": p.name,
            **({} if p.scenario is None else {"scenario": p.scenario.name}),
            "years": [p.years[0], p.years[-1]], "start": p.begins, "horizon": p.horizon,
            "welfare": float(p.welfare[r]), "observed_until": int(p.base.growth.known[r]),
            "outlook": p.outlook.to_dict(), "outlook_hash": p.outlook.hash,
        },
    )  # fmt: skip


# ---- tables
def _name_shown(figure: str) -> str:
    """Return the column that is shown of a figure: of those in `INCOME` what may be stated; files have them all."""
    return f"{figure}_stated" if figure in INCOME else figure


def _years(p: Pathway, r: int) -> DataTable:
    changes = {name: p.change(name)[:, r] for name in SERIES}
    told = np.where(np.array(p.years) < p.begins, True, p.stated[r])
    stated = {_name_shown(n): np.where(told, v, np.nan) for n, v in changes.items() if n in INCOME}
    levels = {
        f"{name}_{which}": one.series(name)[:, r]
        for name in ("gdp", "co2")
        for which, one in (("level", p), ("baseline", p.baseline))
    }
    basis = p.base.growth.basis[: len(p.years), r]
    return DataTable.from_columns({"year": p.years, **changes, **levels, "basis": basis, **stated, "stated": told})


def _ahead(p: Pathway, r: int) -> DataTable:
    """Return the basis of people, work, skills, GDP and CO2 in the baseline: until when observed, and what then."""
    last, vintage = projected_figures().years[-1], p.outlook.vintage
    region, seen, said = p.regions.codes[r], p.base.growth.seen, p.prospects.projections
    rows, shipped = [], p.prospects.choice("product") == WEO
    for series, known in ((name, int(years[r])) for name, years in seen.items()):
        skilled = said is not None and series == QUALITY and bool(said.list_rows(region, SKILLED))
        name = SKILLED if skilled else series
        ahead = [] if said is None else [row for row in said.list_rows(region, name) if row.year > known]
        usual = shipped and not ahead and series in ("gdp", "population")
        sources = dict.fromkeys(row.source for row in ahead if row.source)
        rows.append(
            {
                "series": name,
                "observed_until": str(known) if known >= FIRST else "",
                "projected_until": str(ahead[-1].year if ahead else last) if ahead or usual else "",
                "status": "projected" if usual else _find_weakest(ahead),
                "source": "; ".join(sources) or (vintage if usual else ""),
            }
        )
    return DataTable.from_rows([*rows, *_spending(p, r, vintage)])


def _spending(p: Pathway, r: int, vintage: str) -> Iterable[dict[str, str]]:
    """Yield the same rows of what is invested and of the trade deficit, as far as they move."""
    growth, drivers = p.base.growth, p.base.run.drivers
    code, last = p.regions.codes[r], projected_figures().years[-1]
    ahead = is_projected(code)
    for name, moves in (("investment", drivers.structure), ("deficit", drivers.balance)):
        if moves is not None:
            known = find_last_observed_year(name, code, int(growth.known[r]))
            yield {
                "series": name, "observed_until": str(known) if known else "",
                "projected_until": str(last) if ahead else "", "status": "projected" if ahead else "assumed",
                "source": vintage if ahead else "",
            }  # fmt: skip


def _find_weakest(ahead: Iterable[Any]) -> str:
    """Return the least sure status of projections of one's own; assumed where there are none."""
    return STATUSES[min((STATUSES.index(row.status) for row in ahead), default=0)]


def _range(p: Pathway, r: int, found: Range) -> DataTable:
    at = [t for t, year in enumerate(p.years) if year >= p.begins]
    sure = found.stated[at, r] & p.stated[r]
    return DataTable.from_columns(
        {
            "year": [p.years[t] for t in at],
            "low": found.low[at, r],
            "central": np.where(sure, found.central[at, r], np.nan),
            "high": found.high[at, r],
            "sure": sure,
        }
    )


def _carbon(p: Pathway, r: int) -> DataTable:
    """Return peaks and cumulative carbon of industries, the largest first, and of all in the last row."""
    w = p.base.lab.baseline
    per = PER_MT.get(w.satellites["co2"].unit, np.nan)
    here, there = budget_of(p), budget_of(p.baseline, p.begins)
    parts: dict[str, Iterable[Any]] = {
        "industry": ["all", *w.industries, "final"],
        "peak": [here.total_peak[r], *here.peak[r]],
        "peak_baseline": [there.total_peak[r], *there.peak[r]],
        "cumulative": np.array([here.cumulative[r].sum(), *here.cumulative[r]]) * per,
        "cumulative_baseline": np.array([there.cumulative[r].sum(), *there.cumulative[r]]) * per,
    }
    emitted = there.cumulative[r]
    largest_first = [int(n) for n in np.argsort(-emitted, kind="stable") if emitted[n] > 0]
    return DataTable.from_columns(parts).take([0, *(1 + n for n in largest_first)])


def _regions(p: Pathway, r: int) -> DataTable:
    """Return the other regions in the last year, by the size of what may be stated of real income; then the others."""
    columns = {"real_income": p.change()[-1], "welfare": p.welfare, "co2": p.change("co2")[-1]}
    stated = np.array(p.stated)
    order = np.argsort(np.where(stated, -np.abs(columns["real_income"]), 1.0), kind="stable").tolist()
    told = {_name_shown(n): np.where(stated, v, np.nan) for n, v in columns.items() if n in INCOME}
    table = {"region": p.regions.codes, **columns, "sign": p.verdicts, **told, "stated": stated}
    return DataTable.from_columns(table).take([n for n in order if n != r])


# ---- words
def _fill_all(group: str, words: dict[str, Any]) -> dict[str, Text]:
    return {name: fill(said, **words) for name, said in load_words()[group].items()}


def _title(p: Pathway, region: str, words: dict[str, Any]) -> Text:
    return fill(load_words()["titles"]["pathway"], who=name_place(region), package=name_package(p), **words)


def name_package(p: Pathway) -> Text:
    """Return what a package is called in a sentence: its label, else its name; that there is none."""
    if not p.package.shocks:
        alone: Text = load_words()["lines"]["baseline"]
        return alone
    unnamed = p.package.name in ("", UNNAMED)
    own = complete_text(p.package.label, "" if unnamed else p.name)
    return {lang: said or load_words()["lines"]["unnamed"][lang] for lang, said in own.items()}


def _line(name: str, **words: Any) -> Text:
    """Return a sentence; words may be texts of both languages."""
    return fill(load_words()["lines"][name], **words)


def _percent(value: float) -> Text:
    return in_each(partial(percent, value))


def _lead(p: Pathway, r: int, region: str, parts: dict[str, Array], ranged: Range | None) -> list[Text]:
    names, carbon = collect_names(p, region), emits(p, r)
    said = [describe_carbon(p, r, told=bool(p.package.shocks) and p.verdicts[r] not in STATED)] if carbon else []
    if not p.package.shocks:
        rate = float(p.series("gdp")[-1, r]) ** (1.0 / (p.years[-1] - p.years[0])) - 1.0
        grown = _line("grows", rate=_percent(rate), first=p.years[0], **names)
        return [grown, *said]
    span = None if ranged is None else (float(ranged.low[-1, r]), float(ranged.high[-1, r]), bool(ranged.stated[-1, r]))
    found = [result(float(p.change()[-1, r]), span, names, p.verdicts[r], headline_carbon(p, r) if carbon else NOTHING)]
    if p.stated[r] or p.verdicts[r] == ASSUMED:
        found += describe_assumed(p.assumed, r, 2, number=p.stated[r] and (span is None or span[2]))
    if agrees(p.verdicts[r], float(p.welfare[r])):
        found.append(_line("welfare", change=_percent(float(p.welfare[r])), **names))
    if p.stated[r]:
        found += largest({n: float(v[-1, r]) for n, v in parts.items()})
    found += said
    if p.scenario is not None:
        found.insert(1, _world(p, r, names))
    return found


def _world(p: Pathway, r: int, names: dict[str, Any]) -> Text:
    """Return what the scenario that both years with and without the package live in does by itself."""
    assert p.scenario is not None
    own = float(p.baseline.series("real_income")[-1, r] / p.calm.series("real_income")[-1, r] - 1.0)
    return _line("world", scenario=p.scenario.label, own=_percent(own), **names)


def collect_names(p: Pathway, region: str) -> dict[str, Any]:
    """Return the names that sentences on a path use: region, package, first year of it, last year."""
    return {"last": p.years[-1], "who": place(region), "package": name_package(p), "start": p.begins}


def result(
    change: float,
    span: tuple[float, float, bool] | None,
    names: dict[str, Any],
    verdict: str = "positive",
    carbon: Text = NOTHING,
) -> Text:
    """Return the sentence on real income in the last year.

    Parameters
    ----------
    change : float
        Against the baseline.
    span : (low, high, sure), optional
        Its range, and whether its sign is the same in all of it.
    names : dict
        As of `collect_names`.
    verdict : str
        What may be said of its sign, a key of `newind.policy.signs.SIGNS`.
    carbon : text
        What is reported of CO2 where real income has no number, as of `headline_carbon`.
    """
    within = load_words()["lines"]["no-span"]
    if verdict not in STATED:
        within = NOTHING if span is None else describe_span(*span[:2], kind="span-open")
        return _line("result-verdict", verdict=_bracket_reason(verdict), span=within, carbon=carbon, **names)
    if span is not None:
        low, high, sure = span
        if not sure:
            return _line("result-unsure", **span_ends(low, high), **names)
        within = describe_span(low, high)
    if not agrees(verdict, change):
        return _line(without_direction(change, "result"), span=within, **names)
    return _line("result" if change >= 0 else "result-below", change=_percent(abs(change)), span=within, **names)


def _bracket_reason(verdict: str) -> Text:
    """Return what may be said of a sign, with what decides on it in brackets."""
    parts = {lang: re.split(": |：", said) for lang, said in SIGNS[verdict].items()}
    return {lang: in_brackets(said[0], said[1], lang) if len(said) > 1 else said[0] for lang, said in parts.items()}


def agrees(verdict: str, change: float) -> bool:
    """Return whether a change is more than noise, and has the sign that may be stated.

    Examples
    --------
    >>> agrees("positive", 0.01), agrees("positive", -0.01), agrees("positive", 1e-4), agrees("zero", 0.01)
    (True, False, False, False)
    """
    return abs(change) > NOISE and verdict == ("positive" if change > 0 else "negative")


def without_direction(change: float, line: str) -> str:
    """Return which line says that nothing changes, or that the sign on the path is not the one that may be stated."""
    return f"{line}-none" if abs(change) <= NOISE else f"{line}-differs"


def largest(parts: Mapping[str, float]) -> list[Text]:
    """Return the sentence on the mechanisms that add most to real income, none where they add next to nothing."""
    built = {n: v for n, v in parts.items() if n != "at once" and v > LEAST}
    most = sorted(built, key=lambda n: -built[n])[:KEPT]
    if not most:
        return []
    words = load_words()["values"]["mechanism"]
    which = [put_in_brackets({k: w.lower() for k, w in words[n].items()}, _percent(built[n])) for n in most]
    return [_line("largest", which=join_texts(which))]


def _over(drawn: Percentiles) -> Text:
    """Return of which figure percentiles are, and how sure they are."""
    outcome, sure = uncertainty.load_words()["outcomes"][drawn.outcome], uncertainty.doubt(drawn)
    kind = "draws-level" if drawn.level else "draws"
    return fill(load_words()["notes"][kind], outcome=outcome, sure=sure)


def _notes(p: Pathway, r: int, ranged: Range | None) -> list[Text]:
    notes = load_words()["notes"]
    kind = "scenario" if p.prospects.choice("product") == WEO else "converging"
    found = [fill(notes[kind], known=int(p.base.growth.known[r])), notes["settings"]]
    structure = [notes["structure"]] if p.base.run.drivers.structure is not None else []
    horizon = load_words()["horizons"][p.horizon]
    found += [fill(notes["within"], horizon=horizon, start=p.start), p.outlook.describe(), *structure]
    if emits(p, r):
        found.append(explain_baseline(p, p.regions.codes[r]))
    if ranged is not None:
        found.append(describe_coverage(len(ranged.corners), len(ranged.failed)))
    if p.scenario is not None:
        found.append(p.scenario.description)
    found += [skills.load_words()["notes"][name] for name in ("product", "levels")]
    found += map(in_each_language, p.log)
    return found


def describe_coverage(cases: int, failed: int) -> Text:
    """Return what a range covers: how many cases have a path, and how many have none."""
    notes = load_words()["notes"]
    lost = in_each(lambda lang: notes["failed"][lang].format(n=failed) if failed else "")
    return fill(notes["range"], n=cases + failed, failed=lost)
