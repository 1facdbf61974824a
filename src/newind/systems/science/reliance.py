"""The list of inputs that an economy depends on, with what losing them costs, as a range.

An input stands in the list with all its foreign suppliers together, and with each one that is named. What losing it
costs is told twice: as the value added of the industries for which it is a material cost, to the part that comes from
the supplier (nothing is replaced), and as the loss of real income once everybody has found what else there is, at a
short, medium and long horizon and over the plausible elasticities. At the level of industries this is dependence.
"""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.equilibrium.assumptions import NESTS, Assumptions
from newind.errors import DataError
from newind.systems.estimated import refusal
from newind.systems.losses import HORIZONS, Cut, loss_ranges
from newind.systems.science.purchases import Purchases
from newind.systems.science.reliance_list import INPUT, NOT_NAMED, SUPPLIER, Dependence, DependenceList, Key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from newind.accounts.accounts import Accounts
    from newind.systems.losses import Loss
    from newind.typing import Array, BoolArray

NAN = float("nan")
TWICE, TEN = 2, 10
"""As many again, and at least ten more, are looked at by the model as are asked for."""


@dataclass(frozen=True, eq=False)
class _Question:
    """What is asked: purchases, how many ranges, and under which assumptions."""

    purchases: Purchases
    top: int
    threshold: float
    horizons: tuple[str, ...]
    parameters: dict[str, Any]

    @property
    def middle(self) -> str:
        """The middle one of the horizons, at which losses are ranked."""
        return self.horizons[len(self.horizons) // 2]

    @property
    def central(self) -> dict[str, Any]:
        """Parameters with the central elasticities given, so that nothing is varied."""
        assumed = Assumptions(self.middle, self.parameters)
        return {n: assumed.value(n) for n in ("trade_elasticity", *NESTS)} | self.parameters

    def cut(self, key: Key) -> Cut:
        """Return the cut that takes an input away from who buys it."""
        p = self.purchases
        others = tuple(c for c, foreign in zip(p.w.regions, p.foreign, strict=True) if foreign)
        users = (p.industry,) if p.industry else ()
        return Cut(p.region, (key.supplier,) if key.supplier else others, (key.input,), users=users)


def dependence_list(
    w: Accounts,
    region: str,
    industry: str | None = None,
    top: int = 20,
    threshold: float = 0.02,
    horizons: Sequence[str] = HORIZONS,
    parameters: Mapping[str, Any] | None = None,
    *,
    suppliers: bool = True,
) -> DependenceList:
    """List the inputs that an economy or an industry depends on, with what losing them costs.

    Parameters
    ----------
    w : Accounts
        Closed accounts of one year.
    region : str
        Code of the economy.
    industry : str, optional
        A using industry of it; all of them and final users where left out.
    top : int
        How many inputs, and how many pairs of an input and a named supplier, get a range.
    threshold : float
        Least cost share of an input (all origins, in output) for the bottleneck figure; in [0, 1).
    horizons : sequence of {"short", "medium", "long"}
        Losses are ranked by the central case of the middle one.
    parameters : mapping, optional
        In place of shipped parameters, as in :func:`newind.policy.simulate.simulate`; what is given is not varied.
    suppliers : bool
        Whether to list suppliers one by one.

    Returns
    -------
    DependenceList
        Every input and every supplier of it; those whose loss costs most with a range.

    Raises
    ------
    DataError
        For a table with a boundary, a ranking of suppliers on estimated flows, an aggregate, or a threshold, a number
        or horizons that make no sense.
    UnknownNameError
        For an economy, an industry or a horizon that does not exist, with the nearest one.

    Notes
    -----
    The model looks at twice as many candidates as are asked for (ten more at least): those with the highest first
    guess, spending times the rise of the price as a single elasticity has it. Of these the ones with the highest
    middle get a range. Aggregates such as the rest of the world are part of what is bought, never ranked.

    References
    ----------
    Hummels, Ishii & Yi (2001), Journal of International Economics 54, 75. Bachmann et al. (2022), ECONtribute Policy
    Brief 28.
    """
    _check(top, threshold)
    if suppliers:
        refuse_supplier_ranking(w)
    chosen = (horizons,) if isinstance(horizons, str) else tuple(horizons)
    check_horizons(chosen)
    question = _Question(Purchases(w, region, industry or ""), top, float(threshold), chosen, dict(parameters or {}))
    return _listed(question, suppliers=suppliers)


def refuse_supplier_ranking(w: Accounts) -> None:
    """Raise where suppliers would be ranked on estimated flows.

    Raises
    ------
    DataError
        With the reason and the remedy.
    """
    if why := refusal(w):
        raise DataError(f"{why} With suppliers=False the list has the inputs alone.")


def _check(top: int, threshold: float) -> None:
    if isinstance(top, bool) or not isinstance(top, Integral) or top < 1:
        raise DataError(f"top {top!r} makes no sense: it is how many inputs get a range. Give a whole number from 1.")
    if isinstance(threshold, bool) or not isinstance(threshold, Real) or not 0.0 <= threshold < 1.0:
        raise DataError(f"threshold {threshold!r} is out of range: it is a share of cost. Give a number in [0, 1).")


def check_horizons(horizons: tuple[str, ...]) -> None:
    """Refuse no horizon, one twice, and one that does not exist.

    Raises
    ------
    DataError, UnknownNameError
    """
    if not horizons or len(set(horizons)) < len(horizons):
        raise DataError(f"horizons {list(horizons)} name none, or one twice. Give some of {', '.join(HORIZONS)}.")
    for horizon in horizons:
        Assumptions(horizon)


def _listed(q: _Question, *, suppliers: bool) -> DependenceList:
    p, w = q.purchases, q.purchases.w
    theta = Assumptions(q.middle, q.parameters).elasticities(w.industries).theta
    inputs = _ranked(q, _inputs(p, p.first_guess_all(theta)))
    pairs = _ranked(q, _pairs(p, p.first_guess(theta)) if suppliers else {})
    return DependenceList(
        region=p.region, industry=p.industry, year=w.year, unit=w.unit, status=p.status,
        threshold=q.threshold, horizons=q.horizons,
        inputs=_lines(q, INPUT, inputs.order), suppliers=_lines(q, SUPPLIER, pairs.order),
        unnamed=_lines(q, NOT_NAMED, [(k, None) for k in _not_named(p)]),
        parameters=q.parameters, preselected=inputs.looked_at | pairs.looked_at,
    )  # fmt: skip


def _inputs(p: Purchases, guesses: Array) -> dict[Key, float]:
    """Return the first guess of every input that is bought abroad."""
    abroad = (p.bought[p.foreign] != 0).any(axis=0)
    return {Key(i): guesses[k] for k, i in enumerate(p.w.industries) if abroad[k]}


def _pairs(p: Purchases, guesses: Array) -> dict[Key, float]:
    """Return the first guess of every pair of an input and a named supplier."""
    sold = (p.bought != 0) & p.named[:, None]
    return {Key(p.w.industries[k], p.w.regions[r]): guesses[r, k] for r, k in np.argwhere(sold)}


def _not_named(p: Purchases) -> list[Key]:
    """Return the inputs of which aggregates sell some."""
    some = (p.bought[p.foreign & ~p.named] != 0).any(axis=0)
    return [Key(i) for k, i in enumerate(p.w.industries) if some[k]]


@dataclass(frozen=True)
class _Ranking:
    """Keys in order, with the range of those computed in full, and which the model looked at."""

    order: tuple[tuple[Key, Loss | None], ...] = ()
    looked_at: frozenset[Key] = frozenset()


def _ranked(q: _Question, guesses: Mapping[Key, float]) -> _Ranking:
    """Rank by the middle of the loss, what the model did not look at by the first guess.

    Those without an equilibrium in the central case get a range beside the `top` ones: they may be the most severe.
    """
    w = q.purchases.w
    order = sorted(guesses, key=lambda k: (-guesses[k], k))
    looked_at = [k for k in order if guesses[k] > 0][: max(TWICE * q.top, q.top + TEN)]
    middles = loss_ranges(w, [q.cut(k) for k in looked_at], (q.middle,), q.central)
    middle = dict(zip(looked_at, (loss.middle for loss in middles), strict=True))
    known = sorted((k for k in looked_at if middle[k] == middle[k]), key=lambda k: (-middle[k], k))
    chosen = known[: q.top] + [k for k in looked_at if middle[k] != middle[k]]
    losses = loss_ranges(w, [q.cut(k) for k in chosen], q.horizons, q.parameters)
    others = known[q.top :] + [k for k in order if k not in middle]
    ranked = (*zip(chosen, losses, strict=True), *((k, None) for k in others))
    return _Ranking(ranked, frozenset(looked_at))


def _lines(q: _Question, level: str, keys: Iterable[tuple[Key, Loss | None]]) -> tuple[Dependence, ...]:
    """Return the lines of one level in the order of their keys."""
    rests = q.purchases.bottleneck(q.threshold)
    return tuple(_line(q.purchases, level, key, rests, loss) for key, loss in keys)


def _line(p: Purchases, level: str, key: Key, rests: Array, loss: Loss | None) -> Dependence:
    k = p.w.industries.index(key.input)
    who = _sellers(p, level, key)
    whole = level == INPUT
    return Dependence(
        level=level, input=key.input, supplier=key.supplier,
        bought=float(p.bought[who, k].sum()), bought_inputs=float(p.inputs[who, k].sum()),
        share=float(p.share[who, k].sum()), share_inputs=float(p.share_inputs[who, k].sum()),
        share_imports=float(p.share_imports[who, k].sum()),
        complete_import_share=float(p.complete_import_share[k]) if whole else NAN,
        supplier_hhi=float(p.supplier_hhi[k]) if whole else NAN,
        unnamed_share=float(p.share_imports[p.foreign & ~p.named, k].sum()) if whole else NAN,
        bottleneck=float(rests[who, k].sum()), loss=loss,
    )  # fmt: skip


def _sellers(p: Purchases, level: str, key: Key) -> BoolArray:
    """Return the regions that a line is about; (R,)."""
    if level == SUPPLIER:
        return np.asarray(np.array(p.w.regions.codes) == key.supplier)
    return p.foreign if level == INPUT else np.asarray(p.foreign & ~p.named)
