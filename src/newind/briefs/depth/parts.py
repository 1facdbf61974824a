"""Pieces of a section: a card with its tables and figures, what the accounts cannot tell, and how pieces stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from newind.briefs.model import Block
from newind.errors import NewindError
from newind.systems.words import decimal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from newind.briefs.depth.voice import Voice
    from newind.briefs.model import Card, Figure, TableSection

    Make = Callable[[Voice], "Part | None"]

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Part:
    """A card, the tables beside it, and the figures of both."""

    card: Card
    tables: tuple[TableSection, ...] = ()
    figures: tuple[Figure, ...] = ()


def asked(voice: Voice, what: str, make: Callable[[], T]) -> T | None:
    """Return what is made; None, with a line that says why not and what would, where these accounts cannot tell."""
    try:
        return make()
    except NewindError:
        line = voice.say(f"gone-{what}", name=voice.name(), code=voice.ctx.region, country=country(voice))
        voice.left.extend([line] if line not in voice.left else [])
        return None


def country(voice: Voice) -> str:
    """Return the code of the country of the brief."""
    row = voice.ctx.economy(voice.ctx.region)
    return row.country or row.code


def blocks_of(rows: Iterable[Sequence[Part | None]]) -> Iterator[Block]:
    """Yield a block for each row of parts that there are; a card that would stand alone joins the row before it."""
    held: list[Part] = []
    for row in rows:
        found = [p for p in row if p is not None]
        alone = len(found) == 1 and not found[0].tables
        if held and found and not alone:
            yield _block(held)
            held = []
        held.extend(found)
    if held:
        yield _block(held)


def _block(parts: Sequence[Part]) -> Block:
    return Block(cards=tuple(p.card for p in parts), tables=tuple(t for p in parts for t in p.tables))


def signed(voice: Voice, value: float) -> str:
    """Return a difference of shares in points with its sign and the decimals it needs, a dash where it is not known."""
    if value != value:
        return voice.say("none")
    places = next((n for n in (1, 2, 3) if round(100 * abs(value), n)), 1)
    return decimal(100 * value, places, voice.lang, sign=True)


def to(voice: Voice, low: str, high: str) -> str:
    """Return two ends in words, as they stand in a range with signs."""
    return f"{low} to {high}" if voice.lang == "en" else f"{low}至{high}"


def bracketed(voice: Voice, first: str, more: str) -> str:
    """Return a text with another in brackets behind it, alone where there is no other."""
    if not more:
        return first
    return f"{first} ({more})" if voice.lang == "en" else f"{first}（{more}）"
