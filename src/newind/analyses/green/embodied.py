"""Emissions embodied in trade: what a region emits for others, and others for it, by partner and industry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.memo import memo
from newind.accounts.satellite import readonly
from newind.analyses.green.footprints import with_carbon
from newind.charts.proofs import ChartRow, PartnerBars
from newind.frozen import Frozen
from newind.kernels.quotients import ratio
from newind.measures.green import per_output
from newind.messages import message

if TYPE_CHECKING:
    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.accounts.panel import Panel
    from newind.typing import Array, BoolArray

MOST = 8
"""Most partners in a chart."""


@dataclass(frozen=True, eq=False)
class EmbodiedTrade(Frozen):
    """Emissions by who emits and whose final use calls for them, through whatever countries goods go; Mt.

    Attributes
    ----------
    region : str
    year : int
    partners, industries : tuple of str
        The other economies; industries that emit.
    named : (P,) bool array
        False for partners that are aggregates.
    exports : (P, S) array
        Emitted by the region's industries for the final use of each partner.
    imports : (P, S) array
        Emitted by each partner's industries for the final use of the region.
    status : str
    """

    region: str
    year: int
    partners: tuple[str, ...]
    industries: tuple[str, ...]
    named: BoolArray
    exports: Array
    imports: Array
    status: str

    unit = "Mt"

    @property
    def balance(self) -> float:
        """Exports less imports: ``s3.net_carbon_exports``."""
        return float(self.exports.sum() - self.imports.sum())

    def by_partner(self) -> pd.DataFrame:
        """Return a row a partner: ``exports``, ``imports``, ``balance``; the largest flows first."""
        return self._frame("partner", self.partners, 1)

    def by_industry(self) -> pd.DataFrame:
        """Return a row an emitting industry: the region's for others, the others' for the region, the balance."""
        return self._frame("industry", self.industries, 0)

    def table(self) -> pd.DataFrame:
        """Return a row a partner and emitting industry."""
        import pandas as pd

        rows = [
            (p, i, float(self.exports[a, b]), float(self.imports[a, b]))
            for a, p in enumerate(self.partners)
            for b, i in enumerate(self.industries)
        ]
        found = pd.DataFrame(rows, columns=["partner", "industry", "exports", "imports"])
        return self._add_columns(found)

    def chart(self) -> PartnerBars:
        """Return what goes out and comes in by partner, the largest flows."""
        out, back = self.exports.sum(axis=1), self.imports.sum(axis=1)
        largest = np.argsort(-(out + back), kind="stable")[:MOST]
        rows = tuple(
            ChartRow(self.partners[k], float(out[k]), other=float(back[k]), hatched=not self.named[k]) for k in largest
        )
        return PartnerBars(
            rows,
            self.unit,
            left=message("green.embodied.chart.comes_in"),
            right=message("green.embodied.chart.goes_out"),
        )

    def _frame(self, name: str, codes: tuple[str, ...], axis: int) -> pd.DataFrame:
        import pandas as pd

        out, back = self.exports.sum(axis=axis), self.imports.sum(axis=axis)
        order = np.argsort(-(out + back), kind="stable")
        found = pd.DataFrame({name: [codes[k] for k in order], "exports": out[order], "imports": back[order]})
        found["export_share"] = ratio(out[order], out.sum())
        found["import_share"] = ratio(back[order], back.sum())
        return self._add_columns(found)

    def _add_columns(self, found: pd.DataFrame) -> pd.DataFrame:
        found.insert(0, "region", self.region)
        found.insert(0, "year", self.year)
        found["balance"] = found["exports"] - found["imports"]
        return found.assign(unit=self.unit, status=self.status)


@memo
def compute_emissions_by_user(w: Accounts) -> Array:
    """Return emissions of each industry by the region whose final use calls for them; (R, S, R), Mt."""
    return readonly((per_output(w)[:, None] * w.LU.solve(w.Yr)).reshape(w.R, w.S, w.R))


def embodied_trade(w: Accounts | Panel, region: str) -> EmbodiedTrade:
    """Return emissions embodied in what a region and its partners finally use of each other's making.

    Parameters
    ----------
    w : Accounts or Panel
        Closed accounts with CO2; of a panel the last year with CO2.
    region : str

    Returns
    -------
    EmbodiedTrade
        By partner and emitting industry; counted where goods are finally used, not where they are first shipped.

    Raises
    ------
    DataError
        For accounts with a boundary, or without CO2.
    UnknownNameError
        For a region that is not there.

    References
    ----------
    Peters (2008), Ecological Economics 65, 13.
    """
    one = with_carbon(w, "emissions embodied in trade")
    r, every = one.regions.index(region), compute_emissions_by_user(one)
    others = [q for q in range(one.R) if q != r]
    return EmbodiedTrade(
        region=region,
        year=one.year,
        partners=tuple(one.regions[q] for q in others),
        industries=one.industries,
        named=one.regions.named[others],
        exports=readonly(every[r].T[others]),
        imports=readonly(every[others, :, r]),
        status="estimated" if "estimated" in (one.status, one.satellite("co2").status) else "observed",
    )
