"""Sheet of a template about its table: year, unit, status, source, and its regions; and the accounts made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newind.accounts import validate
from newind.accounts.accounts import Accounts
from newind.accounts.regions import KINDS, Region, Regions
from newind.accounts.satellite import STATUSES
from newind.data.readers.nbs.labels import WORDS
from newind.data.readers.nbs.titles import UNITS, check_unit
from newind.errors import (
    DataError,
    NewindError,
    find_duplicates,
    join_items,
    offenders,
    sentences,
    suggest,
    tell,
    within,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newind.data.readers.sheets import Sheet

YEARS = range(1900, 2101)
OBSERVED = STATUSES[0]


def parse_description(where: str, texts: Mapping[str, str], places: Mapping[str, str]) -> dict[str, Any]:
    """Return year, unit, status, source and scenario from their texts.

    Raises
    ------
    DataError
        Naming the cell or line of every one that is missing or cannot be.
    """
    problems = [
        _wrong_year(texts["year"], places["year"]),
        _wrong_unit(texts["unit"], places["unit"]),
        _wrong_status(texts["status"], places["status"]),
    ]
    if wrong := [p for p in problems if p]:
        raise DataError(within(where, sentences(wrong)))
    return {
        "year": int(float(texts["year"])),
        "unit": texts["unit"],
        "status": texts["status"] or OBSERVED,
        "source": texts["source"],
        "scenario": texts["scenario"] or OBSERVED,
    }


def _wrong_year(text: str, place: str) -> str:
    if not text:
        return tell("template.no_year", place=place)
    return "" if validate.whole(text.removesuffix(".0")) in YEARS else tell("template.bad_year", place=place, text=text)


def _wrong_unit(text: str, place: str) -> str:
    if validate.UNIT.fullmatch(text):
        return ""
    meant = UNITS.get(text.removeprefix(WORDS["unit"]).lstrip(":：").strip(), "")
    remedy = tell("template.write_unit", meant=meant) if meant else tell("template.write_as")
    said = "template.bad_unit" if text else "template.no_unit"
    return tell(said, place=place, text=text, remedy=remedy)


def _wrong_status(text: str, place: str) -> str:
    if text in ("", *STATUSES):
        return ""
    return tell("template.bad_status", place=place, text=text, statuses=join_items(STATUSES))


def regions_of(where: str, rows: list[list[str]]) -> tuple[Regions, tuple[str, ...]]:
    """Return regions and boundary from rows of code, names, kind, country and whether it is a boundary.

    Raises
    ------
    DataError
        For rows that make no regions.
    """
    codes = [row[0] for row in rows]
    wrong = [f"{row[0]}: {row[5]}" for row in rows if row[5] not in ("yes", "no", "")]
    wrong += [f"{row[0]}: {row[3]}{suggest(row[3], KINDS)}" for row in rows if row[3] not in KINDS]
    if "" in codes or find_duplicates(codes) or not rows or wrong:
        said = offenders(wrong or find_duplicates(codes) or [tell("template.no_code")])
        raise DataError(tell("template.regions", where=where, said=said, kinds=join_items(KINDS)))
    regions = Regions(Region(code, en or code, zh or code, kind, country) for code, en, zh, kind, country, _ in rows)
    return regions, tuple(row[0] for row in rows if row[5] == "yes")


def blanks(where: str, count: int, size: int) -> tuple[str, ...]:
    """Return what is reported where flows without a value are read as zero."""
    return (tell("template.blank", where=where, count=count, size=size),) if count else ()


def build_accounts(where: str, parts: Mapping[str, Any]) -> Accounts:
    """Return accounts, or say where the figures stand that are none.

    Raises
    ------
    DataError
        With the place before the message.
    """
    try:
        return Accounts(**parts)
    except NewindError as error:
        raise DataError(within(where, error)) from None


def check_magnitude(sheet: Sheet, w: Accounts) -> None:
    """Raise when value added of China or a province cannot be in the unit given.

    Raises
    ------
    DataError
        With the unit that would fit.
    """
    for region, amount in zip(w.regions, w.gdp, strict=True):
        if region not in w.boundary and amount:
            check_unit(sheet, float(amount), region, w.year, w.unit)
