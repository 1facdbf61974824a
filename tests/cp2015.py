"""The world of Caliendo & Parro (2015), 31 economies × 40 sectors in 1993, as a starting point of the model."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from newind.equilibrium.assumptions import Elasticities
from newind.equilibrium.benchmark import Benchmark
from newind.equilibrium.solve import rebase_benchmark, set_up

NAFTA = ("Mexico", "Canada", "USA")


@dataclass(frozen=True, eq=False)
class File:
    """The collected arrays, by good, importer and exporter.

    Parameters
    ----------
    arrays : dict of array
        As in the file.
    """

    arrays: dict

    @property
    def regions(self):
        return tuple(map(str, self.arrays["regions"]))

    @property
    def sectors(self):
        return tuple(map(str, self.arrays["sectors"]))

    @cached_property
    def trade(self):
        """Flows at prices before tariffs [k, n, i]; (S, R, R)."""
        return self.arrays["trade"].transpose(0, 2, 1)

    def tariff(self, name):
        """Rates [k, n, i]; (S, R, R)."""
        return np.ascontiguousarray(self.arrays[f"tariff_{name}"].transpose(0, 2, 1))

    @cached_property
    def tariff_2005(self):
        """Rates that were observed in 2005 [k, n, i], zero for services; (S, R, R)."""
        found = np.zeros_like(self.trade)
        raw = self.arrays["raw_tariffs2005_pct"] / 100.0
        found[: raw.shape[0]] = raw * (1.0 - np.eye(raw.shape[1]))
        return found

    def __getitem__(self, name):
        return self.arrays[name]


def read(shared):
    with np.load(shared / "world" / "cp2015" / "cp2015_nafta.npz", allow_pickle=False) as file:
        return File({name: file[name] for name in file.files})


def published(shared):
    path = shared / "world" / "reference_results" / "cp2015_published.json"
    return json.loads(path.read_text(encoding="utf-8"))


def coefficients(file):
    """Return inputs per output [k, s, n], as the file has them, and shares of goods in final demand [k, n]."""
    output = file.trade.sum(axis=1)
    return file["intermediate"] / np.where(output > 0, output, 1.0), file["final"] / file["final"].sum(axis=0)


def make_benchmark(file):
    """Return the economy of 1993; its levels follow from shares and value added, since the file's do not balance."""
    tariff = file.tariff("1993")
    landed = file.trade * (1.0 + tariff)
    total = landed.sum(axis=2, keepdims=True)
    shares = np.divide(landed, total, out=np.zeros_like(landed), where=total > 0)
    inputs, final = coefficients(file)
    spend = _spending(shares / (1.0 + tariff), inputs, final, file)
    R, S = len(file.regions), len(file.sectors)
    return Benchmark(
        shares=np.ascontiguousarray(shares[..., None]),
        spend=spend,
        labour_share=np.ones((R, S)),
        tariff=tariff,
        markup=np.ones((R, S)),
        subsidy=np.zeros((R, S)),
        rebate=np.zeros_like(tariff),
        regions=file.regions,
        industries=file.sectors,
    )


def _spending(sold, inputs, final, file):
    """Return spending [k, n, u] at which outputs meet demand and regions earn their value added."""
    S, R = final.shape
    output = file.trade.sum(axis=1).T
    own = np.where(output > 0, 1.0 - inputs.sum(axis=0).T, 0.0)
    shapes = (R, S, S, R), (S, R, R, S), (S, R, R)
    out_of_spending, spending_of_output, of_income = map(np.zeros, shapes)
    for k in range(S):
        out_of_spending[:, k, k, :] = sold[k].T
    for n in range(R):
        spending_of_output[:, n, n, :] = inputs[:, :, n]
        of_income[:, n, n] = final[:, n]
    from_spending = out_of_spending.reshape(R * S, S * R)
    system = np.eye(S * R) - spending_of_output.reshape(S * R, R * S) @ from_spending
    made = (from_spending @ np.linalg.solve(system, of_income.reshape(S * R, R))).reshape(R, S, R)
    income = np.linalg.solve((own[:, :, None] * made).sum(axis=1), file["value_added"].sum(axis=0))
    return np.concatenate([inputs.transpose(0, 2, 1) * (made @ income), (final * income)[:, :, None]], axis=2)


def responses(file):
    """Return Cobb-Douglas nests, one factor and the trade elasticities of the file."""
    S = len(file.sectors)
    return Elasticities(file["theta"].astype(float), 1.0, 1.0, 1.0, np.zeros(S), mobile=False)


def balanced(file):
    """Return the model of 1993 without trade deficits."""
    e = responses(file)
    return set_up(rebase_benchmark(set_up(make_benchmark(file), e)), e)


def without_materials(file):
    """Return the file of an economy in which all output is value added and all purchases are final."""
    landed = (file.trade * (1.0 + file.tariff("1993"))).sum(axis=2)
    changed = {"intermediate": 0.0 * file["intermediate"], "final": landed, "value_added": file.trade.sum(axis=1)}
    return File({**file.arrays, **changed})
