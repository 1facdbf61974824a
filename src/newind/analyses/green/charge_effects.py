"""Effects of a charge on carbon at given quantities: who pays, who receives, what becomes more expensive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.charts.proofs import Bars, ChartRow, PartnerBars
from newind.kernels.quotients import ratio
from newind.language.scales import mark
from newind.messages import in_each, message

if TYPE_CHECKING:
    import pandas as pd

    from newind.messages import Text
    from newind.typing import Array, BoolArray

IMPORTS, HOUSEHOLDS = "imports", "households"
PARTIES: dict[str, Text] = {
    IMPORTS: message("green.charge_effects.parties.imported_products"),
    HOUSEHOLDS: message("green.charge_effects.parties.households"),
}
"""Who pays or receives beside the industries of the region."""
COLUMNS = (
    "region", "year", "party", "pays", "receives", "for_abating", "net", "pays_share", "receives_share", "unit",
    "status",
)  # fmt: skip
PRICES = (
    "region", "year", "industry", "own_price", "final_price", "rate", "own_emissions_share", "through_inputs", "status",
)  # fmt: skip
MOST = 10
"""Most bars of a chart."""
FIXED: Text = message("green.charge_effects.fixed")


@dataclass(frozen=True, eq=False)
class ChargeEffects:
    """Payments and prices under a charge on carbon, at given quantities.

    Attributes
    ----------
    region : str
        Who levies it.
    year : int
    kind : {"embodied", "carbon_price", "border"}
        On the chain of final sales, on what industries emit, or on imports.
    chain : {"domestic", "world", "direct", "embodied", ""}
        Chain that counts; for a carbon border adjustment its basis.
    price : float
        Per tonne, in `price_unit`.
    industries, partners : tuple of str
        Codes; partners are all regions, the own one among them.
    unit, price_unit : str
    coverage : (R, S) array
        Share of emissions that paid before; that pays under a carbon price.
    base, pays : (R, S) array, money
        What is charged by the product's origin, and what it pays: final sales, output or imports.
    abaters, others : (S,) array, money
        What industries of the region receive for abating, and by the rule for the rest.
    to_households : float, money
    own_price : (R, S) array
        Relative change of the price that a producer must have.
    final_price : (R, S) array
        Relative change of what final users of the region pay for the product of each origin.
    composite : (S,) array
        The same by product, all origins together; NaN where none is bought.
    baskets : dict of str to float
        Relative change of what households, all final users, and exports of the region cost.
    abroad : (R,) array
        Relative change of the cost of the household basket of every region.
    charged, priced, emitted : float, Mt
        Emissions that the charge falls on, that paid before, and all that are made along the chains that count.
    own_share : (S,) array
        Part of its domestic chain's emissions that the industry emits itself.
    through_inputs : (S,) bool array
        Industries that hardly emit but use what emits much: below the average per unit of output, above it along the
        chain, at least three quarters of that in inputs.
    exports_charged : bool
    partners_charged : tuple of str
        Origins that pay at the border.
    rule : dict
        How receipts are paid out, in ``en`` and ``zh``.
    status : {"observed", "estimated"}
    """

    region: str
    year: int
    kind: str
    chain: str
    price: float
    industries: tuple[str, ...]
    partners: tuple[str, ...]
    unit: str
    price_unit: str
    coverage: Array
    base: Array
    pays: Array
    abaters: Array
    others: Array
    to_households: float
    own_price: Array
    final_price: Array
    composite: Array
    baskets: dict[str, float]
    abroad: Array
    charged: float
    priced: float
    emitted: float
    own_share: Array
    through_inputs: BoolArray
    exports_charged: bool
    partners_charged: tuple[str, ...]
    rule: Text
    status: str

    @property
    def note(self) -> Text:
        """Note for readers: given quantities, and the rule of paying out."""
        return in_each(lambda lang: FIXED[lang] + mark("semicolon", lang) + self.rule[lang])

    @property
    def at(self) -> int:
        """Position of the region."""
        return self.partners.index(self.region)

    @property
    def receipts(self) -> float:
        """All that is paid, and paid out; money."""
        return float(self.pays.sum())

    @property
    def receives(self) -> Array:
        """All that industries of the region receive; (S,), money."""
        return np.asarray(self.abaters + self.others)

    @property
    def net(self) -> dict[str, float]:
        """Receipts less payments of each industry, imported products and households; they cancel out."""
        own = self.receives - self.pays[self.at]
        abroad = float(self.pays.sum() - self.pays[self.at].sum())
        found = {code: float(v) for code, v in zip(self.industries, own, strict=True)}
        return found | {IMPORTS: -abroad, HOUSEHOLDS: self.to_households}

    @property
    def charged_share(self) -> float:
        """Part of all emissions of the chains that count that the charge falls on."""
        return float(ratio(self.charged, self.emitted))

    def table(self) -> pd.DataFrame:
        """Return who pays and who receives: one row an industry, then imported products and households.

        Returns
        -------
        DataFrame
            Columns :data:`COLUMNS`; ``net`` adds up to zero, ``for_abating`` is part of ``receives``.
        """
        import pandas as pd

        own, total = self.pays[self.at], self.receipts
        rows = [
            (code, own[i], self.receives[i], self.abaters[i], self.receives[i] - own[i])
            for i, code in enumerate(self.industries)
        ]
        abroad = float(self.pays.sum() - own.sum())
        rows += [(IMPORTS, abroad, 0.0, 0.0, -abroad), (HOUSEHOLDS, 0.0, self.to_households, 0.0, self.to_households)]
        said = [
            (self.region, self.year, *row, *ratio(row[1:3], total), self.unit, self.status) for row in rows
        ]  # fmt: skip
        return pd.DataFrame(said, columns=list(COLUMNS))

    def prices(self) -> pd.DataFrame:
        """Return what happens to prices: one row a product.

        Returns
        -------
        DataFrame
            ``own_price`` of the region's producers, ``final_price`` of the product of all origins at home, ``rate``
            paid per unit of the region's own product, the industry's own part of the chain's emissions, and whether it
            pays ``through_inputs``.
        """
        import pandas as pd

        rate = ratio(self.pays[self.at], self.base[self.at])
        rows = [
            (self.region, self.year, code, self.own_price[self.at, i], self.composite[i], rate[i], self.own_share[i],
             bool(self.through_inputs[i]), self.status)
            for i, code in enumerate(self.industries)
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=list(PRICES))

    def by_partner(self) -> pd.DataFrame:
        """Return what each origin's products pay, and by how much household baskets become more expensive there."""
        import pandas as pd

        return pd.DataFrame({
            "region": self.region,
            "year": self.year,
            "partner": self.partners,
            "pays": self.pays.sum(axis=1),
            "share": ratio(self.pays.sum(axis=1), self.receipts),
            "base": self.base.sum(axis=1),
            "rate": ratio(self.pays.sum(axis=1), self.base.sum(axis=1)),
            "basket": self.abroad,
            "unit": self.unit,
            "status": self.status,
        })  # fmt: skip

    def chart(self) -> Bars:
        """Return the products whose prices at home rise most, in shares, as data of a bar chart."""
        known = [i for i in np.argsort(-np.nan_to_num(self.composite)) if np.isfinite(self.composite[i])][:MOST]
        rows = tuple(ChartRow(self.industries[i], float(self.composite[i])) for i in known)
        return Bars(rows, focus=rows[0].code if rows else "", unit="1")

    def sides(self) -> PartnerBars:
        """Return who receives (right) and who pays (left) as data of a chart: the largest in all."""
        own = self.pays[self.at]
        sides = {c: (float(self.receives[i]), float(own[i])) for i, c in enumerate(self.industries)}
        sides |= {IMPORTS: (0.0, self.receipts - float(own.sum())), HOUSEHOLDS: (self.to_households, 0.0)}
        largest = sorted(sides, key=lambda c: -sum(sides[c]))[:MOST]
        rows = tuple(ChartRow(c, sides[c][0], other=sides[c][1], label=PARTIES.get(c)) for c in largest)
        return PartnerBars(
            rows, self.unit, message("green.charge_effects.sides.pays"), message("green.charge_effects.sides.receives")
        )
