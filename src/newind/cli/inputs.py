"""Inputs of commands: shipped accounts or a file, and the names a user gave."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import typer

from newind.errors import DataError, offenders, tell

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from newind.accounts.accounts import Accounts
    from newind.accounts.panel import Panel


def panel_of(on: str | None, region: str | None = None) -> Panel:
    """Return shipped accounts by name, or those of a file, as `newind.data.opening.open_accounts`.

    Parameters
    ----------
    on : str, optional
        By default the first shipped set that has the region, the world's if none has.
    region : str, optional
        As in `newind.data.opening.open_accounts`, which says what is refused.
    """
    from newind.data.opening import open_accounts

    return open_accounts(name_of(on, region), region)


def accounts_of(on: str, year: int | None) -> Accounts:
    """Return accounts of a shipped set or a file, of a year or the last."""
    panel = panel_of(on)
    return panel.last if year is None else panel[year]


def parameters_of(given: list[str]) -> dict[str, Any]:
    """Return parameters given as ``name=value``.

    Examples
    --------
    >>> parameters_of(["scale=0.1", "shares=common"])
    {'scale': 0.1, 'shares': 'common'}
    """
    from newind.equilibrium.assumptions import read_value

    found: dict[str, Any] = {}
    for text in given:
        name, sign, value = text.partition("=")
        if not sign:
            raise typer.BadParameter(f"{text!r} is not of the form NAME=VALUE", param_hint="--set")
        found[name.strip()] = read_value(name.strip(), value.strip())
    return found


def name_of(on: str | None, region: str | None = None) -> str:
    """Return what a command works on: what was named, else the first shipped set that has a region, else the world."""
    from newind.measures.references import WORLD, home_of

    if on is not None or region is None:
        return on or WORLD
    return home_of(region)


def region_of(argument: str | None, option: str | None) -> str | None:
    """Return the region that a user named, as an argument or with --region.

    Raises
    ------
    DataError
        When two different ones are named.
    """
    if argument and option and argument.casefold() != option.casefold():
        raise DataError(tell("region.two", one=argument, other=f"--region {option}"))
    return argument or option


def only_region(panel: Panel) -> str:
    """Return the one region that accounts describe.

    Raises
    ------
    DataError
        When there are several.
    """
    w = panel.last
    inside = [c for c in w.regions if c not in w.boundary]
    if len(inside) > 1:
        raise DataError(tell("region.none", which=offenders(inside), first=inside[0]))
    return inside[0]


@dataclass(frozen=True)
class BriefInputs:
    """Inputs of a brief or a diagnosis: accounts up to a year, the region, its peers, and their accounts."""

    panel: Panel
    region: str
    peers: tuple[str, ...] | None
    reference: Accounts | None


def resolve_request(
    region: str | None, on: str | None, year: int | None, peers: Iterable[str] | None, reference: str | None
) -> BriefInputs:
    """Return what a user asked for, every name resolved.

    Raises
    ------
    UnknownNameError
        For accounts, a region, a peer or a year that there is not, with the nearest.
    DataError
        When a file is damaged or no table, or no region is named where there are several.
    """
    from newind.accounts.panel import Panel
    from newind.measures.references import default_reference
    from newind.questions.panels import codes_of

    panel = panel_of(on, region).until(year)
    code = one_code(panel, region or only_region(panel))
    w = panel.last
    beyond = default_reference(w, code) if reference is None else panel_of(reference)[w.year]
    inside = beyond is None or code not in beyond.regions
    others = codes_of(panel if beyond is None or inside else Panel([beyond]), peers) if peers else None
    return BriefInputs(panel, code, others, beyond)


def one_code(panel: Panel, given: str) -> str:
    """Return the code of one economy, in whichever case it was typed.

    Raises
    ------
    UnknownNameError
        With the nearest code.
    """
    folded = {code.casefold(): code for code in panel.regions.codes}
    code = folded.get(given.casefold(), given)
    panel.regions.index(code)
    return code


def years_of(panel: Panel, given: str) -> tuple[int, ...]:
    """Return the years that ``2008``, ``1995-2008`` or ``all`` stands for.

    Raises
    ------
    DataError
        For anything else.
    UnknownNameError
        For years that the accounts do not have.
    """
    from newind.accounts.validate import whole

    if given == "all":
        return panel.years
    begins, _, ends = given.replace("–", "-").partition("-")
    first, last = whole(begins), whole(ends or begins)
    if first is None or last is None:
        raise DataError(tell("region.no_years", given=given))
    wanted = range(first, last + 1)
    if not wanted:
        raise DataError(tell("region.years_end", given=given))
    return panel.select(years=wanted).years


def command(name: str, argument: str, options: Mapping[str, object]) -> str:
    """Return a command as one would type it, with the options that were given; True is a flag, a list repeats it.

    Examples
    --------
    >>> command("newind brief", "CN-GD", {"--table": "my table.xlsx", "--year": None})
    "newind brief CN-GD --table 'my table.xlsx'"
    """
    given: list[str] = []
    for option, value in options.items():
        for one in value if isinstance(value, list) else [value]:
            if one is not None and one is not False:
                given += [option] if one is True else [option, str(one)]
    return f"{name} {shlex.join([argument, *given])}"
