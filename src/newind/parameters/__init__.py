"""Assumptions that are not accounts: each one a YAML file with value, source, range and note."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from newind.datafiles import parsed, texts
from newind.errors import DataError, unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.typing import Array


@dataclass(frozen=True)
class Parameter:
    """One assumption.

    Parameters
    ----------
    id : str
        Name, and the name of its file.
    source : str
        Author, year, where.
    unit : str
        Unit of the value.
    value : float or None
        The value for all industries, where there is one.
    range : tuple of two floats
        Lowest and highest plausible value.
    note : str
        What a reader must know.
    by_industry : dict
        Values by industry code.
    """

    id: str
    source: str
    unit: str = "1"
    value: float | None = None
    range: tuple[float, float] | None = None
    note: str = ""
    by_industry: dict[str, float] = field(default_factory=dict)

    def among(self, industries: Sequence[str]) -> Array:
        """Return the value of each industry, `value` (NaN without one) where it has none of its own.

        Examples
        --------
        >>> parameter("rd_intensity").among(["c14", "tea"])
        array([0.1723,    nan])
        """
        fallback = np.nan if self.value is None else self.value
        return np.array([self.by_industry.get(i, fallback) for i in industries], dtype=np.float64)


def parameter(name: str) -> Parameter:
    """Return a parameter.

    Raises
    ------
    UnknownNameError
        With the nearest name.

    Examples
    --------
    >>> parameter("rd_intensity").by_industry["c14"]
    0.1723
    """
    if name not in _parameters():
        raise unknown("parameter", name, _parameters(), "newind.parameters.parameters() lists them.")
    return _parameters()[name]


def parameters() -> tuple[Parameter, ...]:
    """Return all parameters, by name."""
    return tuple(_parameters().values())


@cache
def _parameters() -> dict[str, Parameter]:
    read = [_read(name, text) for name, text in texts(__name__).items()]
    return {p.id: p for p in read}


def _read(name: str, text: str) -> Parameter:
    """Build a parameter from its file, or say what is wrong with the file."""
    data = parsed(text)
    p = Parameter(**data | {"range": tuple(data["range"]) if "range" in data else None})
    wrong = [
        what
        for what, bad in {
            f"the id is {p.id!r}: name the file after the id": name != f"{p.id}.yaml",
            "source is empty": not p.source.strip(),
            "neither value nor by_industry": p.value is None and not p.by_industry,
            "values outside the range": not _inside(p),
        }.items()
        if bad
    ]
    if wrong:
        raise DataError(f"parameters/{name}: {'; '.join(wrong)}.")
    return p


def _inside(p: Parameter) -> bool:
    low, high = p.range or (-np.inf, np.inf)
    return all(low <= v <= high for v in [*p.by_industry.values(), *([] if p.value is None else [p.value])])
