"""What a command works on: shipped accounts or a file, and the names a user gave."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from newind.errors import DataError, unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newind.accounts.panel import Panel


def panel_of(on: str) -> Panel:
    """Return shipped accounts by name, or those of a file as a panel of its one year.

    Raises
    ------
    UnknownNameError
        When there is neither such a name nor such a file, with the nearest name.
    DataError
        When the file is damaged or no table.
    """
    from newind.accounts.panel import Panel
    from newind.accounts.readers import read
    from newind.accounts.reference import catalog, load

    shipped = [d.name for d in catalog()]
    if on in shipped:
        return load(on)
    if Path(on).exists():
        return Panel([read(on)])
    raise unknown("accounts", on, shipped, f"Give one of {', '.join(shipped)}, or the path of a file that exists.")


def codes_of(panel: Panel, given: Iterable[str]) -> tuple[str, ...]:
    """Return the codes of economies, in whichever case they were typed; groups stand for their members.

    Raises
    ------
    UnknownNameError
        For a code that is neither an economy nor a group, with the nearest.
    """
    from newind.accounts.groups import resolve

    codes = panel.regions.codes
    folded = {code.casefold(): code for code in codes}
    found = resolve([folded.get(name.casefold(), name) for name in given], codes)
    return tuple(codes[int(i)] for i in found)


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
    if given == "all":
        return panel.years
    first, _, last = given.replace("–", "-").partition("-")
    if not first.isdecimal() or not (last or first).isdecimal():
        raise DataError(f"--year {given!r} is not a year. Write it as in 2008, 1995-2008 or all.")
    wanted = range(int(first), int(last or first) + 1)
    if not wanted:
        raise DataError(f"--year {given!r} ends before it begins. Write it as in 1995-2008.")
    return panel.select(years=wanted).years


def up_to(panel: Panel, year: int | None) -> Panel:
    """Return the years of a panel up to one of them.

    Raises
    ------
    UnknownNameError
        For a year that the accounts do not have.
    """
    if year is None:
        return panel
    last = panel.select(years=year).years[0]
    return panel.select(years=[y for y in panel.years if y <= last])
