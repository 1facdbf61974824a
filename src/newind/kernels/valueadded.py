"""Whose value added is in what: trade in value added and the content of gross exports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.kernels.blocks import by_region, diagonal_blocks

if TYPE_CHECKING:
    from newind.kernels.leontief import Leontief
    from newind.typing import Array, BoolArray


def bilateral_exports(Z4: Array, Y3: Array) -> Array:
    """Return gross exports by exporter, industry and destination.

    Parameters
    ----------
    Z4 : (R, S, R, S) array, million USD
        Flows from region, industry to region, industry.
    Y3 : (R, S, R) array, million USD
        Final demand for the product of region, industry, by destination.

    Returns
    -------
    (R, S, R) array, million USD
        Intermediate and final sales abroad; 0 to the own region.
    """
    R = len(Z4)
    flows = Z4.sum(axis=3) + Y3
    flows[np.arange(R), :, np.arange(R)] = 0.0
    return np.asarray(flows)


def exports(Z4: Array, Y3: Array) -> Array:
    """Return gross exports by exporter and industry.

    Parameters
    ----------
    Z4 : (R, S, R, S) array, million USD
    Y3 : (R, S, R) array, million USD

    Returns
    -------
    (R, S) array, million USD
    """
    return np.asarray(bilateral_exports(Z4, Y3).sum(axis=2))


def origin(v: Array, leontief: Leontief, R: int, members: BoolArray | None = None) -> Array:
    """Return the value added of each region in a unit of final demand of each product.

    Parameters
    ----------
    v : (n,) array, million USD per million USD
        Value added per unit of output; any other factor per unit of output works as well.
    leontief : Leontief
    R : int
    members : (n,) bool array, optional
        Industries whose value added counts (services, digital, high-tech …); all where left out.

    Returns
    -------
    (R, n) array, million USD per million USD
        Row r is the sum of ``v_i B_ij`` over industries i of region r. With all industries the columns sum to 1 (to 0
        for an industry without output), and groups that partition the industries add up.

    References
    ----------
    OECD (2023), Guide to OECD's Trade in Value Added Indicators.
    """
    counted = v if members is None else np.where(members, v, 0.0)
    return leontief.solve_left(by_region(counted, R))


def value_added_absorption(v: Array, leontief: Leontief, Yr: Array) -> Array:
    """Return value added by producing industry and the region whose final demand absorbs it.

    Parameters
    ----------
    v : (n,) array, million USD per million USD
        Value added per unit of output.
    leontief : Leontief
    Yr : (n, R) array, million USD
        Final demand by region.

    Returns
    -------
    (n, R) array, million USD
        Row sums are the industries' value added.
    """
    return np.asarray(v[:, None] * leontief.solve(Yr))


def vax_by_industry(absorbed: Array) -> Array:
    """Return value-added exports by producing industry.

    Parameters
    ----------
    absorbed : (n, R) array, million USD
        From :func:`value_added_absorption`.

    Returns
    -------
    (R, S) array, million USD
        Value added of the industry that other regions absorb.
    """
    R = absorbed.shape[1]
    flows = absorbed.reshape(R, -1, R)
    own = flows[np.arange(R), :, np.arange(R)]
    return np.asarray(flows.sum(axis=2) - own)


def vax(absorbed: Array) -> Array:
    """Return value-added exports of each region.

    Parameters
    ----------
    absorbed : (n, R) array, million USD
        From :func:`value_added_absorption`.

    Returns
    -------
    (R,) array, million USD
        ``v_s Σ_{r≠s} Σ_k B_sk Y_kr``.

    References
    ----------
    Johnson & Noguera (2012), Journal of International Economics 86, 224.
    """
    return np.asarray(vax_by_industry(absorbed).sum(axis=1))


def domestic_leontief(A4: Array) -> Array:
    """Return every region's own Leontief inverse ``L_s = (I - A_ss)^-1``.

    Parameters
    ----------
    A4 : (R, S, R, S) array
        Input coefficients.

    Returns
    -------
    (R, S, S) array
    """
    return np.asarray(np.linalg.inv(np.eye(A4.shape[1]) - diagonal_blocks(A4)))


def domestic_value_added(v: Array, L: Array) -> Array:
    """Return domestic value added in a unit of each export, each unit counted once: ``v_s L_s``.

    Parameters
    ----------
    v : (n,) array, million USD per million USD
        Value added per unit of output.
    L : (R, S, S) array
        From :func:`domestic_leontief`.

    Returns
    -------
    (R, S) array
    """
    return np.asarray((v.reshape(len(L), 1, -1) @ L)[:, 0])


@dataclass(frozen=True, eq=False)
class ExportContent:
    """Content of gross exports by exporter and exported product, all (R, S), million USD.

    Attributes
    ----------
    exports : gross exports E.
    dc : domestic content, counting value added each time it crosses the border.
    fc : foreign content; ``dc + fc = E``.
    dva : domestic value added, each unit counted once.
    ddc : domestic double counting, ``dc - dva``.
    fva : foreign value added, each unit counted once where it first leaves the exporter; ``fva <= fc``.
    """

    exports: Array
    dc: Array
    fc: Array
    dva: Array
    ddc: Array
    fva: Array


def export_content(v: Array, B: Array, A4: Array, E: Array) -> ExportContent:
    """Split gross exports into domestic and foreign value added and what is counted more than once.

    Parameters
    ----------
    v : (n,) array, million USD per million USD
        Value added per unit of output.
    B : (n, n) array
        Leontief inverse.
    A4 : (R, S, R, S) array
        Input coefficients.
    E : (R, S) array, million USD
        Gross exports, from :func:`exports`.

    Returns
    -------
    ExportContent
        Zero for a product that is not exported. ``dc + fc = E`` where ``vB = 1``; an industry without output that still
        shows exports has no content to split.

    Notes
    -----
    Exporter s: ``DC = v_s B_ss E_s``, ``FC = Σ_{t≠s} v_t B_ts E_s``, ``DVA = v_s L_s E_s`` and
    ``FVA = Σ_{t≠s} v_t B_ts B_ss^-1 L_s E_s``, the source-based term with the whole country as perimeter.

    References
    ----------
    Koopman, Wang & Wei (2014), American Economic Review 104(2), 459. Borin & Mancini (2019), World Bank Policy Research
    Working Paper 8804.
    """
    R, S = E.shape
    own_value = v.reshape(R, 1, S)
    B_own = diagonal_blocks(B.reshape(R, S, R, S))
    L = domestic_leontief(A4)
    domestic = (own_value @ B_own)[:, 0]
    foreign = (v @ B).reshape(R, S) - domestic
    once = np.linalg.solve(B_own.transpose(0, 2, 1), foreign[:, :, None]).transpose(0, 2, 1) @ L
    dc, dva = domestic * E, domestic_value_added(v, L) * E
    return ExportContent(exports=E, dc=dc, fc=foreign * E, dva=dva, ddc=dc - dva, fva=once[:, 0] * E)


def davax(v: Array, L: Array, A4: Array, Y3: Array) -> Array:
    """Return domestic value added that crosses one border only and is absorbed by the direct importer.

    Parameters
    ----------
    v : (n,) array, million USD per million USD
    L : (R, S, S) array
        From :func:`domestic_leontief`.
    A4 : (R, S, R, S) array
    Y3 : (R, S, R) array, million USD

    Returns
    -------
    (R, S) array, million USD
        By exported product: ``v_s L_s (Y_sr + A_sr L_r Y_rr)`` summed over importers r ≠ s.

    References
    ----------
    Borin & Mancini (2019), World Bank Policy Research Working Paper 8804.
    """
    R, S = Y3.shape[:2]
    own = np.arange(R)
    at_home = (L @ Y3[own, :, own][:, :, None])[:, :, 0]
    foreign_use = A4.reshape(R * S, R * S) @ by_region(at_home.ravel(), R).T
    direct = Y3 + foreign_use.reshape(R, S, R)
    direct[own, :, own] = 0.0
    return np.asarray((v.reshape(R, 1, S) @ L)[:, 0] * direct.sum(axis=2))


def forward_participation(v: Array, L: Array, A4: Array, Y3: Array, E: Array) -> Array:
    """Return domestic value added in exports that travels on beyond the direct importer (DVA - DAVAX).

    Parameters
    ----------
    v : (n,) array, million USD per million USD
    L : (R, S, S) array
        From :func:`domestic_leontief`.
    A4 : (R, S, R, S) array
    Y3 : (R, S, R) array, million USD
    E : (R, S) array, million USD
        Gross exports.

    Returns
    -------
    (R, S) array, million USD
        By exported product. With :func:`backward_participation` it sums to trade in value chains, ``E - DAVAX``.

    References
    ----------
    Borin & Mancini (2019), World Bank Policy Research Working Paper 8804.
    """
    dva = (v.reshape(len(L), 1, -1) @ L)[:, 0] * E
    return np.asarray(dva - davax(v, L, A4, Y3))


def backward_participation(content: ExportContent) -> Array:
    """Return exports less the domestic value added in them (E - DVA).

    Parameters
    ----------
    content : ExportContent

    Returns
    -------
    (R, S) array, million USD
        Foreign value added and everything counted more than once, by exported product.

    References
    ----------
    Borin & Mancini (2019), World Bank Policy Research Working Paper 8804.
    """
    return np.asarray(content.exports - content.dva)
