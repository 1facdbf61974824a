"""Which losses of inputs cost most: a first guess, then one run of the model each, then a range for the first ones."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.analyses.losses import Cut, choose_horizon, loss_ranges
from newind.equilibrium.assumptions import NESTS, Assumptions
from newind.equilibrium.laboratory import laboratory
from newind.kernels import extraction

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from newind.accounts.accounts import Accounts
    from newind.analyses.losses import Loss
    from newind.analyses.science.purchases import Purchases
    from newind.analyses.science.reliance import DependenceKey
    from newind.equilibrium.benchmark import Benchmark
    from newind.typing import Array, BoolArray


FINAL = "final"
"""Final users, beside using industries."""


@dataclass(frozen=True)
class PartialCut(Cut):
    """A cut that leaves the input to users whom nobody else supplies: without them the model finds an equilibrium.

    Parameters
    ----------
    left_out : tuple of str
        These users; what the cut costs is then a lower end. ``users`` are the others, final ones among them.
    """

    left_out: tuple[str, ...] = ()

    def check(self, w: Accounts) -> None:
        """Refuse names that accounts lack.

        Raises
        ------
        UnknownNameError
            For an economy or industry that does not exist, with the nearest name.
        """
        industries = tuple(user for user in self.users if user != FINAL)
        Cut(self.region, self.partners, self.industries, self.side, industries).check(w)


@dataclass(frozen=True, eq=False)
class InputSpending:
    """Payments of an economy, or of an industry of it, for inputs in the benchmark of the model, tariffs included.

    Parameters
    ----------
    w : Accounts
        Closed accounts of one year.
    region : str
        Code of the economy.
    industry : str
        A using industry; empty for all of them and final users.
    assumptions : Assumptions
        Of the horizon at which losses are ranked.
    """

    w: Accounts
    region: str
    industry: str
    assumptions: Assumptions

    @cached_property
    def r(self) -> int:
        """Position of the economy."""
        return self.w.regions.index(self.region)

    @cached_property
    def benchmark(self) -> Benchmark:
        """Where the model starts."""
        return laboratory(self.w, self.assumptions).benchmark

    @cached_property
    def users(self) -> tuple[str, ...]:
        """Codes of the users: industries, then final users; or the one industry."""
        return (self.industry,) if self.industry else (*self.w.industries, FINAL)

    @cached_property
    def flows(self) -> Array:
        """Payments of users by supplier and input; (R, S, U)."""
        b = self.benchmark
        u = slice(None) if not self.industry else [self.w.industries.index(self.industry)]
        paid = np.broadcast_to(b.shares[:, self.r], (b.S, b.R, b.S + 1)) * b.spend[:, self.r, None, :]
        return np.asarray(paid.transpose(1, 0, 2)[:, :, u])

    @cached_property
    def duties(self) -> Array:
        """Tariffs in what users pay; (R, S, U)."""
        rate = self.benchmark.tariff[:, self.r].T
        return np.asarray(self.flows * (rate / (1.0 + rate))[:, :, None])

    @cached_property
    def by_supplier(self) -> Array:
        """First guess of what losing each supplier of each input costs; (R, S), unit of the accounts."""
        return extraction.first_order_loss(self.flows, self.duties, self._elasticity)

    @cached_property
    def by_input(self) -> Array:
        """First guess of what losing all foreign suppliers of each input costs; (S,), unit of the accounts."""
        flows, duties = (np.stack([a[self.r], a.sum(axis=0) - a[self.r]]) for a in (self.flows, self.duties))
        return np.asarray(extraction.first_order_loss(flows, duties, self._elasticity)[1])

    @property
    def _elasticity(self) -> Array:
        return self.assumptions.elasticities(self.w.industries).theta

    @cached_property
    def sold(self) -> BoolArray:
        """Whether a region sells any of an input; (R, S)."""
        return np.asarray(self.flows.sum(axis=2) > 0)

    def split_users(self, code: str, lost: BoolArray) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the users of an input that buy some of it from a region that is not lost, and those that do not.

        Parameters
        ----------
        code : str
            The input.
        lost : (R,) bool array
            Regions that are lost.
        """
        bought = self.flows[:, self.w.industries.index(code)]
        left, all_of_it = bought[~lost].sum(axis=0) > 0, bought.sum(axis=0) > 0
        return self._select_users(left), self._select_users(all_of_it & ~left)

    def _select_users(self, chosen: BoolArray) -> tuple[str, ...]:
        return tuple(user for user, one in zip(self.users, chosen, strict=True) if one)


TWICE, TEN = 2, 10
"""As many again, and at least ten more, are looked at by the model as are asked for."""


@dataclass(frozen=True, eq=False)
class RankingTask:
    """Settings of a ranking.

    Parameters
    ----------
    purchases : Purchases
        Who buys.
    top : int
        How many ranges.
    threshold : float
        Least cost share for the bottleneck figure.
    horizons : tuple of str
    parameters : dict
        In place of shipped parameters.
    """

    purchases: Purchases
    top: int
    threshold: float
    horizons: tuple[str, ...]
    parameters: dict[str, Any]

    @property
    def middle(self) -> str:
        """The horizon at which losses are ranked: the medium one if it is asked for."""
        return choose_horizon(self.horizons)

    @property
    def central(self) -> dict[str, Any]:
        """Parameters with the central elasticities given, so that nothing is varied."""
        assumed = Assumptions(self.middle, self.parameters)
        return {n: assumed.value(n) for n in ("trade_elasticity", *NESTS)} | self.parameters

    @cached_property
    def screen(self) -> InputSpending:
        """Payments for inputs in the benchmark of the model."""
        p = self.purchases
        return InputSpending(p.w, p.region, p.industry, Assumptions(self.middle, self.parameters))

    def select_lost_regions(self, key: DependenceKey) -> BoolArray:
        """Return the regions that are lost; (R,)."""
        p = self.purchases
        return np.asarray(np.array(p.w.regions.codes) == key.supplier) if key.supplier else p.foreign

    def guess(self, key: DependenceKey) -> float:
        """Return the first guess of a loss."""
        k = self.purchases.w.industries.index(key.input)
        if not key.supplier:
            return float(self.screen.by_input[k])
        return float(self.screen.by_supplier[self.purchases.w.regions.index(key.supplier), k])

    def has_trade(self, key: DependenceKey) -> bool:
        """Return whether there is anything to lose in the benchmark of the model."""
        return bool(self.screen.sold[self.select_lost_regions(key), self.purchases.w.industries.index(key.input)].any())

    def cut(self, key: DependenceKey) -> Cut:
        """Return the cut that takes an input away from who buys it."""
        users = (self.purchases.industry,) if self.purchases.industry else ()
        return Cut(self.purchases.region, self._partners(key), (key.input,), users=users)

    def partial(self, key: DependenceKey) -> Cut | None:
        """Return the cut that spares users whom nobody else supplies; None where that is all of them."""
        users, left_out = self.screen.split_users(key.input, self.select_lost_regions(key))
        cut = PartialCut(self.purchases.region, self._partners(key), (key.input,), users=users, left_out=left_out)
        return cut if users else None

    def _partners(self, key: DependenceKey) -> tuple[str, ...]:
        return tuple(c for c, lost in zip(self.purchases.w.regions, self.select_lost_regions(key), strict=True) if lost)


@dataclass(frozen=True)
class Ranking:
    """Keys in order, with the range of those computed in full, and which the model looked at."""

    order: tuple[tuple[DependenceKey, Loss | None], ...] = ()
    looked_at: frozenset[DependenceKey] = frozenset()


def rank_losses(*tasks: tuple[RankingTask, Iterable[DependenceKey]]) -> list[Ranking]:
    """Rank keys of each task by the middle of the loss; what the model did not look at, after it by the first guess.

    Those without an equilibrium in the central case come after the `top` ones with what is known of their range. Tasks
    differ in nothing but `top`: their ranges are computed together.
    """
    q, looked = tasks[0][0], [_look(q, keys) for q, keys in tasks]
    cuts = [cut for chosen, *_ in looked for cut in chosen.values()]
    losses = iter(loss_ranges(q.purchases.w, cuts, q.horizons, q.parameters))
    return [
        Ranking((*zip(chosen, islice(losses, len(chosen)), strict=True), *((k, None) for k in others)), looked_at)
        for chosen, others, looked_at in looked
    ]


def _look(
    q: RankingTask, keys: Iterable[DependenceKey]
) -> tuple[dict[DependenceKey, Cut], list[DependenceKey], frozenset[DependenceKey]]:
    """Return keys whose range is asked, with their cuts, the others, both in order, and which the model looked at."""
    guess = {k: q.guess(k) for k in keys}
    order = sorted(guess, key=lambda k: (-guess[k], k))
    looked_at = candidates(q, order)
    cuts, middle = in_central_case(q, looked_at)
    known = sorted((k for k in looked_at if middle[k] == middle[k]), key=lambda k: (-middle[k], k))
    chosen = known[: q.top] + [k for k in looked_at if middle[k] != middle[k]]
    others = known[q.top :] + [k for k in order if k not in middle]
    return {k: cuts[k] for k in chosen}, others, frozenset(looked_at)


def candidates(q: RankingTask, order: Iterable[DependenceKey]) -> list[DependenceKey]:
    """Return the keys that the model looks at, of keys in the order of the first guess."""
    return [k for k in order if q.has_trade(k)][: max(TWICE * q.top, q.top + TEN)]


def in_central_case(
    q: RankingTask, keys: list[DependenceKey]
) -> tuple[dict[DependenceKey, Cut], dict[DependenceKey, float]]:
    """Return the cut of each key and its loss in the central case, sparing users only where it must be."""
    cuts = {k: q.cut(k) for k in keys}
    middle = _middles(q, cuts)
    spared = {k: cut for k in keys if middle[k] != middle[k] and (cut := q.partial(k)) is not None}
    return cuts | spared, middle | _middles(q, spared)


def _middles(q: RankingTask, cuts: Mapping[DependenceKey, Cut]) -> dict[DependenceKey, float]:
    losses = loss_ranges(q.purchases.w, list(cuts.values()), (q.middle,), q.central)
    return dict(zip(cuts, (loss.middle for loss in losses), strict=True))
