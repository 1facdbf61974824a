"""Input-output arithmetic with numpy alone: an inverse, sums and quotients, by hand and for one table at a time."""

from __future__ import annotations

from functools import cached_property

import numpy as np


def over(a, b):
    """Return a / b, NaN where b is zero."""
    a, b = np.broadcast_arrays(np.asarray(a, dtype=float), np.asarray(b, dtype=float))
    return np.divide(a, b, out=np.full(a.shape, np.nan), where=b != 0)


def hhi(amounts):
    """Return the sum of squared shares."""
    return float(((amounts / amounts.sum()) ** 2).sum())


class Recount:
    """One table: `w.Z`, `w.Y` and labels are read, everything else is computed here."""

    def __init__(self, w):
        self.w, self.codes, self.industries, self.year = w, tuple(w.regions.codes), tuple(w.industries), w.year
        self.R, self.S, self.n = len(self.codes), len(self.industries), len(w.Z)
        self.Z, self.Y = np.array(w.Z), np.array(w.Y)
        self.x = self.Z.sum(axis=1) + self.Y.sum(axis=1)
        self.Z4 = self.Z.reshape(self.R, self.S, self.R, self.S)
        self.Y4 = self.Y.reshape(self.R, self.S, self.R, -1)
        self.Y3 = self.Y4.sum(axis=3)
        self.Yr = self.Y3.reshape(self.n, self.R)
        self.added = self.x - self.Z.sum(axis=0)
        self.A = self.Z * np.divide(1.0, self.x, out=np.zeros(self.n), where=self.x != 0)
        self.v = np.divide(self.added, self.x, out=np.zeros(self.n), where=self.x != 0)
        self.named = np.array([row.kind != "rest" for row in w.regions.rows])

    def at(self, region):
        """Return the position of a region."""
        return self.codes.index(region)

    def rows(self, region):
        """Return the rows of a region."""
        r = self.at(region)
        return slice(r * self.S, (r + 1) * self.S)

    def of(self, group):
        """Return the positions of industries, by their codes."""
        return [k for k, code in enumerate(self.industries) if code in group]

    @cached_property
    def B(self):
        """Leontief inverse."""
        return np.linalg.inv(np.eye(self.n) - self.A)

    def L(self, region):
        """Return the inverse of a region's own block."""
        own = self.rows(region)
        return np.linalg.inv(np.eye(self.S) - self.A[own, own])

    @cached_property
    def made_for(self):
        """Output that the final demand of each region calls for; (n, R)."""
        return self.B @ self.Yr

    # ---- dependence
    @cached_property
    def origin(self):
        """Value of each region in a unit of each product; (R, n)."""
        return np.stack([self.v[k * self.S : (k + 1) * self.S] @ self.B[k * self.S : (k + 1) * self.S]
                         for k in range(self.R)])  # fmt: skip

    def foreign(self, region, industry):
        """Return the foreign part of the value of a product."""
        j = self.at(region) * self.S + self.industries.index(industry)
        return 1 - self.origin[self.at(region), j] / self.origin[:, j].sum()

    def foreign_of(self, region, industries=None):
        """Return the foreign part of the value of several products, weighted by output."""
        r, chosen = self.at(region), self.of(industries or self.industries)
        j = np.array([r * self.S + k for k in chosen])
        j = j[self.x[j] > 0]
        part = 1 - self.origin[r, j] / self.origin[:, j].sum(axis=0)
        return float((part * self.x[j]).sum() / self.x[[r * self.S + k for k in chosen]].sum())

    def origins_of(self, region, industries):
        """Return the part of each other named region in the value of several products; code → share."""
        r, j = self.at(region), np.array([self.at(region) * self.S + k for k in self.of(industries)])
        parts = (self.origin[:, j] * self.x[j]).sum(axis=1) / self.x[j].sum()
        return {c: float(parts[p]) for p, c in enumerate(self.codes) if p != r and self.named[p]}

    def direct(self, region, industry):
        """Return the imported part of what an industry buys."""
        r, j = self.at(region), self.industries.index(industry)
        bought = self.Z4[:, :, r, j].sum(axis=1)
        return float(1 - bought[r] / bought.sum())

    def inputs_at_home(self, region, group):
        """Return the domestic part of bought inputs: of their value along the chain, and of what is bought directly."""
        r, chosen = self.at(region), self.of(group)
        bought = self.Z4[:, chosen, r].sum(axis=2)
        own = self.origin.reshape(self.R, self.R, self.S)[r][:, chosen]
        return float((bought * own).sum() / bought.sum()), float(bought[r].sum() / bought.sum())

    def bought_abroad(self, region, industry=None):
        """Return imported inputs by supplier, of one product or all; (R,), nothing from home."""
        r = self.at(region)
        chosen = range(self.S) if industry is None else [self.industries.index(industry)]
        found = self.Z4[:, chosen, r].sum(axis=(1, 2))
        found[r] = 0.0
        return found

    # ---- circulation
    def stages(self, region):
        """Return the mean distance of output from final use, changes in inventories set aside."""
        stocks = [d for d, name in enumerate(self.w.demand) if name == "c42"]
        held = self.Y4[:, :, :, stocks].sum(axis=(2, 3)).ravel()
        sold = self.x - held
        scale = np.divide(self.x, sold, out=np.ones(self.n), where=sold > 0)
        by_row = self.Z * scale[:, None] * np.divide(1.0, self.x, out=np.zeros(self.n), where=self.x != 0)[:, None]
        U = np.linalg.solve(np.eye(self.n) - by_row, np.ones(self.n))
        own = self.rows(region)
        return float((U[own] * self.x[own]).sum() / self.x[own].sum())

    def exports(self, region):
        """Return gross exports by product; (S,)."""
        r = self.at(region)
        others = [p for p in range(self.R) if p != r]
        return self.Z4[r][:, others].sum(axis=(1, 2)) + self.Y3[r][:, others].sum(axis=1)

    def circulation(self, region):
        """Return the parts of GDP earned in domestic circulation, exported final goods, and value chains."""
        r, own = self.at(region), self.rows(region)
        home, abroad = self.Y3[r, :, r], self.Y3[r].sum(axis=1) - self.Y3[r, :, r]
        inputs = self.Z4[r].sum(axis=(1, 2)) - self.Z4[r, :, r].sum(axis=1)
        parts = np.array([self.v[own] @ self.L(region) @ d for d in (home, abroad, inputs)])
        return parts / self.added[own].sum()

    def export_shares(self, region):
        """Return foreign value added, backward and all participation in value chains, as shares of gross exports."""
        r, own, E, L = self.at(region), self.rows(region), self.exports(region), self.L(region)
        dva = self.v[own] @ L @ E
        foreign = (self.v @ self.B)[own] - self.v[own] @ self.B[own, own]
        fva = foreign @ np.linalg.solve(self.B[own, own], L @ E)
        passed = 0.0
        for p in (p for p in range(self.R) if p != r):
            there = slice(p * self.S, (p + 1) * self.S)
            used = self.L(self.codes[p]) @ self.Y3[p, :, p]
            passed += self.v[own] @ L @ (self.Y3[r, :, p] + self.A[own, there] @ used)
        total = E.sum()
        return float(fva / total), float(1 - dva / total), float(1 - passed / total)

    def imported_content(self, region):
        """Return what is bought abroad, along the chain at home, for a unit of gross exports."""
        own, E = self.rows(region), self.exports(region)
        bought = self.A[:, own].sum(axis=0) - self.A[own, own].sum(axis=0)
        return float(bought @ self.L(region) @ E / E.sum())

    def absorbed(self, region):
        """Return value added of a region by whose final demand it ends in; (R,)."""
        own = self.rows(region)
        return self.v[own] @ self.made_for[own]

    def value_used(self, region):
        """Return value in a region's final use by origin; (R,)."""
        return self.origin @ self.Yr[:, self.at(region)]

    def wang_wei_zhu(self, region):
        """Return the sixteen terms of gross exports, summed over importers and products; (16,)."""
        s, S, R = self.at(region), self.S, self.R
        block = [slice(p * S, (p + 1) * S) for p in range(R)]
        A, B, v = self.A, self.B, self.v
        L = [self.L(c) for c in self.codes]
        Y = [[self.Y3[p, :, q] for q in range(R)] for p in range(R)]
        E = [self.exports(c) for c in self.codes]
        home, once = v[block[s]] @ B[block[s], block[s]], v[block[s]] @ L[s]
        T = np.zeros(16)
        for r in (r for r in range(R) if r != s):
            sold, third = A[block[s], block[r]], [t for t in range(R) if t not in (s, r)]
            to = lambda t, r=r: B[block[r], block[t]]  # noqa: E731 - the block of the importer
            T[0] += home @ Y[s][r]
            T[1] += once @ sold @ to(r) @ Y[r][r]
            T[2] += once @ sold @ sum(to(t) @ Y[t][t] for t in third)
            T[3] += once @ sold @ to(r) @ sum(Y[r][t] for t in third)
            T[4] += once @ sold @ sum(to(t) @ sum(Y[t][u] for u in range(R) if u not in (s, t)) for t in third)
            T[5] += once @ sold @ to(r) @ Y[r][s]
            T[6] += once @ sold @ sum(to(t) @ Y[t][s] for t in third)
            T[7] += once @ sold @ to(s) @ Y[s][s]
            T[8] += once @ sold @ to(s) @ sum(Y[s][t] for t in range(R) if t != s)
            T[9] += (home - once) @ sold @ self.x[block[r]]
            importer = v[block[r]] @ B[block[r], block[s]]
            others = sum(v[block[t]] @ B[block[t], block[s]] for t in third)
            for k, content in ((10, importer), (13, others)):
                T[k] += content @ Y[s][r]
                T[k + 1] += content @ sold @ L[r] @ Y[r][r]
                T[k + 2] += content @ sold @ L[r] @ E[r]
        return T
