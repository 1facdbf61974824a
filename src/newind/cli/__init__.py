"""The command line: a module a command group, questions from their declarations; it computes nothing itself."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from newind.cli.commands import app

__all__ = ["app", "main"]
NEW = 10_000
"""New objects after which those that refer to each other are looked for; most of what a command makes stays."""


def main() -> None:
    """Run the command line: Ctrl-C is heard from here on, and BLAS begins with one thread."""
    from newind.cli.guard import Guard

    gc.set_threshold(NEW)
    with Guard() as guard:
        guard.listen()
        from newind.cli.commands import app
        from newind.kernels.threads import begin_with_one

        begin_with_one()
        app(prog_name="newind")


def __getattr__(name: str) -> Any:
    """Return the commands, which are put together when they are first asked for."""
    if name == "app":
        from newind.cli.commands import app

        return app
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
