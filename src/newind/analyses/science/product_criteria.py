"""Criteria of the product screen."""

from __future__ import annotations

from dataclasses import dataclass

from newind.aliases import alias
from newind.errors import DataError, offenders

CRITERIA = ("import_hhi", "export_hhi", "import_ratio")
MOST_YEARS = 100
LARGEST_RATIO = 1e12


@dataclass(frozen=True)
class Thresholds:
    """Thresholds that a product must exceed, and in how many of the last years.

    Parameters
    ----------
    import_hhi : float in [0, 1]
    export_hhi : float in [0, 1], or None
        None leaves the criterion out, where exports of the world are not known.
    import_ratio : float >= 0
    years : int >= 1
        Last years looked at.
    hold : int, 1 to ``years``
        Years in which all criteria must be met together.
    """

    import_hhi: float = 0.4
    export_hhi: float | None = 0.4
    import_ratio: float = 1.0
    years: int = 3
    hold: int = 2

    def __post_init__(self) -> None:
        """Refuse thresholds out of range.

        Raises
        ------
        DataError
            Naming those that are, and the range.
        """
        if wrong := out_of_range(self):
            raise DataError(f"thresholds out of range: {offenders(wrong)}. Choose them within the ranges.")

    @property
    def active_criteria(self) -> tuple[str, ...]:
        """Criteria that are looked at."""
        return tuple(c for c in CRITERIA if getattr(self, c) is not None)

    asked = alias("active_criteria")


def _within(value: object, low: float, high: float) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and low <= value <= high


def _whole(value: object, low: int, high: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def out_of_range(t: Thresholds) -> list[str]:
    """Return the thresholds that are out of range, each with its range."""
    most = t.years if _whole(t.years, 1, MOST_YEARS) else MOST_YEARS
    fine = {
        "import_hhi": (_within(t.import_hhi, 0, 1), "0 to 1"),
        "export_hhi": (t.export_hhi is None or _within(t.export_hhi, 0, 1), "0 to 1, or None"),
        "import_ratio": (_within(t.import_ratio, 0, LARGEST_RATIO), "0 or more"),
        "years": (_whole(t.years, 1, MOST_YEARS), "1 or more"),
        "hold": (_whole(t.hold, 1, most), "1 to years"),
    }
    return [f"{name} = {getattr(t, name)!r} ({said})" for name, (fits, said) in fine.items() if not fits]
