"""System 1 in depth: dependence, replacement, the frontier, research along the chain, capacity, products."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from newind.accounts.classification import industry_name
from newind.accounts.regions import apply_house_style as region_row, name_region
from newind.analyses.science.alternatives import replacers as who_could
from newind.analyses.science.capacity import innovation_capacity
from newind.analyses.science.chain import innovation_mix, research_chain
from newind.analyses.science.reliance import dependence_list
from newind.analyses.science.research_support import definition, research_effect
from newind.analyses.science.substitution import replacement
from newind.data.reference import innovation
from newind.language.phrases import share as plain_share
from newind.language.words import quantity
from newind.messages import NOTHING, fill, in_each, lower_first, message, message_group
from newind.questions.answers import Answer, Quoted, label_code, quote, share
from newind.questions.findings import discriminates
from newind.questions.panels import last_with
from newind.questions.table import make_tables
from newind.questions.words import (
    LABELS,
    MONEY,
    NOTES,
    NUMBERS,
    SHORT,
    TITLES,
    VALUES,
    format_title,
    of_accounts,
    place,
    status,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.accounts.panel import Panel
    from newind.analyses.science.chain import ResearchChain
    from newind.messages import Text
    from newind.questions.options import YearOptions
    from newind.questions.science.declared import (
        CapacityOptions,
        DependenceOptions,
        InnovationMixOptions,
        ReplaceOptions,
        ReplacersOptions,
        SupportOptions,
    )

LOSS = ("loss_low", "loss_middle", "loss_high")


def _answer(
    title: str, place: str, year: int, tables: dict[str, pd.DataFrame], notes: Sequence[Text],
    shown: Mapping[str, tuple[str, ...]] | None = None, short: Mapping[str, Text] | None = None,
    values: Mapping[str, Mapping[str, Text]] | None = None, words: Mapping[str, Text] | None = None,
    lead: Sequence[Text] = (), sources: Sequence[Quoted] = (), result: Any = None, **about: Any,
) -> Answer:  # fmt: skip
    return Answer(
        title=format_title(TITLES[title], place, (year,) if year else (), **(words or {})),
        tables=make_tables(tables),
        labels=LABELS,
        notes=tuple(notes),
        money=MONEY,
        numbers=NUMBERS,
        shown=shown or {},
        heads=LABELS,
        short={**SHORT, **(short or {})},
        values={**VALUES, **(values or {})},
        about={"region": place, "year": year, **about},
        lead=tuple(lead),
        sources=tuple(sources),
        result=result,
    )


def _note(name: str, **words: object) -> Text:
    return {lang: said.format_map(words) for lang, said in NOTES[name].items()}


def _product(code: str) -> Text:
    return in_each(partial(industry_name, code))


def _economy(code: str) -> Text:
    return name_region(region_row(code))


def dependence(panel: Panel, region: str, asked: DependenceOptions) -> Answer:
    """Return the inputs and suppliers that an economy or an industry depends on, with what losing them costs."""
    w, industry = panel.until(asked.year).last, asked.industry
    found = dependence_list(w, region, industry, top=asked.top, threshold=asked.threshold)
    levels = ("input", "supplier", "not_named")
    tables = {f"by_{level}": found.table(level) for level in levels}
    first = ("rank", "input", "share", "supplier_hhi", "unnamed_share", "bottleneck", "bottleneck_exceeds", *LOSS)
    second = ("rank", "input", "supplier", "share_imports", "bottleneck", *LOSS)
    shown = {"by_input": first, "by_supplier": second, "by_not_named": ()}
    resting = _note("bottleneck", share=share(found.threshold, "en"))
    notes = [
        of_accounts(w, simulated=True),
        NOTES["losses"],
        resting,
        NOTES["dependence"],
        *_note_failures(found.failed),
    ]
    kept = {k: t for k, t in tables.items() if len(t)}
    title, more = ("dependence_of", {"input": _product(industry)}) if industry else ("dependence", {})
    return _answer(
        title, region, w.year, kept, notes, shown, words=more,
        industry=industry, threshold=found.threshold, failed=found.failed, status="simulated",
    )  # fmt: skip


def _note_failures(why: Sequence[str]) -> list[Text]:
    """Return how many cases have no equilibrium, nothing where all have."""
    return [_note("failed", n=len(why))] if why else []


def replacers(panel: Panel, region: str, asked: ReplacersOptions) -> Answer:
    """Return who could replace a supplier of an input, at what price, and at what cost."""
    panel = panel.until(asked.year)
    found, w = who_could(panel, region, asked.input, asked.supplier), panel.last
    shown = {"who": ("economy", "sells", "exports", "spare", "gap_middle", "unit_labour_cost", "gain_medium_middle")}
    tables = {"who": found.table(), "cost_of_it": found.costs()}
    notes = (of_accounts(w, simulated=True), NOTES["replacers"], NOTES["losses"])
    return _answer(
        "replacers", region, w.year, tables, notes, shown,
        words={"input": _product(asked.input), "supplier": _economy(asked.supplier)},
        input=asked.input, supplier=asked.supplier, status="simulated",
    )  # fmt: skip


def replace(panel: Panel, region: str, asked: ReplaceOptions) -> Answer:
    """Return what making inputs at home would need, cost and save."""
    w = panel.until(asked.year).last
    feared = asked.suppliers if asked.suppliers in ("largest", "abroad") else asked.suppliers.split(",")
    found = replacement(w, region, asked.inputs, reduction=asked.reduction, suppliers=feared,
                        probability=asked.chance, top=asked.top)  # fmt: skip
    shown = {
        "options": ("input", "suppliers", "share", "target", "subsidy_middle", "bill_middle", "cost_middle",
                    "saved_low", "saved_middle", "saved_high"),
        "curve": ("input", "cost_low", "cost_middle", "cost_high", "removed_low", "removed_middle", "removed_high"),
    }  # fmt: skip
    tables = {"options": found.to_frame(), "curve": found.curve()}
    chance = _note("chance", chance=f"{100 * found.probability:g}%")
    notes = (of_accounts(w, simulated=True), chance, NOTES["replacement"])
    return _answer("replacement", region, w.year, tables, notes, shown,
                   probability=found.probability, status="simulated")  # fmt: skip


def mix(panel: Panel, region: str, asked: InnovationMixOptions) -> Answer:
    """Return the distance to the frontier by industry, and what a cut-off risk does to the balance."""
    found = innovation_mix(panel.until(asked.year), region, asked.suppliers, asked.chance)
    frame = found.to_frame()
    told = ("direction",) if discriminates(frame["direction"]) else ()  # one direction for all says nothing of any
    shown = {"industries": ("industry", "distance", "frontier", "catching_up", "access_left", "threshold",
                            "threshold_at_risk", *told)}  # fmt: skip
    tables = {"industries": frame if told else frame.drop(columns="direction")}
    notes = (of_accounts(panel[found.year]), NOTES["mix"], NOTES["frontier"])
    return _answer("mix", region, found.year, tables, notes, shown, probability=asked.chance, status="proxy")


def research(panel: Panel, region: str, asked: YearOptions) -> Answer:
    """Return whose research is in what each industry uses, and who lives on whose research."""
    w = last_with(panel, region, "rd_intensity") if asked.year is None else panel.until(asked.year).last
    found = research_chain(w, region)
    tables = {"industries": found.by_industry(), "balance": found.balance(), "origins": found.by_origin()}
    shown: dict[str, tuple[str, ...]] = {"origins": ()}
    notes = [_describe_balance(found, w), NOTES["research"], *_unknown(found.unknown), of_accounts(w)]
    return _answer("research", region, w.year, tables, notes, shown, status="estimated", result=found,
                   sources=quote("s1.research_chain", years=(w.year,)), lead=_describe_research(found, w))  # fmt: skip


def _describe_research(found: ResearchChain, w: Accounts) -> list[Text]:
    """Return the industry whose inputs hold most research done abroad, and where most of that was done."""
    most = found.by_industry().dropna(subset=["foreign"]).sort_values("foreign", ascending=False)
    if most.empty:
        return []
    first, lead = most.iloc[0], NOTHING
    if w.regions.named[w.regions.index(first["lead"])]:
        part = plain_share(first["lead_share"])
        lead = message("science.answers.research.lead", part=part, who=place(str(first["lead"])))
    what, part = lower_first(_product(str(first["industry"]))), plain_share(first["foreign_share"])
    return [
        message(
            "science.answers.research.part", what=what, share=part, lead=lead, year=w.year, status=status("estimated")
        )
    ]


def _describe_balance(found: ResearchChain, w: Accounts) -> Text:
    """Return who lives on whose research."""
    row: Any = found.balance().set_index("region").loc[found.region]
    amounts = {"done": "done", "used": "used", "came": "from_others", "went": "for_others"}
    sums = {k: in_each(partial(quantity, float(row[column]), w.unit)) for k, column in amounts.items()}
    return message("science.answers.research.balance", name=place(found.region), **sums)


def _unknown(codes: Sequence[str]) -> list[Text]:
    """Return whose research is not known, nothing where all is."""
    names = in_each(partial(label_code, "suppliers", ", ".join(codes)))
    return [fill(NOTES["unknown"], who=names)] if codes else []


def capacity(_: None, region: str, asked: CapacityOptions) -> Answer:
    """Return who does research and who pays for it, and in which fields an economy patents, from shipped figures."""
    found = innovation_capacity(region, asked.peers)
    tables = {n: getattr(found, n) for n in ("totals", "performers", "sources", "kinds", "fields", "industries")}
    shown = {
        "totals": ("economy", "year", "intensity", "intensity_before"),
        "performers": ("economy", "performer", "share", "year"),
        "sources": ("economy", "source", "share", "year"),
        "kinds": ("economy", "kind", "share", "year"),
        "fields": ("economy", "field", "share", "advantage", "share_change"),
        "industries": (),
    }
    notes = [NOTES["capacity"], *(gap.text for gap in found.not_covered)]
    years = found.totals["year"]
    year = int(years.max()) if len(years) else 0
    kept = {k: t for k, t in tables.items() if len(t)}
    short: dict[str, Text] = message_group("science.answers.capacity.short")
    words = {part: innovation.labels(part) for part in ("performer", "source", "kind", "field", "sector", "industry")}
    words |= {"within": words["industry"], "source": {**VALUES["source"], **words["source"]}}
    status = innovation.describe_data_set().status
    return _answer("capacity", region, year, kept, notes, shown, short, words, status=status)


def support(panel: Panel, region: str, asked: SupportOptions) -> Answer:
    """Return what support to research does in scenarios of one budget."""
    w = panel.until(asked.year).last
    found = research_effect(w, region, asked.size, asked.horizon)
    every = found.table()
    paid = {"low": "outlay_low", "middle": "outlay_middle", "high": "outlay_high"}
    times = {"low": "times_low", "middle": "times_middle", "high": "times_high"}
    tables = {
        "effects": every[~every["outcome"].isin(("cost", "per_cost"))].reset_index(drop=True),
        "outlays": every[every["outcome"] == "cost"].rename(columns=paid).reset_index(drop=True),
        "returns": every[every["outcome"] == "per_cost"].rename(columns=times).reset_index(drop=True),
    }
    shown = {
        "effects": ("scenario", "outcome", "low", "middle", "high", "sure"),
        "outlays": ("scenario", "paid", *paid.values()),
        "returns": ("scenario", *times.values(), "sure"),
    }
    words = {"scenario": definition()["scenarios"], "outcome": definition()["outcomes"]}
    notes = (of_accounts(w, simulated=True), *found.notes)
    return _answer("support", region, w.year, tables, notes, shown, values=words,
                   horizon=asked.horizon, status="simulated")  # fmt: skip
