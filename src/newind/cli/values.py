"""Requirements on options and arguments of every command: not empty, a finite number, a file that can be one."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newind.errors import DataError, tell

if TYPE_CHECKING:
    from collections.abc import Callable

LARGEST = 1e15
"""Beyond it a number is a slip: money is in millions, counts are of draws or days."""
FIRST, LAST = 1800, 2200
"""Years that data or a pathway can have."""
FILES = ("FILE", "TABLE", "FIGURES", "REGISTER")
"""Words in the metavar of options and arguments that may name a file."""
WRITTEN = ("--out", "--csv", "--iamc", "--plot", "--save")
"""Options that name a file to write."""


def check_every(command: Any) -> None:
    """Let every option and argument of a command, and of the commands in it, check what it is given."""
    for inner in getattr(command, "commands", {}).values():
        check_every(inner)
    for parameter in command.params:
        parameter.callback = _checking(parameter.callback)


def _checking(further: Callable[..., Any] | None) -> Callable[..., Any]:
    def callback(context: Any, parameter: Any, value: Any) -> Any:
        if value != parameter.default:
            for one in value if isinstance(value, (list, tuple)) else [value]:
                check(parameter.opts[0] if parameter.opts[0].startswith("-") else parameter.metavar or "",
                      parameter.metavar or "", one)  # fmt: skip
        return value if further is None else further(context, parameter, value)

    return callback


def check(option: str, metavar: str, value: object) -> None:
    """Refuse what an option cannot be given.

    Raises
    ------
    DataError
        For an empty text, a number that is none or beyond all measure, a year that cannot be, a pipe or a device
        for a file, a folder for a file to write, a file for a folder.
    """
    if isinstance(value, (int, float)) and not abs(value) <= LARGEST:  # nor NaN
        raise DataError(tell("option.number", option=option, value=value))
    if isinstance(value, int) and (metavar == "Y" or option == "--year") and not FIRST <= value <= LAST:
        raise DataError(tell("option.year", option=option, value=value, first=FIRST, last=LAST))
    if not isinstance(value, str):
        return
    if not value.strip():
        raise DataError(tell("option.empty", option=option))
    is_folder = metavar == "DIR"
    if is_folder or any(word in metavar for word in FILES):
        mode = _mode(value)
        if mode and not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
            raise DataError(tell("option.device", path=value))
        if stat.S_ISDIR(mode) and option in WRITTEN and not is_folder:
            raise DataError(tell("option.folder", path=value))
        if stat.S_ISREG(mode) and is_folder:
            raise DataError(tell("option.file", path=value))


def _mode(path: str) -> int:
    """Return what kind of file stands there, 0 for none."""
    try:
        return Path(path).stat().st_mode
    except (OSError, ValueError):
        return 0
