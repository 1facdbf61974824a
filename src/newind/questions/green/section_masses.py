"""Amounts of carbon and money, as system 3 in depth writes them; the year of its accounts, and their sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.accounts.panel import Panel
from newind.language.words import MINUS, mark, quantity, scale_of
from newind.questions.depth.amounts import ENDS, figure
from newind.questions.provenance import name_source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newind.accounts.accounts import Accounts
    from newind.language.words import Scale
    from newind.measures.context import Context
    from newind.questions.depth.voice import SystemWording
    from newind.questions.model import MeasureRow

MT = "Mt"


def every_year(ctx: Context) -> Panel | Accounts:
    """Return the accounts of a brief: all years, or the only one."""
    return Panel(ctx.accounts) if len(ctx.accounts) > 1 else ctx.w


def carbon(voice: SystemWording, value: float) -> str:
    """Return a mass given in Mt."""
    return quantity(value, MT, voice.lang)


def change(voice: SystemWording, value: float) -> str:
    """Return a relative change in per cent with its sign, with the decimals that it needs."""
    return ("+" if value > 0 else MINUS if value < 0 else "") + voice.share(abs(value))


def column_of(voice: SystemWording, total: float, unit: str = MT) -> Scale:
    """Return how a column is written whose sum is given: as suits a tenth of it, for most of its figures are smaller.

    Examples
    --------
    A column of CO2 that sums to 20 Mt is in Mt in English, in 万吨 in Chinese.
    """
    return scale_of([total / 10], unit, voice.lang)


def from_carbon(voice: SystemWording, w: Accounts, id: str, status: str = "") -> int:
    """Return the number of the row of a quantity that is based on accounts and their CO2."""
    parts = dict.fromkeys([w.source, w.satellite("co2").source])
    named = mark("semicolon", voice.lang).join(name_source(p, voice.lang) for p in parts)
    return voice.own(id, source=named, year=w.year, status=status)


def build_range_figures(
    voice: SystemWording, id: str, scenario: str, low: float, middle: float, high: float, **rest: str | int
) -> Iterator[MeasureRow]:
    """Yield a figure and the ends of its range."""
    for end, value in zip(ENDS, (middle, low, high), strict=True):
        yield figure(voice, id + end, value, scenario, **rest)  # type: ignore[arg-type]
