"""Progress of a piece of work, reported from one process to another."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class CancellationError(Exception):
    """Nobody waits for a piece of work any longer."""


@dataclass(frozen=True)
class Tally:
    """A file with a byte for every step that is done; once it is gone, the next step ends the work.

    Parameters
    ----------
    path : str
        The file.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     tally = Tally.in_folder(folder)
    ...     tally(2022)
    ...     tally.show({"known": 1})
    ...     tally.count(), tally.pop_part(), tally.pop_part()
    (1, {'known': 1}, None)
    """

    path: str

    @classmethod
    def in_folder(cls, folder: str | Path) -> Tally:
        """Return a tally of nothing in a folder."""
        path = Path(folder) / "steps"
        path.touch()
        return cls(str(path))

    def __call__(self, _step: object = None) -> None:
        """Say that a step is done.

        Raises
        ------
        CancellationError
            When nobody waits for it.
        """
        try:
            with Path(self.path).open("r+b") as file:
                file.seek(0, 2)
                file.write(b".")
        except FileNotFoundError:
            raise CancellationError from None

    def show(self, part: Any) -> None:
        """Show what is known of the result, as plain data."""
        whole = Path(self.path).with_name("part.new")
        whole.write_text(json.dumps(part), encoding="utf-8")
        whole.replace(whole.with_name("part"))

    def pop_part(self) -> Any:
        """Return what was shown and not taken yet, None where nothing was."""
        part = Path(self.path).with_name("part")
        if not part.exists():
            return None
        found = json.loads(part.read_text(encoding="utf-8"))
        part.unlink()
        return found

    def count(self) -> int:
        """Return how many steps are done."""
        return Path(self.path).stat().st_size
