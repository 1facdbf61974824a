"""How easily provinces trade with each other, provinces that are not given, and outflows that include foreign trade."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from newind.accounts.regions import read_regions
from newind.data.multiregion.tables import is_inventory, national
from newind.data.single import PARTNERS
from newind.datafiles import read_yaml
from newind.errors import DataError, offenders
from newind.kernels.quotients import per_output
from newind.kernels.spatial import decay, great_circle
from newind.parameters import parameter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.accounts.accounts import Accounts
    from newind.data.multiregion.tables import NationalTable, ProvinceTables
    from newind.data.single import Single
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


ROUNDING = 1e-9
"""Share of national output below which a negative remainder is rounding."""


def with_rest(p: ProvinceTables, country: NationalTable) -> ProvinceTables:
    """Return the provinces and, as one more, the rest of the country.

    Parameters
    ----------
    p : ProvinceTables
        Some provinces.
    country : NationalTable
        The country, in the same unit and industries.

    Returns
    -------
    ProvinceTables
        The last is ``CN-REST``: the country less the others. What it sends to and receives from them is unknown: it
        starts from their mean shares in output and in use.

    Raises
    ------
    DataError
        When the given provinces make more than the country, naming the worst.
    """
    x = country.x - p.x.sum(axis=0)
    value_added = country.value_added - p.value_added.sum(axis=0)
    _positive(p, {"output": (x, country.x), "value added": (value_added, country.x)})
    Z = np.maximum(country.Zd + country.Zm - p.Z.sum(axis=0), 0.0)
    F = _final(p, country)
    imports = np.maximum(country.imports - p.imports.sum(axis=0), 0.0)
    outflows = x * per_output(p.outflows.sum(axis=0), p.x.sum(axis=0))
    inflows = np.maximum(Z.sum(axis=1) + F.sum(axis=1), 0.0) * per_output(p.inflows.sum(axis=0), p.use.sum(axis=0))
    rest = {
        "Z": Z,
        "F": F,
        "exports": np.clip(country.exports - p.exports.sum(axis=0), 0.0, np.maximum(x, 0.0)),
        "outflows": outflows,
        "imports": imports,
        "inflows": inflows,
        "errors": np.zeros_like(x),
        "transit": np.zeros_like(x),
        "value_added": value_added,
        "x": np.maximum(x, 0.0),
    }
    arrays: dict[str, Any] = {name: np.concatenate([getattr(p, name), array[None]]) for name, array in rest.items()}
    return replace(p, regions=(*p.regions, PARTNERS[REST]), primary={}, **arrays)


def _final(p: ProvinceTables, country: NationalTable) -> Array:
    """Return final demand of the rest: what is left of each national category, in the given provinces' proportions."""
    F = np.zeros(p.F.shape[1:])
    given = p.F.sum(axis=0)
    for c, positions in enumerate(country.parts(p.demand)):
        total = country.Fd[:, c] + country.Fm[:, c] - given[:, positions].sum(axis=1)
        parts = np.maximum(given[:, positions], 0.0)
        share = np.where(parts.sum(axis=1, keepdims=True) > 0, parts, 1.0)
        kept = total if all(is_inventory(p.demand[k]) for k in positions) else np.maximum(total, 0.0)
        F[:, positions] = kept[:, None] * share / share.sum(axis=1, keepdims=True)
    return F


def _positive(p: ProvinceTables, left: dict[str, tuple[Array, Array]]) -> None:
    said = []
    for what, (rest, whole) in left.items():
        bad = rest < -ROUNDING * whole.sum()
        worst = [k for k in np.argsort(rest, kind="stable") if bad[k]]
        names = [f"{p.industries[k]} ({-rest[k]:,.0f} {p.unit} more, most of it in {_largest(p, k)})" for k in worst]
        if names:
            said.append(f"{what} of {offenders(names)}")
    if said:
        raise DataError(
            f"the provinces given have more than the country: {'; '.join(said)}. If they are all that there is, say "
            "complete=True: they are then scaled to the country. Otherwise correct the tables named."
        )


def _largest(p: ProvinceTables, k: int) -> str:
    return p.regions[int(np.argmax(p.x[:, k]))].en


OUT, ROW = "OUT", "ROW"


def split_outside_trade(provinces: Sequence[Single], country: Accounts) -> list[Single]:
    """Return tables whose partner ``OUT`` (all that is outside the province) is divided into ``CN-REST`` and ``ROW``.

    Parameters
    ----------
    provinces : sequence of Single
        Tables of all provinces, with the partner ``OUT``.
    country : Accounts
        The table of the country, ``[CHN, ROW]``, in the same industries and unit.

    Returns
    -------
    list of Single
        Of each product the same share of every province's outflow goes abroad: the country's exports by what all
        provinces send out; likewise imports. An assumption: in truth coastal provinces trade more of it abroad.

    Raises
    ------
    DataError
        When a table has other partners, or other industries than the country.
    """
    wrong = [w.region for w in provinces if w.partners != (OUT,) or w.industries != country.industries]
    if wrong:
        raise DataError(
            f"outflows can be divided of tables with the partner {OUT} and the industries of the country: not so "
            f"{offenders(wrong)}."
        )
    c = national(country)
    sent = _share(c.exports, [w.outflows[OUT] for w in provinces])
    came = _share(c.imports, [w.inflows[OUT] for w in provinces])
    return [replace(w, outflows=_apart(w.outflows[OUT], sent), inflows=_apart(w.inflows[OUT], came)) for w in provinces]


def _share(abroad: Array, flows: list[Array]) -> Array:
    return np.clip(per_output(abroad, np.maximum(flows, 0.0).sum(axis=0)), 0.0, 1.0)


def _apart(flow: Array, share: Array) -> dict[str, Array]:
    return {REST: flow * (1 - share), ROW: flow * share}
