"""The list of inputs that an economy depends on, with what losing them costs, as a range.

An input stands in the list with all its foreign suppliers together, and with each one that is named. The cost of
losing it is reported twice: as the value added of the industries for which it is a material cost, to the part that
comes from the supplier (nothing is replaced), and as the loss of real income once everybody has found what else there
is, at a short, medium and long horizon and over the plausible elasticities. At the level of industries this is
dependence.
"""

from __future__ import annotations

from dataclasses import replace
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.analyses.losses import HORIZONS
from newind.analyses.science.purchases import Purchases
from newind.analyses.science.ranking import Ranking, RankingTask, rank_losses
from newind.analyses.science.reliance_list import INPUT, NOT_NAMED, SUPPLIER, Dependence, DependenceKey, DependenceList
from newind.equilibrium.assumptions import Assumptions
from newind.errors import DataError, join_items, sentences, tell
from newind.measures.estimated import refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from newind.accounts.accounts import Accounts
    from newind.analyses.losses import Loss
    from newind.typing import Array, BoolArray

NAN = float("nan")


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
    pairs: int | None = None,
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
    pairs : int, optional
        How many pairs of an input and a named supplier get a range, where not as many as inputs.

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
    guess, spending times the rise of the price as a single elasticity has it, and tariffs forgone. Of these the ones
    with the highest middle get a range. Aggregates such as the rest of the world are part of what is bought, never
    ranked. The model makes no new links: where a user has no other supplier at all, the input is left to it
    (``left_out``), and the loss is a lower end; where that is every user, there is no equilibrium and no number.

    References
    ----------
    Hummels, Ishii & Yi (2001), Journal of International Economics 54, 75. Bachmann et al. (2022), ECONtribute Policy
    Brief 28.
    """
    _check(top, threshold)
    _check(top if pairs is None else pairs, threshold)
    if suppliers:
        refuse_supplier_ranking(w)
    chosen = (horizons,) if isinstance(horizons, str) else tuple(horizons)
    check_horizons(chosen)
    question = RankingTask(Purchases(w, region, industry or ""), top, float(threshold), chosen, dict(parameters or {}))
    return _build_list(question, suppliers=suppliers, pairs=top if pairs is None else pairs)


def refuse_supplier_ranking(w: Accounts) -> None:
    """Raise where suppliers would be ranked on estimated flows.

    Raises
    ------
    DataError
        With the reason and the remedy.
    """
    if why := refusal(w):
        raise DataError(sentences([why, tell("estimated.inputs_alone")]))


def _check(top: int, threshold: float) -> None:
    if isinstance(top, bool) or not isinstance(top, Integral) or top < 1:
        raise DataError(tell("name.top", top=top))
    if isinstance(threshold, bool) or not isinstance(threshold, Real) or not 0.0 <= threshold < 1.0:
        raise DataError(f"threshold {threshold!r} is out of range: it is a share of cost. Give a number in [0, 1).")


def check_horizons(horizons: tuple[str, ...]) -> None:
    """Refuse no horizon, one twice, and one that does not exist.

    Raises
    ------
    DataError, UnknownNameError
    """
    if not horizons or len(set(horizons)) < len(horizons):
        raise DataError(tell("name.horizons", horizons=list(horizons), horizons2=join_items(HORIZONS)))
    for horizon in horizons:
        Assumptions(horizon)


def _build_list(q: RankingTask, *, suppliers: bool, pairs: int) -> DependenceList:
    p = q.purchases
    inputs = rank_losses(q, _inputs(p, p.foreign))
    sellers = rank_losses(replace(q, top=pairs), _pairs(p)) if suppliers else Ranking()
    return DependenceList(
        region=p.region, industry=p.industry, year=p.w.year, unit=p.w.unit, status=p.status,
        threshold=q.threshold, horizons=q.horizons,
        inputs=_lines(q, INPUT, inputs.order), suppliers=_lines(q, SUPPLIER, sellers.order),
        unnamed=_lines(q, NOT_NAMED, [(k, None) for k in _inputs(p, p.foreign & ~p.named)]),
        parameters=q.parameters, preselected=inputs.looked_at | sellers.looked_at,
    )  # fmt: skip


def _inputs(p: Purchases, sellers: BoolArray) -> list[DependenceKey]:
    """Return the inputs that are bought from any of some regions."""
    some = (p.bought[sellers] != 0).any(axis=0)
    return [DependenceKey(i) for k, i in enumerate(p.w.industries) if some[k]]


def _pairs(p: Purchases) -> list[DependenceKey]:
    """Return every pair of an input and a named supplier."""
    return [
        DependenceKey(p.w.industries[k], p.w.regions[r]) for r, k in np.argwhere((p.bought != 0) & p.named[:, None])
    ]


def _lines(q: RankingTask, level: str, keys: Iterable[tuple[DependenceKey, Loss | None]]) -> tuple[Dependence, ...]:
    """Return the lines of one level in the order of their keys."""
    rests = q.purchases.bottleneck(q.threshold)
    return tuple(_line(q.purchases, level, key, rests, loss) for key, loss in keys)


def _line(p: Purchases, level: str, key: DependenceKey, rests: Array, loss: Loss | None) -> Dependence:
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


def _sellers(p: Purchases, level: str, key: DependenceKey) -> BoolArray:
    """Return the regions that a line is about; (R,)."""
    if level == SUPPLIER:
        return np.asarray(np.array(p.w.regions.codes) == key.supplier)
    return p.foreign if level == INPUT else np.asarray(p.foreign & ~p.named)
