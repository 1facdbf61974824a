"""Cases of benchmarks/equilibrium.py: economies shipped, collected, and made up in sizes of real tables; shocks."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

import newind as ni
from common import synthetic, wiod
from newind.equilibrium.assumptions import Elasticities
from newind.equilibrium.benchmark import Benchmark
from newind.equilibrium.calibrate import build_benchmark, fold
from newind.equilibrium.factors import labour_shares
from newind.equilibrium.shocks import Shocks
from newind.equilibrium.tariffs import benchmark_tariffs

if TYPE_CHECKING:
    from newind.typing import Array

WIOD, ICIO, GLORIA = (41, 35), (77, 45), (164, 120)
FILLED = 0.21
"""Share of foreign cells that are not zero in made-up tables, as in published ones of this size."""
TONNE = 0.02
"""A carbon price of 20 USD per tonne, in M.USD per kt."""


# ---- accounts
def world() -> ni.Accounts:
    """Return the shipped world of 2011."""
    return ni.load("world", year=2011)


def wiod_size() -> ni.Accounts:
    """Return WIOD 2008 where the collected figures are, else a made-up economy of that size."""
    figures = wiod(2008)
    if figures is None:
        return made_up(*WIOD)
    Z, Y, regions, industries = figures
    regions = [*regions[:-1], "ROW"]
    idle = (Z.sum(axis=1) + Y.sum(axis=1) <= 0) & (Z.sum(axis=0) == 0)
    Y[idle] = 0
    return _accounts(Z, Y, regions, industries)


def made_up(R: int, S: int) -> ni.Accounts:
    """Return a made-up economy with the sparsity of published tables."""
    Z, Y = synthetic(R, S, FILLED)
    return _accounts(Z, Y, [f"X{k}" for k in range(R)], [f"c{k + 1}" for k in range(S)])


def _accounts(Z: Array, Y: Array, regions: list[str], industries: list[str]) -> ni.Accounts:
    """Return accounts with emissions of 0.3 kt per million, so that carbon charges have something to act on."""
    x, columns = Z.sum(axis=1) + Y.sum(axis=1), Y.shape[1] // len(regions)
    co2 = ni.Satellite(0.3 * np.maximum(x, 0), unit="kt", final=np.ones(len(regions)))
    labels = {"regions": regions, "industries": industries, "demand": [f"y{k}" for k in range(columns)], "year": 2008}
    return ni.Accounts(Z=Z, Y=Y, **labels, satellites={"co2": co2})


# ---- benchmarks
def started(w: ni.Accounts, shares: str, known: bool) -> tuple[Benchmark, ni.Accounts]:
    """Return the benchmark of accounts, and the accounts on its footing; tariffs and labour shares known or made up."""
    tariff = benchmark_tariffs(w).rates if known else _flat(w.S, w.R)
    rng = np.random.default_rng(3)
    labour = labour_shares(w).values if known else rng.uniform(0.4, 0.7, (w.R, w.S))
    base = fold(w, tariff=tariff, shares=shares).accounts
    return build_benchmark(base, shares=shares, labour_share=labour, tariff=tariff, land_share=0.1), base


def _flat(S: int, R: int) -> Array:
    """Return tariffs of 5 % on the first half of the goods."""
    tariff = np.zeros((S, R, R))
    tariff[: S // 2] = 0.05 * (1 - np.eye(R))
    return tariff


def common_size(R: int, S: int) -> Benchmark:
    """Return a made-up benchmark with common shares, made without the table, which would not fit into memory."""
    rng = np.random.default_rng(4)
    shares = rng.exponential(size=(S, R, R)) * (rng.random((S, R, R)) < FILLED)
    shares[:, range(R), range(R)] = R * rng.uniform(0.2, 2.0, (S, R))
    shares /= shares.sum(axis=2, keepdims=True)
    inputs = rng.exponential(size=(S, R, S)) * (rng.random((S, R, S)) < 0.7)
    inputs *= rng.uniform(0.3, 0.7, (R, S)) / inputs.sum(axis=0)
    final = (rng.dirichlet(np.ones(S), size=R).T * rng.lognormal(mean=5, size=R))[:, :, None]
    tariff, output = _flat(S, R), np.ones((R, S))
    same = {"markup": np.ones((R, S)), "subsidy": np.zeros((R, S)), "rebate": np.zeros((S, R, R))}
    same |= {"labour_share": rng.uniform(0.4, 0.7, (R, S)), "tariff": tariff, "land_share": 0.1}
    for _ in range(200):
        spend = np.concatenate([inputs * output, final], axis=2)
        before, output = output, np.asarray((shares / (1 + tariff) * spend.sum(axis=2)[:, :, None]).sum(axis=1).T)
        if np.abs(output / before - 1).max() < 1e-14:
            break
    burnt = np.zeros((S, R, S + 1))
    burnt[: S // 10] = 1.0
    emitted = {"fuel_emissions": burnt, "process_emissions": np.full((R, S), 0.05)}
    return Benchmark(shares[..., None], spend, **same, **emitted)


def nafta() -> tuple[Benchmark, Elasticities, Array] | None:
    """Return benchmark of 1993, elasticities and NAFTA's tariffs of Caliendo & Parro, or None where the file is absent.

    Tables of the source do not add up; outputs and incomes follow from its shares, coefficients and value added.
    """
    folder = Path(os.environ.get("NEWIND_SHARED", Path(__file__).parents[2] / "shared" / "data"))
    path = folder / "world" / "cp2015" / "cp2015_nafta.npz"
    if not path.is_file():
        return None
    with np.load(path, allow_pickle=True) as d:
        trade, made, final = d["trade"], d["value_added"], d["final"]
        before, after = (d[n].transpose(0, 2, 1).copy() for n in ("tariff_1993", "tariff_nafta_cfl"))
        flows, theta = d["intermediate"], np.asarray(d["theta"], dtype=float)
    K, N = trade.shape[0], trade.shape[1]
    landed = trade.transpose(0, 2, 1) * (1 + before)
    whole = landed.sum(axis=2, keepdims=True)
    shares = np.divide(landed, whole, out=np.zeros_like(landed), where=whole > 0)
    x = trade.sum(axis=2)
    inputs = (flows / np.where(x > 0, x, 1.0)[None]).transpose(0, 2, 1)
    added = np.where(x.T > 0, 1 - inputs.sum(axis=0), 0.0)
    spend = _consistent(shares / (1 + before), inputs, final / final.sum(axis=0), added, made.sum(axis=0))
    same = {"markup": np.ones((N, K)), "subsidy": np.zeros((N, K)), "rebate": np.zeros((K, N, N))}
    b = Benchmark(shares[..., None].copy(), spend, np.ones((N, K)), before, **same)
    return b, Elasticities(theta[:K], 1.0, 1.0, 1.0, np.zeros(K), mobile=False), after


def _consistent(sold: Array, inputs: Array, final: Array, added: Array, earned: Array) -> Array:
    """Return spending [k, n, u] that gives each region the value added that it earned.

    Parameters
    ----------
    sold : (K, N, N) array
        What origins receive of a unit spent on a good [k, n, i].
    inputs, final, added : (K, N, K), (K, N), (N, K) arrays
        Shares of goods in outlays and in final demand, and of value added in output.
    earned : (N,) array
        Value added of regions.
    """
    K, N = final.shape
    to_origins = np.zeros((N, K, K, N))
    to_goods = np.zeros((K, N, N, K))
    by_income = np.zeros((K, N, N))
    for k in range(K):
        to_origins[:, k, k, :] = sold[k].T
    for n in range(N):
        to_goods[:, n, n, :] = inputs[:, n]
        by_income[:, n, n] = final[:, n]
    L = to_origins.reshape(N * K, K * N)
    demand = np.linalg.solve(np.eye(K * N) - to_goods.reshape(K * N, N * K) @ L, by_income.reshape(K * N, N))
    output = (L @ demand).reshape(N, K, N)
    income = np.linalg.solve((added[:, :, None] * output).sum(axis=1), earned)
    return np.concatenate([inputs * (output @ income), (final * income)[:, :, None]], axis=2)


# ---- shocks
def tariffs(b: Benchmark) -> Shocks:
    """Return tariffs 10 points higher both ways between two regions: CHN and USA, or the first two."""
    c, u = pair(b)
    new = b.tariff.copy()
    new[:, c, u] += 0.1
    new[:, u, c] += 0.1
    return Shocks(tariff=new)


def pair(b: Benchmark) -> tuple[int, int]:
    """Return the places of the two regions that act."""
    return (b.regions.index("CHN"), b.regions.index("USA")) if "CHN" in b.regions else (0, 1)


def carbon(b: Benchmark) -> Shocks:
    """Return a carbon price of 20 USD per tonne in all regions, on fuels and processes."""
    return Shocks(fuel_carbon=TONNE * b.fuel_emissions, process_carbon=TONNE * b.process_emissions)


def everything(b: Benchmark) -> Shocks:
    """Return shocks on every array at once, moves and a tax on output included; a flow is cut off.

    With common shares those are left out that only some users of a region feel, as they would make shares differ.
    """
    (c, u), half = pair(b), b.S // 2
    flow, own, cell = np.zeros((b.S, b.R, b.R)), np.zeros((b.R, b.S)), np.zeros((b.S, b.R, b.S + 1))
    abroad = np.array(1 - np.eye(b.R))
    into, out = flow.copy(), flow.copy()
    into[:half, c] = abroad[c]
    out[:half, :, c] = abroad[:, c]
    made, last = own.copy(), cell.copy()
    made[c, :half] = 1.0
    last[:half, c, -1] = 1.0
    cost = np.log1p(0.05) * into
    cost[0, c, u] = np.inf
    people = 1000 * np.eye(b.R)
    people[c, u] = people[u, c] = 10.0
    given = {} if b.fuel_emissions is None else {"fuel_carbon": TONNE * b.fuel_emissions}
    if b.process_emissions is not None:
        given |= {"process_carbon": TONNE * b.process_emissions, "process_intensity": -0.05 * made}
    return Shocks(
        tariff=b.tariff + 0.1 * into,
        trade_cost=cost,
        rebate=b.rebate + 0.02 * out,
        subsidy=b.subsidy + 0.02 * made,
        markup=b.markup * (1 + 0.05 * made),
        purchase_tax=-0.02 * last,
        returned=0.5 * made,
        border_charge=0.01 * into,
        embodied_charge=None if b.common else 0.01 * (into + out),
        labour_tax=-0.02 * made,
        capital_tax=0.02 * made,
        land_tax=0.05 * made,
        labour=np.full(b.R, 0.01),
        capital=0.02 * made,
        productivity=0.01 * made,
        taste=0.05 * last[:, :, -1],
        origin_taste=None if b.common else 0.05 * into,
        mix=_moved_inputs(b, c),
        deficit=0.9 * b.deficit,
        migration=people,
        moving_cost=-0.05 * abroad,
        migration_elasticity=1.0,
        output_tax=True,
        **given,
    )


def _moved_inputs(b: Benchmark, c: int) -> Array:
    """Return a tenth of one input replaced by another, where a region uses both."""
    mix = np.zeros((b.S, b.R, b.S))
    old, new = 2 % b.S, 3 % b.S
    both = (b.spend[old, c, :-1] > 0) & (b.spend[new, c, :-1] > 0)
    moved = 0.1 * np.where(both, (1 - b.value_added_share[c]) * b.cost_shares[old, c, :-1], 0.0)
    mix[old, c], mix[new, c] = -moved, moved
    return mix


SHOCKS = {"tariffs CHN-USA": tariffs, "carbon price": carbon, "all levers": everything}
