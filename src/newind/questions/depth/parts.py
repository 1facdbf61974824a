"""Pieces of a section: a card with its tables and figures, and the rows of the measure table behind them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from newind.language.words import decimal, in_brackets
from newind.questions.depth.voice import words
from newind.questions.figures import label_of
from newind.questions.model import Block, MeasureRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from newind.analyses.losses import Loss
    from newind.questions.depth.voice import SystemWording
    from newind.questions.model import Card, TableSection

    Make = Callable[[SystemWording], "CardGroup | None"]


T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class CardGroup:
    """A card, the tables beside it, and the figures of both."""

    card: Card
    tables: tuple[TableSection, ...] = ()
    figures: tuple[MeasureRow, ...] = ()


def make_or_explain(voice: SystemWording, what: str, make: Callable[[], T]) -> T | None:
    """Return what is made; None, with a line that says why not and what would, where these accounts cannot tell."""
    with voice.log.around(what, line=voice.say(f"gone-{what}", **_build_name_fields(voice))):
        return make()
    return None


def _build_name_fields(voice: SystemWording) -> dict[str, str]:
    return {"name": voice.name(), "code": voice.ctx.region, "country": country(voice)}


def country(voice: SystemWording) -> str:
    """Return the code of the country of the brief."""
    row = voice.ctx.economy(voice.ctx.region)
    return row.country or row.code


@dataclass(frozen=True)
class BlockLayout:
    """Layout of a block: its parts and tables, by the names of parts and the ends of the ids of tables."""

    cards: tuple[str, ...]
    tables: tuple[str, ...] = ()
    folded: tuple[str, ...] = ()


def blocks_of(parts: Mapping[str, CardGroup], rows: Iterable[BlockLayout]) -> tuple[Block, ...]:
    """Return a block for each row of what there is; a card that would stand alone joins the block before or after."""
    tables = {t.id.partition("-")[2]: t for p in parts.values() for t in p.tables}
    found: list[Block] = []
    for row in rows:
        cards = tuple(parts[c].card for c in row.cards if c in parts)
        shown = tuple(tables[t] for t in (*row.tables, *row.folded) if t in tables)
        folded = tuple(tables[t].id for t in row.folded if t in tables)
        made = Block(cards=cards, tables=shown, folded=folded)
        if found and cards and (_lone(made) or _lone(found[-1])):
            before = found.pop()
            made = Block(cards=before.cards + cards, tables=before.tables + shown, folded=before.folded + folded)
        found += [made] if cards or shown else []
    return tuple(found)


def _lone(block: Block) -> bool:
    return len(block.cards) == 1 and not block.tables


def format_share_difference(voice: SystemWording, value: float) -> str:
    """Return a difference of shares in points with its sign and the decimals it needs, a dash where it is not known."""
    if value != value:
        return voice.say("none")
    places = next((n for n in (1, 2) if round(100 * abs(value), n)), 2)
    return decimal(100 * value, places, voice.lang, sign=True)


def append_in_brackets(voice: SystemWording, first: str, more: str) -> str:
    """Return a text with another in brackets behind it, alone where there is no other."""
    return in_brackets(first, more, voice.lang) if more else first


ENDS = ("", ".low", ".high")
UNSURE = "the sign changes within the range"


def figure(
    voice: SystemWording, id: str, value: float, scenario: str = "accounts", *, industry: str = "", partner: str = "",
    unit: str = "1", status: str = "observed", year: int | None = None, note: str = "",
) -> MeasureRow:  # fmt: skip
    """Return one figure of the economy of the brief."""
    at = voice.ctx.year if year is None else year
    return MeasureRow(scenario, at, id, float(value), unit, status, note, "", industry, partner)


def build_simulated_figures(
    voice: SystemWording, id: str, scenario: str, low: float, middle: float, high: float, **rest: str
) -> Iterator[MeasureRow]:
    """Yield a simulated figure and the ends of its range; no middle where the sign changes within it."""
    sure = not low < 0 or high <= 0
    values = (middle if sure else math.nan, low, high)
    for end, value in zip(ENDS, values, strict=True):
        if value == value or not end:
            why = "" if sure or end else UNSURE
            yield figure(voice, id + end, value, scenario, status="simulated", note=why, **rest)  # type: ignore[arg-type]


def losses(voice: SystemWording, id: str, loss: Loss, industry: str = "", partner: str = "") -> Iterator[MeasureRow]:
    """Yield a loss at the medium horizon, then each statement; no high end where its range is open above."""
    scenarios = {"loss": loss.stated_ranges[loss.horizon]} | {
        f"loss/{name}": s for name, s in loss.stated_ranges.items()
    }
    for scenario, s in scenarios.items():
        yield from build_simulated_figures(
            voice, id, scenario, s.low, s.middle, s.high, industry=industry, partner=partner
        )


def labels(figures: Iterable[MeasureRow], lang: str) -> dict[str, str]:
    """Return the names of quantities among figures, without the ends of ranges."""
    ids = {f.indicator.removesuffix(".low").removesuffix(".high") for f in figures}
    own = words()["sources"]
    found = {id: own[id]["label"][lang] if id in own else label_of(id, lang) for id in sorted(ids)}
    return found | {UNSURE: words()["texts"]["unsure"][lang]}
