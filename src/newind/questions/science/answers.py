"""System 1 in depth: dependence, replacement, the frontier, research along the chain, capacity, products."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.classification import industry_name
from newind.accounts.regions import apply_house_style as region_row, name_region
from newind.analyses.losses import QUARTER, STATEMENTS, Span
from newind.analyses.science.alternatives import replacers as who_could
from newind.analyses.science.capacity import innovation_capacity
from newind.analyses.science.chain import innovation_mix, research_chain
from newind.analyses.science.reliance import dependence_list
from newind.analyses.science.research_support import definition, research_effect
from newind.analyses.science.substitution import replacement
from newind.charts.spans import format_range
from newind.data.reference import innovation
from newind.language.phrases import industries, industry, name_owner, plain_share, share
from newind.language.words import mark, quantity
from newind.measures.shared import positions
from newind.messages import NOTHING, fill, in_each, lower_first, message, message_group
from newind.questions.answers import Answer, Quoted, label_code, quote
from newind.questions.findings import discriminates
from newind.questions.panels import last_with
from newind.questions.table import DataTable, make_tables
from newind.questions.wording import sentence
from newind.questions.words import (
    LABELS,
    MONEY,
    NOTES,
    NUMBERS,
    SHORT,
    TITLES,
    VALUES,
    format_title,
    join_texts,
    of_accounts,
    place,
    put_in_brackets,
    status,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.accounts.panel import Panel
    from newind.analyses.losses import Loss
    from newind.analyses.science.capacity import InnovationCapacity
    from newind.analyses.science.chain import InnovationMix, ResearchChain
    from newind.analyses.science.reliance import Dependence, DependenceList
    from newind.analyses.science.substitution import Replacement
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

LOSS = tuple(f"{name}_middle" for name in STATEMENTS)
PRINTED = 5e-5
"""Least loss that is printed, as a share: what is below is none."""
NAMED = 3
"""Inputs that a sentence names."""
MATERIAL = 0.01
"""Share of real income from which on a loss is counted."""
LEAST = 5
"""Industries with a known distance to the frontier that a sentence needs."""
SOURCE = "Science and Engineering Indicators, NSB-2022 and RD tables"


def _answer(
    title: str, place: str, year: int, tables: Mapping[str, DataTable | pd.DataFrame], notes: Sequence[Text],
    shown: Mapping[str, tuple[str, ...]] | None = None, short: Mapping[str, Text] | None = None,
    values: Mapping[str, Mapping[str, Text]] | None = None, words: Mapping[str, Text] | None = None,
    lead: Sequence[Text] = (), sources: Sequence[Quoted] = (), result: Any = None, **about: Any,
) -> Answer:  # fmt: skip
    return Answer(
        title=format_title(TITLES[title], place, (year,) if year else (), **(words or {})),
        tables=make_tables(tables),
        labels={**LABELS, **(short or {})},
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
    w = panel.until(asked.year).last
    return tell_dependence(w, dependence_list(w, region, asked.industry, top=asked.top, threshold=asked.threshold))


def tell_dependence(w: Accounts, found: DependenceList) -> Answer:
    """Return a dependence list as an answer."""
    levels = ("input", "supplier", "not_named")
    tables = {f"by_{level}": found.table(level) for level in levels}
    tables["statements"] = _list_statements(found)
    first = ("rank", "input", "share", "unnamed_share", "bottleneck", *LOSS)
    second = ("rank", "input", "supplier", "share_imports", *LOSS)
    shown = {"by_input": first, "by_supplier": second, "by_not_named": ()}
    open_ = [e.input for e in known_losses(found) if e.loss and e.loss.open]
    notes = [
        _note("bottleneck", share=plain_share(found.threshold)),
        *([message("science.answers.dependence.open", what=industries(open_))] if open_ else []),
        of_accounts(w, simulated=True),
        NOTES["losses"],
        NOTES["dependence"],
        *([_note("failed", n=len(found.failed))] if found.failed else []),
    ]
    kept = {k: t for k, t in tables.items() if len(t)}
    title, more = ("dependence_of", {"input": _product(found.industry)}) if found.industry else ("dependence", {})
    return _answer(
        title, found.region, w.year, kept, notes, shown, words=more, lead=_describe_dependence(found), result=found,
        sources=quote("s1.input_loss", "s1.bottleneck", years=(w.year,)),
        industry=found.industry or None, threshold=found.threshold, failed=found.failed, status="simulated",
    )  # fmt: skip


def _list_statements(found: DependenceList) -> pd.DataFrame:
    """Return a row for each statement on each loss, inputs, then single suppliers; no high end where it is open."""
    import pandas as pd

    rows = [
        {"input": e.input, "supplier": e.supplier, "horizon": name, "low": s.low, "middle": s.middle,
         "high": s.high}
        for e in (*found.inputs, *found.suppliers) if e.loss is not None for name, s in e.loss.stated_ranges.items()
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["input", "supplier", "horizon", "low", "middle", "high"])


def known_losses(found: DependenceList) -> list[Dependence]:
    """Return the inputs whose loss is known in the central case, the costliest first."""
    return [e for e in found.inputs if e.loss is not None and e.loss.middle == e.loss.middle]


def has_full_range(e: Dependence) -> bool:
    """Return whether the range of a loss at the medium horizon is known in full: every case has an equilibrium."""
    return e.loss is not None and e.loss.is_complete


def _describe_dependence(found: DependenceList) -> list[Text]:
    """Return the inputs that cost most to lose, how many cost much, and what the first with a full range costs."""
    known = known_losses(found)
    if not known:
        return []
    first, high = industries(e.input for e in known[:NAMED]), sum(e.loss.high >= MATERIAL for e in known if e.loss)
    when = {"year": found.year, "status": status("simulated")}
    return [
        message("science.answers.dependence.inputs", first=first, **when, **_name_users(found)),
        message("science.answers.dependence.material", n=len(known), k=high, least=plain_share(MATERIAL)),
        *[line for e in known if has_full_range(e) for line in _describe_statements(found, e)][: 1 + len(STATEMENTS)],
    ]


def _describe_statements(found: DependenceList, e: Dependence) -> list[Text]:
    """Return what the loss of an input costs in each span of time, after a line that says whose."""
    assert e.loss is not None  # chosen for it
    first = message("science.answers.dependence.first", made=industry(e.input), **_name_users(found))
    return [first, *tell_statements(e.loss)]


def tell_statements(loss: Loss) -> list[Text]:
    """Return a line for each statement on a loss, with its range."""
    return [sentence(_tell_statement(loss, name, span)) for name, span in loss.statements.items()]


def drop_little(span: Span) -> Span:
    """Return a span in which what is too little to print is nothing.

    Examples
    --------
    >>> drop_little(Span(1e-9, 0.0012, 0.03))
    Span(low=0.0, middle=0.0012, high=0.03)
    """
    return Span(*(0.0 if abs(value) < PRINTED else value for value in (span.low, span.middle, span.high)))


def _tell_statement(loss: Loss, name: str, found: Span) -> Text:
    span = drop_little(found)
    if name == QUARTER and not span.high:
        return message("science.answers.dependence.nothing")
    said = message(f"science.answers.dependence.statement.{name}", **say_ends(span))
    return message("science.answers.dependence.open_above", said=said) if name in loss.open else said


def describe_loss(found: DependenceList, e: Dependence) -> Text:
    """Return what the loss of an input costs, without a full stop."""
    assert e.loss is not None  # chosen for it
    return message("science.answers.dependence.loss", made=industry(e.input), **say_ends(e.loss), **_name_users(found))


def say_ends(loss: Loss | Span) -> dict[str, str]:
    """Return the ends and the middle of a loss as words of a sentence."""
    return {end: share(getattr(loss, end)) for end in ("low", "middle", "high")}


def _name_users(found: DependenceList) -> dict[str, Text]:
    """Return who depends: the economy, and the industry where one is asked about."""
    users = message("science.answers.dependence.users", what=industry(found.industry)) if found.industry else NOTHING
    return {"home": place(found.region), "users": users}


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
    tables = {
        "options": DataTable.from_rows(option.to_dict() for option in found.options),
        "curve": DataTable.from_rows(found.curve_rows()),
    }
    at = {"horizon": VALUES["horizon"][found.horizon], "lost": VALUES["horizon"][found.loss_horizon]}
    chance = fill(NOTES["chance"], chance=plain_share(found.probability), **at)
    notes = (chance, NOTES["replacement"], of_accounts(w, simulated=True))
    return _answer(
        "replacement", region, w.year, tables, notes, shown, lead=_describe_replacement(found, asked.reduction, feared),
        short={"share": message("science.answers.replace.share")}, result=found,
        sources=quote("s1.replacement", years=(w.year,)), probability=asked.chance, status="simulated",
    )  # fmt: skip


def _describe_replacement(found: Replacement, reduction: float, feared: str | list[str]) -> list[Text]:
    """Return the part of the expected loss that making inputs at home would take away, and what that would cost."""
    rows = found.curve_rows()
    if not rows:
        return []
    n, last, words = len(rows), rows[-1], message_group("science.answers.replace")
    inputs, named = fill(words["inputs"], n=n), industries(r["input"] for r in rows)
    inputs = named if n == 1 else put_in_brackets(inputs, named) if n <= NAMED else inputs
    who = fill(words[feared], n=n) if isinstance(feared, str) else join_texts([*map(place, feared)])
    removed = in_each(partial(format_range, last["removed_low"], last["removed_high"]))
    low, high = last["cost_low"], last["cost_high"]
    way = "unclear" if low < 0 < high else "lower" if high > 0 else "higher"
    cost = in_each(partial(format_range, *sorted((abs(low), abs(high)))))
    spared = in_each(partial(format_range, found.saved.low, found.saved.high))
    said = {"part": plain_share(reduction), "inputs": inputs, "who": who, "removed": removed, "spared": spared}
    return [
        fill(words["removed"], year=found.year, status=status("simulated"), **said),
        fill(words[way], cost=cost, less=share(high), more=share(-low)),
    ]


def mix(panel: Panel, region: str, asked: InnovationMixOptions) -> Answer:
    """Return the distance to the frontier by industry, and what a cut-off risk does to the balance."""
    found = innovation_mix(panel.until(asked.year), region, asked.suppliers, asked.chance)
    table = DataTable.from_columns(found.columns())
    direction = ("direction",) if discriminates(table["direction"]) else ()  # one direction for all says nothing of any
    shown = {"industries": ("industry", "distance", "frontier", "catching_up", "access_left", "threshold",
                            "threshold_at_risk", *direction)}  # fmt: skip
    tables = {"industries": table if direction else table.select(name for name in table if name != "direction")}
    notes = (NOTES["frontier"], NOTES["mix"], of_accounts(panel[found.year]))
    return _answer(
        "mix", region, found.year, tables, notes, shown, lead=_describe_distances(found, panel), result=found,
        sources=quote("s1.frontier_gap", years=(found.year,)), probability=asked.chance, status="proxy",
    )  # fmt: skip


def list_distances(found: InnovationMix, w: Accounts) -> list[dict[str, Any]]:
    """Return the industries of manufacturing whose distance to the frontier is known, the nearest first."""
    made, columns = [w.industries[int(i)] for i in positions(w, "manufacturing")], found.columns()
    rows = (dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True))
    known = (row for row in rows if row["industry"] in made and np.isfinite(row["distance"]))
    return sorted(known, key=lambda row: -row["distance"])


def _describe_distances(found: InnovationMix, panel: Panel) -> list[Text]:
    """Return how many industries are at the frontier or came closer, which are at the ends, what a cut-off tips."""
    known = list_distances(found, panel[found.year])
    if len(known) < LEAST:
        return []
    at, pace = sum(row["distance"] >= 1 for row in known), [row["catching_up"] for row in known]
    kind = "at" if at > 1 else "one" if np.isnan(pace).any() else "nearer"
    near, best, worst = sum(one > 0 for one in pace), known[0], known[-1]
    first = message(
        f"science.answers.mix.{kind}", n=len(known), at=at, near=near, since=panel.years[0],
        best=industry(best["industry"]), high=share(best["distance"]), worst=industry(worst["industry"]),
        low=share(worst["distance"]), year=found.year, status=status("proxy"),
    )  # fmt: skip
    behind = [row["direction"] for row in known if row["distance"] < 1]
    moved = {"chance": plain_share(found.probability), "moved": behind.count("own innovation")}
    return [first, *([message("science.answers.mix.tips", n=len(behind), **moved)] if discriminates(behind) else [])]


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
        part = share(first["lead_share"])
        lead = message("science.answers.research.lead", part=part, who=place(str(first["lead"])))
    what, part = industry(str(first["industry"])), share(first["foreign_share"])
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
    notes = [message("science.answers.capacity.advantage"), *_describe_gaps(found), NOTES["capacity"]]
    years = found.totals["year"]
    year = int(years.max()) if len(years) else 0
    kept = {k: t for k, t in tables.items() if len(t)}
    short: dict[str, Text] = message_group("science.answers.capacity.short")
    words = {part: innovation.labels(part) for part in ("performer", "source", "kind", "field", "sector", "industry")}
    words |= {"within": words["industry"], "source": {**VALUES["source"], **words["source"]}}
    patented = int(max(found.fields["year"], default=year))
    return _answer(
        "capacity", region, year, kept, notes, shown, short, words, lead=_describe_capacity(found, patented),
        sources=[Quoted("s1.innovation_capacity", (patented,), data=(SOURCE,))], result=found,
        status=innovation.describe_data_set().status,
    )  # fmt: skip


def _describe_capacity(found: InnovationCapacity, patented: int) -> list[Text]:
    """Return who does research and who pays for it, and the fields in which patents show strength, as far as known."""
    own, names = found.performers[found.performers["economy"] == found.region], innovation.labels("field")
    strong = found.strongest(agreed=True)["field"]
    research = message(
        "science.answers.capacity.research", year=own["year"].max(), done=share(found.business_share),
        paid=share(found.public_share), name=name_owner(region_row(found.region)), status=status("observed"),
    )  # fmt: skip
    fields = join_texts([lower_first(names[f]) for f in strong[:2]], lambda said, lang: mark("list", lang).join(said))
    patents = message("science.answers.capacity.fields", name=place(found.region), year=patented, fields=fields)
    return [*([research] if len(own) else []), *([patents] if len(strong) else [])]


def _describe_gaps(found: InnovationCapacity) -> list[Text]:
    """Return what is not covered, an economy a sentence, the one asked about first."""
    gone: dict[str, list[Text]] = {}
    for gap in found.not_covered:
        gone.setdefault(gap.economy, []).append(innovation.labels("part")[gap.part])
    return [message("science.answers.capacity.gaps", name=place(e), parts=join_texts(p)) for e, p in gone.items()]


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
