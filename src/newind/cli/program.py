"""How the command line ends: exit 0 when all is well, 1 when something failed, 2 for bad input, in one clear line."""

from __future__ import annotations

import errno
import os
import sys
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperGroup

from newind.cli.guard import STOPPED, Guard
from newind.cli.values import check_every
from newind.errors import ConvergenceError, NewindError, RunError, in_language, shorten_message, tell

if TYPE_CHECKING:
    from collections.abc import Sequence

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
