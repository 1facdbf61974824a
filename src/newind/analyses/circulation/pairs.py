"""Which industry of which province could look at which other province, scored by criteria: never a recommendation.

The criteria are sums that everybody can check: what labour costs, how much output an industry calls for around it, how
much of it is sold outside. What land, energy and moving cost, what firms want and what a plan allows is not in a table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.groups import resolve
from newind.accounts.memo import memo
from newind.analyses.circulation.location import in_full
from newind.analyses.circulation.structure import country_of
from newind.analyses.circulation.transfer import LABOUR, MATERIAL, cheaper, labour_cost, transfer_candidates
from newind.analyses.circulation.variants import estimate_variants, mask_wide_ranges
from newind.errors import DataError, offenders, unknown
from newind.kernels import linkages, valueadded
from newind.kernels.quotients import ratio
from newind.measures import shared
from newind.measures.shared import ALL, amounts, by_region, complete_regions
from newind.messages import message, message_group

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.messages import Text
    from newind.typing import Array, IntArray


CRITERIA: dict[str, Text] = message_group("circulation.scoring.criteria")


def weights_of(weights: Mapping[str, float] | None) -> dict[str, float]:
    """Return the weight of every criterion, adding up to 1.

    Examples
    --------
    >>> weights_of({"cost": 3, "capacity": 1})
    {'cost': 0.75, 'linkage': 0.0, 'linkage_others': 0.0, 'capacity': 0.25}
    """
    given = dict.fromkeys(CRITERIA, 1.0) if weights is None else dict(weights)
    for name in given:
        if name not in CRITERIA:
            raise unknown("criterion", name, CRITERIA, f"Criteria are {', '.join(CRITERIA)}.")
    bad = [f"{name}={value!r}" for name, value in given.items() if not _weight(value)]
    if bad or not sum(given.values()) > 0:
        raise DataError(
            f"weights of transfer pairs: {offenders(bad) if bad else 'all are zero'}. Give numbers from 0, one "
            f"at least above 0."
        )
    total = sum(given.values())
    return {name: float(given.get(name, 0.0)) / total for name in CRITERIA}


def _weight(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and bool(np.isfinite(value) and value >= 0)


def percentile_ranks(values: Array) -> Array:
    """Return where each figure stands among all: 1 the highest, 0 the lowest, ties in the middle of their places.

    Examples
    --------
    >>> percentile_ranks(np.array([5.0, 1.0, np.nan, 5.0]))
    array([0.75, 0.  ,  nan, 0.75])
    """
    known = np.isfinite(values)
    v = values[known]
    below = (v[:, None] > v).sum(axis=1) + ((v[:, None] == v).sum(axis=1) - 1) / 2
    found = np.full(values.shape, np.nan)
    found[known] = below / (len(v) - 1) if len(v) > 1 else 0.5
    return found


def compute_weighted_mean(standings: Mapping[str, Array], weights: Mapping[str, float]) -> Array:
    """Return the weighted mean of the criteria that are known; NaN where none with a weight is.

    Examples
    --------
    >>> compute_weighted_mean({"a": np.array([1.0, np.nan]), "b": np.array([0.0, 0.5])}, {"a": 0.5, "b": 0.5})
    array([0.5, 0.5])
    """
    every = np.stack([standings[k] for k in standings])
    share = np.array([weights[k] for k in standings])[:, None] * np.isfinite(every)
    return ratio((share * np.nan_to_num(every)).sum(axis=0), share.sum(axis=0))


def rank_scores(scores: Array) -> dict[str, Array]:
    """Return scores and ranks of the first table, with the ends among all."""
    places = np.stack([ranks_of(s) for s in scores])
    low, high = scores.min(axis=0), scores.max(axis=0)
    return {
        "score": mask_wide_ranges(scores[0], low, high),
        "low": low,
        "high": high,
        "rank": places[0],
        "rank_low": places.min(axis=0),
        "rank_high": places.max(axis=0),
    }


def ranks_of(scores: Array) -> IntArray:
    """Return ranks from 1, the same for equal scores; those that are not known come last."""
    known = np.nan_to_num(scores, nan=-1.0).round(12)
    return np.asarray(np.searchsorted(np.sort(-known), -known) + 1)


NOTE: Text = message("circulation.pairs.note")
UTILISATION, EMPLOYMENT = "capacity_utilisation", "employment"
MEASURED, PROXY, UNKNOWN = "utilisation", "sold outside (proxy)", "not computable"
COLUMNS = (
    "industry", "origin", "destination", "year", "origin_share", "origin_direction", "cost", "linkage",
    "linkage_others", "capacity", "capacity_from", "wage_ratio", "score", "low", "high", "rank", "rank_low",
    "rank_high", "status",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class TransferPairs:
    """Pairs of provinces by industry, ranked by criteria and weights.

    Parameters
    ----------
    rows : DataFrame
        See `transfer_pairs`.
    weights : dict of str to float
        Criterion → weight, adding up to 1.
    missing : dict of str to str
        Criterion → why it is not known.
    """

    rows: pd.DataFrame
    weights: dict[str, float]
    missing: dict[str, str]

    def table(self) -> pd.DataFrame:
        """Return all pairs, the highest score first."""
        return self.rows.copy()


def transfer_pairs(
    w: Accounts,
    origin: str | None = None,
    industries: Sequence[str] | str | None = None,
    weights: Mapping[str, float] | None = None,
    variants: Mapping[str, Accounts] | None = None,
) -> TransferPairs:
    """Rank pairs of provinces between which an industry could move, by criteria whose weights can be changed.

    Parameters
    ----------
    w : Accounts
        With several provinces of a country in full.
    origin : str, optional
        The province it would leave; then its industries of at least 1 % of its value added count, but for those
        that it could attract itself or that sell to it alone. By default all provinces, with the industries that
        `transfer_candidates` finds to have little to hold them.
    industries : sequence of str, or the name of a group, optional
        All of manufacturing by default.
    weights : mapping of str to float, optional
        Criterion (`CRITERIA`) → weight, not negative; those not named weigh nothing. Equal by default.
    variants : mapping of str to Accounts, optional
        Tables that an estimated `w` could as well be; made from `w` by default.

    Returns
    -------
    TransferPairs
        Its table has one row a pair, where the destination could attract the industry (`transfer_candidates`) at a
        lower labour cost per unit of value added, unless the accounts have none:
        ``industry``, ``origin``, ``destination``, ``year``, ``origin_share`` (in the origin's value added),
        ``origin_direction``; ``cost`` (1 less labour cost per unit of value added there over here, > 0), ``linkage``
        (output called for within the destination by a unit of the product, 1 its average industry), ``linkage_others``
        (output called for in the other provinces), ``capacity`` (1 less utilisation where the accounts have it, else
        the share of the destination's output that is sold outside, a proxy), ``capacity_from``; ``wage_ratio`` (pay
        per person there over here; NaN without employment; shown, not scored); ``score`` in [0, 1] (weighted mean of
        where the pair stands among all pairs by each criterion; NaN where its range exceeds ±50 %), ``low``, ``high``,
        ``rank`` (1 first), ``rank_low``, ``rank_high``, ``status``. Ranges are those among `variants`.

    Raises
    ------
    DataError
        For weights that are negative, no numbers or all zero, or a table with one province.
    UnknownNameError
        For an unknown criterion, province or industry.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> found = transfer_pairs(load("china-2017", year=2017), "CN-GD", weights={"cost": 1}).table()
    >>> bool((found["origin"] == "CN-GD").all() and (found["cost"].diff().dropna() <= 0).all())
    True
    """
    share = weights_of(weights)
    pairs = _cheaper(w, _pairs(w, origin, industries))
    tables = list((estimate_variants(w) if variants is None else {"as given": w, **variants}).values())
    figures = [_figures(t, pairs) for t in tables]
    scores = np.stack([compute_weighted_mean({k: percentile_ranks(f[k]) for k in CRITERIA}, share) for f in figures])
    rows = pairs.assign(**figures[0], **rank_scores(scores), year=w.year, status=w.status)
    rows["wage_ratio"] = _wage_ratio(w, pairs)
    rows["capacity_from"] = np.where(np.isnan(rows["capacity"]), UNKNOWN, MEASURED if _has_utilisation(w) else PROXY)
    rows = rows.sort_values(["rank", "industry", "origin", "destination"], kind="stable")[list(COLUMNS)]
    missing = {k: _reason(k) for k in CRITERIA if len(pairs) and np.isnan(figures[0][k]).all()}
    return TransferPairs(rows.reset_index(drop=True), share, missing)


# ---- pairs


def _pairs(w: Accounts, origin: str | None, industries: Sequence[str] | str | None) -> pd.DataFrame:
    """Return pairs by industry: from where it could leave to where it could come."""
    every = _candidates(w, _provinces(w, origin))
    if industries is not None:
        named = [w.industries[int(i)] for i in resolve(industries, w.industries)]
        every = every[every["industry"].isin(named)]
    tied = every["sold_outside"] <= 1.0 - ALL
    leaves = every[(every["share"] >= MATERIAL) & (every["direction"] != "in") & ~tied]
    leaves = leaves[leaves["direction"] == "out"] if origin is None else leaves[leaves["region"] == origin]
    leaves = leaves.rename(columns={"region": "origin", "share": "origin_share", "direction": "origin_direction"})
    comes = every[every["direction"] == "in"].rename(columns={"region": "destination"})[["industry", "destination"]]
    found = leaves[["industry", "origin", "origin_share", "origin_direction"]].merge(comes, on="industry")
    return found[found["origin"] != found["destination"]].reset_index(drop=True)


@memo
def _candidates(w: Accounts, codes: tuple[str, ...]) -> pd.DataFrame:
    """Return the candidates of all provinces, which are the same whichever of them is asked about."""
    import pandas as pd

    return pd.concat([transfer_candidates(w, c).assign(region=c) for c in codes], ignore_index=True)


def _provinces(w: Accounts, origin: str | None) -> tuple[str, ...]:
    """Return the regions of the country that pairs are made of."""
    r = int(np.flatnonzero(complete_regions(w))[0]) if origin is None else in_full(w, origin)
    together = country_of(w, r)
    if together.sum() < 2:
        raise DataError(
            f"no transfer pairs: {w.regions[r]} is the only region of its country in full. Give a table of several "
            f"provinces; transfer_candidates compares one province with a reference."
        )
    return tuple(c for c, inside in zip(w.regions, together, strict=True) if inside)


def _cheaper(w: Accounts, pairs: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs whose destination has the lower labour cost per unit of value added."""
    i, here, there = _places(w, pairs)
    cost = labour_cost(w)
    return pairs[cheaper(cost[there, i], cost[here, i])].reset_index(drop=True)


# ---- criteria


def _figures(w: Accounts, pairs: pd.DataFrame) -> dict[str, Array]:
    """Return the criteria of each pair; the more, the more speaks for looking at it."""
    i, _, there = _places(w, pairs)
    pulled = linkages.relative(linkages.backward(shared.domestic_leontief(w)), by_region(w, w.x))
    return {
        "cost": 1.0 - _against(w, pairs, labour_cost(w)),
        "linkage": np.asarray(pulled[there, i]),
        "linkage_others": np.asarray(_compute_output_elsewhere(w)[there, i]),
        "capacity": np.asarray(_capacity(w)[there, i]),
    }


def _places(w: Accounts, pairs: pd.DataFrame) -> tuple[IntArray, IntArray, IntArray]:
    """Return the positions of the industry, the origin and the destination of each pair."""
    found = (
        np.array([labels.index(c) for c in pairs[column]], dtype=np.int64)
        for column, labels in (("industry", w.industries), ("origin", w.regions), ("destination", w.regions))
    )
    i, here, there = found
    return i, here, there


def _against(w: Accounts, pairs: pd.DataFrame, figures: Array) -> Array:
    """Return figures (R, S) of the industry at the destination over those at the origin, by pair."""
    i, here, there = _places(w, pairs)
    return ratio(figures[there, i], figures[here, i])


def _compute_output_elsewhere(w: Accounts) -> Array:
    """Return output called for in other regions of the country by a unit of final demand for each product; (R, S)."""
    called = valueadded.origin(np.ones(w.n), w.LU, w.R).reshape(w.R, w.R, w.S)
    others = shared.scope(w)[shared.NATIONAL].astype(np.float64)
    return np.asarray(np.einsum("ro,ori->ri", others, called))


def _has_utilisation(w: Accounts) -> bool:
    return UTILISATION in w.satellites


def _capacity(w: Accounts) -> Array:
    """Return idle capacity where utilisation is known, else the share of output that leaves the region; (R, S)."""
    if _has_utilisation(w):
        return 1.0 - by_region(w, w.satellites[UTILISATION].values)
    return ratio(shared.exports(w), by_region(w, w.x))


def _wage_ratio(w: Accounts, pairs: pd.DataFrame) -> Array:
    """Return pay per person there over here, by industry; NaN where employment or pay is unknown."""
    if EMPLOYMENT not in w.satellites or LABOUR not in w.satellites:
        return np.full(len(pairs), np.nan)
    return _against(w, pairs, ratio(amounts(w, LABOUR), amounts(w, EMPLOYMENT)))


def _reason(criterion: str) -> str:
    if criterion == "cost":
        return "no labour compensation by region and industry in the accounts"
    return "not computable: no output of the industry at the destinations"
