"""Record the changes of a step of a recipe, in words that can be counted."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class LogEntry:
    """One line of the log.

    Attributes
    ----------
    step : name of the step
    code : element or row that it is about, empty where it is about all
    count : how many figures, rows or elements changed
    en, zh : what was done
    """

    step: str
    code: str
    count: int
    en: str
    zh: str

    def __str__(self) -> str:
        """Say it in English.

        Examples
        --------
        >>> print(LogEntry("screen", "ROW 2009", 1, "not scored, too little is known", "已知数据过少，未计分"))
        ROW 2009: not scored, too little is known
        """
        return f"{self.code}: {self.en}" if self.code else self.en
