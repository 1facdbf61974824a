"""Assumptions that are not accounts: each one a YAML file with value, source, range and note."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.datafiles import list_yaml, read_yaml
from newind.errors import DataError, unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.typing import Array

HORIZONS = ("short", "medium", "long")
"""Horizons of the equilibrium model: a year or two, some years, when everything has adjusted."""
STATUSES = ("sourced", "assumed")
"""Whether the source states the value, or it is an assumption that the range has to cover."""
EVIDENCE = {"A": "sourced", "B": "sourced", "C": "assumed"}
"""Class of evidence → status: A, the source identifies cause and effect; B, it estimates or measures; C, assumed."""


class Evident:
    """What has a class of evidence, and a status that follows from it."""

    evidence: str

    @property
    def status(self) -> str:
        """``sourced``, or ``assumed`` where no source states the value; the range is then wide on purpose."""
        return EVIDENCE.get(self.evidence, "")


@dataclass(frozen=True)
class HorizonValue(Evident):
    """Value at one horizon.

    Parameters
    ----------
    value : float
        The value.
    range : tuple of two floats
        Lowest and highest plausible value.
    evidence : {"A", "B", "C"}
        As of `Parameter`.
    """

    value: float
    range: tuple[float, float]
    evidence: str = ""


@dataclass(frozen=True)
class Parameter(Evident):
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
        Values by industry code; of `resource_share` by groups of industries.
    by_horizon : dict
        What holds at each horizon, for parameters that differ between them; `value` and `range` are then those of the
        long one.
    evidence : {"A", "B", "C"}
        Class of the evidence, as of `EVIDENCE`.
    without : float, optional
        The value where there is no such effect; None where that has no meaning.
    """

    id: str
    source: str = ""
    unit: str = "1"
    value: float | None = None
    range: tuple[float, float] | None = None
    note: str = ""
    by_industry: dict[str, float] = field(default_factory=dict)
    by_horizon: dict[str, HorizonValue] = field(default_factory=dict)
    evidence: str = ""
    without: float | None = None

    def at(self, horizon: str = "long") -> Parameter:
        """Return the parameter as it holds at a horizon: value, range and evidence; itself where it holds at all.

        Raises
        ------
        UnknownNameError
            With the nearest horizon.

        Examples
        --------
        >>> parameter("trade_elasticity").at("short").value
        1.0
        >>> parameter("markup").at("short").value
        1.0
        """
        if horizon not in HORIZONS:
            raise unknown("horizon", horizon, HORIZONS, f"Horizons: {', '.join(HORIZONS)}.")
        stated = self.by_horizon.get(horizon)
        if stated is None:
            return self
        return replace(self, value=stated.value, range=stated.range, evidence=stated.evidence, by_horizon={})

    def expand_by_industry(self, industries: Sequence[str]) -> Array:
        """Return the value of each industry, `value` (NaN without one) where it has none of its own.

        Examples
        --------
        >>> parameter("rd_intensity").expand_by_industry(["c14", "tea"])
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
    if name not in _names():
        raise unknown("parameter", name, _names(), "newind.parameters.parameters() lists them.")
    return _parameter(name)


def parameters() -> tuple[Parameter, ...]:
    """Return all parameters, by name."""
    return tuple(map(_parameter, _names()))


@cache
def _names() -> tuple[str, ...]:
    return list_yaml(__name__)


@cache
def _parameter(name: str) -> Parameter:
    """Return a parameter; a file is read when it is first asked for."""
    return _read(f"{name}.yaml", read_yaml(__name__, f"{name}.yaml"))


def _read(name: str, data: dict[str, Any]) -> Parameter:
    """Build a parameter from its file, or say what is wrong with the file."""
    horizons = {h: HorizonValue(**s | {"range": tuple(s["range"])}) for h, s in data.get("by_horizon", {}).items()}
    long = {"value": horizons["long"].value, "range": horizons["long"].range} if "long" in horizons else {}
    given = {"range": tuple(data["range"])} if "range" in data else {}
    p = Parameter(**data | long | given | {"by_horizon": horizons})
    wrong = [what for what, bad in _faults(name, p).items() if bad]
    if wrong:
        raise DataError(f"parameters/{name}: {'; '.join(wrong)}.")
    return p


def _faults(name: str, p: Parameter) -> dict[str, bool]:
    """Return what may be wrong with a parameter, and whether it is."""
    classes = {p.evidence, *(s.evidence for s in p.by_horizon.values())}
    return {
        f"the id is {p.id!r}: name the file after the id": name != f"{p.id}.yaml",
        f"source or class of evidence ({', '.join(EVIDENCE)}) is missing": not p.source.strip()
        or not classes <= set(EVIDENCE),
        "neither value nor by_industry": p.value is None and not p.by_industry,
        "values outside the range": not _inside(p),
        f"by_horizon needs each of {', '.join(HORIZONS)}": bool(p.by_horizon) and set(p.by_horizon) != set(HORIZONS),
        "what is assumed needs a range": p.evidence == "C" and p.range is None,
    }


def _inside(p: Parameter) -> bool:
    low, high = p.range or (-np.inf, np.inf)
    common = [*p.by_industry.values(), *([] if p.value is None else [p.value])]
    return all(low <= v <= high for v in common) and all(
        s.range[0] <= s.value <= s.range[1] for s in p.by_horizon.values()
    )
