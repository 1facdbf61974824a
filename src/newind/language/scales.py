"""Units and decimals: how figures that stand together are written, in English and Chinese."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newind.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterable

MINUS = "\N{MINUS SIGN}"
UNKNOWN = message("language.scales.unknown")
Step = tuple[float, float, str]
"""From which absolute value on, how many units make one, and its name."""
LADDERS: dict[tuple[str, str], tuple[Step, ...]] = {
    ("M.USD", "en"): ((1e6, 1e6, "trillion USD"), (1e3, 1e3, "billion USD"), (0, 1, "million USD")),
    ("M.USD", "zh"): ((1e6, 1e6, "万亿美元"), (10, 100, "亿美元"), (0, 0.01, "万美元")),
    ("M.CNY", "en"): ((1e6, 1e6, "trillion yuan"), (1e3, 1e3, "billion yuan"), (0, 1, "million yuan")),
    ("M.CNY", "zh"): ((1e6, 1e6, "万亿元"), (10, 100, "亿元"), (0, 0.01, "万元")),
    ("10K.CNY", "en"): ((1e8, 1e8, "trillion yuan"), (1e5, 1e5, "billion yuan"), (0, 100, "million yuan")),
    ("10K.CNY", "zh"): ((1e8, 1e8, "万亿元"), (1e3, 1e4, "亿元"), (0, 1, "万元")),
    ("kg/CNY", "en"): ((0.5, 1, "kg per yuan"), (0, 1e-3, "g per yuan")),
    ("kg/CNY", "zh"): ((0.5, 1, "千克/元"), (0, 1e-3, "克/元")),
    ("Mt", "en"): ((1e4, 1e3, "Gt"), (0, 1, "Mt")),
    ("Mt", "zh"): ((10, 100, "亿吨"), (0, 0.01, "万吨")),
    ("count", "zh"): ((1e8, 1e8, "亿"), (1e4, 1e4, "万"), (0, 1, "")),
}
UNITS: dict[str, tuple[str, str]] = {
    "1": ("%", "%"),
    "ratio": ("", ""),
    "points": ("points", "个百分点"),
    "ppm": ("millionths", "百万分之一"),
    "index": ("index", "指数"),
    "stages": ("stages", "个阶段"),
    "year": ("year", "年"),
    "t": ("t", "吨"),
    "Mt": ("Mt", "百万吨"),
    "M.USD": ("million USD", "百万美元"),
    "M.CNY": ("million yuan", "百万元"),
    "10K.CNY": ("10,000 yuan", "万元"),
    "kg/money": ("kg per unit of money", "千克/货币单位"),
    "kg/CNY": ("kg per yuan", "千克/元"),
    "kg/USD": ("kg per USD", "千克/美元"),
    "kg/USD 1995": ("kg per USD of 1995", "千克/美元（1995年价）"),
    "kg/PPP USD 2017": ("kg per PPP USD of 2017", "千克/美元（2017年购买力平价）"),
    "kg/kWh": ("kg per kWh", "千克/千瓦时"),
    "USD/hour": ("USD per hour", "美元/小时"),
    "USD of 1995/hour": ("USD of 1995 per hour", "美元/小时（1995年价）"),
    "USD/person": ("USD per person", "美元/人"),
    "USD of 2017, PPP": ("PPP USD of 2017", "美元（2017年购买力平价）"),
    "persons": ("persons", "人"),
    "times": ("times", "倍"),
    "persons/M.USD": ("persons per million USD", "人/百万美元"),
}


def decimal(x: float, digits: int = 1, lang: str = "en", *, sign: bool = False) -> str:
    """Return a number with a true minus, and commas between thousands in English.

    Parameters
    ----------
    x : float
        Any number.
    digits : int
        Decimals.
    lang : {"en", "zh"}
    sign : bool
        Whether a plus stands before what is above zero.

    Examples
    --------
    >>> decimal(-1234.56), decimal(1234.56, 1, "zh"), decimal(-0.04), decimal(0.2, sign=True), decimal(float("nan"))
    ('−1,234.6', '1234.6', '0.0', '+0.2', 'not known')
    """
    if not math.isfinite(x):
        return UNKNOWN[lang]
    shown = f"{abs(x):,.{digits}f}" if lang == "en" else f"{abs(x):.{digits}f}"
    if not any(c in "123456789" for c in shown):
        return shown
    return (MINUS if x < 0 else "+" if sign else "") + shown


@dataclass(frozen=True)
class Scale:
    """How the figures of one chart, table or sentence are written: all alike.

    Parameters
    ----------
    factor : float
        What a figure is multiplied with.
    unit : str
        Name of the resulting unit in the language.
    digits : int
        Decimals.
    lang : {"en", "zh"}
    """

    factor: float
    unit: str
    digits: int
    lang: str

    def number(self, x: float, digits: int | None = None, *, sign: bool = False) -> str:
        """Return a figure without its unit."""
        return decimal(x * self.factor, self.digits if digits is None else digits, self.lang, sign=sign)

    def text(self, x: float, digits: int | None = None, *, sign: bool = False) -> str:
        """Return a figure with its unit."""
        return self.number(x, digits, sign=sign) + (self.suffix if math.isfinite(x) else "")

    @property
    def suffix(self) -> str:
        """The unit as it follows a number."""
        return self.unit if not self.unit or self.unit == "%" or self.lang == "zh" else f" {self.unit}"


def scale_of(values: Iterable[float], unit: str, lang: str = "en", digits: int | None = None) -> Scale:
    """Return the scale that suits figures which stand together.

    Parameters
    ----------
    values : iterable of float
        The figures, in `unit`; those that are not known do not count.
    unit : str
        A unit of the registry (``1`` is a share), or of a satellite.
    lang : {"en", "zh"}
    digits : int, optional
        Decimals; chosen from the largest figure by default.

    Examples
    --------
    >>> scale_of([996, 7956], "Mt", "zh"), scale_of([0.0678], "1").text(0.0678)
    (Scale(factor=0.01, unit='亿吨', digits=1, lang='zh'), '6.8%')
    >>> scale_of([0.0178], "1").text(0.0178)
    '1.78%'
    """
    peak = max((abs(v) for v in values if math.isfinite(v)), default=0.0)
    if unit == "1":
        return Scale(100.0, "%", (1 if peak >= 0.05 else 2) if digits is None else digits, lang)
    step = next((s for s in LADDERS.get((unit, lang), ()) if peak >= s[0]), None)
    factor, name = (1 / step[1], step[2]) if step else (1.0, unit_name(unit, lang))
    return Scale(factor, name, _digits(peak * factor) if digits is None else digits, lang)


def quantity(x: float, unit: str, lang: str = "en", digits: int | None = None) -> str:
    """Return one figure with its unit, in two or three significant figures.

    Examples
    --------
    >>> quantity(0.594, "kg/USD"), quantity(2.839, "stages", "zh"), quantity(float("nan"), "Mt", "zh")
    ('0.59 kg per USD', '2.84个阶段', '未知')
    """
    scale = scale_of([x], unit, lang, digits)
    shown = scale.text(x)
    if digits is None and "." in shown and unit in ("M.USD", "M.CNY", "10K.CNY", "count", "Mt"):
        return scale.text(x, _fewest(x * scale.factor, scale.digits, lang, unit))
    return shown


def unit_name(unit: str, lang: str = "en") -> str:
    """Return a unit in the language, itself where it has no other name.

    Examples
    --------
    >>> unit_name("stages", "zh"), unit_name("1"), unit_name("TWh", "zh")
    ('个阶段', '%', 'TWh')
    """
    pair = UNITS.get(unit)
    return unit if pair is None else pair[lang == "zh"]


def _digits(peak: float) -> int:
    return 0 if peak >= 100 else 1 if peak >= 10 else 2


def _fewest(x: float, digits: int, lang: str, unit: str) -> int:
    """Return decimals without trailing zeros; English large units carry one decimal at most."""
    most = min(digits, 1) if lang == "en" or unit == "count" else digits
    while most and f"{x:.{most}f}".endswith("0"):
        most -= 1
    return most
