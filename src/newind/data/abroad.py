"""A boundary made an economy of its own, by stated assumptions, so that it can respond."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from newind.accounts.classification import concordance, load as classification
from newind.accounts.satellite import Fact, frozen
from newind.data.reference import identify, load
from newind.errors import BilingualMessage, DataError, in_chinese, offenders, tell, unknown
from newind.kernels.leontief import coefficients

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.accounts.aggregate import Grouping
    from newind.accounts.regions import Region
    from newind.typing import Array, BoolArray

Structure = Literal["world", "home"]
FACT = "abroad_size"
"""Fact of the economy that was a boundary: its value added over that of the regions in full; its source says all."""
WORLD = "world"
"""Shipped set that knows the rest of the world."""
PROVINCES = "china-2017"
"""Shipped set that says which part of its country a province is."""


@dataclass(frozen=True, eq=False)
class EconomyStructure:
    """Structure of an economy, whatever its size.

    Parameters
    ----------
    inputs : (S, S) array
        Inputs of all origins per unit of output.
    final : (S,) array
        Shares of products in what is finally used, which add up to 1.
    said : str
        Where both come from.
    """

    inputs: Array
    final: Array
    said: str


def with_abroad(w: Accounts, size: float | None = None, structure: Structure | None = None) -> Accounts:
    """Return accounts in which the boundary is an economy of its own, by assumption.

    It earns value added, sells here and buys here what the table says, and sells the rest of its output at home. Cells
    of the regions in full stay as they are.

    Parameters
    ----------
    w : Accounts
        With one boundary.
    size : float, optional
        Its value added over that of the regions in full; by default that of the nearest year of the shipped world.
    structure : {"world", "home"}, optional
        Whether its inputs per unit of output and its spending by product are those of the rest of the shipped world, or
        those of the regions in full. By default the first where industries are those of ``wiod26`` or ``china18``.

    Returns
    -------
    Accounts
        Closed, same labels, *estimated*; the fact ``abroad_size`` and the source say what was assumed.

    Raises
    ------
    DataError
        For accounts without a boundary or with several, industries that the shipped world lacks, a size that nobody
        knows, or one below which the economy could not have sold what it did, naming the industry and the least size.
    UnknownNameError
        For another structure.

    Notes
    -----
    With input coefficients ``A``, shares of spending ``f``, sales here ``m`` and purchases here ``e``, output is
    ``x = (I − A)⁻¹ (s f + m − e)``. Spending ``s`` is such that value added, which is ``s + m − e`` summed, has the
    size. All users of a product buy the same share ``e / (A x + s f)`` of it here.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> w = with_abroad(load("china", year=2017))
    >>> w.boundary, round(float(w.gdp[1] / w.gdp[0]), 1)
    ((), 5.5)
    """
    _refuse_other(w)
    ratio, known = _size(w) if size is None else (_positive(size), tell("abroad.given"))
    like = _economy(w, structure)
    Z, Y = _cells(w, ratio, like)
    code = w.boundary[0]
    said = tell("abroad.assumed", region=code, ratio=ratio, known=known, like=like.said)
    values = np.where(_inside(w), np.nan, ratio)
    return w._replace(
        Z=Z,
        Y=Y,
        boundary=(),
        status="estimated",
        facts={**w.facts, FACT: Fact(frozen(values, FACT), "1", "estimated", said)},
        source=BilingualMessage(f"{w.source}; {said}", f"{in_chinese(w.source) or w.source}；{said.zh}")
        if w.source
        else said,
    )


def describe_assumptions(w: Accounts) -> tuple[str, ...]:
    """Return the sentence that says what was assumed of an economy abroad; none where nothing was.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> describe_assumptions(load("world", year=2011))
    ()
    """
    if FACT not in w.facts:
        return ()
    said = w.facts[FACT].source
    return (BilingualMessage(f"{said}.", in_chinese(said) and f"{in_chinese(said)}。"),)


# ---- flows
def _cells(w: Accounts, size: float, like: EconomyStructure) -> tuple[Array, Array]:
    """Return Z and Y with the economy abroad in place of the boundary."""
    inside = _inside(w)
    at = int(np.flatnonzero(~inside)[0])
    sold = w.x.reshape(w.R, w.S)[at]
    bought = np.where(inside[:, None], w.Y3[:, :, at], 0.0)
    output, uses = _levels(w, size, like, sold, bought.sum(axis=0))
    supplied = bought + np.where(inside[:, None], 0.0, output - sold)
    users = coefficients(uses.T, uses.sum(axis=1)).T
    Z, Y = w.Z4.copy(), w.Y4.copy()
    up = np.maximum(supplied, 0.0)
    Z[:, :, at] = up[:, :, None] * users[:, :-1]
    Y[:, :, at] = 0.0
    Y[:, :, at, 0] = supplied - Z[:, :, at].sum(axis=2)
    return Z.reshape(w.n, w.n), Y.reshape(w.n, -1)


def _levels(w: Accounts, size: float, like: EconomyStructure, sold: Array, bought: Array) -> tuple[Array, Array]:
    """Return output (S,) and what is used of each product by industries and finally (S, S + 1) at a size."""
    earned = float(w.gdp[_inside(w)].sum())
    surplus = float(sold.sum() - bought.sum())
    both = np.linalg.solve(np.eye(w.S) - like.inputs, np.stack([like.final, sold - bought], axis=1))
    _refuse_small(w, size, (np.divide(sold - both[:, 1], both[:, 0]) + surplus) / earned)
    spending = size * earned - surplus
    output = both @ np.array([spending, 1.0])
    return output, np.column_stack([like.inputs * output, spending * like.final])


# ---- what it is like
def _economy(w: Accounts, structure: str | None) -> EconomyStructure:
    if structure not in (None, *get_args(Structure)):
        raise unknown("structure", str(structure), get_args(Structure), tell("abroad.structure"))
    classes = _classes(w.industries)
    if structure == "home" or (structure is None and classes is None):
        return _like_home(w)
    if classes is None:
        raise DataError(tell("abroad.industries", which=offenders(list(w.industries))))
    return _like_world(w, classes)


def _like_home(w: Accounts) -> EconomyStructure:
    inside = _inside(w)
    inputs = w.Z4[:, :, inside].sum(axis=(0, 2))
    final = w.Y3[:, :, inside].sum(axis=(0, 2))
    return _shares(inputs, w.x.reshape(w.R, w.S)[inside].sum(axis=0), final, tell("abroad.home"))


def _like_world(w: Accounts, classes: Grouping) -> EconomyStructure:
    world = _nearest(w.year)
    here = [c for c in dict.fromkeys(_countries(w)) if c in world.regions]
    rest = world.aggregate({**({"here": here} if here else {}), "abroad": "*"}, classes)
    said = tell("abroad.world", name=identify(world), year=world.year)
    return _shares(rest.Z4[:, :, -1].sum(axis=0), rest.x[-w.S :], rest.Y3[:, :, -1].sum(axis=0), said)


def _shares(inputs: Array, output: Array, final: Array, said: str) -> EconomyStructure:
    up = np.maximum(final, 0.0)
    return EconomyStructure(coefficients(np.maximum(inputs, 0.0), output), up / up.sum(), said)


def _classes(industries: tuple[str, ...]) -> Grouping | None:
    """Return industries of accounts and those of ``wiod26`` that are nearest to each, None for other industries.

    An industry that is divided goes to where most of its sectors are.
    """
    fine = list(classification("wiod26"))
    if sorted(industries) == sorted(fine):
        return {code: [code] for code in industries}
    if sorted(industries) != sorted(classification("china18")):
        return None
    to_fine, to_coarse = concordance("nbs42-2017_to_wiod26"), concordance("nbs42-2017_to_china18")
    weight = to_coarse.matrix() @ to_fine.matrix({}).T
    nearest = {f: to_coarse.targets[int(weight[:, k].argmax())] for k, f in enumerate(to_fine.targets)}
    return {code: [f for f in fine if nearest[f] == code] for code in industries}


# ---- how large it is
def _size(w: Accounts) -> tuple[float, str]:
    """Return value added of the rest of the world over that of the regions in full, and where it is from."""
    world = _nearest(w.year)
    gdp = dict(zip(world.regions, world.gdp, strict=True))
    parts = {r.code: _part(r.kind, r.code) for r in _rows(w)}
    lost = [code for code, country in zip(parts, _countries(w), strict=True) if country not in gdp or not parts[code]]
    if lost:
        raise DataError(tell("abroad.size_unknown", which=offenders(lost)))
    here = sum(part * gdp[country] for part, country in zip(parts.values(), _countries(w), strict=True))
    return float(world.gdp.sum() / here - 1.0), f"{identify(world)} {world.year}"


def _part(kind: str, code: str) -> float:
    """Return the share of a region in the value added of its country; 0 where it is not known."""
    if kind == "country":
        return 1.0
    provinces = load(PROVINCES).last
    if code not in provinces.regions or code in provinces.boundary:
        return 0.0
    return float(provinces.gdp[provinces.regions.index(code)] / provinces.gdp[_inside(provinces)].sum())


def _nearest(year: int) -> Accounts:
    """Return the shipped world of the year, or the first or last that there is."""
    years = load(WORLD).years
    return load(WORLD, min(max(year, years[0]), years[-1]))


# ---- who is in full
def _inside(w: Accounts) -> BoolArray:
    return ~np.isin(np.array(w.regions.codes), list(w.boundary))


def _rows(w: Accounts) -> list[Region]:
    return [r for r in w.regions.rows if r.code not in w.boundary]


def _countries(w: Accounts) -> list[str]:
    return [r.country for r in _rows(w)]


# ---- what cannot be
def _positive(size: float) -> float:
    if not (np.isfinite(size) and size > 0):
        raise DataError(tell("abroad.size", size=size))
    return float(size)


def _refuse_other(w: Accounts) -> None:
    """Raise unless there is one boundary, which sells nothing to itself."""
    if not w.boundary:
        raise DataError(tell("abroad.closed", year=w.year))
    if len(w.boundary) > 1:
        kept = ", ".join(f"{r.code!r}: {r.code!r}" for r in _rows(w)[:3])
        how = f"w.aggregate({{{kept}, 'OUT': {list(w.boundary)}}})"
        raise DataError(tell("abroad.boundaries", n=len(w.boundary), which=offenders(w.boundary), how=how))
    at = w.regions.index(w.boundary[0])
    if w.Y4[at, :, at].any():
        raise DataError(tell("abroad.itself", region=w.boundary[0]))


def _refuse_small(w: Accounts, size: float, least: Array) -> None:
    """Raise for a size below the least at which an industry makes what is sold here; (S,) by industry."""
    worst = int(np.argmax(least))
    if size < least[worst]:
        raise DataError(tell("abroad.small", size=size, industry=w.industries[worst], least=float(least[worst])))
