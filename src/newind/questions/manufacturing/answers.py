"""System 2: shares, growth, investment, and concentration of firms, as answers."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from newind.analyses.manufacturing import shiftshare
from newind.analyses.manufacturing.expected import expected_share
from newind.analyses.manufacturing.firms import firm_concentration
from newind.analyses.manufacturing.investment import SECTORS, industrial_investment
from newind.kernels.quotients import ratio
from newind.language.words import join_list
from newind.measures.manufacturing import manufacturing_share
from newind.messages import NOTHING, in_each, list_languages, message
from newind.questions.answers import quote
from newind.questions.manufacturing.words import (
    WHOLE,
    WORDS,
    answer,
    between,
    between_points,
    format_points,
    industries,
    line,
    number,
    plain,
    share,
)
from newind.questions.panels import latest
from newind.questions.table import DataTable
from newind.questions.words import join_texts, status, when

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.accounts.panel import Panel
    from newind.analyses.manufacturing.expected import ExpectedShare
    from newind.analyses.manufacturing.firms import FirmConcentration
    from newind.analyses.manufacturing.investment import IndustrialInvestment
    from newind.analyses.manufacturing.shiftshare import ProductivityGrowth
    from newind.messages import Text
    from newind.questions.answers import Answer
    from newind.questions.manufacturing.declared import ConcentrationOptions, ProductivityOptions, WeightOptions
    from newind.questions.options import YearOptions


ALL: Text = message("manufacturing.answers.all")


# ---- weight


def weight(panel: Panel, region: str, asked: WeightOptions) -> Answer:
    """Return the share of manufacturing against the share expected; figures of one's own are those of the last year."""
    panel, measure, form = panel.until(asked.year), asked.measure.replace("-", "_"), asked.form
    population, income = asked.population, asked.income
    given = population is not None or income is not None
    if given:
        found = expected_share(panel.last, region, measure, form=form, population=population, income=income)
    else:
        found = latest(panel, lambda part: expected_share(part, region, measure, form=form))
    years = plain(found.table(), "measure", "form").assign(population=found.population, income=found.income)
    glance = ("year", "actual", "expected", "expected_low", "expected_high", "gap", "gap_low", "gap_high")
    notes = [line(f"share_{form}"), *([line("share_given")] if given else []), line("share_fact")]
    lead = [*_describe_share(found), *_since_then(panel.last, found)]
    return answer(
        "share", region, found.years, {"years": years}, notes=notes, lead=lead, shown={"years": glance},
        words={"of": WORDS.groups["measures"][measure]}, measure=measure, form=form,
        population=population, income=income, status="estimated", chart=found.chart(), result=found,
        sources=quote("s2.manufacturing_share", "s2.expected_share", "s2.expected_gap", years=found.years[-1:]),
    )  # fmt: skip


def _describe_share(found: ExpectedShare) -> list[Text]:
    """Return share, what is expected, the gap and how sure it is, then where the share came from."""
    low, high = map(float, found.gap_range[-1])
    way = "more" if low > 0 else "less" if high < 0 else "alike"
    words = {
        "year": found.years[-1], "share": share(float(found.actual[-1])), "of": WORDS.groups["measures"][found.measure],
        "expected": share(float(found.expected[-1])), "range": between(*found.interval[-1]),
        "gap": format_points(abs(float(found.gap[-1]))), "gap_range": between_points(low, high),
        "verdict": WORDS.groups["verdicts"][way],
    }  # fmt: skip
    lead = [line(f"share_lead_{found.form}", **words)]
    if len(found.years) > 1:
        top = int(np.argmax(found.actual))
        known = {"first": found.years[0], "before": share(float(found.actual[0])), "top": found.years[top]}
        lead.append(line("share_since" if top else "share_fell", **known, most=share(float(found.actual[top]))))
    return lead


def _since_then(w: Accounts, found: ExpectedShare) -> list[Text]:
    """Return the share in accounts of a later year than the estimate of what is expected reaches."""
    if found.years[-1] == w.year or found.measure != "value_added":
        return []
    now = float(manufacturing_share(w)[0].sel(region=found.region))
    return [line("share_later", year=w.year, share=share(now), last=found.years[-1])]


# ---- productivity


def growth(panel: Panel, region: str, asked: ProductivityOptions) -> Answer:
    """Return what made labour productivity grow: growth within industries, and moves of labour between them."""
    found = shiftshare.productivity_growth(panel, region, asked.years, asked.per)
    tables = {"groups": _build_parts_table(found, "group"), "industries": _build_parts_table(found, "industry")}
    short = WORDS.groups["values"]["growth"]["group"]
    named: Mapping[str, Text] = {**shiftshare.GROUPS, **short, "other": shiftshare.OTHER, WHOLE: ALL}
    return answer(
        "growth", region, found.years, tables, notes=[line("growth_sum"), line("growth_parts")],
        lead=_describe_growth(found),
        shown={"groups": ("group", "within", "static", "dynamic", "total", "part"), "industries": ()},
        unit=found.unit, values={"group": named, "industry": industries(found.industries, ALL)},
        per=asked.per, first=found.years[0], status=found.status, chart=found.chart(), result=found,
        sources=quote("s2.productivity_within", "s2.productivity_moves", years=found.years),
    )  # fmt: skip


def _build_parts_table(found: ProductivityGrowth, level: str) -> pd.DataFrame:
    """Return one row a group or an industry, all together last: three parts, their sum, and its part of the change."""
    every = found.table()
    rows = every[every["level"].isin((level, "economy"))]
    codes = rows["code"].where(rows["level"] == level, WHOLE)
    wide = rows.assign(code=codes).pivot(index="code", columns="part", values="value")[list(shiftshare.PARTS)]
    order = [*dict.fromkeys(codes[rows["level"] == level]), WHOLE]
    made = wide.loc[order].rename_axis(None, axis=1)
    total = made.sum(axis=1)
    made = made.assign(total=total, part=total / total[WHOLE])
    return made.rename_axis(level).reset_index()


def _describe_growth(found: ProductivityGrowth) -> list[Text]:
    (before, after), (first, last) = map(float, found.levels), found.years
    rate = (after / before) ** (1 / (last - first)) - 1
    parts = {name: float(getattr(found.parts, name).sum()) for name in shiftshare.PARTS}
    total = found.parts.total
    own = dict(zip((g for g in (*shiftshare.GROUPS, "other") if g in found.group), found.groups().within, strict=True))
    digits = 2 if found.per == "hour" else 0
    words = {
        "first": first, "last": last, "before": number(before, digits), "after": number(after, digits),
        "unit": WORDS.groups["units"][found.unit], "rate": share(rate, sign=True), "status": status(found.status),
    }  # fmt: skip
    shares = {name: share(float(ratio(value, total))) for name, value in parts.items()}
    made = share(float(ratio(own.get("manufacturing", 0.0), total)))
    lead = [line("growth_lead", **words), line("growth_split", **shares, manufacturing=made)]
    if np.isfinite(found.published):
        lead.append(line("growth_published", here=share(found.growth, 0), published=share(found.published, 0)))
    return lead


# ---- investment


def investment(panel: Panel, region: str, asked: YearOptions) -> Answer:
    """Return what industry invests over the years, and how its capital grows."""
    found = industrial_investment(panel.until(asked.year), region)
    glance = ("year", "rate_industry", "rate_manufacturing", "rate_economy", "share_industry", "weight_industry",
              "capital_growth_industry", "capital_ratio_industry")  # fmt: skip
    notes = [line("investment_prices"), *_note_repeated_years(found)]
    return answer(
        "investment", region, found.years, {"years": _by_year(found)}, notes=notes,
        lead=_describe_investment(found), shown={"years": glance}, status=found.status[-1], chart=found.chart(),
        sources=quote("s2.industrial_investment", "s2.investment_share", "s2.industry_weight", years=found.years),
        result=found,
    )  # fmt: skip


def _by_year(found: IndustrialInvestment) -> DataTable:
    measures = ("rate", "share", "weight", "capital_growth", "capital_ratio")
    columns = {f"{m}_{s}": getattr(found, m)[:, k] for m in measures for k, s in enumerate(SECTORS)}
    gone = ("share_economy", "weight_economy")
    kept = {name: values for name, values in columns.items() if name not in gone}
    return DataTable.from_columns({"year": found.years, **kept, "status": found.status})


def _note_repeated_years(found: IndustrialInvestment) -> list[Text]:
    """Return the years in which the source divides investment among industries as in the year before."""
    years = [str(y) for y in found.repeated]
    return [line("investment_key", years=in_each(partial(join_list, years)))] if years else []


def _describe_investment(found: IndustrialInvestment) -> list[Text]:
    last = {m: getattr(found, m)[-1] for m in ("rate", "share", "weight", "capital_growth", "capital_ratio")}
    lead = [
        line(
            "investment_lead", year=found.years[-1], status=status(found.status[-1]),
            rate=share(float(last["rate"][0])), manufacturing=share(float(last["rate"][1])),
            economy=share(float(last["rate"][2])), share=share(float(last["share"][0])),
            weight=share(float(last["weight"][0])),
        )
    ]  # fmt: skip
    grown = found.capital[:, 0]
    if np.isfinite(grown).all() and len(found.years) > 1:
        rate = float(np.log(grown[-1] / grown[0])) / (found.years[-1] - found.years[0])
        known = {"first": found.years[0], "last": found.years[-1], "rate": share(float(np.expm1(rate)), sign=True)}
        ratios = [number(float(found.capital_ratio[t, 0])) for t in (0, -1)]
        lead.append(line("investment_capital", **known, before=ratios[0], after=ratios[1]))
    return lead


KEPT = 3
"""Markets that are named before the tables."""
SAME = 5e-4
"""Difference of two bounds below which one value is given."""


def concentration(panel: Panel | None, region: str, asked: ConcentrationOptions) -> Answer:  # noqa: ARG001 - a file
    """Return how concentrated the markets of a file are, and whether that rises or falls."""
    found = firm_concentration(asked.file, year=asked.year, largest=asked.largest)
    file = Path(asked.file).name
    table, trend = found.table(), found.trend()
    years = found.firms.years
    glance = tuple(c for c in table.columns if c not in ("alike_low", "alike_high"))
    notes = [line("concentration_bounds"), line("concentration_read"), *_note_whole_markets(found)]
    return answer(
        "concentration", asked.file, years, {"markets": table, "trend": trend}, notes=notes, lead=_lead(found),
        shown={"markets": glance}, words={"region": dict.fromkeys(list_languages(), file), "largest": asked.largest},
        largest=asked.largest, source=file, status="observed",
    )  # fmt: skip


def _note_whole_markets(found: FirmConcentration) -> list[Text]:
    whole = [m for m in found.firms.taken_whole if m in found.firms.markets]
    return (
        [line("concentration_whole", markets=join_texts([dict.fromkeys(list_languages(), m) for m in whole]))]
        if whole
        else []
    )


def _lead(found: FirmConcentration) -> list[Text]:
    """Say each market's concentration in its last year, the most concentrated first, and how it moved."""
    table, trend = found.table(), found.trend()
    last = table.groupby("market", sort=False).tail(1).sort_values("hhi_low", ascending=False, kind="stable")
    moves = {row["market"]: row for row in trend.to_dict("records")}
    lead = []
    for row in last.head(KEPT).to_dict("records"):
        lead.append(line("concentration_lead", **_words(row, found.largest)))
        if (move := moves.get(row["market"])) is not None:
            lead.append(_describe_change(move))
    return lead


def _words(row: Mapping[Any, Any], largest: int) -> dict[str, object]:
    market = str(row["market"])
    year = row.get("year")
    ends = NOTHING if year is None else when(year, year)
    return {
        "market": market, "when": ends, "firms": row["firms"], "named": share(row["named"]), "largest": largest,
        "cr": _range(row["cr_low"], row["cr_high"]), "hhi": _numbers(row["hhi_low"], row["hhi_high"]),
        "first": row["first"], "first_share": share(row["first_share"]),
    }  # fmt: skip


def _range(low: float, high: float) -> Text:
    return share(low) if high - low < SAME else between(low, high)


def _numbers(low: float, high: float) -> Text:
    ends = number(low, 3), number(high, 3)
    return ends[0] if high - low < SAME else line("concentration_range", low=ends[0], high=ends[1])


def _describe_change(move: Mapping[Any, Any]) -> Text:
    low, high = move["change_low"], move["change_high"]
    return line(
        "concentration_moved", first=move["first_year"], last=move["last_year"], way=WORDS.groups["ways"][move["way"]],
        change=_numbers(low, high), market=move["market"],
    )  # fmt: skip
