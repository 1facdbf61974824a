"""A made-up table of the OECD with every economy that the shipped world needs, as accounts and as its csv file."""

from __future__ import annotations

import numpy as np

import newind as ni
from icio_layout import DEMAND
from newind.accounts.classification import concordance, load as classification
from newind.accounts.regions import Regions
from newind.accounts.satellite import Satellite

CODES = tuple(classification("icio45"))
REGIONS = (*(c for c in concordance("wiod41_to_wiod20").sources if c != "ROW"), "HRV", "VNM", "ROW")
R, S, D = len(REGIONS), len(CODES), len(DEMAND)


def figures() -> tuple[np.ndarray, np.ndarray]:
    """Draw flows of whole millions: each economy with itself, with its neighbour in the list, and with China."""
    rng = np.random.default_rng(7)
    Z, Y = np.zeros((R, S, R, S)), np.zeros((R, S, R, D))
    for r in range(R):
        for q, scale in ((r, 40), ((r + 1) % R, 6), (REGIONS.index("CHN"), 3)):
            Z[r, :, q] += rng.integers(0, scale, (S, S))
            Y[r, :, q] += rng.integers(0, 25 * scale, (S, D))
    Y[..., DEMAND.index("INVNT")] -= 5 * (Y[..., DEMAND.index("INVNT")] > 5)
    return Z, Y


def csv(Z: np.ndarray, Y: np.ndarray) -> str:
    """Write flows as the OECD does, with a net tax of one million on what every industry and user buys."""
    rows = [f"{r}_{i}" for r in REGIONS for i in CODES]
    columns = [f"{r}_{d}" for r in REGIONS for d in DEMAND]
    flows = np.hstack([Z.reshape(R * S, -1), Y.reshape(R * S, -1)]).astype(int)
    x = flows.sum(axis=1)
    n = R * S
    made = x - flows[:, :n].sum(axis=0) - 1
    below = {
        "TLS": [1] * flows.shape[1] + [0],
        "VA": [*made, *[0] * (flows.shape[1] - n), 0],
        "OUT": [*x, *(flows[:, n:].sum(axis=0) + 1), 0],
    }
    lines = [",".join(["V1", *rows, *columns, "OUT"])]
    lines += [
        f"{label},{','.join(map(str, row.tolist()))},{out}" for label, row, out in zip(rows, flows, x, strict=True)
    ]
    lines += [f"{label},{','.join(map(str, row))}" for label, row in below.items()]
    return "\n".join([*lines, ""])


def accounts() -> ni.Accounts:
    """Return what reading the file gives."""
    Z, Y = figures()
    paid = Satellite(np.ones(R * S), np.ones(R * D), "M.USD", follows="money")
    return ni.Accounts(
        Z.reshape(R * S, -1),
        Y.reshape(R * S, -1),
        Regions(REGIONS),
        CODES,
        DEMAND,
        2020,
        satellites={"taxes_less_subsidies": paid},
        source="OECD Inter-Country Input-Output Tables, 2023 edition",
    )
