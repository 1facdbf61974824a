"""The hold-out of 2019: the estimate beside the OECD table of that year, which nothing that builds it reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from builders.annual import partners
from builders.annual.concordances import ECONOMIES, REST, TABLE
from builders.annual.known import COARSE
from builders.annual.prior import uses
from builders.annual.sources import arrays
from builders.annual.tables import of_accounts
from newind.accounts.accounts import Accounts
from newind.accounts.regions import Regions
from newind.data.reference.building import DECIMALS, by_partner

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from newind.data.reference.building import Measure
    from newind.typing import Array

YEAR = 2019
FILE = "recent/world_tables/oecd2023_2019_g20/icio2023_2019_g20x20.npz"
NAMES = {
    "c1": "A",
    "c2": "B",
    "c3": "C",
    "c17": "DE",
    "c18": "F",
    "c19t21": "G",
    "c22": "I",
    "c28": "K",
    "c29": "L",
    "c30": "H J MN",
    "c31t35": "O P Q RST",
}
"""Common sectors, each under the code of an industry of its kind, and the sections of ISIC that it holds."""
OF_26 = {
    "c1": "c1",
    "c2": "c2",
    "c3": " ".join(f"c{k}" for k in range(3, 17)),
    "c17": "c17",
    "c18": "c18",
    "c19t21": "c19t21",
    "c22": "c22",
    "c28": "c28",
    "c29": "c29",
    "c30": "c23t26 c27 c30",
    "c31t35": "c31t35",
}
"""The same of the 26 industries, which hold publishing in c7, and waste and broadcasting in c31t35."""
SECTIONS = {section: code for code, some in NAMES.items() for section in some.split()}
LOST = ("TWN", "ESP", "REU")
"""Economies of the 20 that the table of 2019 has in the rest of the world."""
IDS = (
    "s2.manufacturing_share",
    "s4.dva_share",
    "s4.vax_ratio",
    "s4.gvc_participation",
    "s1.import_dependence",
    "s2.services_in_manufacturing_exports",
    "s4.domestic_circulation",
    "quality.value_added_rate",
    "quality.manufacturing_value_added_rate",
    "s1.import_dependence_direct",
    "s2.gvc_income_share",
    "s2.services_in_manufacturing",
    "s4.fva_share",
    "s4.gvc_circulation",
    "s4.foreign_value_in_home_use",
    "s4.gvc_backward",
    "s4.gvc_forward",
    "s4.demand_foreign",
    "s4.supply_foreign",
    "s4.upstreamness",
    "s4.supplier_hhi",
    "s4.unnamed_supplier_share",
    "s4.largest_supplier_share",
    by_partner("s4.largest_supplier_share"),
    "s4.market_hhi",
    "s4.largest_market_share",
    by_partner("s4.largest_market_share"),
)
"""Indicators that depend on flows and have a meaning at the common sectors."""
DEMAND = ("c37", "c39", "c41")
GROUPS = ("c1", "c3", "c17", "c18", "c19t21", "c23t26", "c22", "c28", "c30", "c31t35", "c34")
"""The 11 groups of the table of 2020, each under the code of an industry of its kind."""
OF_GROUPS = (
    "s4.dva_share",
    "s4.vax_ratio",
    "s4.gvc_participation",
    "s4.gvc_backward",
    "s4.gvc_forward",
    "s4.domestic_circulation",
    "s4.demand_foreign",
    "s4.supply_foreign",
    "quality.value_added_rate",
)
"""Indicators that have a meaning at these groups, which put food with farming and mining."""


def truth(source: Path) -> Accounts:
    """Return the table of 2019 of the OECD, 16 economies of the 20 and the rest, at common sectors.

    Raises
    ------
    DataError
        When the file is missing.
    """
    found = arrays(source / FILE, ("Z", "F", "economies", "sectors"))
    regions, sections = (tuple(map(str, found[name])) for name in ("economies", "sectors"))
    place = [next(code for some, code in SECTIONS.items() if section in some) for section in sections]
    R, S = len(regions), len(sections)
    flows = np.concatenate([found["Z"].reshape(R, S, R, S), found["F"].reshape(R, S, R, 3)], axis=3)
    return collapse(flows, [code if code in ECONOMIES else REST for code in regions], place)


def collapse_34(flows: Array) -> Accounts:
    """Return flows of 20 economies × 34 industries at the economies and sectors of the table of 2019."""
    return collapse(flows, _economies(), [SECTIONS[row["section"]] for row in TABLE])


def collapse_26(w: Accounts) -> Accounts:
    """Return accounts of 20 economies × 26 industries at the economies and sectors of the table of 2019."""
    place = {i: code for code, some in OF_26.items() for i in some.split()}
    return collapse(of_accounts(w), _economies(), [place[i] for i in w.industries])


def _economies() -> list[str]:
    return [REST if code in LOST else code for code in ECONOMIES]


def compare(tried: Mapping[str, Accounts], true: Accounts, measure: Measure) -> dict[str, dict[str, dict[str, Any]]]:
    """Return the errors of each table against the true one, by indicator, of shares by partner over all pairs.

    Parameters
    ----------
    tried : mapping of str to Accounts
        Tables at the labels of the true one, by name.
    true : Accounts
        What `truth` returned.
    measure : callable
        Indicators of accounts.

    Returns
    -------
    dict
        Indicator → name → ``mean`` and ``largest`` absolute error over the economies shown, the ``economy`` of the
        largest (with its partner), and the error of the ``rest_of_world``, which is the last.
    """
    stated = measure(true)
    found = {name: measure(w) for name, w in tried.items()}
    return {
        id: {name: _errors(values[id] - stated[id], true.regions.codes) for name, values in found.items()}
        for id in IDS
        if id in stated
    }


def _errors(errors: Array, codes: Sequence[str]) -> dict[str, Any]:
    inside = np.abs(errors)[(slice(-1),) * errors.ndim]
    worst = np.unravel_index(np.nanargmax(inside), inside.shape)
    figures = {name: round(figure, DECIMALS) for name, figure in partners.errors(errors).items()}
    return figures | {"economy": ", ".join(codes[int(k)] for k in worst)}


def collapse(
    flows: Array,
    regions: Sequence[str],
    industries: Sequence[str],
    kinds: Sequence[str] = tuple(NAMES),
    demand: tuple[str, ...] = DEMAND,
    year: int = YEAR,
) -> Accounts:
    """Return accounts of flows by seller, industry, buyer and use, summed to regions and industries of given names.

    Parameters
    ----------
    flows : (R, S, R, S + D) array, M.USD
    regions, industries : sequence of str
        Name under which each of the R and S is summed.
    kinds : sequence of str
        Names of industries in order.
    demand : tuple of str
        Codes of the D final uses.
    """
    codes = [code for code in ECONOMIES if code in regions]
    to = np.array([[float(r == code) for r in regions] for code in codes])
    of = np.array([[float(i == kind) for i in industries] for kind in kinds])
    users = uses(of.T, len(demand))
    small = np.einsum("ka,ji,aibu,lb,uv->kjlv", to, of, flows, to, users, optimize=True)
    size = len(codes) * len(kinds)
    return Accounts(
        Z=small[..., : len(kinds)].reshape(size, size),
        Y=small[..., len(kinds) :].reshape(size, -1),
        regions=Regions(codes),
        industries=tuple(kinds),
        demand=demand,
        year=year,
        status="estimated",
    )


def collapse_groups(flows: Array) -> Accounts:
    """Return flows of 20 economies by the 11 groups of the table of 2020, at the economies of the table of 2019."""
    return collapse(flows, _economies(), GROUPS, GROUPS, DEMAND[::2], COARSE)


def editions(stated: Array, renewed: Array, measure: Measure) -> dict[str, dict[str, Any]]:
    """Return by how much indicators of one year differ between two editions, at 11 groups of industries.

    Parameters
    ----------
    stated, renewed : (20, 11, 20, 13) array, M.USD
        Flows of 2020 by group: of the 2023 edition, and the same at the totals of the estimate.
    measure : callable
        Indicators of accounts.
    """
    name = "difference"
    found = compare({name: collapse_groups(renewed)}, collapse_groups(stated), measure)
    return {id: tried[name] for id, tried in found.items() if id in OF_GROUPS}
