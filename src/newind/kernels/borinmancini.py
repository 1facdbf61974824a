"""Gross exports by exporter, industry and importer as Borin & Mancini take them apart, by source and by sink.

Both count every unit of value added once for the exporting country as a whole. By source it is counted when it leaves
the country for the first time, by sink when it leaves for the last; whatever crosses the border at other times is
double counting. The pairs differ, the exporter's totals do not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.kernels.blocks import diagonal_blocks
from newind.kernels.exportterms import domestic_values, export_requirements, intermediate_sales, output, serve
from newind.kernels.valueadded import domestic_leontief, export_content

if TYPE_CHECKING:
    from newind.typing import Array


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
