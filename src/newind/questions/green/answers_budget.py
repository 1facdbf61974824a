"""Growth under a carbon budget as an answer: the price that keeps within it, and growth with it and without."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from newind.errors import DataError, tell
from newind.language.words import decimal, percent
from newind.messages import fill, in_each, list_languages, message_group
from newind.pathways.growth_under import EmissionLimit, growth_within
from newind.policy.packages import package_of
from newind.questions.abroad import assumption, with_economy
from newind.questions.answers import TONNES, Answer
from newind.questions.table import make_tables
from newind.questions.words import megatonnes, place

if TYPE_CHECKING:
    from newind.accounts.panel import Panel
    from newind.messages import Text
    from newind.pathways.growth_under import BudgetPathway
    from newind.questions.green.declared import BudgetOptions

SHOWN = ("year", "price", "co2", "co2_without", "gdp", "gdp_change", "consumption_change")
LEAST = 0.5
"""Mt below which a budget has no use for whole numbers."""


def load_words() -> dict[str, Any]:
    """Return all words."""
    return message_group("green.budget")


def budget(panel: Panel, region: str, asked: BudgetOptions) -> Answer:
    """Return what keeping within a carbon budget takes and costs.

    Raises
    ------
    DataError
        For a text that is no budget, and where nothing is limited.
    """
    limit, w = _read_limit(asked.total, asked.peak_by), with_economy(panel.until(asked.year).last, asked.abroad)
    package = None if asked.package is None else package_of(asked.package, w)
    found = growth_within(
        w, region, limit, package, asked.until, asked.horizon, asked.parameters, start=asked.start,
        recycling=asked.recycling,
    )  # fmt: skip
    table = found.table()
    ahead = table[table["year"] >= found.since - 1].reset_index(drop=True)
    words = {"first": found.path.years[0], "last": found.path.years[-1], "start": found.since, "tonnes": TONNES}
    return Answer(
        title=fill(load_words()["title"], region=place(found.region), **words),
        tables=make_tables({"years": ahead, "growth": _growth(found), "all_years": table}),
        labels={name: fill(text, **words) for name, text in load_words()["columns"].items()},
        heads={name: fill(text, **words) for name, text in load_words()["heads"].items()},
        short={name: fill(text, **words) for name, text in load_words()["short"].items()},
        values=load_words()["values"],
        numbers=frozenset({"price", "gdp", "gdp_without", "consumption", "consumption_without"}),
        money=frozenset({"co2", "co2_without", "co2_baseline"}),
        masses=frozenset({"co2", "co2_without", "co2_baseline"}),
        shown={"years": SHOWN, "all_years": ()},
        lead=(*assumption(w), *_lead(found)),
        notes=tuple(_notes(found)),
        about={
            "region": found.region, "package": found.without.name, "years": [words["first"], words["last"]],
            "start": found.since, "price": found.price, "recycling": found.recycling, "horizon": found.path.horizon,
            "welfare": found.welfare, "paths": len(found.trials), "status": "simulated",
            "leakage": found.leakage if found.price > 0 else None,
        },
    )  # fmt: skip


def _read_limit(total: str | None, peak_by: int | None) -> EmissionLimit:
    """Return the limit that was typed: an amount, or a part of the baseline in per cent."""
    if total is None:
        return EmissionLimit(peak_by=peak_by)
    text = total.strip()
    try:
        value = float(text.rstrip("%％").replace(",", ""))
    except ValueError:
        raise DataError(tell("budget.text", said=total)) from None
    if text.endswith(("%", "％")):
        return EmissionLimit(share=value / 100, peak_by=peak_by)
    return EmissionLimit(total=value, peak_by=peak_by)


def _growth(found: BudgetPathway) -> Any:
    import pandas as pd

    rows = [
        {"figure": name, "with_price": found.growth(name), "without_price": found.growth(name, priced=False)}
        for name in ("gdp", "consumption")
    ]
    return pd.DataFrame(rows)


def _lead(found: BudgetPathway) -> list[Text]:
    who, last = place(found.region), found.path.years[-1]
    priced, _, base = found.emissions
    counted = found.path.years.index(found.since)
    emitted, without = float(priced[counted:].sum()), float(base[counted:].sum())
    words = {
        "who": who, "start": found.since, "last": last, "limit": _limit(found.limit), "price": _number(found.price, 1),
        "emitted": _mass(emitted), "without": _mass(without), "less": _percent(1.0 - emitted / without),
        "peak": found.path.years[int(priced.argmax())],
    }  # fmt: skip
    lead = [_line("met" if found.price == 0 else "price", **words), _line("emitted", **words)]
    if found.price > 0:
        rates = {"with": _percent(found.growth(), 2), "without": _percent(found.growth(priced=False), 2)}
        lead.append(_line("growth", **words | rates, cost=_percent(found.welfare, 2)))
        lead.append(_line("leakage", leakage=_percent(found.leakage)))
    return lead


def _limit(limit: EmissionLimit) -> Text:
    parts = []
    if limit.total is not None:
        parts.append(_line("total", total=_mass(limit.total)))
    if limit.share is not None:
        parts.append(_line("share", share=_percent(limit.share)))
    if limit.peak_by is not None:
        parts.append(_line("peak_by", peak=limit.peak_by))
    return in_each(lambda lang: load_words()["lines"]["and"][lang].join(p[lang] for p in parts))


def _notes(found: BudgetPathway) -> list[Text]:
    notes, horizon = load_words()["notes"], load_words()["horizons"][found.path.horizon]
    words = {"known": int(found.path.base.outlook.known[found.path.regions.index(found.region)])}
    back = load_words()["recycling"][found.recycling]
    package = fill(notes["package"], package=found.without.name) if found.without.package.shocks else None
    made = [
        fill(notes["scenario"], **words),
        fill(notes["price"], back=back, horizon=horizon),
        notes["cost"],
    ]
    return [n for n in (package, *made) if n is not None] + [dict.fromkeys(list_languages(), x) for x in found.path.log]


# ---- words
def _line(name: str, **words: Any) -> Text:
    return fill(load_words()["lines"][name], **words)


def _percent(value: float, digits: int = 1) -> Text:
    return in_each(lambda lang: percent(value, lang, digits))


def _number(value: float, digits: int) -> Text:
    return in_each(partial(decimal, value, digits))


def _mass(value: float) -> Text:
    return megatonnes(value, 0 if value >= LEAST else 3)
