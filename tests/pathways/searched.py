"""A small economy and what can be done in it, for tests of the search."""

from __future__ import annotations

from newind.accounts.accounts import Accounts
from newind.policy.schema import Package, Shock
from newind.testing import REGIONS, Structure, build

UNTIL = 2030


def economy() -> Accounts:
    """Return three regions with four industries."""
    return build(Structure(REGIONS[:3], ("c14", "c27", "c1", "c30"), inventories=False), 3, year=2008)


def packages(*names: str) -> list[Package]:
    """Return packages by name."""
    every = {
        "better": Shock("productivity", 0.02, region="CHN", industry="c14"),
        "research": Shock("rd_subsidy", 0.1, region="CHN", industry="c14"),
        "carbon": Shock("carbon_price", 20.0, region="CHN"),
        "plants": Shock("production_subsidy", 0.03, mode="add", region="CHN", industry="c27"),
        "open": Shock("trade_cost", -0.05, mode="add", region="CHN"),
    }
    return [Package([every[n]], name=n) for n in names]
