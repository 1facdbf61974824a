"""The list of inputs that an economy depends on, with what losing them costs, as a range.

An input stands in the list with all its foreign suppliers together, and with each one that is named. What losing it
costs is told twice: as the value added of the industries for which it is a material cost, to the part that comes from
the supplier (nothing is replaced), and as the loss of real income once everybody has found what else there is, at a
short, medium and long horizon and over the plausible elasticities. At the level of industries this is dependence.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from newind.equilibrium.assumptions import NESTS, Assumptions
from newind.errors import DataError
from newind.systems.estimated import refusal
from newind.systems.losses import HORIZONS, Cut, loss_ranges
from newind.systems.science.purchases import Purchases
from newind.systems.science.reliance_table import frame

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.systems.losses import Loss
    from newind.typing import Array

NAN = float("nan")
TWICE, TEN = 2, 10
"""As many again, and at least ten more, are looked at by the model as are asked for."""
INPUT, SUPPLIER, NOT_NAMED = "input", "supplier", "not_named"
"""Levels of the list: an input with all foreign suppliers, one named supplier of it, aggregates that cannot be named."""


class Key(NamedTuple):
    """What is lost: an input, and its supplier; empty for all foreign suppliers together."""

    input: str
    supplier: str = ""


@dataclass(frozen=True)
class Dependence:
    """One line of the list. Money in the unit of the accounts; shares in [0, 1], NaN where nothing can be shared out.

    Parameters
    ----------
    level : {"input", "supplier", "not_named"}
        All foreign suppliers of an input, one of them, or aggregates (rest of the world) that are never ranked.
    input : str
        The product bought.
    supplier : str
        Empty but for one supplier.
    bought, bought_inputs : float
        Value bought abroad of it, for all uses and as inputs.
    share, share_inputs, share_imports : float
        Part in all that is bought of the product (at home included), in what is bought as inputs, and in its imports.
    complete_import_share : float
        Foreign value added in a unit of the economy's own product of the class, along the whole chain.
    supplier_hhi : float
        Concentration of its named foreign suppliers, inputs alone.
    unnamed_share : float
        Part of aggregates in its imports.
    bottleneck : float
        Value added that rests on it, as a share of GDP; an upper end where nothing replaces the input.
    loss : Loss or None
        Loss of real income at each horizon as a range; None where it was not among those computed in full.
    """

    level: str
    input: str
    supplier: str
    bought: float
    bought_inputs: float
    share: float
    share_inputs: float
    share_imports: float
    complete_import_share: float
    supplier_hhi: float
    unnamed_share: float
    bottleneck: float
    loss: Loss | None = None

    @property
    def bottleneck_exceeds(self) -> str:
        """``above`` where the bottleneck figure exceeds the highest loss, ``below`` where it is under the lowest one.

        Empty where it lies within the range, or where no loss is known.
        """
        if self.loss is None:
            return ""
        if self.bottleneck > self.loss.high:
            return "above"
        return "below" if self.bottleneck < self.loss.low else ""


@dataclass(frozen=True, eq=False)
class DependenceList:
    """Inputs that an economy or an industry depends on, those whose loss costs most first.

    Parameters
    ----------
    region, industry : str
        Who depends; the industry is empty for the economy as a whole.
    year : int
    unit : str
        Of money.
    status : {"observed", "estimated"}
        Of what is bought. Losses are modelled.
    threshold : float
        Least cost share of an input in output at which its lack is taken to hold a user up.
    horizons : tuple of str
    inputs, suppliers, unnamed : tuple of Dependence
        Inputs with all foreign suppliers; pairs of an input and a named supplier; what is not named of each input.
        Those with a range come first, by its middle; then the others, by the first guess.
    parameters : mapping
        What was put in place of shipped parameters.
    preselected : frozenset of Key
        Inputs and pairs whose middle was computed: those with the highest first guess (spending times rise of price).
        A range is given to those of them with the highest middles.
    """

    region: str
    industry: str
    year: int
    unit: str
    status: str
    threshold: float
    horizons: tuple[str, ...]
    inputs: tuple[Dependence, ...]
    suppliers: tuple[Dependence, ...]
    unnamed: tuple[Dependence, ...]
    parameters: Mapping[str, Any] = field(default_factory=dict)
    preselected: frozenset[Key] = frozenset()

    @property
    def failed(self) -> tuple[str, ...]:
        """Cases without an equilibrium, with the reason."""
        lines = (*self.inputs, *self.suppliers)
        return tuple(f"{e.input} {e.supplier}: {why}" for e in lines if e.loss for why in e.loss.failed)

    def table(self, level: str | None = None) -> pd.DataFrame:
        """Return the list as a table, one line each; `level` keeps one of ``input``, ``supplier``, ``not_named``.

        The columns and their labels in English and Chinese stand in
        :data:`newind.systems.science.reliance_table.LABELS`.
        """
        found = frame(self)
        return found if level is None else found[found["level"] == level].reset_index(drop=True)


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
    _check_horizons(chosen)
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
    if isinstance(top, bool) or not isinstance(top, int) or top < 1:
        raise DataError(f"top {top!r} makes no sense: it is how many inputs get a range. Give a whole number from 1.")
    if isinstance(threshold, bool) or not 0.0 <= threshold < 1.0:
        raise DataError(f"threshold {threshold!r} is out of range: it is a cost share. Give a number from 0 to below 1.")


def _check_horizons(horizons: tuple[str, ...]) -> None:
    if not horizons or len(set(horizons)) < len(horizons):
        raise DataError(f"horizons {list(horizons)} name none, or one twice. Give some of {', '.join(HORIZONS)}.")
    for horizon in horizons:
        Assumptions(horizon)


def _listed(q: _Question, *, suppliers: bool) -> DependenceList:
    p = q.purchases
    theta = Assumptions(q.middle, q.parameters).elasticities(p.w.industries).theta
    rests = p.bottleneck(q.threshold)
    all_of_it = _Ranking.of(q, _inputs(p), p.first_guess_all(theta)) if True else None
    raise NotImplementedError
