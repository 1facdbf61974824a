"""A second solver, written apart from the first: plain damped iteration in levels of hats, as the formulas stand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass
class Guess:
    """Hats of wages, returns, incomes, border prices and sizes of markets; payments to value added in money; rates of a
    tax on output.
    """

    w: np.ndarray
    r: np.ndarray
    income: np.ndarray
    q: np.ndarray
    paid: np.ndarray
    rate: np.ndarray
    market: np.ndarray


class SecondSolver:
    """Arrays are dense [k, n, i, u]; `None` of a shock is spelled out as what leaves the benchmark alone."""

    def __init__(self, benchmark, elasticities, shocks):
        self.b, self.e, self.s = benchmark, elasticities, shocks
        b, s = benchmark, shocks
        self.R, self.S = b.R, b.S
        self.pi = np.array(np.broadcast_to(b.shares, (b.S, b.R, b.R, b.S + 1)))
        self.tariff = self.or_(s.tariff, b.tariff)
        self.rebate = self.or_(s.rebate, b.rebate)
        self.subsidy = self.or_(s.subsidy, b.subsidy)
        self.markup = self.or_(s.markup, b.markup)
        self.deficit = self.or_(s.deficit, b.deficit)
        self.land = self.or_(s.land_share, np.full((b.R, b.S), b.land_share))
        self.melts = self.trade_cost()
        self.recipes()
        self.tastes()

    @staticmethod
    def or_(given, usual):
        return np.array(usual if given is None else given, dtype=float)

    def rate(self, name, *shape):
        given = getattr(self.s, name)
        return np.zeros(shape) if given is None else given

    def trade_cost(self):
        given = self.rate("trade_cost", self.S, self.R, self.R)
        wide = given if given.ndim == 4 else given[..., None]
        return np.exp(np.broadcast_to(wide, self.pi.shape))

    def recipes(self):
        """Shares of inputs and of value added in cost (k, n, s) and (n, s), with the new mix."""
        inputs = self.b.spend[:, :, :-1]
        cost = inputs.sum(axis=0) + self.b.value_added
        cost[cost == 0] = 1.0
        shares = inputs / cost + self.rate("mix", self.S, self.R, self.S)
        self.own = np.where(self.b.output > 0, 1 - shares.sum(axis=0), 1.0)
        total = shares.sum(axis=0)
        self.input_shares = shares / np.where(total == 0, 1.0, total)

    def tastes(self):
        final = self.b.spend[:, :, -1] * np.exp(self.rate("taste", self.S, self.R))
        self.final_shares = final / final.sum(axis=0)
        for k in range(self.S):
            for n in range(self.R):
                old = self.pi[k, n, :, -1].copy()
                if old.sum() > 0:
                    new = old * np.exp(self.rate("origin_taste", self.S, self.R, self.R)[k, n])
                    self.pi[k, n, :, -1] = new * old.sum() / new.sum()

    def solve(self, tolerance=1e-12, most=6000, damps=(0.4, 0.2, 0.1, 0.05)):
        """Return the last guess with what it implies; slower where faster does not come to rest, and then raises."""
        with np.errstate(all="ignore"):
            for damp in damps:
                found, off = self.iterate(tolerance, most, damp)
                if off < tolerance:
                    return found
        raise AssertionError(f"the second solver did not come to rest: {off:.1e}")

    def iterate(self, tolerance, most, damp):
        b = self.b
        one = np.ones((self.R, self.S))
        guess = Guess(
            np.ones(self.R),
            one,
            np.ones(self.R),
            one,
            b.value_added.copy(),
            np.zeros(self.R),
            np.ones((self.S, self.R)),
        )
        for _ in range(most):
            found = self.step(guess)
            old, new = vars(guess).values(), vars(found["guess"]).values()
            off = max(np.abs(n - o).max() for o, n in zip(old, new, strict=True))
            if not tolerance <= off < np.inf:
                break
            guess = Guess(*(o + damp * (n - o) for o, n in zip(old, new, strict=True)))
        return found, off

    @staticmethod
    def ces(shares, prices, sigma):
        """Return the price hat of a bundle over the first axis."""
        if sigma == 1.0:
            return np.prod(prices**shares, axis=0)
        total = (shares * prices ** (1 - sigma)).sum(axis=0)
        return np.where(shares.sum(axis=0) == 0, 1.0, total) ** (1 / (1 - sigma))

    def step(self, g):
        b, e, S, R = self.b, self.e, self.S, self.R
        lam = g.paid.sum() / b.value_added.sum()
        # ---- what goods cost
        theta = e.theta[:, None, None, None]
        change = (1 + self.tariff) / (1 + b.tariff) * (1 - self.rebate) / (1 - b.rebate)
        at_border = np.broadcast_to(lam * self.rate("border_charge", S, R, R)[..., None], self.pi.shape).copy()
        embodied = np.zeros_like(at_border)
        embodied[..., -1] = lam * self.rate("embodied_charge", S, R, R)
        before = (change * g.q.T[:, None, :])[..., None] + at_border + embodied
        melting = theta / (1 + e.eta)[:, None, None, None]
        weight = np.where(self.pi > 0, self.pi * before**-theta * self.melts**-melting, 0.0)
        total = weight.sum(axis=2)
        bought = total > 0
        price = np.where(bought, np.where(bought, total, 1.0) ** (-(1 + e.eta) / e.theta)[:, None, None], 1.0)
        price = np.where(bought, price * (g.market ** -e.eta[:, None])[:, :, None], 1.0)
        tax, fuel = self.rate("purchase_tax", S, R, S + 1), lam * self.rate("fuel_carbon", S, R, S + 1)
        user = price * (1 + tax) + fuel
        # ---- what it costs to make them
        beta = b.labour_share
        labour, capital, land = (1 + self.rate(f"{f}_tax", R, S) for f in ("labour", "capital", "land"))
        of_capital = capital ** (1 - self.land) * land**self.land
        kept = (1 - self.land) / capital + self.land / land
        paid_hat = np.where(b.value_added > 0, g.paid / np.where(b.value_added > 0, b.value_added, 1.0), 1.0)
        found = e.resource * e.mobile
        owned = (g.r * of_capital) ** (1 - found) * (paid_hat / np.exp(self.rate("resource", R, S))) ** found
        value = (g.w[:, None] * labour) ** beta * owned ** (1 - beta)
        inputs = self.ces(self.input_shares, user[:, :, :-1], e.sigma)
        cost = self.ces(np.stack([self.own, 1 - self.own]), np.stack([value, inputs]), e.sigma_v)
        own_share = self.own * (value / cost) ** (1 - e.sigma_v)
        bundle = cost / np.exp(self.rate("productivity", R, S))
        before_mix = np.where(b.value_added + b.inputs > 0, b.value_added / (b.value_added + b.inputs), 1.0)
        entry = value**e.chi * bundle ** (1 - e.chi)
        varieties = paid_hat * before_mix / own_share / entry
        unit = bundle * varieties**-e.delta
        # price over the benchmark price: markup' × (cost / markup0 + carbon)
        carbon = lam * self.rate("process_carbon", R, S)
        made = self.markup * (unit / b.markup + carbon)
        # ---- what is spent
        whole = g.paid / own_share
        on_inputs = whole * (1 - own_share)
        final_price = self.ces(self.final_shares, user[:, :, -1], e.sigma_f)
        spend = np.empty((S, R, S + 1))
        spend[:, :, :-1] = self.input_shares * (user[:, :, :-1] / inputs) ** (1 - e.sigma) * on_inputs
        spend[:, :, -1] = self.final_shares * (user[:, :, -1] / final_price) ** (1 - e.sigma_f) * b.final * g.income
        flows = weight / np.where(bought, total, 1.0)[:, :, None] * (spend * price / user)[:, :, None]
        shipped = flows / before
        charges = {"border": shipped * at_border, "embodied": shipped * embodied}
        border = (flows - charges["border"] - charges["embodied"]) / (1 + self.tariff)[..., None]
        received = (border / (1 - self.rebate)[..., None]).sum(axis=(1, 3)).T
        # ---- carbon, and what is given back
        fuel_paid = spend / user * fuel
        process_paid = whole * carbon * b.markup / unit
        claims = self.markup * (whole + process_paid)
        back = self.rate("returned", R, S) * (fuel_paid[:, :, :-1].sum(axis=0) + process_paid)
        back_rate = back / np.where(claims > 0, claims, 1.0)
        net_of_tax = received / (1 + g.rate)[:, None]
        receipts = net_of_tax / (1 - self.subsidy - back_rate)
        # ---- who earns it
        other = {
            "tariffs": (border * self.tariff[..., None]).sum(axis=(0, 2, 3)),
            "charges": sum(c.sum(axis=(0, 2, 3)) for c in charges.values()),
            "carbon": fuel_paid.sum(axis=(0, 2)) + process_paid.sum(axis=1),
            "taxes": (spend * price / user * tax).sum(axis=(0, 2)),
            "rebates": -(border * (self.rebate / (1 - self.rebate))[..., None]).sum(axis=(0, 1, 3)),
            "subsidies": -(receipts * (self.subsidy + back_rate)).sum(axis=1),
        }
        of_labour, of_owners = g.paid * beta / labour, g.paid * (1 - beta) * kept
        factor_taxes = (g.paid - of_labour - of_owners).sum(axis=1)
        revenue = sum(other.values()) + factor_taxes + (received - net_of_tax).sum(axis=1)
        income = (g.paid + claims * (1 - 1 / self.markup)).sum(axis=1) + revenue - factor_taxes + self.deficit * lam
        # ---- new guess, in units of world value added
        rate = g.rate
        if self.s.output_tax:
            needed = b.net_revenue * lam - (revenue - (received - net_of_tax).sum(axis=1))
            rate = needed / net_of_tax.sum(axis=1)
        stock = b.value_added * (1 - beta) * np.exp(self.rate("capital", R, S)) * (1 - found)
        people = (b.value_added * beta).sum(axis=1) * self.people(g.w, final_price)
        w = of_labour.sum(axis=1) / people
        r = (of_owners * (1 - found)).sum(axis=1, keepdims=True) / stock.sum(axis=1, keepdims=True) * np.ones((R, S))
        if not e.mobile:
            r = np.where(stock > 0, of_owners / np.where(stock > 0, stock, 1.0), 1.0)
        q = made * (1 - self.subsidy - back_rate) / (1 - b.subsidy) * (1 + g.rate)[:, None]
        active = b.output > 0
        q = np.where(active, q, 1.0)
        r = np.where(active | e.mobile, r, 1.0)
        paid = np.where(active, g.paid * np.where(active, receipts, 1.0) / np.where(active, claims, 1.0), 0.0)
        nominal = lam
        spent = flows.sum(axis=(2, 3))
        market = np.where(b.spent > 0, spent / np.where(b.spent > 0, b.spent, 1.0), nominal)
        values = (w, r, income / b.final, q, paid)
        guess = Guess(*(v / nominal for v in values), rate, market / nominal)
        return {"guess": guess, "final": final_price, "sold": received, "made": made, "spend": spend, "people": people}

    def people(self, w, final_price):
        """Return labour hats: what is given, and where people go."""
        given = np.exp(self.rate("labour", self.R))
        if self.s.migration is None:
            return given
        hats = np.zeros(self.R)
        for o in range(self.R):
            pull = (w / final_price) / np.exp(self.rate("moving_cost", self.R, self.R)[o])
            drawn = self.s.migration[o] * pull**self.s.migration_elasticity
            hats += self.s.migration[o].sum() * drawn / drawn.sum()
        return given * hats / self.s.migration.sum(axis=0)
