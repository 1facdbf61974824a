"""System 2 in depth: where an economy stands in chains, what they pay along their length, and what it exports."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from newind.analyses.manufacturing import chainincome, position, smile, sophistication
from newind.analyses.manufacturing.carried import GROUPS
from newind.errors import DataError
from newind.language.phrases import industry as name_inside
from newind.language.words import count, mark, quantity
from newind.messages import complete_text, in_each, list_languages
from newind.questions.answers import quote
from newind.questions.manufacturing.words import (
    WHOLE,
    WORDS,
    answer,
    format_points,
    industries,
    industry,
    line,
    number,
    plain,
    share,
)
from newind.questions.table import DataTable
from newind.questions.wording import sentence
from newind.questions.words import place, status

if TYPE_CHECKING:
    import pandas as pd

    from newind.accounts.panel import Panel
    from newind.analyses.manufacturing.chainincome import ChainIncome
    from newind.analyses.manufacturing.position import ChainPosition
    from newind.analyses.manufacturing.smile import SmileCurve
    from newind.analyses.manufacturing.sophistication import Sophistication
    from newind.messages import Text
    from newind.questions.answers import Answer
    from newind.questions.manufacturing.declared import SmileOptions
    from newind.questions.options import YearOptions


# ---- position


def place_in_chains(panel: Panel, region: str, asked: YearOptions) -> Answer:
    """Return how far a region's industries are from final use and from primary factors, and why that changed."""
    found = position.chain_position(panel.until(asked.year), region)
    tables = {"years": _stages(found), "changes": _changes(found), "industries": _by_industry(found)}
    shown = {
        "years": ("year", "up_manufacturing", "down_manufacturing", "up_economy", "down_economy"),
        "changes": ("measure", "scope", "before", "within", "mix", "after"),
        "industries": ("industry", "weight", "upstreamness", "up_change", "downstreamness", "down_change"),
    }
    values = {"measure": WORDS.groups["stages"], "scope": position.SCOPES}
    return answer(
        "position", region, found.years, tables, notes=[line("position_merit"), sentence(found.note)],
        lead=_standing(found),
        shown=shown, values=values, words={"first": found.years[0]}, status=found.status[-1], chart=found.chart(),
        sources=quote("s2.chain_position", years=found.years[-1:], status=found.status[-1]), result=found,
    )  # fmt: skip


def _stages(found: ChainPosition) -> DataTable:
    names = {"up": "upstreamness", "down": "downstreamness"}
    levels = {f"{n}_{s}": found.level(m, s) for s in ("manufacturing", "economy") for n, m in names.items()}
    return DataTable.from_columns({"year": found.years, **levels, "status": found.status})


def _changes(found: ChainPosition) -> DataTable:
    """Return one row a measure and scope: levels of the first and last year, and the two parts of the change."""
    scopes = ("manufacturing", "economy") if len(found.years) > 1 else ()
    every = [(m, s, found.change(m, s)) for m in position.MEASURES for s in scopes]
    return DataTable.from_rows(
        {"measure": m, "scope": s, "before": c.levels[0], "within": c.within, "mix": c.mix, "after": c.levels[1]}
        for m, s, c in every
    )


def _by_industry(found: ChainPosition) -> DataTable:
    """Return one row an industry of the last year, with changes since the first where there are several."""
    up, down, output = found.upstreamness, found.downstreamness, found.output
    columns = {"industry": found.industries, "weight": output[-1] / output[-1].sum()}
    for name, stages in (("up", up), ("down", down)):
        columns[f"{name}streamness"] = stages[-1]
        if len(found.years) > 1:
            columns[f"{name}_change"] = stages[-1] - stages[0]
    return DataTable.from_columns(columns).take(np.argsort(-up[-1], kind="stable").tolist())


def _standing(found: ChainPosition) -> list[Text]:
    up, down = (found.level(m, "manufacturing") for m in position.MEASURES)
    words = {"year": found.years[-1], "up": number(float(up[-1])), "down": number(float(down[-1])),
             "status": status(found.status[-1])}  # fmt: skip
    lead = [line("position_lead", **words)]
    if len(found.years) > 1:
        c = found.change("upstreamness", "manufacturing")
        known = {"first": found.years[0], "up": number(float(up[0])), "down": number(float(down[0]))}
        lead.append(line("position_since", **known, within=_format_change(c.within), mix=_format_change(c.mix)))
    return lead


def _format_change(value: float) -> Text:
    said_so = number(value)
    return in_each(lambda lang: ("+" if value > 0 else "") + said_so[lang])


# ---- smile


def smile_of(panel: Panel, region: str, asked: SmileOptions) -> Answer:
    """Return what the members of a chain earn along their distance to its final product, and whether it is a smile."""
    found = smile.smile_curve(panel.until(asked.year), region, asked.industry)
    curves, points, lead = _curves(found)
    tables = {
        "groups": found.summary("group"),
        "members": found.table().drop(columns=["year", "unit", "status"]),
        "economies": found.summary("region"),
        "curves": curves,
        "points": points,
    }
    paid = ("income_per_hour",) if found.coverage("income_per_hour") >= smile.COVERAGE else ()
    shown = {"groups": ("group", "share", "distance", *paid), "economies": (), "curves": (), "points": (),
             "members": ("region", "industry", "distance", "share", "value_added_rate", *paid)}  # fmt: skip
    verdicts = {name: _shorten_verdict(text)
                for name, text in smile.VERDICTS.items()}  # fmt: skip
    return answer(
        "smile", region, (found.year,), tables, notes=[line("smile_read"), sentence(found.note)], lead=lead,
        shown=shown, unit=found.unit, words={"of": industry(asked.industry)}, industry=asked.industry,
        status=found.status, values={"group": GROUPS, "measure": smile.MEASURES, "verdict": verdicts},
        chart=found.chart() if len(points) else found.points(), result=found,
        sources=quote("s2.chain_members", years=(found.year,), status=found.status),
    )  # fmt: skip


def _shorten_verdict(said: Text) -> Text:
    """Return a verdict up to its colon."""
    return in_each(lambda lang: said[lang].partition(mark("colon", lang).strip())[0])


def _curves(found: SmileCurve) -> tuple[pd.DataFrame, pd.DataFrame, list[Text]]:
    """Return what each curve is, its points, and sentences that say it, also where one is not known."""
    import pandas as pd

    rows, points, lead = [], [], [_describe_chain(found)]
    for measure, name in smile.MEASURES.items():
        if found.coverage(measure) < smile.COVERAGE:
            last = found.known_years[-1:]
            lead.append(line("smile_unknown" if last else "smile_never", measure=name, year=last[0] if last else ""))
            continue
        try:
            fit = found.fit(measure)
        except DataError:
            lead.append(line("smile_short", measure=name))
            continue
        verdict = {lang: text.removesuffix(mark("stop", lang)) for lang, text in found.verdict(measure).items()}
        lead.append(line("smile_is", measure=name, verdict=verdict))
        rows.append((measure, fit.verdict, fit.curvature, fit.p, fit.slope, fit.slope_p, fit.members, fit.clusters,
                     fit.effective, found.coverage(measure)))  # fmt: skip
        points += [(measure, *p) for p in zip(fit.places, fit.heights, fit.low, fit.high, strict=True)]
    heads = ("measure", "verdict", "curvature", "curvature_p", "slope", "slope_p", "members_number", "economies_number",
             "effective", "coverage")  # fmt: skip
    curve = pd.DataFrame(points, columns=["measure", "distance", "height", "low", "high"])
    return pd.DataFrame(rows, columns=list(heads)), curve, lead


def _describe_chain(found: SmileCurve) -> Text:
    """Return what final users pay for the product of a chain, and what of it the industry and the economy earn."""
    members = found.table()
    home = members[(members["region"] == found.region) & (members["value_added"] > 0)]
    own = home[home["industry"] == found.industry]
    return line(
        "smile_lead", year=found.year, of=name_inside(found.industry), region=place(found.region),
        amount=in_each(partial(quantity, found.final, found.unit)), own=share(float(own["share"].sum())),
        home=share(float(home["share"].sum())), status=status(found.status),
    )  # fmt: skip


# ---- income


def chain(panel: Panel, region: str, asked: YearOptions) -> Answer:
    """Return what a region earns in chains of manufactures, by industry, factor and skill, and how many work there."""
    import pandas as pd

    found, skilled = _incomes(panel.until(asked.year), region)
    every = pd.concat([one.table() for one in dict.fromkeys((skilled, found))], ignore_index=True)
    products = plain(found.by_completion())
    tables = {
        "origins": _origins(found),
        "factors": _split(skilled, "factor", "factor"),
        "skills": _split(skilled, "jobs_by_skill", "skill"),
        "years": _income(found),
        "products": products[products["year"] == found.years[-1]].drop(columns="year").reset_index(drop=True),
        "splits": plain(every.assign(unit_of=every["unit"])),
    }
    split = ("share_before", "share_after", "change")
    shown = {"origins": ("group", "income", "income_share", "jobs", "jobs_share"), "factors": ("factor", *split),
             "skills": ("skill", *split), "years": ("year", "income", "share", "jobs"),
             "products": (), "splits": ()}  # fmt: skip
    parts = {"income": WORDS.groups["whole_income"]}
    for labels in chainincome.DIMENSIONS.values():
        parts |= labels
    known = skilled.skilled_years
    said_of = line("chain_skills", first=known[0], last=known[-1]) if known else line("chain_no_skills")
    units = {u: WORDS.groups["units"].get(u, dict.fromkeys(list_languages(), u)) for u in every["unit"].unique()}
    values = {"group": GROUPS, "factor": chainincome.FACTORS, "skill": chainincome.SKILLS, "part": parts,
              "dimension": WORDS.groups["dimensions"], "unit_of": units}  # fmt: skip
    ends = {"first": known[0] if known else "", "last": known[-1] if known else ""}
    return answer(
        "chain", region, found.years, tables,
        notes=[line("chain_what"), said_of, sentence(found.note)],
        lead=_describe_income(found, skilled), shown=shown, unit=found.unit, values=values, words=ends,
        status=found.status[-1], chart=found.chart("origin"), result=found,
        sources=[*quote("s2.gvc_income_share", years=found.years),
                 *(quote("s2.chain_parts", years=found.years[-1:]) if known else ())],
    )  # fmt: skip


def _incomes(panel: Panel, region: str) -> tuple[ChainIncome, ChainIncome]:
    """Return the income in chains by the latest database, and by the latest in which labour by skill is known."""
    every = [chainincome.chain_income(part, region) for part in reversed(panel.databases)]
    return every[0], next((found for found in every if found.skilled_years), every[0])


def _origins(found: ChainIncome) -> pd.DataFrame:
    import pandas as pd

    income, jobs = found.amounts("origin")[-1], found.amounts("jobs")[-1]
    shares = {"income_share": found.shares("origin")[-1], "jobs_share": found.shares("jobs")[-1]}
    frame = pd.DataFrame({"group": list(GROUPS), "income": income, "jobs": jobs / 1e6, **shares})
    return frame[["group", "income", "income_share", "jobs", "jobs_share"]]


def _split(found: ChainIncome, dimension: str, name: str) -> pd.DataFrame:
    """Return the shares of the parts in the first and last year in which they are known; no rows where in none."""
    import pandas as pd

    heads = [name, "year_before", "year_after", "share_before", "share_after", "change"]
    if not (known := found.skilled_years):
        return pd.DataFrame(columns=heads)
    before, after = found.split(dimension, known[0]), found.split(dimension, known[-1])
    rows = [(k, known[0], known[-1], before[k], after[k], after[k] - before[k]) for k in before]
    return pd.DataFrame(rows, columns=heads)


def _income(found: ChainIncome) -> pd.DataFrame:
    import pandas as pd

    jobs = found.jobs.sum(axis=1) / 1e6
    return pd.DataFrame({"year": found.years, "income": found.income.sum(axis=1), "share": found.share, "jobs": jobs,
                         "status": found.status})  # fmt: skip


def _describe_income(found: ChainIncome, skilled: ChainIncome) -> list[Text]:
    jobs = float(found.jobs[-1].sum())
    words = {
        "year": found.years[-1], "amount": in_each(partial(quantity, float(found.income[-1].sum()), found.unit)),
        "share": share(float(found.share[-1])), "status": status(found.status[-1]),
    }  # fmt: skip
    lead = [line("chain_lead", **words)]
    if len(found.years) > 1:
        before, change = float(found.share[0]), float(found.share[-1] - found.share[0])
        lead.append(line("since", first=found.years[0], before=share(before), change=format_points(change, sign=True)))
    if np.isfinite(jobs):
        inside = float(found.shares("jobs")[-1][list(GROUPS).index("manufacturing")])
        lead.append(
            line(
                "chain_jobs",
                jobs=complete_text({"zh": count(jobs, "zh")}, f"{jobs / 1e6:,.1f} million"),
                inside=share(inside),
            )
        )
    if known := skilled.skilled_years:
        parts = {k: share(v) for k, v in skilled.split("factor", known[-1]).items()}
        lead.append(line("chain_factors", year=known[-1], **parts))
    return lead


# ---- sophistication


def build_sophistication_answer(panel: Panel, region: str, asked: YearOptions) -> Answer:
    """Return the sophistication of exports against that expected at the income, over the years, and why it changed."""
    found = sophistication.sophistication_history(panel.until(asked.year), region)
    tables = {"years": plain(found.table()), "changes": _reasons(found)}
    shown = {
        "years": ("year", "value", "expected", "low", "high", "gap"),
        "changes": ("industry", "mix", "within", "total"),
    }
    return answer(
        "sophistication", region, found.years, tables, notes=[line("sophistication_read"), sentence(found.note)],
        lead=_describe_sophistication(found), shown=shown,
        values={"industry": industries(found.industries, WORDS.groups["together"])}, status="proxy",
        chart=found.chart(), result=found,
        sources=quote("s2.export_sophistication", "s2.sophistication_gap", years=found.years[-1:]),
    )  # fmt: skip


def _reasons(found: Sophistication) -> pd.DataFrame:
    """Return one row an industry, all together first; none where only one year is known."""
    import pandas as pd

    if len(found.years) < 2:
        return pd.DataFrame(columns=["industry", "mix", "within", "total"])
    rows = plain(found.change().table(), "start", "end", "status")
    wide = rows.pivot(index="industry", columns="part", values="value")[["mix", "within"]]
    made = wide.assign(total=wide.sum(axis=1)).rename_axis(None, axis=1)
    order = made["mix"].drop(WHOLE).abs().sort_values(ascending=False, kind="stable").index
    return made.loc[[WHOLE, *order]].rename_axis("industry").reset_index()


def _describe_sophistication(found: Sophistication) -> list[Text]:
    now = found.table().iloc[-1]
    words = {"year": found.years[-1], "value": number(now["value"], 0)}
    if found.expected[-1] is None:
        return [line("sophistication_alone", **words)]
    within = now["low"] <= now["value"] <= now["high"]
    verdict = WORDS.groups["verdicts"]["alike" if within else "more" if now["value"] > now["high"] else "less"]
    more = {"expected": number(now["expected"], 0), "low": number(now["low"], 0), "high": number(now["high"], 0)}
    lead = [line("sophistication_lead", **words, **more, gap=share(now["gap"], 1, sign=True), verdict=verdict)]
    if len(found.years) > 1:
        c = found.change()
        parts = {"mix": number(float(c.parts.mix.sum()), 0), "within": number(float(c.parts.within.sum()), 0)}
        change = number(c.levels[1] - c.levels[0], 0)
        lead.append(
            line("sophistication_since", first=c.years[0], before=number(c.levels[0], 0), change=change, **parts)
        )
    return lead
