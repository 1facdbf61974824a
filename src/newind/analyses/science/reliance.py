"""The list of inputs that an economy depends on, with what losing them costs, as a range.

An input stands in the list with all its foreign suppliers together, and with each one that is named. The cost of
losing it is reported twice: as the value added of the industries for which it is a material cost, to the part that
comes from the supplier (nothing is replaced), and as the loss of real income once everybody has found what else there
is, at a short, medium and long horizon, each with its own range over the plausible elasticities; before that, as what
critical inputs hold up in the first quarter. At the level of industries this is
dependence.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from newind.analyses.losses import HORIZONS, QUARTER
from newind.analyses.science.purchases import Purchases
from newind.analyses.science.ranking import PartialCut, RankingTask, rank_losses
from newind.analyses.science.reliance_labels import LABELS
from newind.equilibrium.assumptions import Assumptions
from newind.errors import DataError, join_items, sentences, tell
from newind.measures.bounds import refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.analyses.losses import Loss
    from newind.typing import Array, BoolArray


NAN = float("nan")
INPUT, SUPPLIER, NOT_NAMED = "input", "supplier", "not_named"
"""Levels: an input with all its foreign suppliers, one named supplier of it, aggregates that cannot be named."""


class DependenceKey(NamedTuple):
    """Key of a loss: an input, and its supplier; empty for all foreign suppliers together."""

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
        Value added that depends on it, as a share of GDP; an upper end where nothing replaces the input.
    loss : Loss or None
        Loss in the first quarter, and of real income at each horizon, as ranges; None where it was not among those
        computed in full. Cases without an equilibrium (``loss.failed``) are as a rule the most severe ones: the range
        of that horizon is open above then.
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
    def name(self) -> str:
        """The input, and whose it is where that is one supplier: ``c14 of JPN``."""
        return f"{self.input} of {self.supplier}" if self.supplier else self.input

    @property
    def left_out(self) -> tuple[str, ...]:
        """Users whom nobody else supplies and to whom the input is left; the loss is then a lower end."""
        cut = None if self.loss is None else self.loss.cut
        return cut.left_out if isinstance(cut, PartialCut) else ()

    @property
    def bottleneck_exceeds(self) -> str:
        """``above`` where the bottleneck figure exceeds the highest loss, ``below`` where it is under the lowest one.

        Losses are those of the medium horizon. Empty where it lies within the range, where no loss is known, and where
        cases without an equilibrium leave open how high the range goes.
        """
        if self.loss is None:
            return ""
        if self.bottleneck > self.loss.high:
            return "above" if self.loss.is_complete else ""
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
    preselected : frozenset of DependenceKey
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
    preselected: frozenset[DependenceKey] = frozenset()

    @property
    def failed(self) -> tuple[str, ...]:
        """Cases without an equilibrium, with the reason."""
        lines = (*self.inputs, *self.suppliers)
        return tuple(f"{line.name}: {why}" for line in lines if line.loss for why in line.loss.failed)

    def table(self, level: str | None = None) -> pd.DataFrame:
        """Return the list as a table, one line each; `level` keeps one of ``input``, ``supplier``, ``not_named``.

        What the columns are called in English and Chinese stands in
        :data:`newind.analyses.science.reliance_labels.LABELS`.
        """
        found = frame(self)
        return found if level is None else found[found["level"] == level].reset_index(drop=True)


SHARES = (
    "bought", "bought_inputs", "share", "share_inputs", "share_imports", "complete_import_share", "supplier_hhi",
    "unnamed_share", "bottleneck", "bottleneck_exceeds",
)  # fmt: skip
"""Columns that are fields of a line."""
COLUMNS = frozenset({
    "region", "industry", "year", "unit", "status", "level", "rank", "input", "supplier", *SHARES, "left_out",
    "cases_failed", "loss_status",
})  # fmt: skip
"""Columns of every list; those of losses depend on its horizons."""
ENDS = ("_low", "_middle", "_high")
"""Endings of the names of the columns of a range."""


def frame(found: DependenceList) -> pd.DataFrame:
    """Return a dependence list as a table: inputs, then suppliers, then what is not named, each in order."""
    import pandas as pd

    groups = (found.inputs, found.suppliers, found.unnamed)
    rows = [_row(found, line, rank) for lines in groups for rank, line in _rank_lines(lines)]
    table = pd.DataFrame(rows, columns=_columns(found.horizons))
    return table.astype({"rank": "Int64", "cases_failed": "Int64"})


def _columns(horizons: tuple[str, ...]) -> list[str]:
    """Return the columns of a list with these horizons, in the order of their labels."""
    return [
        c for c in LABELS if c in COLUMNS or (c.endswith(ENDS) and c.partition("_")[0] in ("loss", QUARTER, *horizons))
    ]


def _rank_lines(lines: tuple[Dependence, ...]) -> Iterator[tuple[int | None, Dependence]]:
    """Yield the rank of each line, none where no middle loss is known."""
    for number, line in enumerate(lines, 1):
        yield (number if line.loss is not None and line.loss.middle == line.loss.middle else None), line


def _row(found: DependenceList, line: Dependence, rank: int | None) -> dict[str, Any]:
    said = {n: getattr(found, n) for n in ("region", "industry", "year", "unit", "status")}
    named = {"level": line.level, "rank": rank, "input": line.input, "supplier": line.supplier}
    named["left_out"] = ", ".join(line.left_out)
    return said | named | {n: getattr(line, n) for n in SHARES} | _losses(line.loss, found.horizons)


def _losses(loss: Loss | None, horizons: tuple[str, ...]) -> dict[str, Any]:
    """Return the columns of a loss, NaN where there is none."""
    if loss is None:
        names = (f"{h}{end}" for h in ("loss", QUARTER, *horizons) for end in ENDS)
        return dict.fromkeys(names, NAN) | {"cases_failed": None, "loss_status": ""}
    spans = {"loss": loss.stated_ranges[loss.horizon], QUARTER: loss.quarter, **loss.stated_ranges}
    values = {f"{h}{end}": getattr(span, end[1:]) for h, span in spans.items() for end in ENDS}
    return values | {"cases_failed": len(loss.failed), "loss_status": "simulated"}


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
        Losses are ranked by the central case of the medium one, if it is among them, else of the middle one.
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
    inputs, sellers = rank_losses((q, _inputs(p, p.foreign)), (replace(q, top=pairs), _pairs(p) if suppliers else ()))
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
