"""Those who could replace a supplier of an input, line by line, and their table."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from newind.analyses.losses import NAN, Span
from newind.analyses.science.reliance_labels import LABELS

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from newind.analyses.losses import Loss

HOME, OTHER, NOT_NAMED = "home", "supplier", "not_named"
"""The economy itself, another one, and aggregates together, which are never ranked."""
PLAIN = (
    "level", "economy", "sells", "share", "output", "exports", "elsewhere", "spare", "price_level", "unit_labour_cost",
)  # fmt: skip
YEARS = ("price_level_year", "unit_labour_cost_year")
"""Columns that are fields of a replacer."""
UNKNOWN = Span(NAN, NAN, NAN)


@dataclass(frozen=True)
class Replacer:
    """Who could take over. Money in the unit of the accounts; NaN where it cannot be computed.

    Parameters
    ----------
    level : {"home", "supplier", "not_named"}
    economy : str
        Empty for what is not named.
    sells : float
        What it sells of the product to the economy (or the industry of it) now.
    share : float
        That over all that is bought of the product.
    output, exports : float
        All its sales of the product, and those abroad.
    elsewhere : float
        Its exports of the product to third economies; all exports for the economy itself.
    spare : float
        How many times the lost amount that is, at least 0. What it sells elsewhere is not free to be had.
    gap : Span
        How much more expensive than the lost supplier it is by market shares, at the elasticities: trade costs,
        quality and the number of varieties are in it. The middle is the central one. Unknown for the economy itself,
        whose share at home says more about where it sells than about its price.
    price_level, unit_labour_cost : float
        Relative to the lost supplier: of GDP; and of the industry per unit of value added at purchasing power (proxy).
    price_level_year, unit_labour_cost_year : int
        The year they are of; 0 where there is none.
    gain : dict of str to Span
        Change of its share in what is bought of the product once the supplier is lost, by horizon.
    """

    level: str
    economy: str
    sells: float
    share: float
    output: float
    exports: float
    elsewhere: float
    spare: float
    gap: Span
    price_level: float
    price_level_year: int
    unit_labour_cost: float
    unit_labour_cost_year: int
    gain: dict[str, Span]


@dataclass(frozen=True, eq=False)
class Replacers:
    """Who could replace one supplier of an input, and at what cost.

    Parameters
    ----------
    region, industry : str
        Who buys; the industry is empty for the economy as a whole.
    input, supplier : str
        What is lost.
    year : int
    unit : str
        Of money.
    status : {"observed", "estimated"}
        Of what is sold. Gains of share, prices and losses are modelled.
    lost, lost_share : float
        What the supplier sells of it, and its share in all that is bought of the product.
    replacers : tuple of Replacer
        Those that gain most first, at the middle horizon with the central elasticities; what is not named last.
    price : dict of str to Span
        Rise of the price of the input against the price of all final demand of the economy, by horizon.
    loss : Loss
        Of the first quarter, and of real income.
    parameters : mapping
        What was put in place of shipped parameters.
    """

    region: str
    industry: str
    input: str
    supplier: str
    year: int
    unit: str
    status: str
    lost: float
    lost_share: float
    replacers: tuple[Replacer, ...]
    price: dict[str, Span]
    loss: Loss
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def table(self) -> pd.DataFrame:
        """Return one row for each who could take over; columns are labelled in ``reliance_labels.LABELS``."""
        import pandas as pd

        said = {n: getattr(self, n) for n in ("region", "industry", "year", "unit", "status", "input", "supplier")}
        rows = [said | _flat(x) for x in self.replacers]
        known = {*said, *PLAIN, *YEARS, *_ends("gap", UNKNOWN), *_gains(dict.fromkeys(self.price, UNKNOWN))}
        table = pd.DataFrame(rows, columns=[c for c in LABELS if c in known])
        return table.astype(dict.fromkeys(YEARS, "Int64"))

    def costs(self) -> pd.DataFrame:
        """Return what the loss of the supplier costs: the first quarter, and a row a horizon with the input's price."""
        import pandas as pd

        rows = [
            {"horizon": h, **_ends("price", self.price.get(h, UNKNOWN)), **_ends("loss", span)}
            for h, span in self.loss.stated_ranges.items()
        ]
        return pd.DataFrame(rows)


def _ends(name: str, span: Span) -> dict[str, float]:
    return {f"{name}_{end}": getattr(span, end) for end in ("low", "middle", "high")}


def _gains(gain: Mapping[str, Span]) -> dict[str, float]:
    return {name: value for h, span in gain.items() for name, value in _ends(f"gain_{h}", span).items()}


def _flat(x: Replacer) -> dict[str, Any]:
    """Return a replacer as one row; a year that is not known is missing."""
    years = {n: getattr(x, n) or None for n in YEARS}
    return {n: getattr(x, n) for n in PLAIN} | years | _ends("gap", x.gap) | _gains(x.gain)
