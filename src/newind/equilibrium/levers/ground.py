"""Context of levers: the benchmark, and the data of the accounts behind it, computed when a lever needs them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from newind.accounts.classification import demand_role, industry_name
from newind.accounts.memo import memo
from newind.data.reference import now
from newind.data.reference.growth import yearly_figures
from newind.equilibrium.structure import members
from newind.errors import PolicyError, join_items, tell
from newind.frozen import Frozen
from newind.kernels.leontief import Leontief, coefficients
from newind.kernels.quotients import ratio
from newind.parameters import parameter

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from newind.accounts.accounts import Accounts
    from newind.equilibrium.assumptions import Assumptions, Elasticities
    from newind.equilibrium.benchmark import Benchmark
    from newind.equilibrium.levers.moves import Move
    from newind.typing import Array, BoolArray

T = TypeVar("T")

EMITTED = "emitted"
"""Name of a ground's statement of emissions per unit over those of the benchmark; (R, S + 1), final users last."""
RECYCLING = ("scrap and waste", "comprehensive use of waste resources", "recycling")
"""English names, or codes, of industries that do nothing but recycle."""


@dataclass(frozen=True, eq=False)
class LeverContext(Frozen):
    """Context of levers; everything but the fields is computed when it is first needed.

    Parameters
    ----------
    benchmark : Benchmark
        Where the economy starts.
    elasticities : Elasticities
        How it responds.
    horizon : {"short", "medium", "long"}
        How far it has adjusted.
    parameter : callable
        From the name of a parameter to its value.
    accounts : Accounts, optional
        The accounts on the model's footing, for what the benchmark does not hold.
    migration : (R, R) array, optional
        People by origin and destination.
    output_elasticity : float, optional
        Of productivity to knowledge, in place of a return to research.
    stated : mapping
        Values of properties of this class in place of what the accounts say, by name.
    """

    benchmark: Benchmark
    elasticities: Elasticities
    horizon: str
    parameter: Callable[[str], float]
    accounts: Accounts | None = None
    migration: Array | None = None
    output_elasticity: float | None = None
    stated: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def from_accounts(cls, accounts: Accounts, benchmark: Benchmark, assumptions: Assumptions) -> LeverContext:
        """Return the ground of accounts on the model's footing under assumptions."""
        matrix = assumptions.choice("migration")
        people = None if matrix is None else np.asarray(matrix, dtype=np.float64)
        elasticities = assumptions.elasticities(accounts.industries)
        given = assumptions.choice("rd_output_elasticity")
        return cls(benchmark, elasticities, assumptions.horizon, assumptions.value, accounts, people, given)

    # ---- industries
    @cached_property
    def services(self) -> BoolArray:
        """Industries that are services; (S,)."""
        return self._group("services")

    @cached_property
    def energy(self) -> BoolArray:
        """Industries that make fuel and power; (S,)."""
        return self._group("energy")

    @cached_property
    def information(self) -> BoolArray:
        """Industries that are digital and services; (S,)."""
        return self._resolve_value("information", lambda: members("information-services", self.benchmark.industries))

    @cached_property
    def recycling(self) -> int | None:
        """Where the recycling industry stands, None where none stands apart."""
        return self._resolve_value("recycling", lambda: recycling_at(self.benchmark.industries))

    def _group(self, name: str) -> BoolArray:
        return self._resolve_value(name, lambda: members(name, self.benchmark.industries))

    # ---- final users, research, people
    @cached_property
    def government(self) -> Array:
        """Share of government in what final users buy [k, n, i]; (S, R, R).

        Raises
        ------
        PolicyError
            When the accounts do not show government apart.
        """
        return self._resolve_value("government", lambda: government_shares(self._accounts("government")))

    @cached_property
    def knowledge(self) -> Array:
        """R&D over value added; NaN where the industry is not known; (R, S)."""
        return self._resolve_value("knowledge", lambda: research_intensity(self.benchmark, self.accounts)[0])

    @cached_property
    def investment(self) -> Array:
        """What industries of a region make for its investment, were it all made at home; (R, S), money of accounts."""
        return self._resolve_value("investment", lambda: investment_at_home(self.benchmark, self.accounts))

    @cached_property
    def has_research_data(self) -> bool:
        """Whether the R&D of all regions is known."""
        return "knowledge" in self.stated or research_intensity(self.benchmark, self.accounts)[1]

    @cached_property
    def growth(self) -> Array:
        """Mean yearly growth of real GDP from the year of the accounts on, 0 where unknown or falling; (R,)."""
        none = np.zeros(self.benchmark.R)
        return self._resolve_value("growth", lambda: none if self.accounts is None else recent_growth(self.accounts))

    @cached_property
    def countries(self) -> tuple[str, ...]:
        """Country that each region belongs to; (R,)."""
        return self._resolve_value("countries", lambda: self._accounts("countries").regions.country)

    # ---- emissions
    def needs_emissions(self, move: Move) -> None:
        """Raise unless emissions are known and a price in USD means something.

        Raises
        ------
        PolicyError
            Naming the move and the remedy.
        """
        b = self.benchmark
        if b.fuel_emissions is None and b.process_emissions is None:
            raise PolicyError(tell("model.needs_co2", called=move.display_name, lever=move.lever))
        if self.accounts is not None and not self.accounts.unit.endswith(".USD"):
            raise PolicyError(tell("model.carbon_unit", called=move.display_name, unit=self.accounts.unit))

    @property
    def fuel_emissions(self) -> Array | None:
        """CO2 of burning what a user buys of a good [k, n, u]; (S, R, S + 1), kt per million."""
        emitted, change = self.benchmark.fuel_emissions, self.stated.get(EMITTED)
        return emitted if emitted is None or change is None else np.asarray(emitted * change)

    @property
    def process_emissions(self) -> Array | None:
        """CO2 that comes with output; (R, S), kt per million."""
        emitted, change = self.benchmark.process_emissions, self.stated.get(EMITTED)
        return emitted if emitted is None or change is None else np.asarray(emitted * change[:, :-1])

    @cached_property
    def intensity(self) -> Array:
        """Emissions of industries per unit of output; (R, S), kt per million."""
        emitted, change = direct_intensity(self.benchmark), self.stated.get(EMITTED)
        return emitted if change is None else np.asarray(emitted * change[:, :-1])

    @property
    def output_per_landed(self) -> Array:
        """Receipts of a producer from one unit of landed spending in the benchmark [k, n, i]; (S, R, R)."""
        return output_per_landed(self.benchmark)

    @property
    def leontief(self) -> Leontief:
        """The factorised chain of the world."""
        return world_chain(self.benchmark)

    @property
    def home_leontief(self) -> tuple[Leontief, ...]:
        """The factorised chains within each region."""
        return home_chains(self.benchmark)

    # ---- where things come from
    def _resolve_value(self, name: str, otherwise: Callable[[], T]) -> T:
        stated: Mapping[str, T] = self.stated
        return stated[name] if name in stated else otherwise()

    def _accounts(self, what: str) -> Accounts:
        if self.accounts is None:
            raise PolicyError(f"{what} is not known: give the accounts behind the benchmark.")
        return self.accounts


@cache
def recycling_at(industries: tuple[str, ...]) -> int | None:
    """Return where an industry stands that does nothing but recycle, None where there is none.

    Examples
    --------
    >>> recycling_at(("m22", "m23")), recycling_at(("c14",))
    (1, None)
    """
    names = ((code.casefold(), industry_name(code).casefold()) for code in industries)
    found = [k for k, named in enumerate(names) if set(named) & set(RECYCLING)]
    return found[0] if found else None


@memo
def government_shares(w: Accounts) -> Array:
    """Return the share of government in what final users buy [k, n, i]; (S, R, R).

    Raises
    ------
    PolicyError
        When no category of final demand is that of government alone.
    """
    at = [d for d, code in enumerate(w.demand) if demand_role(code) == "government"]
    if not at:
        raise PolicyError(tell("model.no_government", demand=join_items(w.demand)))
    shares = np.nan_to_num(ratio(w.Y4[..., at].sum(axis=3), w.Y3))
    return np.ascontiguousarray(shares.transpose(1, 2, 0))


@memo
def research_intensity(benchmark: Benchmark, accounts: Accounts | None) -> tuple[Array, bool]:
    """Return R&D over value added (R, S), NaN where the industry is not known, and whether R&D of all regions is known.

    Intensities by industry are the same everywhere but for the level, which is the region's R&D of the year, else the
    last official figure before it, else that of typical intensities.
    """
    b = benchmark
    typical = np.broadcast_to(parameter("rd_intensity").expand_by_industry(b.industries), (b.R, b.S))
    if accounts is None or "rd_intensity" not in accounts.facts:
        return typical, False
    share = accounts.facts["rd_intensity"].values
    known = np.isfinite(share)
    share = np.where(known, share, _last_research(accounts.regions.codes, accounts.year))
    level = ratio(share * b.value_added.sum(axis=1), np.nansum(typical * b.value_added, axis=1))
    return np.where(np.isfinite(level), level, 1.0)[:, None] * typical, bool(known.all())


def _last_research(codes: Sequence[str], year: int) -> Array:
    """Return R&D over product by the newest official figure up to a year, NaN where there is none; (R,)."""
    stated = now.read_shipped_values("rd")
    past = [{y: v for y, v in stated.get(c, {}).items() if y <= year} for c in codes]
    return np.array([p[max(p)] / 100 if p else np.nan for p in past])


INVESTED = ("investment", "valuables")
"""Roles of final demand that are investment."""
SAVED = 0.25
"""Share of final demand that is investment where the accounts do not show it apart (assumed)."""


@memo
def investment_at_home(b: Benchmark, w: Accounts | None) -> Array:
    """Return what industries make for the investment of their region, were it all made at home; (R, S)."""
    at = [] if w is None else [d for d, code in enumerate(w.demand) if demand_role(code) in INVESTED]
    if w is None or not at:
        return np.asarray(SAVED * b.final[:, None] * b.value_added / b.value_added.sum(axis=1, keepdims=True))
    bought = np.maximum(w.Y4[..., at].sum(axis=-1), 0.0)  # origin, good, region
    home = np.einsum("rkr->rk", bought)
    total = bought.sum(axis=(0, 1))
    return np.asarray(np.nan_to_num(ratio(total, home.sum(axis=1)))[:, None] * home)


AHEAD = 5
"""Years over whose mean growth stocks are taken to have grown up to the benchmark."""


@memo
def recent_growth(w: Accounts) -> Array:
    """Return mean yearly growth of real GDP over the first years known from that of the accounts on; (R,).

    0 where none are known, and where GDP fell.
    """
    figures = yearly_figures().growth_of(w.regions.codes)
    ahead = [t for t, year in enumerate(figures.years) if w.year <= year <= w.year + AHEAD]
    found = np.zeros(w.R)
    for r, levels in enumerate(np.log(figures.values["gdp_volume"][:, ahead])):
        known = np.flatnonzero(np.isfinite(levels))
        if known.size > 1:
            found[r] = max((levels[known[-1]] - levels[known[0]]) / (known[-1] - known[0]), 0.0)
    return found


@memo
def direct_intensity(b: Benchmark) -> Array:
    """Return emissions of industries per unit of output, 0 where there is no output; (R, S), kt per million."""
    total = np.zeros((b.R, b.S))
    if b.fuel_emissions is not None:
        total += np.nan_to_num(ratio((b.fuel_emissions[:, :, :-1] * b.spend[:, :, :-1]).sum(axis=0), b.output))
    return total if b.process_emissions is None else total + np.where(b.active, b.process_emissions, 0.0)


@memo
def output_per_landed(b: Benchmark) -> Array:
    """Return what a producer receives of one unit of landed spending [k, n, i]; (S, R, R)."""
    return np.asarray(1.0 / ((1.0 + b.tariff) * (1.0 - b.rebate) * (1.0 - b.subsidy.T[:, None, :])))


def coefficients_of(b: Benchmark) -> Array:
    """Return input coefficients at what producers receive, region-major; (R·S, R·S)."""
    shares = np.broadcast_to(b.shares, (*b.shares.shape[:3], b.S + 1))[..., :-1]
    flows = shares * b.spend[:, :, None, :-1] * output_per_landed(b)[..., None]
    return coefficients(np.ascontiguousarray(flows.transpose(2, 0, 1, 3)).reshape(b.R * b.S, -1), b.output.ravel())


@memo
def world_chain(b: Benchmark) -> Leontief:
    """Return the factorised chain of the world."""
    return Leontief(coefficients_of(b))


@memo
def home_chains(b: Benchmark) -> tuple[Leontief, ...]:
    """Return the factorised chain within each region, inputs from abroad left out."""
    A = coefficients_of(b).reshape(b.R, b.S, b.R, b.S)
    return tuple(Leontief(np.ascontiguousarray(A[n, :, n])) for n in range(b.R))
