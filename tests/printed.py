"""Numbers, years and places that a printed sentence holds, and whether they are the ones expected."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import numpy as np

PLACE = {
    "en": re.compile(r"(?:(?P<n>\d+)(?:st|nd|rd|th) )?(?P<end>highest|lowest) of (?P<of>\d+)"),
    "zh": re.compile(r"在(?P<of>\d+)个(?:经济体|省份)中(?:最|居第(?P<n>\d+)位（由)(?P<end>高|低)(?:到[高低]）)?"),
}
ENDS = {"highest": "high", "高": "high", "lowest": "low", "低": "low"}
YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d%]|[.,]\d)")
UNIT_PHRASES = re.compile(r"(?<![\d.])1(?=美元|小时)")
"""In Chinese "each 1 dollar", "1 hour": words, not figures."""
NUMBER = re.compile(r"(?P<number>−?\d[\d,]*(?:\.\d+)?)(?P<percent>%?)")
SLACK = 1e-4
"""Details of the shipped table are kept to 0.000001, in percent this much."""


@dataclass(frozen=True)
class Figure:
    """A number as it is printed (a percentage times a hundred), and whether a percent sign follows."""

    value: float
    percent: bool


def pct(*shares: float) -> tuple[Figure, ...]:
    """Return shares as they are printed."""
    return tuple(Figure(100 * float(s), True) for s in shares)


def plain(*values: float) -> tuple[Figure, ...]:
    """Return numbers as they are printed."""
    return tuple(Figure(float(v), False) for v in values)


@dataclass(frozen=True)
class Place:
    """A place among several, counted from the nearer end."""

    number: int
    end: str
    of: int


def place_of(value: float, others: list[float]) -> Place:
    """Return where a value stands among others (itself left out), from the nearer end; the upper one where equal."""
    above, below = sum(o > value for o in others) + 1, sum(o < value for o in others) + 1
    number, end = (above, "high") if above <= below else (below, "low")
    return Place(number, end, len(others) + 1)


@dataclass(frozen=True)
class Told:
    """What a finding should say, recomputed.

    Parameters
    ----------
    year : int
        Of the figure.
    value : float
    numbers, detail : tuple of Figure
        In the order in which the sentence and the line below it print them.
    years : set of int
        Years that are printed.
    range : tuple of float, optional
    places : tuple of Place
    says : tuple of str, dict
        Words that must stand in the sentence or the line, by language.
    numbers_zh, detail_zh : tuple of Figure, optional
        Where the Chinese order is another.
    tolerance : float
        Of the value and the range, relative to the value where that is above one.
    kind : str
        Problem, constraint, risk, strength or context.
    """

    year: int
    value: float
    numbers: tuple[Figure, ...]
    detail: tuple[Figure, ...] = ()
    years: frozenset[int] = frozenset()
    range: tuple[float, float] | None = None
    places: tuple[Place, ...] = ()
    says: dict[str, tuple[str, ...]] = field(default_factory=dict)
    numbers_zh: tuple[Figure, ...] | None = None
    detail_zh: tuple[Figure, ...] | None = None
    tolerance: float = 1e-9
    kind: str = ""


def kind_of(
    better: str, now: list[float], past: float | None = None, other: tuple[list[float], float] | None = None
) -> str:
    """Return the kind of a finding: whether it is worse than the median of the others, and whether it got worse.

    A change counts from a tenth of the others' spread on: 1.4826 times the median distance from their median, at least
    5 % of that median or of the figure itself. Where another definition of the figures and of the past, `other`, moves
    the other way or lies on the other side of the median, nothing is judged.
    """
    if better == "none":
        return "context"
    if other is not None and past is not None:
        sides = [v[0] - np.median(v[1:]) for v in (now, other[0])]
        if sides[0] * sides[1] < 0 or (now[0] - past) * (other[0][0] - other[1]) < 0:
            return "context"
    own, others = now[0], np.array(now[1:])
    middle = np.median(others)
    spread = max(1.4826 * np.median(np.abs(others - middle)), 0.05 * abs(middle), 0.05 * abs(own))
    sign = 1 if better == "higher" else -1
    worse = sign * (own - middle) < 0
    worsened = past is not None and sign * (own - past) < -0.1 * spread
    if worse:
        return "problem" if worsened else "constraint"
    return "risk" if worsened else "strength"


def places(text: str, lang: str) -> list[Place]:
    """Return the places that a text tells."""
    return [Place(int(m["n"] or 1), ENDS[m["end"]], int(m["of"])) for m in PLACE[lang].finditer(text)]


def years(text: str, lang: str) -> set[int]:
    """Return the years that a text names."""
    return {int(y) for y in YEAR.findall(PLACE[lang].sub("", text))}


def figures(text: str, lang: str) -> list[tuple[str, bool]]:
    """Return the numbers of a text that are no years nor places, as printed, and whether they are percentages."""
    left = UNIT_PHRASES.sub("", YEAR.sub("", PLACE[lang].sub("", text)))
    return [(m["number"], bool(m["percent"])) for m in NUMBER.finditer(left)]


def rounds_to(printed: str, value: float) -> bool:
    """Return whether a value rounds to what is printed, with as many decimals."""
    digits = len(printed.partition(".")[2])
    shown = float(printed.replace(",", "").replace("−", "-"))
    return abs(shown - value) <= 0.5 * 10.0**-digits + SLACK


def misprints(text: str, lang: str, wanted: tuple[Figure, ...]) -> list[str]:
    """Return what is wrong with the numbers of a text; empty where each is the one expected, in order."""
    found = figures(text, lang)
    if len(found) != len(wanted):
        return [f"{len(found)} numbers printed, {len(wanted)} recomputed: {text!r}, {wanted}"]
    return [
        f"{number}{'%' * percent} printed, {w.value:.6g}{'%' * w.percent} recomputed: {text!r}"
        for (number, percent), w in zip(found, wanted, strict=True)
        if percent != w.percent or not rounds_to(number, w.value)
    ]


def faults(f, told: Told) -> list[str]:
    """Return every difference between a finding and what it should say."""
    wrong = []
    for lang in ("en", "zh"):
        sentence, detail = f.sentence[lang], f.detail[lang]
        both = f"{sentence} · {detail}"
        zh = lang == "zh"
        wrong += misprints(sentence, lang, told.numbers_zh if zh and told.numbers_zh is not None else told.numbers)
        wrong += misprints(detail, lang, told.detail_zh if zh and told.detail_zh is not None else told.detail)
        if years(both, lang) != set(told.years):
            wrong.append(f"years {years(both, lang)} printed, {set(told.years)} recomputed: {both!r}")
        if tuple(places(both, lang)) != told.places:
            wrong.append(f"places {places(both, lang)} printed, {told.places} recomputed: {both!r}")
        wrong += [f"{word!r} is missing in {both!r}" for word in told.says.get(lang, ()) if word not in both]
    if f.year != told.year:
        wrong.append(f"year {f.year}, {told.year} recomputed")
    if abs(f.value - told.value) > told.tolerance * max(1.0, abs(told.value)):
        wrong.append(f"value {f.value}, {told.value} recomputed")
    if f.kind != told.kind:
        wrong.append(f"kind {f.kind}, {told.kind} recomputed")
    return wrong + _range_faults(f, told)


def _range_faults(f, told: Told) -> list[str]:
    if (f.range is None) != (told.range is None):
        return [f"range {f.range}, {told.range} recomputed"]
    pairs = [] if told.range is None else list(zip(f.range, told.range, strict=True))
    return [f"range {f.range}, {told.range} recomputed" for a, b in pairs if abs(a - b) > max(told.tolerance, 1e-6)]
