"""Record the changes of a step of a recipe, in words that can be counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newind.messages import Text


@dataclass(frozen=True)
class LogEntry:
    """One line of the log.

    Attributes
    ----------
    step : name of the step
    code : element or row that it is about, empty where it is about all
    count : how many figures, rows or elements changed
    text : what was done
    """

    step: str
    code: str
    count: int
    text: Text

    @property
    def en(self) -> str:
        """Its text in English."""
        return self.text["en"]

    @property
    def zh(self) -> str:
        """Its text in Chinese."""
        return self.text["zh"]

    def __str__(self) -> str:
        """Say it in English.

        Examples
        --------
        >>> from newind.messages import message
        >>> print(LogEntry("screen", "ROW 2009", 1, message("index.log.screen.row")))
        ROW 2009: not scored, too little is known
        """
        return f"{self.code}: {self.en}" if self.code else self.en
