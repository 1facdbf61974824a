"""The division of a target as an answer: budgets, peaks, yearly paths, sensitivity, wishes, parameters and sources."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.regions import apply_house_style as region
from newind.analyses.green import sharing_criteria as criteria
from newind.analyses.green.sharing import divide_target
from newind.analyses.green.sharing_parts import parts_of_accounts, read_parts
from newind.analyses.green.sharing_target import Target
from newind.errors import DataError, tell
from newind.language.phrases import industry, name_owner
from newind.language.words import decimal, join_list, mark, quantity, scale_of
from newind.messages import NOTHING, in_each, list_languages, lower_first, message, message_group
from newind.pathways.carbon_baseline import parts_ahead
from newind.questions.answers import Answer, label_code
from newind.questions.green.words import share, span_of_shares
from newind.questions.table import make_tables
from newind.questions.words import join_texts

if TYPE_CHECKING:
    import pandas as pd

    from newind.accounts.panel import Panel
    from newind.accounts.regions import Region
    from newind.analyses.green.sharing import Division
    from newind.analyses.green.sharing_parts import TargetParts
    from newind.messages import Text
    from newind.questions.green.declared import DivideOptions

LABELS: dict[str, Text] = message_group("green.answers_division.labels")
SHORT: dict[str, Text] = message_group("green.answers_division.short")
VALUES: dict[str, dict[str, Text]] = {
    "criterion": criteria.CRITERIA,
    "status": {
        "simulated": message("green.answers_division.values.simulated"),
        "observed": message("green.answers_division.values.observed"),
        "estimated": message("green.answers_division.values.estimated"),
    },
    "wish": {
        "wish_peak": message("green.answers_division.values.wish_peak"),
        "wish_budget": message("green.answers_division.values.wish_budget"),
    },
    "part": {"all": message("green.answers_division.values.all")},
    "verdict": {
        "met": message("green.answers_division.values.met"),
        "other weights": message("green.answers_division.values.only_under_other_weights"),
        "infeasible": message("green.answers_division.values.infeasible"),
    },
}  # fmt: skip
HEADS: dict[str, Text] = message_group("green.answers_division.heads")
NUMBERS = frozenset({"over_first"})
MONEY = frozenset({
    "emissions", "emissions_first", "budget", "low", "high", "emissions_last", "level", "budget_alone", "effect",
})  # fmt: skip
PLAIN = ("peak", "earliest", "latest", "peak_alone")
COMPUTED: Text = message("green.answers_division.computed")
GIVEN: Text = message("green.answers_division.given")
GLANCE = ("region", "industry", "emissions_first", "budget", "share", "low", "high", "peak", "earliest", "latest",
          "cut_last")  # fmt: skip


class DivisionAnswer(Answer):
    """An answer whose peaks are years."""

    def cell(self, column: str, value: object, lang: str) -> str:
        """Return a cell as a reader sees it, years without commas."""
        return (
            f"{value:.0f}"
            if column in PLAIN and isinstance(value, (int, np.integer))
            else super().cell(column, value, lang)
        )


def divide(panel: Panel | None, region: str, asked: DivideOptions) -> Answer:
    """Return a target divided among the industries of an economy, or, without accounts, the parts of a file."""
    target = read_target(asked)
    parts = find_parts(panel, region, asked, target)
    return division(divide_target(parts, target, asked.weights, order=asked.order))


def read_target(asked: DivideOptions) -> Target:
    """Return the target that was asked for.

    Raises
    ------
    DataError
        Without a peak, and for several first years.
    """
    if asked.peak is None:
        raise DataError(tell("green.no_peak"))
    if asked.base is not None and len(asked.base) != 1:
        raise DataError(tell("green.one_base", n=len(asked.base)))
    base = None if asked.base is None else next(iter(asked.base.items()))
    return Target(asked.peak, asked.level or {}, asked.growth, asked.top, asked.budget, base)


def find_parts(panel: Panel | None, region: str, asked: DivideOptions, target: Target) -> TargetParts:
    """Return the parts of a file, or the industries of an economy, ahead of them its baseline where it is used."""
    if panel is not None:
        own = target.growth is not None or target.base is not None
        return (parts_of_accounts if own else parts_ahead)(panel, region, asked.year)
    if asked.year is None:
        raise DataError(tell("green.no_year", path=region))
    return read_parts(region, asked.year, unit=asked.unit)


def division(found: Division) -> Answer:
    """Return the tables of a division; the first one has budgets and peaks together."""
    budgets, peaks = found.budgets(), found.peaks()
    both = budgets.join(peaks[["peak", "level", "earliest", "latest"]])
    tables = {"budgets": _own(found, both), "trajectories": _own(found, yearly(found))}
    if found.parts.by_region and found.parts.by_industry:
        for by, name in (("region", "regions"), ("industry", "industries")):
            whole = found.totals(by)
            joined = whole.budgets().join(whole.peaks()[["peak", "level", "earliest", "latest"]])
            tables[name] = _own(whole, joined)
    tables["sensitivity"] = _own(found, found.sensitivity())
    if len(wishes := found.wishes()):
        tables["wishes"] = wishes.assign(**{c: _format_wishes(wishes, c) for c in ("wished", "gets", "low", "high")})
    tables |= {"parameters": parameters(found), "sources": _sources(found)}
    return DivisionAnswer(
        title=title(found),
        tables=make_tables(tables),
        labels=LABELS,
        notes=(whole_path(found), *_wishes(found), *found.notes),
        money=MONEY | {str(y) for y in found.years},
        numbers=NUMBERS,
        shown={"budgets": GLANCE, "wishes": ("part", "wish", "wished", "gets", "verdict"),
               **dict.fromkeys(set(tables) - {"budgets", "wishes"}, ())},
        heads=HEADS,
        short=SHORT,
        values=VALUES,
        about={
            "years": list(found.years), "peak": found.path.peak, "peak_level": found.path.top, "unit": found.parts.unit,
            "budget": found.path.budget, "order": found.order, "infeasible": list(found.infeasible),
            "weights": dict(zip(found.criteria, map(float, found.weights), strict=True)), "status": found.parts.status,
        },
        lead=(describe_division(found),),
        chart=found.chart(),
        result=found,
    )  # fmt: skip


def describe_division(found: Division) -> Text:
    """Return what the part with the largest budget would get if emissions followed the path, as the target assumes."""
    p, parts = found.path, found.parts
    most, budgets = int(np.argmax(found.paths[:, 1:].sum(axis=1))), found.budgets()
    amounts = {"top": p.top, "last": float(p.total[-1]), "budget": p.budget}
    economy = _find_economy(found)
    return message(
        f"green.answers_division.lead.{'rising' if p.peak > found.years[0] else 'falling'}",
        owner=NOTHING if economy is None else in_each(lambda lang: name_owner(economy)[lang] + mark("gap", lang)),
        most=_name_part(found, most),
        peak=p.peak,
        first=found.years[0],
        end=found.years[-1],
        share=share(float(budgets["share"].iloc[most])),
        range=span_of_shares(*(float(budgets[k].iloc[most]) / p.budget for k in ("low", "high"))),
        year=int(found.peaks()["peak"].iloc[most]),
        **{name: in_each(partial(quantity, v, parts.unit)) for name, v in amounts.items()},
    )


def _name_part(found: Division, i: int) -> Text:
    """Return the name of a part as it stands inside a sentence: its region, its industry, or both."""
    parts = found.parts
    names = [in_each(partial(label_code, "region", parts.regions[i]))] if parts.by_region else []
    names += [industry(parts.industries[i])] if parts.by_industry else []
    return join_texts(names, lambda told, lang: mark("comma", lang).join(told))


def _find_economy(found: Division) -> Region | None:
    """Return the economy among whose industries a target is divided."""
    own = set(found.parts.regions)
    return region(next(iter(own))) if len(own) == 1 and found.parts.by_industry and any(own) else None


def title(found: Division) -> Text:
    """Return what is divided, from when to when."""
    first, last = found.years[0], found.years[-1]
    place = _find_economy(found)
    of = in_each(lambda lang: (" of " * (lang != "zh") + place.name(lang)) if place else "")
    return message("green.answers_division.title", of=of, first=first, last=last)  # fmt: skip


def whole_path(found: Division) -> Text:
    """Return the nation's path in a sentence: peak year and level, how it came about, the budget, order and weights."""
    p, unit = found.path, found.parts.unit
    top, budget = (_level(v, unit) for v in (p.top, p.budget))
    how = COMPUTED if p.computed else GIVEN
    weights = list(zip(found.criteria, found.weights, strict=True))
    said = [in_each(lambda lang, c=c, w=w: f"{criteria.CRITERIA[c][lang]} {w:.0%}") for c, w in weights if w > 0]  # type: ignore[misc]
    return message(
        "green.answers_division.whole_path",
        peak=p.peak,
        top=top,
        how=how,
        years=found.years[0],
        budget=budget,
        weights=join_texts(said, join_list),
        order=lower_first(criteria.ORDERS[found.order]),
    )


def _level(value: float, unit: str) -> Text:
    """Return emissions to whole units; in Chinese million tonnes become 亿吨, or 万吨 where they are few.

    Examples
    --------
    >>> _level(12345.4, "Mt")["en"], _level(12345.4, "Mt")["zh"], _level(3.12, "Mt")["zh"], _level(3120, "kt")["zh"]
    ('12,345 Mt', '123.45亿吨', '312万吨', '3120kt')
    """
    scale = scale_of([value], unit, "zh")
    scaled = scale.text(value, 2 if scale.factor < 1 else 0)
    return message("green.answers_division.level", whole=decimal(value, 0), unit=unit, scaled=scaled)


def _wishes(found: Division) -> tuple[Text, ...]:
    """Return which wishes cannot be."""
    if not (named := found.infeasible):
        return ()
    names = join_texts([VALUES["part"].get(n, dict.fromkeys(list_languages(), n)) for n in named], join_list)
    return (message("green.answers_division.infeasible", names=names),)


def _format_wishes(wishes: pd.DataFrame, column: str) -> list[str]:
    """Return years as they are and amounts with their thousands, nothing for what is not known."""
    pairs = zip(wishes["wish"], wishes[column], strict=True)
    return ["" if v != v else f"{v:.0f}" if wish == "wish_peak" else f"{v:,.0f}" for wish, v in pairs]


def yearly(found: Division) -> pd.DataFrame:
    """Return paths with a column a year, the nation in the last row."""
    import pandas as pd

    frame = pd.DataFrame(found.paths, columns=[str(y) for y in found.years])
    frame.insert(0, "industry", list(found.parts.industries))
    frame.insert(0, "region", list(found.parts.regions))
    whole = pd.DataFrame([found.path.total], columns=[str(y) for y in found.years])
    whole.insert(0, "industry", "" if found.parts.by_region else "Σ")
    whole.insert(0, "region", "Σ")
    return pd.concat([frame, whole], ignore_index=True)


def _in_all_languages(said: Text) -> str:
    return " | ".join(said.values())


def parameters(found: Division) -> pd.DataFrame:
    """Return everything the division was asked for, and what followed of it."""
    import pandas as pd

    p, words, said = found.path, criteria.SAID, message_group("green.answers_division.parameters")
    rows = [(c, f"{w:.4g}", _in_all_languages(words[c]))
            for c, w in zip(found.criteria, found.weights, strict=True)]  # fmt: skip
    order = criteria.ORDERS[found.order]
    rows += [("order", found.order, _in_all_languages(order)), ("peak", str(p.peak), "")]
    rows += [("top", f"{p.top:.6g}", _in_all_languages(said["computed" if p.computed else "given"]))]
    rows += [("growth", f"{p.growth:.4%}", _in_all_languages(said["growth"]))]
    rows += [(f"level {y}", f"{v:.6g}", "") for y, v in p.levels.items()]
    rows += [("budget", f"{p.budget:.6g}", _in_all_languages(said["budget"])), ("unit", found.parts.unit, "")]
    return pd.DataFrame(rows, columns=["name", "value", "meaning"])


def _sources(found: Division) -> pd.DataFrame:
    import pandas as pd

    rows = [(found.parts.source or "—", found.parts.status, found.parts.year)]
    return pd.DataFrame(rows, columns=["source", "status", "year"])


def _own(found: Division, frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table without the labels that parts do not have, nor units repeated in every row."""
    gone = [c for c in ("region", "industry") if not any(getattr(found.parts, _ATTRIBUTES[c]))]
    if found.parts.by_industry and not found.parts.by_region:
        gone.append("region")
    return frame.drop(columns=[c for c in {*gone, "unit", "status"} if c in frame.columns])


_ATTRIBUTES = {"region": "regions", "industry": "industries"}
