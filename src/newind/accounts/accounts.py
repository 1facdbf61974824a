"""The value that flows through everything: one economy, or the world, in one year."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts import validate
from newind.accounts.given import as_facts, as_satellites, build_axis_labels
from newind.accounts.labelled import Labelled, label
from newind.accounts.regions import Regions, as_sequence
from newind.accounts.satellite import Facts, Satellite, Satellites, frozen, in_order, readonly
from newind.errors import unknown
from newind.frozen import Frozen
from newind.kernels.leontief import Leontief, coefficients
from newind.kernels.quotients import per_output

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike

    from newind.accounts.aggregate import Grouping
    from newind.accounts.checks import AccountsAudit
    from newind.accounts.groups import Selector
    from newind.typing import Array, BoolArray


@dataclass(frozen=True, eq=False)
class Accounts(Frozen):
    """Input-output accounts of R regions and S industries in one year, n = R·S, region-major.

    Parameters
    ----------
    Z : (n, n) array, in `unit`
        Intermediate flows; rows sell, columns buy.
    Y : (n, R * D) array, in `unit`
        Final demand by region and category, region-major; negative cells (inventories) are allowed.
    regions : sequence of str or Region
        Codes (ISO 3166 alpha-3, provinces ISO 3166-2) or rows of the regions table.
    industries : sequence of str
        Industry codes.
    demand : sequence of str
        Final demand categories.
    year : int
        Year of the figures.
    unit : str
        Scale and currency, as in ``M.USD``.
    satellites : mapping of str to Satellite, (n,) array, or dict with the fields of a Satellite
        Figures by region and industry; NaN where unknown.
    boundary : sequence of str
        Regions that only close the table (they sell imports, buy exports, and buy no inputs).
    facts : mapping of str to Fact, (R,) array or figures by region; or DataFrame, region × name
        Figures by region; NaN where unknown.
    scenario : str
        ``observed``, or the name of what is simulated.
    status : {"observed", "estimated"}
        Whether the table was published or estimated.
    source : str
        Where the table comes from.
    repairs : tuple of str
        What was changed on reading; no part of what makes accounts the same.

    Raises
    ------
    DataError
        For wrong shapes, labels, text or NaN in the flows, negative output, an unbalanced table, or an unknown unit,
        naming the first offenders.

    Examples
    --------
    >>> w = Accounts(Z=[[150, 500], [200, 100]], Y=[[350], [1700]], regions=["USA"], industries=["a", "b"],
    ...              demand=["final"], year=2008)
    >>> w.x
    array([1000., 2000.])
    >>> w.A
    array([[0.15, 0.25],
           [0.2 , 0.05]])
    """

    Z: Array
    Y: Array
    regions: Regions
    industries: tuple[str, ...]
    demand: tuple[str, ...]
    year: int
    unit: str = "M.USD"
    satellites: Mapping[str, Satellite] = field(default_factory=lambda: Satellites({}))
    boundary: tuple[str, ...] = ()
    facts: Facts = field(default_factory=Facts)
    scenario: str = "observed"
    status: str = "observed"
    source: str = ""
    repairs: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Coerce and copy what was given, then check it as a whole."""
        regions = self.regions if isinstance(self.regions, Regions) else Regions(as_sequence(self.regions))
        industries, demand = (tuple(map(str, as_sequence(given))) for given in (self.industries, self.demand))
        sold, bought = build_axis_labels(regions.codes, industries), build_axis_labels(regions.codes, demand)
        coerced = {
            "regions": regions,
            "industries": industries,
            "demand": demand,
            "boundary": tuple(map(str, as_sequence(self.boundary))),
            "satellites": as_satellites(self.satellites, sold, bought),
            "facts": as_facts(self.facts, regions.codes),
            "Z": frozen(in_order(self.Z, "Z", sold, sold), "Z"),
            "Y": frozen(in_order(self.Y, "Y", sold, bought), "Y"),
            "year": validate.year(self.year),
        }
        for name, value in coerced.items():
            object.__setattr__(self, name, value)
        validate.accounts(self)

    # ---- sizes and views
    @property
    def R(self) -> int:
        """Number of regions."""
        return len(self.regions)

    @property
    def S(self) -> int:
        """Number of industries."""
        return len(self.industries)

    @property
    def D(self) -> int:
        """Number of final demand categories."""
        return len(self.demand)

    @property
    def n(self) -> int:
        """Number of industries of all regions, R·S."""
        return self.R * self.S

    @property
    def Z4(self) -> Array:
        """Flows by region, industry, region, industry; (R, S, R, S)."""
        return self.Z.reshape(self.R, self.S, self.R, self.S)

    @property
    def A4(self) -> Array:
        """Input coefficients by region, industry, region, industry; (R, S, R, S)."""
        return self.A.reshape(self.R, self.S, self.R, self.S)

    @property
    def Y4(self) -> Array:
        """Final demand by region, industry, region, category; (R, S, R, D)."""
        return self.Y.reshape(self.R, self.S, self.R, self.D)

    @cached_property
    def Y3(self) -> Array:
        """Final demand by region, industry, buying region; (R, S, R)."""
        return readonly(self.Y4.sum(axis=3))

    @property
    def Yr(self) -> Array:
        """Final demand by product and buying region; (n, R)."""
        return self.Y3.reshape(self.n, self.R)

    # ---- what follows from the table
    @cached_property
    def x(self) -> Array:
        """Output, the sum of each row; (n,)."""
        return readonly(self.Z.sum(axis=1) + self.Y.sum(axis=1))

    @cached_property
    def value_added(self) -> Array:
        """Output less inputs, including net taxes on products and margins; (n,)."""
        return readonly(self.x - self.Z.sum(axis=0))

    @cached_property
    def v(self) -> Array:
        """Value added per unit of output, 0 where there is no output; (n,)."""
        return readonly(per_output(self.value_added, self.x))

    @cached_property
    def gdp(self) -> Array:
        """Value added of each region; (R,)."""
        return readonly(self.value_added.reshape(self.R, self.S).sum(axis=1))

    @cached_property
    def A(self) -> Array:
        """Input coefficients, 0 in the columns of industries without output; (n, n)."""
        return readonly(coefficients(self.Z, np.maximum(self.x, 0.0)))

    @cached_property
    def LU(self) -> Leontief:
        """The factorised Leontief system: ``LU.solve(y)`` is B y, ``LU.solve_left(f)`` is f B."""
        return Leontief(self.A)

    @cached_property
    def B(self) -> Array:
        """The Leontief inverse, (n, n); for what needs all of it, else use `LU`."""
        return readonly(self.LU.inverse())

    @property
    def closed(self) -> bool:
        """Whether every region is described in full (no boundary)."""
        return not self.boundary

    def satellite(self, name: str) -> Satellite:
        """Return a satellite.

        Raises
        ------
        UnknownNameError
            With the nearest name.
        """
        try:
            return self.satellites[name]
        except KeyError:
            has = ", ".join(self.satellites) or "none"
            raise unknown("satellite", name, self.satellites, f"The accounts of {self.year} have {has}.") from None

    def intensity(self, name: str) -> Array:
        """Return a satellite per unit of output; (n,), 0 where there is no output, NaN where unknown."""
        return per_output(self.satellite(name).values, self.x)

    def final(self, name: str) -> Array:
        """Return what each region's final users cause themselves; (R,), 0 where the satellite has no such part."""
        final = self.satellite(name).final
        return np.zeros(self.R) if final is None else final.reshape(self.R, -1).sum(axis=1)

    # ---- labels
    def label(self, array: Array, *dims: str, note: str = "", missing: str = "", status: str | None = None) -> Labelled:
        """Give an array names: dims are ``region``, ``industry``, ``partner``, ``demand``.

        An (n,) array splits into region and industry.

        Raises
        ------
        DataError
            When the array does not have the shape that the dims ask for.
        """
        codes = self.regions.codes
        every = {"region": codes, "partner": codes, "industry": self.industries, "demand": self.demand}
        return label(array, dims, every, note=note, missing=missing, status=status)

    def mask(self, regions: Selector = "*", industries: Selector = "*") -> BoolArray:
        """Return which of the n industries of all regions a selection covers; selectors as in `aggregate`."""
        from newind.accounts.groups import resolve

        picked = np.zeros((self.R, self.S), dtype=bool)
        picked[np.ix_(resolve(regions, self.regions.codes), resolve(industries, self.industries))] = True
        return picked.ravel()

    # ---- new accounts from these
    def aggregate(self, regions: Grouping | None = None, industries: Grouping | None = None) -> Accounts:
        """Return accounts with regions or industries put together; see :func:`newind.accounts.aggregate.aggregate`."""
        from newind.accounts.aggregate import aggregate

        return aggregate(self, regions, industries)

    def select(self, regions: Selector | None = None, industries: Selector | None = None) -> Accounts:
        """Return accounts that keep a selection and fold the rest; see :func:`newind.accounts.aggregate.select`."""
        from newind.accounts.aggregate import select

        return select(self, regions, industries)

    def check(self) -> AccountsAudit:
        """Return an audit of the table: it diagnoses and repairs nothing."""
        from newind.accounts.checks import check

        return check(self)

    def save(self, path: str | PathLike[str]) -> None:
        """Write the accounts to an ``.npz`` file, whole or not at all."""
        from newind.accounts.store import save

        save(self, path)

    # ---- identity
    def labels(self) -> dict[str, object]:
        """Return everything that is not an array, as plain data."""
        return labels(self)

    def arrays(self) -> dict[str, Array]:
        """Return every array by a stable name."""
        return arrays(self)

    @cached_property
    def hash(self) -> str:
        """SHA-256 of labels and array bytes: equal accounts have equal hashes on every machine."""
        return digest(self)

    def equals(self, other: object) -> bool:
        """Tell whether labels and every array are the same."""
        return isinstance(other, Accounts) and self.hash == other.hash

    def __repr__(self) -> str:
        """Say what this is in a line."""
        from newind.accounts.html import state

        return f"Accounts({self.year}, {self.R} regions × {self.S} industries, {self.unit}, {state(self)})"

    def _repr_html_(self) -> str:
        from newind.accounts.html import accounts_html

        return accounts_html(self)

    def _replace(self, **changes: object) -> Accounts:
        return Accounts(**({f.name: getattr(self, f.name) for f in fields(self)} | changes))


def to_json(data: object) -> str:
    """Return plain data as JSON, the same text on every machine."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def labels(w: Accounts) -> dict[str, object]:
    """Return everything of accounts that is not an array, as plain data."""
    return {
        "regions": [[r.code, r.en, r.zh, r.kind, r.country] for r in w.regions.rows],
        "industries": list(w.industries),
        "demand": list(w.demand),
        "year": w.year,
        "unit": w.unit,
        "boundary": list(w.boundary),
        "satellites": {k: [s.unit, s.status, s.follows, s.source] for k, s in sorted(w.satellites.items())},
        "facts": {k: [f.unit, f.status, f.combine, f.source, f.follows] for k, f in sorted(w.facts.items())},
        "scenario": w.scenario,
        "status": w.status,
        "source": w.source,
    }


def arrays(w: Accounts) -> dict[str, Array]:
    """Return every array of accounts by a stable name."""
    named = {"Z": w.Z, "Y": w.Y}
    for k, s in sorted(w.satellites.items()):
        named[f"satellite.{k}"] = s.values
        if s.final is not None:
            named[f"final.{k}"] = s.final
    return named | {f"fact.{k}": f.values for k, f in sorted(w.facts.items())}


def digest(w: Accounts) -> str:
    """Return the SHA-256 of labels and array bytes, in hexadecimal."""
    found = hashlib.sha256(to_json(labels(w)).encode())
    for name, array in arrays(w).items():
        found.update(f"{name}{array.shape}".encode())
        found.update(np.ascontiguousarray(canonical(array)).data)
    return found.hexdigest()


def canonical(array: Array) -> Array:
    """Return an array in which equal figures have equal bytes: one zero, one NaN, little-endian.

    Examples
    --------
    >>> canonical(np.array([-0.0, -np.nan])).tobytes() == np.array([0.0, np.nan]).tobytes()
    True
    """
    made = np.asarray(array + 0.0)
    if (unknown := np.isnan(made)).any():
        made[unknown] = np.nan
    return made.astype("<f8", copy=False)
