"""A package tried on an economy, as an answer: who gains, why, what it costs and what it does."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.groups import resolve
from newind.accounts.regions import apply_house_style as named_region
from newind.charts.proofs import ChangeRanges, ChartRow
from newind.errors import in_each_language
from newind.language.phrases import name_inside
from newind.language.scales import decimal, mark
from newind.language.words import listing
from newind.measures.registry import indicators
from newind.messages import in_each
from newind.parameters import parameter
from newind.policy.effects import groups_of
from newind.policy.posing import list_acting_regions
from newind.policy.ranges import is_one_structure
from newind.policy.signs import SIGNS, STATED, sign
from newind.policy.simulate import simulate
from newind.questions.answers import LANGS, Answer
from newind.questions.assumed import describe_assumed
from newind.questions.options import read_package
from newind.questions.policies.answers import (
    add_assumption,
    build_economy,
    labels,
    line,
    load_words,
    name_package,
    place_of,
)
from newind.questions.policies.budget import name_sources
from newind.questions.policies.outcomes import find_funds_loss, list_report, report_simulation
from newind.questions.policies.shocks import name_group
from newind.questions.policies.trials import Effect
from newind.questions.table import DataTable, make_tables
from newind.questions.wording import capital

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from newind.accounts.accounts import Accounts
    from newind.accounts.panel import Panel
    from newind.messages import Text
    from newind.policy.ranges import Range
    from newind.policy.schema import Package
    from newind.policy.verdicts import Verdicts
    from newind.questions.policies.declared import SimulateOptions
    from newind.questions.policies.outcomes import SimulationReport
    from newind.typing import Array

MOST = 3
"""Regions explained when none is named."""
DRAWN = 12
"""Regions drawn where none is explained."""
DIGITS = {"real_income": 3, "low": 3, "high": 3, "relative": 2, "relative_low": 2, "relative_high": 2}
"""Places of a per cent that are shown."""
MONIES = frozenset({"amount", "revenue", "revenue_low", "revenue_high"})
"""Columns of amounts, which are changes as all others are."""
INCOME, SIX, MONEY = 5e-6, 5e-5, 0.5
"""What is shown as zero: of real income, of the six characteristics, of amounts in the unit of the accounts."""
LACKING = 4
"""Cases without an equilibrium that are named."""
SMALL = 5e-7
"""Parts of real income below this are not shown."""


def simulate_package(panel: Panel, region: str, asked: SimulateOptions) -> Answer:  # noqa: ARG001 - of no region
    """Return what a package does: who gains and by how much, why, what governments pay, the six characteristics."""
    w = build_economy(panel, asked)
    package = read_package(asked.package, w)
    named = find_positions(w, asked.regions)
    s = simulate(w, package, asked.horizon, asked.parameters)
    found = report_simulation(s, list_acting_regions(package, w)[:MOST] if named is None else named)
    told = build_simulation_answer(found)
    given = asked.package if isinstance(asked.package, str) else package.name
    return add_assumption(replace(told, lead=(*_say_nothing(given, package, w), *told.lead)), s.baseline)


def find_positions(w: Accounts, asked: tuple[str, ...] | None) -> tuple[int, ...] | None:
    """Return where the regions stand that were asked for, in whichever case they were typed; None where none was.

    Raises
    ------
    UnknownNameError
        For what is neither a region nor a group, with the nearest.
    """
    if asked is None:
        return None
    folded = {code.casefold(): code for code in w.regions.codes}
    named = [folded.get(name.casefold(), name) for name in asked]
    return tuple(int(i) for i in resolve(named, w.regions.codes))


def build_simulation_answer(o: SimulationReport) -> Answer:
    """Return a simulation and what it means: sentences, tables, the ranges of real income as a picture."""
    s, words = o.simulation, load_words()
    w, codes = s.baseline, s.baseline.regions.codes
    tables = {
        "gains": _tabulate_gains(o),
        "decomposition": _tabulate_parts(o, "cause", o.sources.found.components if o.sources.found else {}),
        "contributions": _tabulate_parts(o, "part", _list_contributions(o)),
        "budget": _tabulate_budget(o),
        "six": _tabulate_six(o),
        "otherwise": _tabulate_otherwise(o),
    }
    title = line("simulate", package=name_package(s.package), year=w.year, horizon=words["horizons"][s.horizon])
    return Answer(
        title=title,
        tables=make_tables(tables, empty=False),
        labels=labels(w.unit) | {c: place_of(c) for c in codes} | {"amount": line("simulate-amount", unit=w.unit)},
        short=words["short"] | {"amount": dict.fromkeys(LANGS, w.unit)},
        heads=_name_tables(o),
        values={
            **{k: words["values"][k] for k in ("cause", "topic")},
            "item": name_sources(s.package, w, o.explained),
            "part": {g: in_each(partial(name_group, g, s.package)) for g in groups_of(s.package)},
            "sign": SIGNS,
        },
        money=MONIES,
        signed=MONIES | DIGITS.keys() | {*codes},
        decimals=DIGITS | dict.fromkeys(codes, 3),
        significant=frozenset({"before", "after"}),
        divided={"budget": "region", "six": "region"},
        central=frozenset({"decomposition", "contributions"}),
        lead=tuple(
            text
            for i in o.explained
            for text in (
                _describe_region(o, i),
                *describe_assumed(s.assumed, i, 3, number=_classify_gain(o, i) in STATED),
            )
        ),
        notes=tuple(_list_notes(o)),
        about={"status": "simulated", **list_report(o)},
        chart=_draw_gains(o),
        caption=({lang: f"{line('simulate-gains')[lang]} · {title[lang]}" for lang in LANGS}, line("simulate-limits")),
        result=s,
    )


def _name_tables(o: SimulationReport) -> dict[str, Text]:
    s, parts = o.simulation, o.parts.found
    method = None if parts is None else load_words()["methods"][parts.method]
    return {
        "gains": line("simulate-gains"),
        "decomposition": line("simulate-decomposition"),
        "contributions": line("simulate-method", method=method) if method else line("simulate-contributions"),
        "budget": line("simulate-budget", unit=s.baseline.unit),
        "six": line("simulate-six"),
        "otherwise": line("simulate-output_tax" if s.package.financing == "lump_sum" else "simulate-lump_sum"),
    }


# ---- in words


def _say_nothing(given: str, package: Package, w: Accounts) -> tuple[Text, ...]:
    """Return that a package has no shocks, or none for this table; nothing where it has some."""
    if package.select_shocks(w).shocks:
        return ()
    return (line("simulate-no-shocks-here" if package.shocks else "simulate-no-shocks", package=given),)


def _describe_region(o: SimulationReport, i: int) -> Text:
    """Return who gains, by how much, why, and what the government pays, in a sentence."""
    said = [_describe_gain(o, i)]
    if o.sources.found is not None and _classify_gain(o, i) in STATED:
        size = {k: abs(float(v[i])) for k, v in o.sources.found.components.items() if abs(v[i]) > SMALL}
        if causes := [load_words()["values"]["cause"][k] for k in sorted(size, key=lambda k: -size[k])[:2]]:
            named = {lang: listing([c[lang] for c in causes], lang) for lang in LANGS}
            said.append(line("simulate-mainly", causes=named))
    said += [*_describe_bill(o, i), line("simulate-stop")]
    return {lang: capital("".join(part[lang] for part in said)) for lang in LANGS}


def _describe_gain(o: SimulationReport, i: int) -> Text:
    """Return by how much a region gains or loses, or that this is ambiguous."""
    s, found, change = o.simulation, o.range.found, float(o.simulation.welfare[i])
    return line(
        f"simulate-{_classify_gain(o, i)}",
        who=name_inside(named_region(s.baseline.regions.codes[i])),
        change=decimal(100 * abs(change), 3),
        span="" if found is None else _format_span(float(found.low[i]), float(found.high[i])),
        amount=f"{decimal(abs(change) * s.laboratory.benchmark.final[i], 0)} {s.baseline.unit}",
        **({} if found is None or found.verdicts is None else _describe_verdict(found.verdicts, i)),
    )


def _describe_verdict(said: Verdicts, i: int) -> dict[str, Any]:
    """Return what stands beside a sign that may not be stated: the world, losers, partners' answer, where it turns."""
    turns, answered = float(said.turns[i]), said.mirrored
    mirrored = "" if answered is None else _format_span(float(answered[0, i]), float(answered[1, i]))
    nothing = dict.fromkeys(LANGS, "")
    return {
        "world": decimal(100 * said.world[1], 3, sign=True),
        "losers": said.losers,
        "mirrored": mirrored,
        "answered": line("simulate-answered", mirrored=mirrored) if mirrored else nothing,
        "turns": line("simulate-turns", phi=decimal(turns, 2)) if turns == turns else nothing,
    }


def _format_span(low: float, high: float) -> str:
    return " … ".join(decimal(100 * end, 3, sign=True) for end in (low, high))


def _describe_bill(o: SimulationReport, i: int) -> list[Text]:
    """Return what the government pays or gets, where its sign is known."""
    found = o.ranges.get(("bill", ""))
    way = "unknown" if found is None else _classify(found, i, MONEY)
    if found is None or way not in ("positive", "negative"):
        return []
    low, high = sorted(abs(float(v[i])) for v in (found.low, found.high))
    said = {"bill": decimal(abs(found.central[i]), 0), "span": f"{decimal(low, 0)} … {decimal(high, 0)}"}
    told = [line(f"simulate-{'costs' if way == 'positive' else 'brings'}", unit=o.simulation.baseline.unit, **said)]
    if way == "positive" and o.simulation.package.financing == "lump_sum":
        told.append(_describe_public_funds(o, i))
    return told


def _describe_public_funds(o: SimulationReport, i: int) -> Text:
    """Return what the fiscal cost would take on top, were it paid by taxes that distort."""
    funds, s = parameter("public_funds"), o.simulation
    assert funds.value is not None
    assert funds.range is not None
    loss = find_funds_loss(s, i)
    low, high = (f"{end:g}" for end in funds.range)
    return line("simulate-funds", loss=decimal(100 * loss, 3), value=f"{funds.value:g}", low=low, high=high)


def _list_notes(o: SimulationReport) -> list[Text]:
    """Return what must be known: limits, what could not be found, what characteristics are, the log."""
    heads, unsure = _name_tables(o), [i for i in o.explained if _classify_gain(o, i) not in STATED]
    codes = o.simulation.baseline.regions.codes
    why_not = {"decomposition": o.sources.why_not, "contributions": o.parts.why_not, "otherwise": o.other.why_not}
    failed = (o.range.why_not,) if o.range.found is None else o.range.found.lacking
    within = line("simulate-within" if is_one_structure(o.simulation) else "simulate-family")
    notes = [line("simulate-limits"), within, *map(in_each_language, failed[:LACKING])]
    if more := failed[LACKING:]:
        notes.append(line("simulate-lacking", n=str(len(more))))
    if unsure:
        names = [name_inside(named_region(codes[i])) for i in unsure]
        notes.append(line("simulate-whole", which={lang: listing([n[lang] for n in names], lang) for lang in LANGS}))
    notes += [
        line("simulate-why-not", what=heads[name], why=in_each_language(why))
        for name, why in why_not.items()
        if why and (o.explained or name == "otherwise")
    ]
    return [*notes, *([_explain_six(o)] if o.explained else []), *map(in_each_language, o.simulation.log)]


def _explain_six(o: SimulationReport) -> Text:
    """Return the indicator of each characteristic, with its unit."""
    known, topics = indicators(), load_words()["values"]["topic"]
    units = ["" if c.unit == "1" else f" ({c.unit})" for c in o.changes]
    return in_each(
        lambda lang: mark("semicolon", lang).join(
            f"{topics[c.topic][lang]}{mark('colon', lang)}{known[c.id].label[lang]}{unit}"
            for c, unit in zip(o.changes, units, strict=True)
        )
    )


# ---- in tables


def _classify(found: Range, i: int, zero: float) -> str:
    """Return what a range says about its sign as it is shown: what is shown as zero is zero."""
    return sign(float(found.low[i]), float(found.high[i]), zero)


def _classify_gain(o: SimulationReport, i: int) -> str:
    """Return what may be said of the sign of real income."""
    return "unknown" if o.range.found is None else _find_verdict(o.range.found, i)


def _find_verdict(found: Range, i: int) -> str:
    """Return the verdict on real income of a region, as briefs and the screen give it."""
    central, low, high = (float(v[i]) for v in (found.central, found.low, found.high))
    return Effect(central, low, high, str(found.sign[i])).verdict


def _measure(found: Range | None, i: int, zero: float, name: str, prefix: str = "") -> dict[str, Any]:
    """Return central value, range and the class of its sign; no central value where that may not be stated."""
    if found is None:
        return {name: np.nan, f"{prefix}low": np.nan, f"{prefix}high": np.nan, "sign": "unknown"}
    way = _classify(found, i, zero) if found.verdicts is None else _find_verdict(found, i)
    central = float(found.central[i]) if way in STATED else np.nan
    return {name: central, f"{prefix}low": float(found.low[i]), f"{prefix}high": float(found.high[i]), "sign": way}


def _tabulate_gains(o: SimulationReport) -> DataTable:
    """Return real income of every region, who gains most first."""
    s = o.simulation
    rows = []
    for i in map(int, np.argsort(-s.welfare, kind="stable")):
        cells = _measure(o.range.found, i, INCOME, "real_income")
        amount = float(s.welfare[i] * s.laboratory.benchmark.final[i])
        known = {"real_income": cells.pop("real_income")}
        known["amount"] = amount if known["real_income"] == known["real_income"] else np.nan
        rows.append({"region": s.baseline.regions.codes[i], **known, **cells})
    return DataTable.from_rows(rows)


def _list_contributions(o: SimulationReport) -> Mapping[str, Array]:
    """Return what each part of a package adds; nothing where there is only one."""
    found = {} if o.parts.found is None else o.parts.found.by_group
    return found if len(found) > 1 else {}


def _tabulate_parts(o: SimulationReport, name: str, parts: Mapping[str, Array]) -> DataTable:
    """Return parts of real income in the central case, of regions whose whole has a sign that is sure."""
    shown = [i for i in o.explained if _classify_gain(o, i) in STATED]
    codes = o.simulation.baseline.regions.codes
    rows = [
        {name: part, **{codes[i]: float(v[i]) for i in shown}}
        for part, v in parts.items()
        if shown and np.abs(v[shown]).max() > SMALL
    ]
    return DataTable.from_rows(rows)


def _tabulate_budget(o: SimulationReport) -> DataTable:
    """Return what each government takes and gives more or less, and the net."""
    bill, rows = o.ranges.get(("bill", "")), list[dict[str, Any]]()
    for i in o.explained:
        items = {n: r for (kind, n), r in o.ranges.items() if kind == "government" and _is_something(r, i)}
        if bill is not None:
            items["net"] = replace(bill, central=-bill.central, low=-bill.high, high=-bill.low)
        code = o.simulation.baseline.regions.codes[i]
        rows += [{"region": code, "item": n, **_measure(r, i, MONEY, "revenue", "revenue_")} for n, r in items.items()]
    return DataTable.from_rows(rows)


def _is_something(found: Range, i: int) -> bool:
    return bool(max(abs(found.low[i]), abs(found.high[i])) > MONEY)


def _tabulate_six(o: SimulationReport) -> DataTable:
    rows = []
    for i in o.explained:
        for c in o.changes:
            cells = _measure(o.ranges.get(("six", c.id)), i, SIX, "relative", "relative_")
            after = float(c.after[i]) if cells["relative"] == cells["relative"] else np.nan
            code = o.simulation.baseline.regions.codes[i]
            rows.append({"region": code, "topic": c.topic, "before": float(c.before[i]), "after": after, **cells})
    return DataTable.from_rows(rows)


def _tabulate_otherwise(o: SimulationReport) -> DataTable:
    """Return real income with the other financing, of the regions explained or of all."""
    if o.other.found is None:
        return DataTable({})
    s, found = o.simulation, o.ranges.get(("other", ""))
    shown: Iterable[int] = o.explained or range(s.baseline.R)
    codes = s.baseline.regions.codes
    rows = ({"region": codes[i], **_measure(found, i, INCOME, "real_income"), **_hold_back(o, i)} for i in shown)
    return DataTable.from_rows(rows)


def _hold_back(o: SimulationReport, i: int) -> dict[str, Any]:
    """Return what takes the place of a sign that may not be stated as the package is financed, nothing where it may."""
    way = _classify_gain(o, i)
    return {} if way in STATED else {"real_income": np.nan, "sign": way}


def _draw_gains(o: SimulationReport) -> ChangeRanges | None:
    """Return the ranges of real income of the regions explained, or the largest where none is."""
    found = o.range.found
    if found is None:
        return None
    size = np.maximum(np.abs(found.low), np.abs(found.high))
    drawn = o.explained or tuple(int(i) for i in np.argsort(-size, kind="stable")[:DRAWN])
    codes = o.simulation.baseline.regions.codes
    rows = []
    for i in drawn:
        cells = _measure(o.range.found, i, INCOME, "real_income")
        low, central, high = (0.0 if abs(cells[k]) <= INCOME else cells[k] for k in ("low", "real_income", "high"))
        rows.append(ChartRow(codes[i], central, (low, high)))
    return ChangeRanges(tuple(rows), "points", "higher")
