"""Units and decimals: how figures that stand together are written, as each language writes them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newind.messages import message, message_group

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newind.messages import Text

MINUS = "\N{MINUS SIGN}"
UNKNOWN: Text = message("language.scales.unknown")


def mark(name: str, lang: str) -> str:
    """Return a mark of a language: ``comma`` in a list, ``semicolon``, ``colon``, ``stop``, ``and``, ``thousands``.

    Examples
    --------
    >>> mark("comma", "en"), mark("comma", "zh")
    (', ', '、')
    """
    found: str = message_group("language.marks")[name][lang]
    return found


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
    shown = f"{abs(x):,.{digits}f}".replace(",", mark("thousands", lang))
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
        return self.unit if self.unit in ("", "%") else mark("before_unit", self.lang) + self.unit


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
    steps = message_group("language.ladders").get(unit, {}).get(lang, ())
    step = next((s for s in steps if peak >= s[0]), None)
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
    found: str = message_group("language.units").get(unit, {}).get(lang, unit)
    return found


def _digits(peak: float) -> int:
    return 0 if peak >= 100 else 1 if peak >= 10 else 2


def _fewest(x: float, digits: int, lang: str, unit: str) -> int:
    """Return decimals without trailing zeros; English large units carry one decimal at most."""
    most = min(digits, 1) if lang != "zh" or unit == "count" else digits
    while most and f"{x:.{most}f}".endswith("0"):
        most -= 1
    return most
