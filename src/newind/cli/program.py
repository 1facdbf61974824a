"""How the command line ends: exit 0, 1 or 2 in one clear line, by Ctrl-C, or with a report of an error."""

from __future__ import annotations

import errno
import os
import stat
import sys
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperGroup

from newind.cli.guard import STOPPED, Guard
from newind.errors import ConvergenceError, DataError, NewindError, RunError, in_language, shorten_message, tell

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


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


FAILED = 1
BAD_INPUT = 2


class Program(TyperGroup):
    """A group of commands that shows a user's mistake as one line on standard error, without a traceback."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        check_every(self)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run a command and exit with its code; with ``standalone_mode=False`` return or raise instead."""
        run = partial(super().main, args, prog_name, complete_var, False, windows_expand_args, **extra)
        if not standalone_mode:
            return run()
        lang = language(args)
        if not _open_streams():
            sys.exit(fail(in_language(tell("program.no_output"), lang), BAD_INPUT))
        try:
            code = run()
            if code == STOPPED:
                raise typer.Abort
            sys.stdout.flush()
        except NewindError as error:
            code = fail(
                in_language(error, lang), FAILED if isinstance(error, (ConvergenceError, RunError)) else BAD_INPUT
            )
        except typer.TyperException as error:
            said = error.format_message().replace("Value error, ", "")  # how a choice of words is refused
            code = fail(said + ("" if said.endswith((".", "?")) else ".") + _hint(error), error.exit_code)
        except typer.Abort:
            code = fail(in_language(tell("program.stopped"), lang), STOPPED)
        except OSError as error:
            code = FAILED
            _let_go()
            if error.errno != errno.EPIPE:  # who reads has seen enough
                said = f"{error.filename or 'the system'}: {error.strerror or error}."
                code = fail(said, BAD_INPUT if error.errno == errno.ENOSPC else FAILED)
        sys.exit(code if isinstance(code, int) else 0)


def language(args: Sequence[str] | None = None) -> str:
    """Return the language that a command was given, English where it was none."""
    words = sys.argv[1:] if args is None else list(args)
    given = [after for word, after in pairwise(words) if word == "--lang"]
    given += [word.partition("=")[2] for word in words if word.startswith("--lang=")]
    return given[-1] if given else "en"


def fail(message: str, code: int) -> int:
    """Print on one line of standard error why the program ends, Ctrl-C where there was one; return the code."""
    if Guard.stopped and code != STOPPED:
        return fail(in_language(tell("program.stopped"), language()), STOPPED)
    typer.echo(f"newind: {shorten_message(message)}", err=True)
    return code


def _hint(error: typer.TyperException) -> str:
    """Return where to look after a mistake in the command line itself."""
    context = getattr(error, "ctx", None)
    return f" See '{context.command_path} --help'." if context is not None else ""


def _open_streams() -> bool:
    """Let an output that cannot show every letter show an escape; return whether there is a standard output at all."""
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115 - as long as the program
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    return sys.stdout is not None


def _let_go() -> None:
    """Lose what an output that failed has not taken: Python would try again, and complain, when it ends."""
    if sys.stdout is sys.__stdout__ and sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
