"""What a step of a recipe changed, in words that can be counted."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Change:
    """One line of the log.

    Attributes
    ----------
    step : name of the step
    code : element or unit that it is about, empty where it is about all
    count : how many figures, rows or elements changed
    en, zh : what was done
    """

    step: str
    code: str
    count: int
    en: str
    zh: str
