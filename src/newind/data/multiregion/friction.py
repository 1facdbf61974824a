"""How easily provinces trade with each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from newind.accounts.regions import read_regions
from newind.datafiles import read_yaml
from newind.errors import DataError, offenders
from newind.kernels.spatial import decay, great_circle
from newind.parameters import parameter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.typing import Array

Friction = Literal["distance", "uniform"]
REST = "CN-REST"


def all_provinces() -> tuple[str, ...]:
    """Return the codes of the provinces of China, in their official order.

    Examples
    --------
    >>> len(all_provinces()), all_provinces()[0]
    (31, 'CN-BJ')
    """
    return tuple(code for code, r in read_regions().items() if r.kind == "province" and r.country == "CHN")


def capitals() -> dict[str, tuple[float, float]]:
    """Return latitude and longitude of the seat of each province's government, in degrees."""
    listed = read_yaml(__package__, "capitals.yaml")["capitals"]
    return {code: (float(north), float(east)) for code, (north, east) in listed.items()}


def ease(friction: Friction | Array, provinces: Sequence[str], exponent: float | None = None) -> Array:
    """Return how easily provinces trade with each other.

    Parameters
    ----------
    friction : {"distance", "uniform"} or (P, P) array
        By the distance of capitals, none, or by distances of your own (km, hours), positive off the diagonal.
    provinces : sequence of str
        Codes; ``CN-REST`` stands for all provinces that are not among them, and trades like their mean.
    exponent : float, optional
        Power to which distance reduces trade; the parameter ``trade_distance`` by default.

    Returns
    -------
    (P, P) array
        0 on the diagonal.

    Raises
    ------
    DataError
        For another friction, a matrix that does not fit, or a province whose capital is not known.

    Examples
    --------
    >>> near, far = ease("distance", ["CN-BJ", "CN-TJ", "CN-XJ"])[0, 1:]
    >>> round(float(near / far), 1)
    16.6
    """
    power = parameter("trade_distance").value if exponent is None else exponent
    if isinstance(friction, str):
        if friction not in ("distance", "uniform"):
            raise DataError(f"friction {friction!r} is not 'distance', 'uniform' or a matrix of distances.")
        return _by_capitals(provinces, float(power or 0.0)) if friction == "distance" else 1.0 - np.eye(len(provinces))
    given = np.asarray(friction, dtype=np.float64)
    P = len(provinces)
    off = given[~np.eye(P, dtype=bool)] if given.shape == (P, P) else np.array([np.nan])
    if not (np.isfinite(off) & (off > 0)).all():
        raise DataError(
            f"friction has shape {given.shape}: give {P} × {P} distances between the provinces "
            f"{offenders(provinces)}, positive off the diagonal."
        )
    return decay(given, float(power or 0.0))


def _by_capitals(provinces: Sequence[str], exponent: float) -> Array:
    """Return the ease of trade by distance; what is between others and the rest is the mean over its members."""
    places = capitals()
    if missing := [code for code in provinces if code not in places and code != REST]:
        raise DataError(
            f"no position is known for {offenders(missing)}. Give friction='uniform' or a matrix of distances."
        )
    codes = list(places)
    north, east = np.array([places[c] for c in codes]).T
    full = decay(great_circle(north, east), exponent)
    rest = [c for c in codes if c not in provinces]
    groups = [rest if code == REST else [code] for code in provinces]
    mean = np.array([[float(code in group) / max(len(group), 1) for code in codes] for group in groups])
    return np.asarray((mean @ full @ mean.T) * (1.0 - np.eye(len(groups))))
