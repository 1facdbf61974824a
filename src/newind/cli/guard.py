"""The program around the command line: Ctrl-C ends it in one line, an error of its own leaves a report."""

from __future__ import annotations

import os
import platform
import shlex
import signal
import sys
import tempfile
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from types import FrameType, TracebackType

STOPPED = 130
"""Exit code after Ctrl-C, as of other programs: 128 and the number of the signal."""
DEBUG = "NEWIND_DEBUG"
"""Environment variable that lets an error of the program show its traceback."""
SECRET = "--token"
LATER = 0.05
"""Seconds after which an interrupt comes again that could not be raised where it came."""


class Guard:
    """Turn Ctrl-C, at any moment, and errors that are no user's into one line and an exit code.

    The first SIGINT raises KeyboardInterrupt once; whatever a library makes of that on its way is not shown. The second
    ends the program at once, also while the first is being cleaned up after. While a module is being imported the first
    one waits: a library may end the whole program where its import is broken off.
    """

    stopped: ClassVar[bool] = False
    """Whether there was a SIGINT: a program has one guard."""

    def __init__(self) -> None:
        self._unraisable = sys.unraisablehook
        self._waiting = False

    def __enter__(self) -> Guard:
        """Begin; nothing is taken over yet, so that whatever is raised from then on ends here."""
        return self

    def listen(self) -> None:
        """Take over the signal."""
        signal.signal(signal.SIGINT, self._interrupt)
        if hasattr(signal, "setitimer"):
            signal.signal(signal.SIGALRM, self._again)
        sys.unraisablehook = self._handle_unraisable

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the program with its code; from here on Ctrl-C ends it silently."""
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        if not self.stopped:
            sys.unraisablehook = self._unraisable
        if self._waiting:
            sys.exit(self._say(STOPPED, "program.stopped"))
        if error is None or isinstance(error, SystemExit):
            return
        if self.stopped or isinstance(error, KeyboardInterrupt):
            sys.exit(self._say(STOPPED, "program.stopped"))
        if not os.environ.get(DEBUG):
            said = " ".join(f"{type(error).__name__}: {error}".split())
            sys.exit(self._say(1, "program.fault", error=said, file=report(error)))

    def _interrupt(self, _signal: int, frame: FrameType | None) -> None:
        if self.stopped or self._waiting:
            os._exit(STOPPED)
        if _importing(frame) and self._later():
            return
        Guard.stopped = True
        raise KeyboardInterrupt

    def _later(self) -> bool:
        """Let the interrupt come again in a moment; return whether this system can."""
        self._waiting = hasattr(signal, "setitimer")
        if self._waiting:
            signal.setitimer(signal.ITIMER_REAL, LATER)
        return self._waiting

    def _again(self, _signal: int, _frame: FrameType | None) -> None:
        self._waiting = False
        signal.raise_signal(signal.SIGINT)

    def _handle_unraisable(self, found: sys.UnraisableHookArgs) -> None:
        """Raise an interrupt again that came where Python cannot raise; say nothing else once there was one."""
        if self.stopped and isinstance(found.exc_value, KeyboardInterrupt):
            Guard.stopped = False
            if not self._later():  # what is raised here is lost, too
                signal.raise_signal(signal.SIGINT)
        elif not self.stopped:
            self._unraisable(found)

    @staticmethod
    def _say(code: int, id: str, **values: object) -> int:
        from newind.cli.program import fail, language
        from newind.errors import in_chinese, tell

        said = tell(id, **values)
        return fail(in_chinese(said) if language() == "zh" else said, code)


def _importing(frame: FrameType | None) -> bool:
    """Tell whether a module is being imported."""
    while frame is not None:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back
    return False


def report(error: BaseException) -> str:
    """Write what is known of an error to a file in the folder for temporary files; return its path.

    The value of ``--token`` is left out.
    """
    from newind import __version__

    words = sys.argv[1:]
    shown = ["…" if before == SECRET else f"{SECRET}=…" if word.startswith(f"{SECRET}=") else word
             for before, word in zip(["", *words], words, strict=False)]  # fmt: skip
    lines = [
        f"newind {__version__}, Python {platform.python_version()}, {platform.platform()}",
        f"$ newind {shlex.join(shown)}",
        "",
        *traceback.format_exception(error),
    ]
    try:
        handle, name = tempfile.mkstemp(prefix="newind-", suffix=".txt")
        os.close(handle)
        Path(name).write_text("\n".join(lines), encoding="utf-8", errors="backslashreplace")
    except OSError:
        return os.devnull
    return name
