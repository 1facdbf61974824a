"""Where the value in what a region sells comes from, which industries sell it, and where it goes: data of a Sankey."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.analyses.circulation.dual import find_closed_region
from newind.analyses.circulation.sides import HOME, DivisionSide, matrix, sides_of
from newind.errors import DataError, offenders
from newind.kernels.valueadded import bilateral_exports
from newind.measures import shared
from newind.measures.shared import by_region, million_usd, positions
from newind.messages import list_languages, message, message_group

if TYPE_CHECKING:
    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.analyses.circulation.sides import Groups
    from newind.messages import Text
    from newind.typing import Array, BoolArray

MOST = 18
"""Nodes that can still be read in one chart."""
STEPS: tuple[Text, Text, Text] = (
    message("circulation.valueflows.steps.origin"),
    message("circulation.valueflows.steps.seller"),
    message("circulation.valueflows.steps.where_it_goes"),
)
INDUSTRIES: dict[str, Text] = message_group("circulation.valueflows.industries")
USES: dict[str, Text] = message_group("circulation.valueflows.uses")
INVESTED = ("investment", "inventories", "valuables")
GROUPS = ("agriculture", "industry", "manufacturing", "high-tech", "construction", "services")
COARSER: tuple[dict[str, tuple[str, ...]], ...] = (
    {},
    {"other_industry": ("mining_utilities", "other_manufacturing")},
    {"goods": ("agriculture", "mining_utilities", "other_manufacturing")},
    {"all_goods": ("agriculture", "mining_utilities", "high_tech", "other_manufacturing")},
)
"""Blocks of industries put together where stocks run down would leave a band below zero, tried in turn."""


@dataclass(frozen=True)
class ValueNode:
    """One box: a code that is its own within a step, the step (0, 1, 2), its name, and what passes through it.

    ``focus`` marks the region itself and its uses.
    """

    code: str
    step: int
    label: Text
    value: float
    focus: bool = False

    @property
    def key(self) -> str:
        """Step and code, by which links name it."""
        return f"{self.step}:{self.code}"


@dataclass(frozen=True)
class ValueLink:
    """A band between two nodes, by their keys."""

    source: str
    target: str
    value: float


@dataclass(frozen=True)
class ValueFlows:
    """Value in the final products and exports that a region sells, in three steps.

    Attributes
    ----------
    region : str
    year : int
    unit : str
        ``M.USD``, or the unit of accounts in another currency.
    status : str
    nodes : tuple of ValueNode
        Origin of the value; industry of the region that sells it; where it goes. Each step adds up to the same.
    links : tuple of ValueLink
        From origins to industries, from industries to uses; those of a node add up to it.
    """

    region: str
    year: int
    unit: str
    status: str
    nodes: tuple[ValueNode, ...]
    links: tuple[ValueLink, ...]

    @property
    def total(self) -> float:
        """Total of each step."""
        return sum(n.value for n in self.nodes if n.step == 0)

    def to_frame(self) -> pd.DataFrame:
        """Return a row a link with codes and names of both nodes."""
        import pandas as pd

        by_key = {n.key: n for n in self.nodes}
        rows = [(by_key[k.source], by_key[k.target], k.value) for k in self.links]
        return pd.DataFrame(
            [
                (self.year, self.region, a.step, a.code, b.code,
                 *(end.label[lang] for lang in list_languages() for end in (a, b)), value, self.unit, self.status)
                for a, b, value in rows
            ],
            columns=["year", "region", "step", "source", "target",
                     *(f"{end}_{lang}" for lang in list_languages() for end in ("source", "target")),
                     "value", "unit", "status"],
        )  # fmt: skip


def value_flows(w: Accounts, region: str, groups: Groups = None) -> ValueFlows:
    """Return where the value in what a region sells comes from, which industries sell it, and where it goes.

    What a region sells leaves its production: final products used at home, and exports, of final products and of
    inputs. Their value is split by origin as it is at that point: value of home that comes back in imported inputs
    counts as home's, and what is exported, comes back and is sold again is in twice.

    Parameters
    ----------
    w : Accounts
        Closed accounts.
    region : str
        Code of the region.
    groups : sequence of str, mapping of str to str or sequence of str, or str, optional
        Groups of partners that share no economy, as in :func:`newind.analyses.circulation.sides.sides_of`.

    Returns
    -------
    ValueFlows
        At most 18 nodes. Where stocks run down by more than is sold, blocks of industries are put together, then
        consumption and investment, until no band is below zero.

    Raises
    ------
    DataError
        For accounts with a boundary, groups that share an economy or are too many, or value below zero that no chart
        can show.
    UnknownNameError
        For a region, an economy or a group that does not exist, with the nearest name.

    References
    ----------
    Koopman, Wang & Wei (2014), American Economic Review 104(2), 459.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> found = value_flows(load("world", year=2011), "CHN")
    >>> {n.code: round(n.value / found.total, 3) for n in found.nodes if n.step == 0}
    {'home': 0.839, 'developed': 0.083, 'emerging': 0.018, 'unnamed': 0.06}
    """
    r = find_closed_region(w, region)
    sides, blocks = sides_of(w, region, groups), _industries(w)
    content = matrix(sides, w.R) @ shared.origin(w)[:, r * w.S : (r + 1) * w.S]
    tried = [
        _chart(sides, _merge_blocks(blocks, coarser), uses, content * sold.sum(axis=1), sold)
        for uses, sold in _uses(w, r, sides)
        for coarser in COARSER
    ]
    nodes, links = next((found for found in tried if not _below(found[1])), tried[-1])
    _check(w, nodes, links)
    usd = million_usd(w.unit)
    return ValueFlows(region, w.year, "M.USD" if usd == usd else w.unit, w.status, *_scale_flows(nodes, links, usd))


def _industries(w: Accounts) -> dict[str, BoolArray]:
    """Return which industries belong to each block, blocks without one left out; (S,) bool each, a partition."""
    among = {name: np.isin(np.arange(w.S), positions(w, name)) for name in GROUPS}
    made = among["manufacturing"]
    found = {
        "agriculture": among["agriculture"],
        "mining_utilities": among["industry"] & ~made,
        "high_tech": among["high-tech"] & made,
        "other_manufacturing": made & ~among["high-tech"],
        "construction": among["construction"],
        "services": among["services"],
    }
    found["other_industries"] = ~np.logical_or.reduce(list(found.values()))
    return {name: inside for name, inside in found.items() if inside.any()}


def _merge_blocks(blocks: dict[str, BoolArray], coarser: dict[str, tuple[str, ...]]) -> dict[str, BoolArray]:
    """Return blocks of industries with some of them put together, in the usual order."""
    goes = {old: new for new, olds in coarser.items() for old in olds}
    found: dict[str, BoolArray] = {}
    for name, inside in blocks.items():
        new = goes.get(name, name)
        found[new] = found.get(new, np.zeros_like(inside)) | inside
    return {name: found[name] for name in INDUSTRIES if name in found}


def _uses(w: Accounts, r: int, sides: tuple[DivisionSide, ...]) -> tuple[tuple[dict[str, Text], Array], ...]:
    """Return names of where products go and what goes there, (S, uses), money: finer, then coarser.

    An industry without output sells nothing: what its rows show cancels out.
    """
    made = (by_region(w, w.x)[r] > 0)[:, None]
    abroad = made * bilateral_exports(w.Z4, w.Y3)[r] @ matrix(sides[1:], w.R).T
    own = made * w.Y4[r, :, r]
    every, invested = own.sum(axis=1), own[:, _is_investment(w)].sum(axis=1)
    partners = {side.code: side.label for side in sides[1:]}
    return (
        (
            {"consumption": USES["consumption"], "investment": USES["investment"]} | partners,
            np.column_stack([every - invested, invested, abroad]),
        ),
        ({"use": USES["use"]} | partners, np.column_stack([every, abroad])),
    )


def _is_investment(w: Accounts) -> BoolArray:
    from newind.accounts.classification import demand_role

    return np.array([demand_role(d) in INVESTED for d in w.demand])


def _chart(
    sides: tuple[DivisionSide, ...],
    industries: dict[str, BoolArray],
    uses: dict[str, Text],
    brought: Array,
    sold: Array,
) -> tuple[tuple[ValueNode, ...], tuple[ValueLink, ...]]:
    """Return nodes and links of value by origin and product, (G, S), and by product and use, (S, U)."""
    blocks = np.array(list(industries.values()), dtype=np.float64)
    first, second = brought @ blocks.T, blocks @ sold
    origins = [
        ValueNode(s.code, 0, s.label, float(v), s.code == HOME) for s, v in zip(sides, first.sum(axis=1), strict=True)
    ]
    middle = [ValueNode(n, 1, INDUSTRIES[n], float(v)) for n, v in zip(industries, second.sum(axis=1), strict=True)]
    ends = [ValueNode(n, 2, uses[n], float(v), n in USES) for n, v in zip(uses, second.sum(axis=0), strict=True)]
    links = [*_links(origins, middle, first), *_links(middle, ends, second)]
    return tuple(n for n in (*origins, *middle, *ends) if n.value), tuple(links)


def _links(sources: list[ValueNode], targets: list[ValueNode], values: Array) -> list[ValueLink]:
    cells = [(a, b, float(values[i, j])) for i, a in enumerate(sources) for j, b in enumerate(targets)]
    return [ValueLink(a.key, b.key, value) for a, b, value in cells if value]


def _check(w: Accounts, nodes: tuple[ValueNode, ...], links: tuple[ValueLink, ...]) -> None:
    """Refuse what a chart cannot show.

    Raises
    ------
    DataError
        For more nodes than can be read, or bands below zero.
    """
    if len(nodes) > MOST:
        raise DataError(f"{len(nodes)} nodes: a chart of value shows at most {MOST}. Give fewer groups of partners.")
    if below := _below(links):
        raise DataError(
            f"value flows of {w.year}: below zero in {offenders(below)}, where stocks run down by more than is used. "
            "Take another year."
        )


def _below(links: tuple[ValueLink, ...]) -> list[str]:
    return [f"{k.source} to {k.target}" for k in links if k.value < 0]


def _scale_flows(
    nodes: tuple[ValueNode, ...], links: tuple[ValueLink, ...], usd: float
) -> tuple[tuple[ValueNode, ...], tuple[ValueLink, ...]]:
    """Return nodes and links in million USD; unchanged in another currency."""
    by = usd if usd == usd else 1.0
    return (
        tuple(ValueNode(n.code, n.step, n.label, n.value * by, n.focus) for n in nodes),
        tuple(ValueLink(k.source, k.target, k.value * by) for k in links),
    )
