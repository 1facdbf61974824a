"""Economies, responses and shocks of every kind for tests of the model: consistent in levels, and awkward."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from hypothesis import strategies as st

from newind.equilibrium.assumptions import Elasticities
from newind.equilibrium.benchmark import Benchmark
from newind.equilibrium.shocks import Shocks

POLICIES = ("tariff", "markup", "subsidy", "rebate")


@dataclass(frozen=True)
class Kind:
    """What an economy is like."""

    R: int = 3
    S: int = 3
    common: bool = False
    policies: bool = True
    deficits: bool = True
    awkward: bool = True
    emissions: bool = True


def make_benchmark(kind, seed):
    """Draw recipes, origins and rates, and find the outputs and incomes that fit."""
    g = np.random.default_rng(seed)
    R, S = kind.R, kind.S
    on = float(kind.policies)
    abroad = 1.0 - np.eye(R)
    idle = g.random((R, S)) < (0.1 if kind.awkward and S > 2 else 0.0)
    idle[:, 0] = idle[0] = False
    a = g.dirichlet(np.ones(S), size=(R, S)).transpose(2, 0, 1)
    final = g.dirichlet(np.ones(S) * 2, size=R).T
    if kind.awkward:
        a *= g.random(a.shape) > 0.2
    a *= g.uniform(0.2, 0.6, (R, S)) * ~idle
    size = np.where(np.arange(R) == R - 1, 2e-2 if kind.awkward and seed % 3 == 0 else 1.0, g.uniform(0.5, 2.0, R))
    pi = _origins(g, kind, size, idle)
    rates = {
        "tariff": on * g.uniform(0, 0.3, (S, R, R)) * abroad,
        "markup": 1 + on * g.uniform(0, 0.2, (R, S)),
        "subsidy": on * g.uniform(-0.05, 0.1, (R, S)),
        "rebate": on * g.uniform(0, 0.1, (S, R, R)) * abroad,
    }
    a /= rates["markup"]
    output, income = _levels(pi, a, final, rates)
    if kind.deficits:
        income = income * np.exp(g.normal(0, 0.03, R))
        output = _outputs(pi, a, final * income, rates)
    spend = np.concatenate([a * output, (final * income)[:, :, None]], axis=2)
    some = spend.sum(axis=2, keepdims=True) > 0 if kind.common else spend > 0
    fuels = (np.arange(S) < 2)[:, None, None]
    return Benchmark(
        shares=np.ascontiguousarray(np.where(some[:, :, None], pi, 0.0)),
        spend=spend,
        labour_share=g.uniform(0.3, 0.7, (R, S)),
        **rates,
        land_share=0.1,
        fuel_emissions=g.uniform(0, 2, spend.shape) * fuels if kind.emissions else None,
        process_emissions=g.uniform(0, 0.5, (R, S)) if kind.emissions else None,
        regions=tuple("ABCDE"[:R]),
        industries=tuple("abcdefg"[:S]),
    )


def _origins(g, kind, size, idle):
    """Draw shares of origins [k, n, i, u]: home is preferred, small regions sell little, some flows are zero."""
    R, S = kind.R, kind.S
    shape = (S, R, R, 1 if kind.common else S + 1)
    pi = g.gamma(0.6, 1.0, shape) * size[None, None, :, None] + 0.02 * size[None, None, :, None]
    if kind.awkward:
        pi[1:] *= g.random(shape)[1:] > 0.2
    pi[:, np.arange(R), np.arange(R)] += g.uniform(0.5, 2.0, (S, R, 1)) * size[None, :, None]
    pi *= ~idle.T[:, None, :, None]
    bare = ~pi.any(axis=2)
    pi += bare[:, :, None, :] * (~idle).T[:, None, :, None]
    return pi / pi.sum(axis=2, keepdims=True)


def _outputs(pi, a, final, rates):
    """Return the outputs (R, S) that final spending (S, R) needs, from what users pay landed."""
    S, R = final.shape
    kept = 1 / ((1 + rates["tariff"]) * (1 - rates["rebate"])) / (1 - rates["subsidy"]).T[:, None, :]
    full = np.broadcast_to(pi, (S, R, R, S + 1)) * kept[..., None]
    use = np.einsum("kniu,knu->iknu", full[..., :-1], a).reshape(R * S, R * S)
    demand = np.einsum("kni,kn->ik", full[..., -1], final).ravel()
    return np.linalg.solve(np.eye(R * S) - use, demand).reshape(R, S)


def _levels(pi, a, final, rates):
    """Return outputs and the incomes that need no deficits: a fixed point of who earns what others spend."""
    R = final.shape[1]
    unit = [_outputs(pi, a, final * e, rates) for e in np.eye(R)]
    earned = np.array([_earned(pi, a, final * e, x, rates) for e, x in zip(np.eye(R), unit, strict=True)]).T
    values, vectors = np.linalg.eig(earned)
    income = np.abs(np.real(vectors[:, np.argmin(np.abs(values - 1))]))
    income /= income.sum()
    return np.einsum("r,rns->ns", income, np.array(unit)), income


def _earned(pi, a, final, x, rates):
    """Return incomes of regions without deficits; (R,)."""
    b = Benchmark(pi, np.concatenate([a * x, final[:, :, None]], axis=2), labour_share=np.ones(x.shape), **rates)
    return (b.value_added + b.profits).sum(axis=1) + b.net_revenue


def make_elasticities(S, seed, *, mobile=True, cobb_douglas=False, scale=True):
    """Draw responses and a market structure; scale stays below half of where activity would run to one place."""
    g = np.random.default_rng(seed)
    theta = g.uniform(1.0, 7.0, S)
    sigmas = np.ones(3) if cobb_douglas else g.uniform(0.2, 1.5, 3)
    delta = g.uniform(0, 0.5, S) / theta * min(1.0, g.random() * 2) if scale else np.zeros(S)
    eta = g.uniform(0, 0.1, S) * (g.random(S) < 0.7) if scale and g.random() < 0.5 else np.zeros(S)
    chi = float(g.choice([0.0, 0.4, 1.0])) if scale else 0.0
    resource = g.uniform(0, 0.8, S) * (g.random(S) < 0.5) if g.random() < 0.6 else np.zeros(S)
    return Elasticities(theta, *(float(s) for s in sigmas), delta, mobile, eta, chi, resource)


def cut_offs(b, g, log, tries=6, most=0.3):
    """Cut flows off here and there, but leave purchases a supplier, and regions and industries most of their trade."""
    wide = np.broadcast_to(b.shares, (b.S, b.R, b.R, b.S + 1)) * b.spend[:, :, None]
    abroad = 1.0 - np.eye(b.R)[:, :, None]
    for _ in range(tries):
        k, n, i = g.integers(b.S), *g.permutation(b.R)[:2]
        trial = log.copy()
        trial[k, n, i] = np.inf
        flows = wide * np.isfinite(trial if trial.ndim == 4 else trial[..., None])
        left = [(f.sum(axis=(0, 3)) * abroad[..., 0]) for f in (wide, flows)]
        traded = all((left[1].sum(axis=d) >= (1 - most) * left[0].sum(axis=d)).all() for d in (0, 1))
        sold = flows.sum(axis=(1, 3)) >= (1 - most) * wide.sum(axis=(1, 3))
        if ((flows.sum(axis=2) > 0) == (b.spend > 0)).all() and sold.all() and traded:
            log = trial
    return log


def make_shocks(b, seed, *, size=1.0, by_user=False, mobile_people=True, output_tax=False):
    """Move every lever at once."""
    g = np.random.default_rng(seed)
    R, S = b.R, b.S
    abroad = 1.0 - np.eye(R)

    def some(low, high, *shape):
        return size * g.uniform(low, high, shape)

    cost = some(-0.1, 0.3, S, R, R) * abroad
    if by_user:
        cost = cost[..., None] + some(0, 0.1, S, R, R, S + 1) * abroad[..., None]
    deficit = b.deficit + size * 0.01 * b.final.min() * (g.normal(0, 1, R) @ (np.eye(R) - 1 / R))
    people = np.diag(g.uniform(1, 2, R)) + g.uniform(0, 0.2, (R, R))
    used = (b.spend[:, :, :-1] > 0) & (b.spend[:, :, :-1] > 0).any(axis=0)
    mix = 0.2 * size * g.uniform(-0.3, 0.2, used.shape) * b.cost_shares[:, :, :-1] * (1 - b.value_added_share) * used
    return Shocks(
        tariff=b.tariff + some(-0.1, 0.5, S, R, R) * abroad * (b.tariff > 0) + some(0, 0.3, S, R, R) * abroad,
        trade_cost=cut_offs(b, g, cost),
        rebate=b.rebate + some(0, 0.1, S, R, R) * abroad,
        subsidy=b.subsidy + some(-0.1, 0.1, R, S),
        markup=b.markup + some(0, 0.1, R, S),
        purchase_tax=some(-0.1, 0.2, S, R, S + 1),
        fuel_carbon=None if b.fuel_emissions is None else 0.1 * size * b.fuel_emissions,
        process_carbon=None if b.process_emissions is None else 0.1 * size * b.process_emissions,
        returned=g.uniform(0, 1, (R, S)),
        border_charge=some(0, 0.1, S, R, R) * abroad,
        embodied_charge=some(0, 0.1, S, R, R),
        labour_tax=some(-0.1, 0.2, R, S),
        capital_tax=some(-0.1, 0.2, R, S),
        land_tax=some(-0.1, 0.2, R, S),
        land_share=g.uniform(0.05, 0.3, (R, S)),
        labour=some(-0.1, 0.1, R),
        capital=some(-0.1, 0.1, R, S),
        productivity=some(-0.1, 0.2, R, S),
        taste=some(-0.2, 0.2, S, R),
        origin_taste=some(-0.3, 0.3, S, R, R),
        mix=mix,
        deficit=deficit,
        migration=people if mobile_people else None,
        moving_cost=some(-0.1, 0.1, R, R) if mobile_people else None,
        migration_elasticity=1.5 if mobile_people else 0.0,
        output_tax=output_tax,
        resource=some(-0.1, 0.1, R, S),
    )


def permuted(b, regions, industries):
    """Return the benchmark with regions and industries in another order."""
    at = {name: getattr(b, name) for name in ("labour_share", "markup", "subsidy", "process_emissions")}
    users = np.append(industries, b.S)
    by_use = {name: getattr(b, name)[np.ix_(industries, regions, users)] for name in ("spend", "fuel_emissions")}
    pairs = {name: getattr(b, name)[np.ix_(industries, regions, regions)] for name in ("tariff", "rebate")}
    shares = b.shares[np.ix_(industries, regions, regions, [0] if b.common else users)]
    own = {name: None if v is None else v[np.ix_(regions, industries)] for name, v in at.items()}
    return replace(b, shares=np.ascontiguousarray(shares), **by_use, **pairs, **own)


def permuted_shocks(s, b, regions, industries):
    """Return shocks in the same other order."""
    users = np.append(industries, b.S)
    axes = {"k": industries, "n": regions, "i": regions, "u": users, "s": industries}
    order = {
        "tariff": "kni", "trade_cost": "kniu", "rebate": "kni", "subsidy": "ns", "markup": "ns", "purchase_tax": "knu",
        "fuel_carbon": "knu", "process_carbon": "ns", "returned": "ns", "border_charge": "kni",
        "embodied_charge": "kni",
        "labour_tax": "ns", "capital_tax": "ns", "land_tax": "ns", "land_share": "ns", "labour": "n", "capital": "ns",
        "resource": "ns",
        "productivity": "ns", "taste": "kn", "origin_taste": "kni", "mix": "kns", "deficit": "n", "migration": "ni",
        "moving_cost": "ni",
    }  # fmt: skip
    given = {name: getattr(s, name) for name in order}
    return replace(
        s,
        **{k: v[np.ix_(*(axes[d] for d in order[k][: v.ndim]))] for k, v in given.items() if v is not None},
    )


kinds = st.builds(
    Kind,
    R=st.integers(2, 4),
    S=st.integers(2, 4),
    common=st.booleans(),
    policies=st.booleans(),
    awkward=st.booleans(),
)
seeds = st.integers(0, 10_000)


@st.composite
def worlds(draw, kinds=kinds, **given):
    """Draw a benchmark and its responses."""
    kind, seed = draw(kinds, label="kind"), draw(seeds, label="seed")
    mobile = draw(st.booleans(), label="mobile")
    cobb = draw(st.booleans(), label="Cobb-Douglas")
    return make_benchmark(kind, seed), make_elasticities(kind.S, seed, mobile=mobile, cobb_douglas=cobb, **given)


@st.composite
def shocks_on(draw, b, **given):
    """Draw shocks with every lever on; milder ones where a small region may have to tax away what it makes."""
    seed = draw(seeds, label="shocks")
    by_user, output_tax = draw(st.booleans(), label="by user"), draw(st.booleans(), label="output tax")
    usual = {"size": 0.6 if output_tax else 1.0}
    return make_shocks(b, seed, by_user=by_user, output_tax=output_tax, **usual | given)
