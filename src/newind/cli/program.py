"""How the command line ends: exit 0 when all is well, 1 when something failed, 2 for bad input, in one clear line."""

from __future__ import annotations

import sys
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperGroup

from newind.errors import ConvergenceError, NewindError, RunError, in_chinese

if TYPE_CHECKING:
    from collections.abc import Sequence

FAILED = 1
BAD_INPUT = 2


class Program(TyperGroup):
    """A group of commands that shows a user's mistake as one line on standard error, without a traceback."""

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
        _never_fail_on_letters()
        try:
            code = run()
        except NewindError as error:
            said = in_chinese(error) if _lang(args) == "zh" else ""
            code = _fail(said or str(error), FAILED if isinstance(error, (ConvergenceError, RunError)) else BAD_INPUT)
        except typer.TyperException as error:
            said = error.format_message().replace("Value error, ", "")  # how a choice of words is refused
            code = _fail(said + ("" if said.endswith((".", "?")) else ".") + _hint(error), error.exit_code)
        except typer.Abort:
            code = _fail("stopped.", FAILED)
        except OSError as error:
            code = _fail(f"{error.filename or 'the system'}: {error.strerror or error}.", FAILED)
        sys.exit(code if isinstance(code, int) else 0)


def _lang(args: Sequence[str] | None) -> str:
    """Return the language that a command was given, English where it was none."""
    words = sys.argv[1:] if args is None else list(args)
    given = [after for word, after in pairwise(words) if word == "--lang"]
    given += [word.partition("=")[2] for word in words if word.startswith("--lang=")]
    return given[-1] if given else "en"


def _fail(message: str, code: int) -> int:
    typer.echo(f"newind: {' '.join(message.split())}", err=True)
    return code


def _hint(error: typer.TyperException) -> str:
    """Return where to look after a mistake in the command line itself."""
    context = getattr(error, "ctx", None)
    return f" See '{context.command_path} --help'." if context is not None else ""


def _never_fail_on_letters() -> None:
    """Let an output that cannot show every letter show an escape, rather than fail."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
