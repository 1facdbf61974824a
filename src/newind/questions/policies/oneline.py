"""The answer to a trial in one sentence, and what each assumption alone makes of real income."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, log10
from typing import TYPE_CHECKING, Any, TypeAlias

from newind.equilibrium.assumptions import NESTS
from newind.equilibrium.structure import SETTINGS
from newind.language.words import decimal, from_to
from newind.messages import in_each, message_group, say
from newind.policy.ranges import STRUCTURAL
from newind.policy.signs import AMBIGUOUS, SIGNS, STATED, has_size, sign
from newind.policy.verdicts import ASSUMED, BORNE, NOISE, NOTHING, OTHERS, STRUCTURE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newind.messages import Text
    from newind.policy.ranges import Range

GROUPS = dict.fromkeys(NESTS, "substitution") | dict.fromkeys((*SETTINGS, "scale_in"), "structure")
"""Parameters that are varied together → the name of all of them."""
NAMES: dict[str, Text] = message_group("paths.uncertainty.parameters") | message_group("policies.oneline.assumptions")
SignedSpan: TypeAlias = tuple[float, float, str]
MAIN = 0.5
"""Part of a range from which on an assumption that turns its sign is named as what the range depends on."""
LEAST = 1e-4
"""Width of a range of real income, as a fraction, below which an assumption makes nothing of it."""


@dataclass(frozen=True)
class OneWay:
    """Real income of a region where one assumption goes from its lowest to its highest value.

    Parameters
    ----------
    id : str
        The parameter, or a value of `GROUPS`.
    label : dict
        Its name, in ``en`` and ``zh``.
    low, high : float
        Lowest and highest change of real income, the central case among them, as fractions.
    sign : str
        As of `newind.policy.signs.sign`.
    """

    id: str
    label: Text
    low: float
    high: float
    sign: str


def vary_one(found: Range, at: int) -> list[OneWay]:
    """Return what each assumption alone makes of real income of a region, the widest first.

    Parameters
    ----------
    found : Range
        Of real income, as of `newind.policy.ranges.find_ranges`.
    at : int
        Position of the region.
    """
    central, middle = found.corners[0], float(found.values[0, at])
    values: dict[str, list[float]] = {}
    for corner, row in zip(found.corners[1:], found.values[1:], strict=True):
        moved = {GROUPS.get(name, name) for name, value in corner.items() if value != central[name]}
        if len(moved) == 1:
            values.setdefault(moved.pop(), [middle]).append(float(row[at]))
    rows = [
        OneWay(id, NAMES[id], min(each), max(each), sign(min(each), max(each), NOISE)) for id, each in values.items()
    ]
    return sorted((r for r in rows if r.high - r.low > LEAST), key=lambda r: r.low - r.high)


def say_unsolved(found: Range, lang: str) -> str:
    """Return how many cases are unsolved where that leaves the sign of real income of a region open, else empty."""
    if NOTHING not in found.sign:
        return ""
    n = len(found.failed)
    return say(f"policies.oneline.unsolved.{'cases' if n else 'answer'}", lang, n=n, all=n + len(found.corners))


def say_in_one_line(
    name: Mapping[Any, str] | None, income: SignedSpan, alone: Sequence[OneWay], co2: SignedSpan | None
) -> Text:
    """Return the answer to a trial in one sentence, by the rule for signs.

    A verb stands where the sign is one in all of a range, and no size where it is too wide. What is at others' expense,
    or others gain by, has signed ends where they have two signs. Else the direction is open, and where one assumption
    alone turns it, that is named if it is of the kind that the verdict names.

    Parameters
    ----------
    name : dict or None
        Name of the package, where it has one.
    income, co2 : tuple
        Lowest and highest change and its sign, of real income and of emissions; None where the accounts have none.
    alone : sequence of OneWay
        As of `vary_one`.
    """

    def write(lang: str) -> str:
        clauses = [_say_income(income, alone, lang), *([_say_change("co2", co2, lang)] if co2 else [])]
        whole = say("policies.oneline.clauses", lang).join(clauses)
        named = say("policies.oneline.named", lang, name=name[lang], told=whole) if name else whole
        return named[:1].upper() + named[1:]

    return in_each(write)


def _say_income(income: SignedSpan, alone: Sequence[OneWay], lang: str) -> str:
    low, high, kind = income
    if kind in (*STATED, OTHERS, BORNE):
        return _say_change("income", income, lang)
    structural = {GROUPS.get(name, name) for name in STRUCTURAL}
    turning = [row for row in alone if row.sign == AMBIGUOUS and (row.id in structural) == (kind == STRUCTURE)]
    small = not turning or turning[0].high - turning[0].low < MAIN * (high - low)
    if kind not in (STRUCTURE, ASSUMED) or small or low > -NOISE or high < NOISE:
        return say("policies.oneline.income.open", lang, why=SIGNS[kind][lang])
    key = "decided" if len(turning) == 1 else "weighed"
    ends = {"low": _percent(-low, lang), "high": _percent(high, lang)}
    what = turning[0].label[lang]
    what = what[:1].lower() + what[1:]
    return say(f"policies.oneline.income.{key}", lang, what=what, **ends)


def _say_change(what: str, found: SignedSpan, lang: str) -> str:
    low, high, kind = found
    if kind not in (*STATED, OTHERS, BORNE):
        return say(f"policies.oneline.{what}.open", lang)
    if kind in (OTHERS, BORNE) and low * high <= 0:
        ends = from_to(_percent(low, lang, sign=True), _percent(high, lang, sign=True), lang)
        return say(f"policies.oneline.{what}.{kind}_signed", lang, range=ends)
    least, most = sorted((abs(low), abs(high)))
    told = say(
        f"policies.oneline.{what}.{kind}", lang, range=from_to(_percent(least, lang), _percent(most, lang), lang)
    )
    return told if has_size(low, high) else told + say("policies.oneline.unsized", lang)


def _percent(share: float, lang: str, *, sign: bool = False) -> str:
    """Return a share in per cent, with two figures that count and three decimals at most."""
    value = 100 * share
    digits = 0 if value == 0 else min(3, max(0, 1 - floor(log10(float(f"{abs(value):.1e}")))))
    return decimal(value, digits, lang, sign=sign) + "%"
