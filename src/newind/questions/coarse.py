"""Words of a brief on the table of 2020 in 11 groups of industries: its limits, and how to get a full brief."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.data.reference import identify, now
from newind.errors import UnknownNameError
from newind.language.phrases import of_economy
from newind.language.words import mark, percent, quantity
from newind.messages import message, message_group

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.language.words import Lang
    from newind.measures.context import Context
    from newind.messages import Text
    from newind.typing import Array

COARSE = "world-2020"
"""Shipped set for economies that the annual world does not name."""
FACTORIES = "C13T33"
"""Its group of manufacturing industries, all but food."""
COMMANDS = (
    "newind data get icio2025",
    "newind data build world-annual --icio icio2025 --region {region}",
    "newind brief {region} --table newind-data/world-annual-{region}",
)
"""Way to give an economy a separate row in the annual world, and its full brief."""
BASED: Text = message("common.coarse.based")
OPENING: Text = message("common.coarse.opening")
HINT: Text = message("common.coarse.hint")
"""Words of a command on the table."""
REVISED: Text = message("common.coarse.revised")
NONE: Text = message("common.coarse.none")
"""Words in place of an indicator that is not in the table."""
APART = 0.05
"""Difference of GDP, as a share of it, from which it is reported."""
NOTES: dict[str, list[str]] = message_group("common.coarse.notes")


def is_coarse(w: Accounts) -> bool:
    """Return whether accounts are the shipped ones of 2020 in 11 groups of industries."""
    return identify(w) == COARSE


def commands(region: str) -> tuple[str, ...]:
    """Return the commands that give an economy a separate row, and its full brief.

    Examples
    --------
    >>> commands("VNM")[1]
    'newind data build world-annual --icio icio2025 --region VNM'
    """
    return tuple(line.format(region=region) for line in COMMANDS)


def hint(region: str, lang: Lang = "en") -> str:
    """Return what the table lacks, and the commands that give more."""
    return "\n  ".join((HINT[lang], *commands(region)))


def opening(ctx: Context, lang: Lang) -> str:
    """Return which table a brief is based on, whether it was revised since, and the size of an economy."""
    w, r = ctx.w, ctx.w.regions.index(ctx.region)
    made = w.value_added.reshape(w.R, w.S)[r]
    size = OPENING[lang].format(
        year=ctx.year,
        owner=of_economy(ctx)[lang],
        size=quantity(float(made.sum()), w.unit, lang),
        part=percent(float(made[w.industries.index(FACTORIES)] / made.sum()), lang),
    )
    said = (BASED[lang].format(year=ctx.year), describe_revision(w, ctx.region, lang), size)
    return mark("gap", lang).join(filter(None, said))


def describe_revision(w: Accounts, region: str, lang: Lang) -> str:
    """Return that today's accounts of the United Nations have another GDP than the table; empty where they have not."""
    stated = official(region).get(w.year)
    table = gdp(w)[w.regions.index(region)]
    if not stated or abs(table / stated - 1) < APART:
        return ""
    amounts = {name: quantity(value, w.unit, lang) for name, value in (("table", float(table)), ("now", stated))}
    return REVISED[lang].format(**amounts)


def gdp(w: Accounts) -> Array:
    """Return GDP at market prices, (R,): value added with net taxes on products in inputs and in final use."""
    final = w.satellites["taxes_less_subsidies"].final
    return w.gdp if final is None else w.gdp + final.reshape(w.R, -1).sum(axis=1)


def official(region: str) -> dict[int, float]:
    """Return GDP by year in the accounts of the United Nations, million USD; empty where they lack the economy."""
    try:
        found = now.series(now.code_of(region)).get("gdp")
    except UnknownNameError:
        return {}
    return {} if found is None else {year: 1e3 * value for year, value in found.values.items()}


def notes(region: str, lang: Lang) -> tuple[str, ...]:
    """Return method and limits of the table."""
    said = mark("semicolon", lang).join(commands(region))
    return tuple(text.format(commands=said) for text in NOTES[lang])
