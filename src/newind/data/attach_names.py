"""Figures by industry called as indicators call them, in a unit that they can use."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from newind.datafiles import read_yaml
from newind.errors import offenders

if TYPE_CHECKING:
    from newind.data.attach_rows import AttachmentValues


def name_of(text: str) -> str:
    """Return what indicators call a figure; a name that they do not look for stays as it is.

    Examples
    --------
    >>> name_of("CO₂ emissions"), name_of("从业人员"), name_of("labour-compensation"), name_of("water")
    ('co2', 'employment', 'labour_compensation', 'water')
    """
    return _names().get(_plain(text), text)


def find_attributes(name: str) -> dict[str, str]:
    """Return the unit that a figure is usually in, if there is one, and what it follows; empty for other names."""
    return {k: v for k, v in _read_names()["names"].get(name, {}).items() if k != "names"}


def standard(found: AttachmentValues, money: str) -> list[str]:
    """Give figures the names and units of indicators, in place; return in words what was renamed.

    Parameters
    ----------
    found : AttachmentValues
        By industry. A figure that indicators look for and that has no unit, or stands under two names, is a problem.
    money : str
        Unit of the accounts, for the remedy.
    """
    renamed = {given: name_of(given) for given in found.names}
    for name in dict.fromkeys(renamed.values()):
        under = [given for given, to in renamed.items() if to == name]
        if len(under) > 1:
            found.problems.append(f"{name} stands under {offenders(under)}. Leave out all but one.")
    factors, told = {}, []
    for given, name in renamed.items():
        said = found.said[given]
        unit, factors[given] = _unit(name, said.get("unit", ""))
        if name in _read_names()["names"] and not unit:
            usual = find_attributes(name).get("unit", money or "M.CNY")
            found.problems.append(
                f"{given} has no unit. Write it into the name of the column, as in '{name} ({usual})', or into a "
                f"column unit."
            )
        told += [f"  {name} is {given!r} of the figures"] if name != given else []
        many = f"{factors[given]} " if factors[given] > 1 else ""
        told += [f"  {name}: {said['unit']} read as {many}{unit}"] if unit != said.get("unit", "") else []
        if unit:
            said["unit"] = unit
    found.said = {name: found.said[given] for given, name in renamed.items()}
    found.rows = [replace(r, name=renamed[r.name], value=r.value * factors[r.name]) for r in found.rows]
    return told


def _unit(name: str, unit: str) -> tuple[str, int]:
    """Return a unit as indicators write it and how many of it the given one is."""
    if name not in _read_names()["names"]:
        return unit, 1
    to, factor = _read_names()["units"].get(unit, (unit, 1))
    return str(to), int(factor)


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).casefold()


@cache
def _names() -> dict[str, str]:
    known = _read_names()["names"]
    return {_plain(other): name for name in known for other in (name, *known[name]["names"])}


@cache
def _read_names() -> dict[str, Any]:
    return dict(read_yaml("newind.data", "attach_names.yaml"))
