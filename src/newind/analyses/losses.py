"""Cost of losing a supplier, an input or a market: four statements, each with its own range, never one number."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product, tee
from typing import TYPE_CHECKING, Any

from newind.analyses.firstquarter import lost_in_first_quarter
from newind.equilibrium.assumptions import NESTS, SHIPPED, Assumptions
from newind.errors import DataError, tell, unknown
from newind.kernels.secondprocess import in_halves
from newind.policy.schema import Package, Shock
from newind.policy.simulate import Simulation, simulate_many

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from newind.accounts.accounts import Accounts

HORIZONS = ("short", "medium", "long")
QUARTER = "quarter"
STATEMENTS = (QUARTER, *HORIZONS)
"""The first quarter, one to two years, some years, when everything has adjusted: losses that are never in one range."""
NAMED = "medium"
"""Horizon of a loss where one alone is shown, ranked or judged."""
RESOURCE = {"resource_share": SHIPPED}
"""Losses, and what replaces them, are found with a natural resource in mining, agriculture and utilities."""
NAN = float("nan")
SIDES = ("supply", "market")
MANY = 60
"""Cases that are worth a second process."""


@dataclass(frozen=True)
class Cut:
    """Cut: what is lost, and by whom.

    Parameters
    ----------
    region : str
        Economy whose loss is asked.
    partners : tuple of str
        Economies that no longer sell to it (``supply``) or no longer buy from it (``market``).
    industries : tuple of str
        Products that no longer cross the border.
    side : {"supply", "market"}
    users : tuple of str
        Using industries that lose it; empty for every user, final demand included.
    """

    region: str
    partners: tuple[str, ...]
    industries: tuple[str, ...]
    side: str = "supply"
    users: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what cannot be lost.

        Raises
        ------
        DataError
            For a side that does not exist, no partner, no product, or an economy cut off from itself.
        """
        if self.side not in SIDES:
            raise DataError(f"a cut has no side {self.side!r}. Sides are {' and '.join(SIDES)}.")
        if not self.partners or not self.industries:
            raise DataError(tell("name.cut_none", region=self.region))
        if self.region in self.partners:
            raise DataError(tell("name.cut_self", region=self.region))

    @cached_property
    def package(self) -> Package:
        """The package that takes it away: every flow concerned becomes zero."""
        pairs = [(self.region, self.partners)]
        if self.side == "market":
            pairs = [(partner, (self.region,)) for partner in self.partners]
        return Package([self._shock(buyer, sellers) for buyer, sellers in pairs])

    def _shock(self, buyer: str, sellers: tuple[str, ...]) -> Shock:
        users = list(self.users) or "*"
        return Shock("cut_off", 1.0, region=buyer, partner=list(sellers), industry=list(self.industries), user=users)

    def check(self, w: Accounts) -> None:
        """Refuse names that accounts lack.

        Raises
        ------
        UnknownNameError
            For an economy or industry that does not exist, with the nearest name.
        """
        for code in (self.region, *self.partners):
            w.regions.index(code)
        for code in (*self.industries, *self.users):
            if code not in w.industries:
                raise unknown("industry", code, w.industries, "The accounts list theirs.")


@dataclass(frozen=True)
class Span:
    """A loss of real income at one horizon, as a positive fraction; NaN where no equilibrium was found.

    Parameters
    ----------
    low, high : float
        Over every combination of the ends of trade and substitution elasticities, and the central ones.
    middle : float
        With the central elasticities.
    """

    low: float
    middle: float
    high: float


UNKNOWN = Span(NAN, NAN, NAN)


def choose_horizon(horizons: Iterable[str]) -> str:
    """Return the horizon that stands for a loss: the medium one, else the middle one of those there are.

    Examples
    --------
    >>> choose_horizon(("short", "medium", "long")), choose_horizon(("short", "long"))
    ('medium', 'long')
    """
    known = list(horizons)
    return NAMED if NAMED in known else known[len(known) // 2]


@dataclass(frozen=True)
class Loss:
    """Cost of a cut to the economy that suffers it: one statement for each span of time, never one over all.

    Parameters
    ----------
    cut : Cut
    horizons : dict of str to Span
        Losses of real income once everybody has found what else there is.
    failed : tuple of str
        Cases without an equilibrium: ``horizon, elasticities: reason``.
    quarter : Span
        Loss of the first quarter, as a share of what the economy produces in a quarter
        (:func:`newind.analyses.firstquarter.lost_in_first_quarter`); NaN where inputs are not rated.
    """

    cut: Cut
    horizons: dict[str, Span]
    failed: tuple[str, ...] = ()
    quarter: Span = UNKNOWN

    @property
    def open(self) -> frozenset[str]:
        """Horizons some cases of which have no equilibrium: their range is known in part, and open above."""
        return frozenset(why.partition(",")[0] for why in self.failed)

    @property
    def statements(self) -> dict[str, Span]:
        """The first quarter, where it is known, then the horizons."""
        first = {QUARTER: self.quarter} if self.quarter.middle == self.quarter.middle else {}
        return first | self.horizons

    @property
    def stated_ranges(self) -> dict[str, Span]:
        """The same as they are printed and tabulated: no high end (NaN) where a range is open above."""
        return {name: replace(s, high=NAN) if name in self.open else s for name, s in self.statements.items()}

    @property
    def horizon(self) -> str:
        """The horizon that `low`, `middle` and `high` are of, and ranks: the medium one if it is there."""
        return choose_horizon(self.horizons)

    @property
    def low(self) -> float:
        """Lowest loss over elasticities at that horizon."""
        return self.horizons[self.horizon].low

    @property
    def high(self) -> float:
        """Highest loss over elasticities at that horizon."""
        return self.horizons[self.horizon].high

    @property
    def middle(self) -> float:
        """Loss with the central elasticities at that horizon: the tick inside its range.

        Losses are ranked by it. The range is skewed, without a finite bound as elasticities go to zero, so that the
        half-way point between its ends would say little but where the highest end was put.
        """
        return self.horizons[self.horizon].middle

    @property
    def is_complete(self) -> bool:
        """Whether the range at that horizon is known in full: every case of it has an equilibrium."""
        return self.middle == self.middle and self.horizon not in self.open


def corners(horizon: str, parameters: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the central elasticities, then every combination of trade elasticity and substitution; given ones stay.

    Examples
    --------
    >>> len(list(corners("short", {}))), len(list(corners("short", {"trade_elasticity": 4.0})))
    (5, 3)
    """
    assumptions = Assumptions(horizon, dict(parameters))
    free = [n for n in NESTS if n not in assumptions.given]
    thetas = [] if "trade_elasticity" in assumptions.given else list(assumptions.range("trade_elasticity"))
    sigmas = [{n: assumptions.range(n)[end] for n in free} for end in (0, 1)] if free else []
    yield {}
    for theta, sigma in product([{"trade_elasticity": t} for t in thetas] or [{}], sigmas or [{}]):
        if theta or sigma:
            yield {**theta, **sigma}


def loss_ranges(
    w: Accounts,
    cuts: Iterable[Cut],
    horizons: Sequence[str] = HORIZONS,
    parameters: Mapping[str, Any] | None = None,
) -> tuple[Loss, ...]:
    """Return what each cut costs in its first quarter, and at each horizon over the plausible elasticities.

    Industries have the natural resources that ship (``resource_share``), unless others are given, or 0.
    Every flow concerned becomes exactly zero, once and for all users named; the model finds the new equilibrium. Losses
    grow as goods of different origin (trade elasticity) and different inputs (substitution) replace each other less
    easily: no bound is finite as they go to zero, so the range is that of the plausible ones in ``parameters``.

    Parameters
    ----------
    w : Accounts
        Closed accounts of one year.
    cuts : iterable of Cut
    horizons : sequence of {"short", "medium", "long"}
    parameters : mapping, optional
        In place of shipped parameters, as in :func:`newind.policy.simulate.simulate`; what is given is not varied.

    Returns
    -------
    tuple of Loss
        In the order of the cuts.

    Raises
    ------
    DataError
        For accounts with a boundary.
    UnknownNameError
        For names that the accounts lack, with the nearest one.

    References
    ----------
    Costinot & Rodríguez-Clare (2014), Handbook of International Economics 4, 197. Bachmann et al. (2022), ECONtribute
    Policy Brief 28.
    """
    given = {} if parameters is None else dict(parameters)
    asked = tuple(cuts)
    for cut in asked:
        cut.check(w)
    cases = [(h, cut, {**given, **corner}) for h in horizons for corner in corners(h, given) for cut in asked]

    def find(some: Sequence[tuple[str, Cut, dict[str, Any]]]) -> list[float | str]:
        return [*find_losses(w, ((cut.region, cut.package, horizon, p) for horizon, cut, p in some))]

    found = [*zip(cases, in_halves(find, cases, MANY), strict=True)]
    return tuple(
        put_together(cut, [(h, p, loss) for (h, of, p), loss in found if of is cut], first)
        for cut, first in zip(asked, first_quarters(w, asked), strict=True)
    )


def first_quarters(w: Accounts, cuts: Sequence[Cut]) -> list[Span]:
    """Return what each cut costs in its first quarter."""
    return [Span(*row) for row in lost_in_first_quarter(w, cuts).tolist()]


def find_losses(w: Accounts, cases: Iterable[tuple[str, Package, str, Mapping[str, Any]]]) -> Iterator[float | str]:
    """Yield losses of real income, as fractions, or why there is no equilibrium.

    Parameters
    ----------
    w : Accounts
    cases : iterable of (region, package, horizon, parameters)
        Who loses, by what, when, and in place of which shipped parameters; those of one horizon side by side.
    """
    regions, asked = tee(cases)
    solved = simulate_many(w, ((package, horizon, {**RESOURCE, **p}) for _, package, horizon, p in asked))
    for (region, *_), found in zip(regions, solved, strict=True):
        yield -float(found.welfare[w.regions.index(region)]) if isinstance(found, Simulation) else str(found)


def loss_in(w: Accounts, cut: Cut, horizon: str, parameters: Mapping[str, Any]) -> float | str:
    """Return the loss of real income in one case, or why it has no equilibrium."""
    (loss,) = find_losses(w, [(cut.region, cut.package, horizon, parameters)])
    return loss


def put_together(
    cut: Cut, found: Iterable[tuple[str, Mapping[str, Any], float | str]], quarter: Span = UNKNOWN
) -> Loss:
    """Return a loss from its cases.

    Parameters
    ----------
    cut : Cut
    found : iterable of (str, mapping, float or str)
        Horizon, parameters, and the loss or why there is none; of each horizon the central case first.
    quarter : Span
        Of the first quarter.

    Examples
    --------
    >>> cut = Cut("CHN", ("USA",), ("c14",))
    >>> loss = put_together(cut, [("short", {}, 0.02), ("short", {"trade_elasticity": 2.5}, "no equilibrium")])
    >>> loss.horizons["short"], len(loss.failed)
    (Span(low=0.02, middle=0.02, high=0.02), 1)
    """
    values: dict[str, list[float]] = {}
    failed: list[str] = []
    for horizon, parameters, loss in found:
        values.setdefault(horizon, []).append(NAN if isinstance(loss, str) else loss)
        if isinstance(loss, str):
            failed.append(f"{horizon}, {dict(parameters)}: {loss}")
    return Loss(cut, {horizon: span_of(each) for horizon, each in values.items()}, tuple(failed), quarter)


def span_of(found: Sequence[float]) -> Span:
    """Return lowest, first and highest of the values that are known."""
    known = [v for v in found if v == v]
    return Span(min(known, default=NAN), found[0], max(known, default=NAN))
