"""Accounts cut into blocks by hand, for formulas written out in loops over regions."""

from __future__ import annotations

import numpy as np


class Blocks:
    """What the formulas of trade in value added name: A_sr, B_sr, L_s, Y_sr, v_s, E_sr, x_s."""

    def __init__(self, w):
        self.w, self.R = w, range(w.R)
        self.M = w.A
        self.inverse = np.linalg.inv(np.eye(w.n) - w.A)
        self.E = np.array([[self.exported(s, r) for r in self.R] for s in self.R])

    def rows(self, s):
        return slice(s * self.w.S, (s + 1) * self.w.S)

    def A(self, s, r):
        return self.M[self.rows(s), self.rows(r)]

    def B(self, s, r):
        return self.inverse[self.rows(s), self.rows(r)]

    def L(self, s):
        return np.linalg.inv(np.eye(self.w.S) - self.A(s, s))

    def Y(self, s, r):
        return self.w.Y[self.rows(s), r * self.w.D : (r + 1) * self.w.D].sum(axis=1)

    def v(self, s):
        return self.w.v[self.rows(s)]

    def x(self, s):
        return self.w.x[self.rows(s)]

    def exported(self, s, r):
        return np.zeros(self.w.S) if s == r else self.w.Z[self.rows(s), self.rows(r)].sum(axis=1) + self.Y(s, r)

    def other(self, *left_out):
        return [t for t in self.R if t not in left_out]

    def total(self, parts):
        """Sum, a zero where nothing is to be summed."""
        return sum(parts, np.zeros(self.w.S))

    def without_inputs_of(self, s):
        """The inverse when s sells no inputs abroad."""
        M = self.M.copy()
        for r in self.other(s):
            M[self.rows(s), self.rows(r)] = 0.0
        return np.linalg.inv(np.eye(self.w.n) - M)


def close(w):
    """Tolerances for figures that come out of differences of the largest output."""
    return {"rtol": 1e-9, "atol": 1e-9 * float(w.x.max())}
