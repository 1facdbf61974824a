"""Gross exports taken apart: by Wang-Wei-Zhu, by Koopman-Wang-Wei, and by Borin & Mancini at source and sink.

Nothing here runs over third countries: what they pass on is a sum over all regions, formed once, less the regions that
a term leaves out.

Both count every unit of value added once for the exporting country as a whole. By source it is counted when it leaves
the country for the first time, by sink when it leaves for the last; whatever crosses the border at other times is
double counting. The pairs differ, the exporter's totals do not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.kernels.blocks import diagonal_blocks
from newind.kernels.valueadded import domestic_leontief, export_content

if TYPE_CHECKING:
    from newind.typing import Array


NINE = ((0,), (1, 2), (3, 4), (5, 6), (7,), (8, 9), (10, 13), (11, 14), (12, 15))
"""Which of the sixteen terms each of the nine is the sum of, once they are summed over importers."""


def wang_wei_zhu(v: Array, B: Array, A4: Array, Y3: Array) -> Array:
    """Split bilateral gross exports of each industry into sixteen terms.

    Parameters
    ----------
    v : (n,) array, million USD per million USD
        Value added per unit of output.
    B : (n, n) array
        Leontief inverse.
    A4 : (R, S, R, S) array
        Input coefficients.
    Y3 : (R, S, R) array, million USD
        Final demand for the product of region, industry, by destination.

    Returns
    -------
    (16, R, S, R) array, million USD
        Term, exporter s, exporting industry, importer r; zero where s is r. The terms sum to gross exports wherever
        ``vB = 1``; an industry without output that still shows exports has no content to split, and its terms are zero.

    Notes
    -----
    With ``L_s = (I - A_ss)^-1`` and element-wise ``#``; t is neither s nor r in terms 3, 4, 5, 7 and 14 to 16:

    1 ``(v_s B_ss)' # Y_sr``; 2 ``(v_s L_s)' # A_sr B_rr Y_rr``; 3 ``(v_s L_s)' # A_sr Σ_t B_rt Y_tt``;
    4 ``(v_s L_s)' # A_sr B_rr Σ_t Y_rt``; 5 ``(v_s L_s)' # A_sr Σ_t B_rt Σ_{u≠s,t} Y_tu``;
    6 ``(v_s L_s)' # A_sr B_rr Y_rs``; 7 ``(v_s L_s)' # A_sr Σ_t B_rt Y_ts``; 8 ``(v_s L_s)' # A_sr B_rs Y_ss``;
    9 ``(v_s L_s)' # A_sr B_rs Σ_{t≠s} Y_st``; 10 ``(v_s B_ss - v_s L_s)' # A_sr x_r``;
    11 ``(v_r B_rs)' # Y_sr``; 12 ``(v_r B_rs)' # A_sr L_r Y_rr``; 13 ``(v_r B_rs)' # A_sr L_r E_r``; 14 to 16 as 11 to
    13 with ``Σ_t v_t B_ts``.

    References
    ----------
    Wang, Wei & Zhu (2013), NBER Working Paper 19677.
    """
    R, S = Y3.shape[:2]
    content = export_content(v, B, A4, np.ones((R, S)))
    sold = intermediate_sales(A4, output(B, Y3))
    passed = export_requirements(A4, _uses(B, A4, Y3, sold))
    whole, once = content.dc[:, :, None], content.dva[:, :, None]
    partner = value_added_content(v, B, R).transpose(1, 2, 0)
    third = content.fc[:, :, None] - partner
    first = np.concatenate([(whole * Y3)[None], once * passed[:8], ((whole - once) * sold)[None]])
    foreign = [weight * part for weight in (partner, third) for part in (Y3, passed[8], passed[9])]
    terms = np.concatenate([first, foreign])
    terms[:, np.arange(R), :, np.arange(R)] = 0.0
    return np.asarray(terms)


def koopman_wang_wei(terms: Array) -> Array:
    """Return the nine terms of gross exports as sums of the sixteen.

    Parameters
    ----------
    terms : (16, ...) array
        From :func:`wang_wei_zhu`.

    Returns
    -------
    (9, ...) array
        1-3 domestic value added absorbed abroad: in final goods; in intermediates, absorbed by the region that makes
        the final good; in intermediates, absorbed by those to whom that region exports the final good. 4-5 domestic
        value added that returns home, in final goods and in intermediates. 6 domestic double counting. 7-8 foreign
        value added, in final goods and in intermediates. 9 foreign double counting.

    Notes
    -----
    The published terms describe an exporter's total. Summed over importers these are equal to them; by importer they
    follow the first border crossed, as the sixteen terms do.

    References
    ----------
    Koopman, Wang & Wei (2014), American Economic Review 104(2), 459. Wang, Wei & Zhu (2013), NBER Working Paper 19677.
    """
    return np.stack([terms[list(parts)].sum(axis=0) for parts in NINE])


@dataclass(frozen=True, eq=False)
class OutputByDemand:
    """Output of region r (first axis), (R, S, R), million USD, called for by the final demand of a region t or s.

    Attributes
    ----------
    home : ``B_rt Y_tt``, by t.
    abroad : ``B_rt Σ_{u≠t} Y_tu``, by t.
    into : ``Σ_t B_rt Y_ts``, by s.
    own_to : ``B_rr Y_rs``, by s.
    """

    home: Array
    abroad: Array
    into: Array
    own_to: Array


def output(B: Array, Y3: Array) -> Array:
    """Return output by the final demand of each region.

    Parameters
    ----------
    B : (n, n) array
        Leontief inverse.
    Y3 : (R, S, R) array, million USD

    Returns
    -------
    (R, S, R) array, million USD
        Output of region and industry that the final demand of the last axis calls for.
    """
    R, S = Y3.shape[:2]
    return (B @ Y3.reshape(R * S, R)).reshape(R, S, R)


def serve(B: Array, amounts: Array) -> Array:
    """Return the output that an amount of each region's own products calls for everywhere.

    Parameters
    ----------
    B : (n, n) array
        Leontief inverse.
    amounts : (R, S, k) array
        Amounts of the products of each region, k at once.

    Returns
    -------
    (R, S, R, k) array
        ``B_rt a_t`` by region r, industry, and region t whose products are asked for.
    """
    R, S, k = amounts.shape
    by_seller = B.reshape(R * S, R, S).transpose(1, 0, 2) @ amounts
    return by_seller.transpose(1, 0, 2).reshape(R, S, R, k)


def intermediate_sales(A4: Array, called: Array) -> Array:
    """Return what each industry sells to the industries of each region.

    Parameters
    ----------
    A4 : (R, S, R, S) array
        Input coefficients.
    called : (R, S, R) array, million USD
        From :func:`output`.

    Returns
    -------
    (R, S, R) array, million USD
        ``A_sr x_r`` by seller, industry and buyer; the own region included.
    """
    R, S = called.shape[:2]
    x = called.sum(axis=2)
    sold = A4.reshape(R * S, R, S).transpose(1, 0, 2) @ x[:, :, None]
    return np.asarray(sold[:, :, 0].T.reshape(R, S, R))


def export_requirements(A4: Array, uses: Array) -> Array:
    """Return what an exporter sells so that the importer can make certain outputs.

    Parameters
    ----------
    A4 : (R, S, R, S) array
        Input coefficients.
    uses : (k, R, S, R) array, million USD
        Outputs of importer r and its industries that belong to exporter s, k at once: ``[k, r, :, s]``.

    Returns
    -------
    (k, R, S, R) array, million USD
        ``A_sr u_rs`` by exporter s, industry and importer r.
    """
    sold = A4.transpose(0, 2, 1, 3) @ uses.transpose(3, 1, 2, 0)
    return np.asarray(sold.transpose(3, 0, 2, 1))


def value_added_content(v: Array, B: Array, R: int) -> Array:
    """Return the value added of each region in a unit of the product of each region and industry, given B.

    Parameters
    ----------
    v : (n,) array, million USD per million USD
    B : (n, n) array
        Leontief inverse.
    R : int

    Returns
    -------
    (R, R, S) array, million USD per million USD
        ``v_t B_ts`` by origin t and region s, industry of the product.
    """
    carried = v.reshape(R, 1, -1) @ B.reshape(R, -1, len(B))
    return np.asarray(carried.reshape(R, R, -1))


def _compute_called_output(B: Array, Y3: Array) -> OutputByDemand:
    R, S = Y3.shape[:2]
    home = domestic_values(Y3)
    asked = serve(B, np.stack([home, Y3.sum(axis=2) - home], axis=2))
    own_to = diagonal_blocks(B.reshape(R, S, R, S)) @ Y3
    return OutputByDemand(asked[..., 0], asked[..., 1], output(B, Y3), np.asarray(own_to))


def _uses(B: Array, A4: Array, Y3: Array, sold: Array) -> Array:
    """Return the importer's outputs behind terms 2 to 9, 12 and 13; (10, R, S, R) by importer, industry, exporter."""
    c = _compute_called_output(B, Y3)
    home, abroad = domestic_values(c.home)[:, :, None], domestic_values(c.abroad)[:, :, None]
    back = c.into - c.home - c.own_to
    third = c.home.sum(axis=2, keepdims=True) - c.home - home
    passed_on = c.abroad.sum(axis=2, keepdims=True) - c.abroad - abroad - back
    exports = (Y3 + sold).sum(axis=2) - domestic_values(Y3 + sold)
    made = domestic_leontief(A4) @ np.stack([domestic_values(Y3), exports], axis=2)
    at_home, sent = made[:, :, :1], made[:, :, 1:]
    uses = (home, third, abroad - c.own_to, passed_on, c.own_to, back, c.home, c.abroad, at_home, sent)
    return np.stack(np.broadcast_arrays(*uses))


def domestic_values(values: Array) -> Array:
    """Return what each region has with itself; (R, S) of (R, S, R)."""
    same = np.arange(len(values))
    return np.asarray(values[same, :, same])


def borin_mancini_source(v: Array, B: Array, A4: Array, Y3: Array) -> Array:
    """Split bilateral gross exports, counting value added when it first leaves the exporter.

    Parameters
    ----------
    v : (n,) array, million USD per million USD
        Value added per unit of output.
    B : (n, n) array
        Leontief inverse.
    A4 : (R, S, R, S) array
        Input coefficients.
    Y3 : (R, S, R) array, million USD
        Final demand for the product of region, industry, by destination.

    Returns
    -------
    (6, R, S, R) array, million USD
        Component, exporter, exporting industry, importer; zero for the own region. Domestic value added: absorbed by
        the direct importer, absorbed abroad after further borders, returned home (reflection); domestic double
        counting; foreign value added; foreign double counting. They sum to gross exports wherever ``vB = 1``.

    Notes
    -----
    With ``B* = B_ts B_ss^-1 L_s``: ``DVA = v_s L_s E_sr``, of which direct ``v_s L_s (Y_sr + A_sr L_r Y_rr)`` and
    reflection ``v_s L_s A_sr Σ_j B_rj Y_js``; ``DDC = v_s (B_ss - L_s) E_sr``; ``FVA = Σ_{t≠s} v_t B*_ts E_sr``;
    ``FDC = Σ_{t≠s} v_t (B_ts - B*_ts) E_sr``. The perimeter is the whole exporting country.

    References
    ----------
    Borin & Mancini (2019), World Bank Policy Research Working Paper 8804.
    """
    content = export_content(v, B, A4, np.ones(Y3.shape[:2]))
    called = output(B, Y3)
    direct, back = export_requirements(A4, np.stack([_domestic_demand_output(A4, Y3), called]))
    exports = Y3 + intermediate_sales(A4, called)
    dva = _domestic(content.dva, exports, Y3 + direct, back)
    counted = (content.ddc, content.fva, content.fc - content.fva)
    return _abroad(np.stack([*dva, *(rate[:, :, None] * exports for rate in counted)]))


def borin_mancini_sink(v: Array, B: Array, A4: Array, Y3: Array) -> Array:
    """Split bilateral gross exports, counting value added when it last leaves the exporter.

    Parameters
    ----------
    v, B, A4, Y3 : arrays
        As for :func:`borin_mancini_source`.

    Returns
    -------
    (6, R, S, R) array, million USD
        As for :func:`borin_mancini_source`. What is absorbed by the direct importer holds value added that had left
        the exporter before, so that this component differs from the source-based one in exporters' totals too; all
        value added absorbed abroad (the first two), reflection, DDC, FVA and FDC agree in exporters' totals.

    Notes
    -----
    Let ``N_r = Σ_j B^s_rj Y_j + B^s_rs Y_ss`` with j ≠ s be the output of the importer that does not come back to be
    exported by s again, where ``B^s`` is the inverse without the intermediate exports of s: ``B^s_rj = B_rj - B_rs
    B_ss^-1 B_sj`` and ``B^s_rs = B_rs B_ss^-1 L_s``. ``DVA = v_s B_ss (Y_sr + A_sr N_r)``, its reflection the part of
    N_r that s absorbs; ``DDC = v_s B_ss A_sr B^s_rs E_s``; FVA and FDC alike with ``Σ_{t≠s} v_t B_ts``.

    References
    ----------
    Borin & Mancini (2019), World Bank Policy Research Working Paper 8804.
    """
    content = export_content(v, B, A4, np.ones(Y3.shape[:2]))
    called = output(B, Y3)
    again, back = _leaving_again(B, A4, Y3, called)
    direct, again, back = export_requirements(A4, np.stack([_domestic_demand_output(A4, Y3), again, back]))
    last = Y3 + intermediate_sales(A4, called) - again
    dva = _domestic(content.dc, last, Y3 + direct, back)
    domestic, foreign = content.dc[:, :, None], content.fc[:, :, None]
    return _abroad(np.stack([*dva, domestic * again, foreign * last, foreign * again]))


def _domestic(rate: Array, counted: Array, direct: Array, back: Array) -> tuple[Array, Array, Array]:
    """Split domestic value added in what is counted: absorbed directly, absorbed further on, returned."""
    share = rate[:, :, None]
    return share * direct, share * (counted - direct - back), share * back


def _domestic_demand_output(A4: Array, Y3: Array) -> Array:
    """Return ``L_r Y_rr`` for every exporter; (R, S, R)."""
    made = domestic_leontief(A4) @ domestic_values(Y3)[:, :, None]
    return np.broadcast_to(made, Y3.shape)


def _leaving_again(B: Array, A4: Array, Y3: Array, called: Array) -> tuple[Array, Array]:
    """Return the importer's output that s exports again, and that which s absorbs without doing so; (R, S, R) each.

    Notes
    -----
    ``B_rs B_ss^-1 (x_s - L_s Y_ss)`` and ``(BY)_rs - B_rs B_ss^-1 [(BY)_ss - L_s Y_ss]``.
    """
    R, S = Y3.shape[:2]
    kept = (domestic_leontief(A4) @ domestic_values(Y3)[:, :, None])[:, :, 0]
    through_s = np.stack([called.sum(axis=2) - kept, domestic_values(called) - kept], axis=2)
    needed = serve(B, np.linalg.solve(diagonal_blocks(B.reshape(R, S, R, S)), through_s))
    return needed[..., 0], called - needed[..., 1]


def _abroad(terms: Array) -> Array:
    same = np.arange(terms.shape[1])
    terms[:, same, :, same] = 0.0
    return terms
