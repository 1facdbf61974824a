"""The words and numbers of "What policies would do": tables for readers, rows of the measure table for programs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from newind.charts.spans import digits, format_range
from newind.language.scales import HEADERS, with_unit
from newind.language.words import percent
from newind.messages import message, message_group
from newind.policy.signs import SIGNS
from newind.questions import wording
from newind.questions.model import MeasureRow, TableSection
from newind.questions.policies.trials import cuts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from newind.language.scales import Table
    from newind.language.words import Lang
    from newind.messages import Text
    from newind.policy.schema import Package
    from newind.questions.model import PolicySection
    from newind.questions.policies.trials import Effect, PolicyTrial, PolicyTrials
    from newind.questions.provenance import References


TITLE: Text = message("policies.section_words.title")
BOUNDARY: Text = message("policies.section_words.boundary")
RESTS: Text = message("policies.section_words.rests")
AGAIN: Text = message("policies.section_words.again")
REFUSED: Text = message("policies.section_words.refused")
LEAD: Text = message("policies.section_words.lead")
OPEN: dict[str, Text] = message_group("policies.section_words.open")
"""Words on policies whose effect on real income is ambiguous or none, by the class of the range."""
ZERO: Text = message("policies.section_words.zero")
HORIZONS: dict[str, Text] = message_group("policies.section_words.horizons")
OUTCOMES: dict[str, tuple[Text, str, str]] = {
    "real_income": (message("policies.section_words.outcomes.real_income"), "1", "higher"),
    "co2": (message("policies.section_words.outcomes.co_emissions"), "1", "lower"),
    "manufacturing": (message("policies.section_words.outcomes.manufacturing_share"), "points", "none"),
    "quality": (message("policies.section_words.outcomes.value_added_rate_manufacturing"), "points", "higher"),
    "open": (message("policies.section_words.outcomes.value_chain_share"), "points", "none"),
    "bill": (message("policies.section_words.outcomes.fiscal_cost"), "money", "none"),
}
"""Outcome → its name, unit, and whether higher is better."""
OTHERWISE: Text = message("policies.section_words.otherwise")
UNITS: dict[str, Text] = message_group("policies.section_words.units")
FORMULAS: dict[str, Text] = message_group("policies.section_words.formulas")
METHOD: Text = message("policies.section_words.method")
NOTED: Text = message("policies.section_words.noted")
HEAD: dict[str, tuple[str, ...]] = message_group("policies.section_words.head")  # fmt: skip
AT: Text = message("policies.section_words.at")
INCOME: Text = message("policies.section_words.income")
ELSE_WORDS: Text = message("policies.section_words.else")
PACKAGES: Text = message("policies.section_words.packages")
MOVED: dict[str, tuple[str, ...]] = message_group("policies.section_words.moved")
TAX: Text = message("policies.section_words.tax")
NOBODY: Text = message("policies.section_words.nobody")
CARDS: dict[str, Text] = message_group("policies.section_words.cards")
GLYPHS: dict[str, str] = message_group("policies.section_words.glyphs")
TOPICS = {"cut_off": "s1", "scale": "s2", "carbon": "s3"}
LOST: dict[str, Text] = message_group("policies.section_words.lost")
LOSS: dict[str, Text] = message_group("policies.section_words.loss")
LOST_LONG: Text = message("policies.section_words.lost_long")
LOST_NOTE: Text = message("policies.section_words.lost_note")
FAILED: Text = message("policies.section_words.failed")
SOME: Text = message("policies.section_words.some")
REPLACED: Text = message("policies.section_words.replaced")
SUPPORT: dict[str, Text] = message_group("policies.section_words.support")
DOES: dict[str, Text] = message_group("policies.section_words.does")
SCALES: dict[str, Text] = message_group("policies.section_words.scales")
SUPPORT_NOTE: Text = message("policies.section_words.support_note")
PRICED: Text = message("policies.section_words.priced")
PRICED_PLAIN: Text = message("policies.section_words.priced_plain")
COST: dict[str, Text] = message_group("policies.section_words.cost")
"""Cost of a carbon price, over every use of its revenue."""
REVENUE: dict[str, Text] = message_group("policies.section_words.revenue")
REVENUE_NOTE: Text = message("policies.section_words.revenue_note")
METHODS: dict[str, tuple[str, ...]] = message_group("policies.section_words.methods")
LEFT: dict[str, Text] = message_group("policies.section_words.left")
SIMULATED = "simulated"
UNSURE: Text = message("policies.section_words.unsure")


ELSE = ("co2", "manufacturing", "quality", "open")
"""Outcomes of the second table."""
HASH = 12
"""Characters of a hash that are shown."""
MANY = 3
"""Places of a selection that are named."""


def tables(found: PolicyTrials, refs: References, numbers: Mapping[str, int]) -> tuple[TableSection, ...]:
    """Return real income and who pays, what else changes, and what each policy moves."""
    lang, trials = refs.lang, (*found.shown, *found.cut_offs)
    others = tuple(k for k in ELSE if k in numbers)
    return (
        TableSection(
            "policy-income",
            INCOME[lang],
            TAX[lang],
            HEAD[lang],
            tuple(_income(t, refs) for t in trials),
            numeric=(1, 2, 3, 4),
            refs=(numbers["real_income"], numbers["bill"]),
        ),
        TableSection(
            "policy-else",
            ELSE_WORDS[lang],
            "",
            (HEAD[lang][0], *(_format_title(k, lang) for k in others)),
            tuple((_name_policy(t, lang), *(_format_range(t.effects[k], lang) for k in others)) for t in trials),
            numeric=tuple(range(1, 1 + len(others))),
            refs=tuple(numbers[k] for k in others),
        ),
        TableSection("policy-moves", PACKAGES[lang], "", MOVED[lang], _moves(found, lang)),
    )


def _format_title(name: str, lang: Lang) -> str:
    title, unit, _ = OUTCOMES[name]
    named = UNITS[unit][lang]
    return f"{title[lang]}, {named}" if lang != "zh" else f"{title[lang]}（{named}）"


def _name_policy(t: PolicyTrial, lang: Lang) -> str:
    """Return the name of a policy, with the horizon where it is not the common one."""
    named, horizon = t.package.label[lang], HORIZONS[t.horizon][lang].lower()
    return AT[lang].format(policy=named, horizon=horizon) if cuts(t.package) else named


def _income(t: PolicyTrial, refs: References) -> tuple[str, ...]:
    """Return a row of the first table: the number only where its sign is sure."""
    lang, e = refs.lang, t.effects["real_income"]
    central = percent(e.central, lang, digits(e.low, e.high), sign=True) if e.sure else SIGNS[e.sign][lang]
    ranges = [format_range(x.low, x.high, lang) if x.known else NOBODY[lang] for x in (e, t.otherwise)]
    cost = t.effects["bill"]
    money = format_range(cost.low, cost.high, lang, unit=refs.ctx.w.unit)
    return (_name_policy(t, lang), central, *ranges, money, *(_other(o, refs) for o in (t.gains, t.loses)))


def _other(of: tuple[str, Effect] | None, refs: References) -> str:
    if of is None:
        return NOBODY[refs.lang]
    code, e = of
    name = wording.name_of(refs.ctx, code, refs.lang)
    share = percent(e.central, refs.lang, digits(e.low, e.high), sign=True)
    return f"{name} {share}" if refs.lang != "zh" else f"{name}{share}"


def _format_range(e: Effect, lang: Lang) -> str:
    """Return a range in per cent or points, empty where there are no figures."""
    return format_range(e.low, e.high, lang, unit="points") if e.known else ""


def _moves(found: PolicyTrials, lang: Lang) -> tuple[tuple[str, ...], ...]:
    packages = dict.fromkeys(t.package for t in found.trials)
    return tuple((p.name, p.note[lang], format_shocks(p), p.hash[:HASH]) for p in packages)


def format_shocks(package: Package) -> str:
    """Return the shocks of a package as they are written, long selections by their number.

    Examples
    --------
    >>> from newind.policy.schema import Package, Shock
    >>> format_shocks(Package([Shock("tariff", 0.5, "scale", region="DEU", industry=["c3", "c4", "c5", "c6"])]))
    'tariff 0.5 mode scale, region DEU, industry 4 codes'
    """
    return "; ".join(_one(s.to_dict()) for s in package.shocks)


def _one(said: dict[str, Any]) -> str:
    mode = f" mode {said['mode']}" if "mode" in said else ""
    options = dict(said.get("options", {}))
    rest = {k: v for k, v in said.items() if k not in ("lever", "value", "mode", "options")}
    chosen = [f"{k} {_codes(v)}" for k, v in (rest | options).items()]
    return ", ".join([f"{said['lever']} {said['value']:g}{mode}", *chosen])


def _codes(selected: Any) -> str:
    if not isinstance(selected, list):
        return str(selected)
    return " ".join(selected) if len(selected) <= MANY else f"{len(selected)} codes"


def figures(found: PolicyTrials, year: int, unit: str) -> tuple[MeasureRow, ...]:
    """Return every simulated figure: scenario, year, indicator, value, unit, status, note."""
    return tuple(row for t in found.trials for row in _rows(t, year, unit))


def _rows(t: PolicyTrial, year: int, money: str) -> Iterator[MeasureRow]:
    scenario = f"{t.package.name}/{t.horizon}"
    effects = {**t.effects, "real_income.output_tax": t.otherwise}
    for name, e in effects.items():
        unit = money if name == "bill" else "1"
        ends = {"": e.central if e.sure else float("nan"), ".low": e.low, ".high": e.high}
        for end, value in ends.items() if e.known else ():
            why = "" if e.sure or end else SIGNS[e.sign]["en"]
            yield MeasureRow(scenario, year, f"policy.{name}{end}", value, unit, SIMULATED, why)


def policy_rows(tried: PolicySection, lang: str) -> Table:
    """Return the chart of a section on policies as a table: of each outcome what is shown, and the range."""
    titles = [with_unit(o.title, o.unit, lang) for o in tried.outcomes]
    span = HEADERS["range"][lang]
    header = (HEADERS["policy"][lang], *(t for title in titles for t in (title, span)))
    rows = [[p.label] for p in tried.policies]
    for outcome in tried.outcomes:
        for cells, row, shown in zip(rows, outcome.proof.rows, outcome.shown, strict=True):
            low, high = row.range or (math.nan, math.nan)
            cells += [shown.removesuffix("%"), format_range(low, high, lang, unit="points")]
    return header, tuple(map(tuple, rows))
