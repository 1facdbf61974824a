"""A charge on carbon at given quantities beside what the model finds when everybody can respond."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.analyses.green.charges import refuse_charge
from newind.charts.proofs import ChartRow, PartnerBars
from newind.equilibrium.quantities import Quantities
from newind.kernels.compensation import basket_change
from newind.kernels.quotients import ratio
from newind.messages import message, message_group
from newind.policy.schema import Package, Shock
from newind.policy.simulate import simulate

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.analyses.green.charge_effects import ChargeEffects
    from newind.messages import Text
    from newind.policy.ranges import Range
    from newind.policy.simulate import Simulation
    from newind.typing import Array

LEVERS = {"embodied": "embodied_charge", "carbon_price": "carbon_price", "border": "border_charge"}
TOKEN = 1e-6
"""Price in USD per tonne that stands for one that is paid already: its level is in the accounts, only what it covers
matters."""
TOTALS: dict[str, Text] = message_group("green.charge_simulated.totals")
"""Outcomes that are compared in all; by industry these are the prices of products, output and emissions."""
BY_INDUSTRY = ("final_price", "output", "emissions")
MOST = 10
"""Most products of a chart."""
COLUMNS = (
    "region", "year", "measure", "industry", "accounting", "simulated", "low", "high", "sure", "unit",
    "status_accounting", "status_simulated",
)  # fmt: skip
WHY: Text = message("green.charge_simulated.why")


@dataclass(frozen=True, eq=False)
class EquilibriumComparison:
    """Effects of a charge at given quantities and in equilibrium; relative changes.

    Attributes
    ----------
    effects : ChargeEffects
        At given quantities.
    simulation : Simulation
        The equilibrium.
    range : Range
        Of :data:`TOTALS` in order, then of :data:`BY_INDUSTRY` by industry, over the plausible elasticities.
    """

    effects: ChargeEffects
    simulation: Simulation
    range: Range

    @property
    def note(self) -> Text:
        """Why the two differ, in ``en`` and ``zh``."""
        return dict(WHY)

    @property
    def accounting(self) -> Array:
        """Outcomes at given quantities; laid out as the range is."""
        e, zero = self.effects, np.zeros(len(self.effects.industries))
        foreign = float(basket_change(e.own_price.ravel(), _compute_final_imports(self.simulation, e.at).ravel()))
        totals = [e.baskets["final"], e.baskets["final"], foreign, 0.0, 0.0, 0.0, np.nan]
        return np.concatenate([totals, e.composite, zero, zero])

    def table(self) -> pd.DataFrame:
        """Return both effects: one row a measure, in all (``industry`` empty), then by industry.

        Real income has no effect at given quantities: what is paid is received.
        """
        import pandas as pd

        e, found, sure = self.effects, self.range, self.range.stated
        names = [(m, None) for m in TOTALS] + [(m, c) for m in BY_INDUSTRY for c in e.industries]
        rows = [
            (e.region, e.year, m, c, self.accounting[k], found.central[k], found.low[k], found.high[k], bool(sure[k]),
             "1", e.status, "simulated")
            for k, (m, c) in enumerate(names)
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=list(COLUMNS))

    def chart(self, most: int = MOST) -> PartnerBars:
        """Return price rises of products as data of a chart: at given quantities (right), in the model (left).

        Products whose price rises in both, the largest rise at given quantities at the top.
        """
        first, industries = len(TOTALS), self.effects.industries
        price = self.accounting[first : first + len(industries)]
        model = self.range.central[first : first + len(industries)]
        order = [i for i in np.argsort(-np.nan_to_num(price), kind="stable") if min(price[i], model[i]) > 0][:most]
        rows = tuple(ChartRow(industries[i], float(price[i]), other=float(model[i])) for i in order)
        return PartnerBars(
            rows,
            "1",
            message("green.charge_simulated.chart.simulated"),
            message("green.charge_simulated.chart.at_given_quantities"),
        )


def beside_equilibrium(
    w: Accounts, effects: ChargeEffects, horizon: str = "medium", parameters: Mapping[str, Any] | None = None
) -> EquilibriumComparison:
    """Simulate a charge on carbon and set the result beside its effect at given quantities.

    Parameters
    ----------
    w : Accounts
        Closed accounts of the year of `effects`, in USD.
    effects : ChargeEffects
        From one of the functions of :mod:`newind.analyses.green.charges`.
    horizon : {"short", "medium", "long"}
    parameters : mapping, optional
        In place of shipped parameters, as in :func:`newind.policy.simulate.simulate`; what is given is not varied.

    Returns
    -------
    EquilibriumComparison
        Prices are measured against factor prices at home, which accounting holds constant. Where industries that
        already pay a carbon price are left out of a charge on embodied emissions, they pay a token price in the model.

    Raises
    ------
    DataError
        For accounts with a boundary.
    PolicyError
        For accounts that are not in USD, and for what the lever does not do: a charge on exports.
    ConvergenceError
        Where no equilibrium is found.
    """
    refuse_charge(effects)
    simulation = simulate(w, package_of(effects), horizon, parameters)
    r = simulation.baseline.regions.index(effects.region)
    return EquilibriumComparison(effects, simulation, simulation.range(lambda s: responses(s, r)))


def package_of(effects: ChargeEffects) -> Package:
    """Return the package that levies the same charge in the model."""
    lever = LEVERS[effects.kind]
    if effects.kind == "carbon_price":
        return Package(_covering(effects, lever, effects.price), name=lever)
    said: dict[str, Any] = {"region": effects.region}
    if effects.kind == "border":
        paying = [c for i, c in enumerate(effects.industries) if effects.base[:, i].any()]
        said |= {"partner": list(effects.partners_charged), "industry": paying, "options": {"basis": effects.chain}}
    else:
        rule = "abaters" if effects.abaters.any() else "lump_sum"
        said["options"] = {"chain": effects.chain, "compensation": rule}
    return Package([Shock(lever, effects.price, **said), *_covering(effects, "carbon_price", TOKEN)], name=lever)


def _covering(effects: ChargeEffects, lever: str, price: float) -> list[Shock]:
    """Return a carbon price on the emissions that are covered, a shock for each region and share."""
    found = []
    for code, shares in zip(effects.partners, effects.coverage, strict=True):
        for share in np.unique(shares[shares > 0]).tolist():
            among = [i for i, s in zip(effects.industries, shares, strict=True) if s == share]
            found.append(Shock(lever, price, region=code, industry=among, options={"coverage": share}))
    return found


def responses(simulation: Simulation, r: int) -> Array:
    """Return relative changes in a region: :data:`TOTALS`, then :data:`BY_INDUSTRY` by industry; (7 + 3 S,)."""
    solution, base = simulation.solution, simulation.baseline
    moved = Quantities(solution, base)
    factors, imported = _factor_price(simulation, r), _compute_final_imports(simulation, r)
    final = float(np.exp(solution.state.prices.final[r]))
    made = base.satellite("co2").values.reshape(base.R, base.S)
    emissions, x = moved.emissions[:, :-1], base.x.reshape(base.R, base.S)[r]
    totals = [
        final / factors - 1.0,
        final - 1.0,
        float(ratio((simulation.prices["output"] * imported).sum(), imported.sum())) / factors - 1.0,
        float(ratio(moved.output[r] @ x, x.sum())) - 1.0,
        float(ratio(np.nansum(emissions[r] * made[r]), np.nansum(made[r]))) - 1.0,
        float(ratio(np.nansum(emissions * made), np.nansum(made))) - 1.0,
        float(simulation.welfare[r]),
    ]
    products = np.exp(solution.state.prices.prices_by_user[:, r, -1]) / factors - 1.0
    return np.concatenate([totals, products, moved.output[r] - 1.0, emissions[r] - 1.0])


def _compute_final_imports(simulation: Simulation, r: int) -> Array:
    """Return what final users of a region buy from others in the benchmark; (R, S)."""
    bought = np.maximum(simulation.baseline.Y3[:, :, r], 0.0)
    bought[r] = 0.0
    return bought


def _factor_price(simulation: Simulation, r: int) -> float:
    """Return the price of value added in a region, its industries weighted as in the benchmark."""
    weight = simulation.laboratory.benchmark.value_added[r]
    return float(simulation.prices["value_added"][r] @ weight / weight.sum())
