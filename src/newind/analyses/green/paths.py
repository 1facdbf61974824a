"""The single chains along which the most is emitted for what a region finally uses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.classification import industry_name
from newind.accounts.memo import memo
from newind.accounts.regions import apply_house_style as known_region
from newind.accounts.satellite import readonly
from newind.analyses.green.footprints import with_carbon
from newind.charts.proofs import Branch, PathTree
from newind.errors import DataError, unknown
from newind.frozen import Frozen
from newind.kernels import paths
from newind.kernels.quotients import ratio
from newind.measures.green import along_chain, per_output
from newind.messages import in_each, list_columns, list_languages, message

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.accounts.panel import Panel
    from newind.messages import Text
    from newind.typing import Array

TIERS = 12
"""Tiers of suppliers that are distinguished; what lies further upstream is one figure."""
SHOWN = 24
"""Paths that a tree shows, with what leads to them."""
ROOT: Text = message("green.paths.root")
OF_PRODUCT: Text = message("green.paths.of_product")

BEFORE: Text = message("green.paths.before")
"""Said of a total that chains below zero are not taken off."""


@dataclass(frozen=True, eq=False)
class EmissionPaths(Frozen):
    """Chains from an emitting industry to what a region finally uses, each at least a share of all; Mt.

    Attributes
    ----------
    region : str
    year : int
    product : str or None
        Final products of this industry only, whoever made them.
    threshold : float
        Least share of the total that a chain and what feeds it must have.
    total : float
        Emissions along all chains, without households' own.
    cells : tuple of (str, str)
        Region and industry by position in the accounts.
    found : Paths
        The tree; emissions below zero go with stocks that are run down.
    tiers : (T,) array
        All emissions by tier: industries that make the final products, their suppliers, theirs, …
    beyond : float
        Emissions of tiers further upstream; with ``tiers`` they add up to the total.
    status : str
    """

    region: str
    year: int
    product: str | None
    threshold: float
    total: float
    cells: tuple[tuple[str, str], ...]
    found: paths.ChainTree
    tiers: Array
    beyond: float
    status: str

    unit = "Mt"

    def table(self) -> pd.DataFrame:
        """Return a row a chain that itself reaches the threshold, the largest first.

        Returns
        -------
        DataFrame
            ``path`` in codes and ``label_en``, ``label_zh`` in names, from the emitter to the final product;
            ``emitter_region``, ``emitter_industry``, ``product_region``, ``product``; ``steps`` between them;
            ``value`` and ``share`` of the total.
        """
        import pandas as pd

        listed = np.flatnonzero(np.abs(self.found.own) >= self.threshold * abs(self.total))
        order = listed[np.argsort(-np.abs(self.found.own[listed]), kind="stable")]
        rows = [self._row(int(p)) for p in order]
        columns = [
            "path", *list_columns("label"), "emitter_region", "emitter_industry", "product_region", "product", "steps",
            "value",
        ]  # fmt: skip
        table = pd.DataFrame(rows, columns=columns)
        table.insert(0, "region", self.region)
        table.insert(0, "year", self.year)
        return table.assign(share=ratio(table["value"], self.total), unit=self.unit, status=self.status)

    def by_tier(self) -> pd.DataFrame:
        """Return a row a tier: all its emissions (``value``) and those on the chains found; the last row is the rest.

        The values add up to the total.
        """
        import pandas as pd

        count = len(self.tiers)
        found = np.bincount(np.minimum(self.found.tier, count), weights=self.found.own, minlength=count + 1)
        values = np.append(self.tiers, self.beyond)
        return pd.DataFrame({
            "tier": [*map(str, range(count)), f"{count}+"], "value": values, "share": ratio(values, self.total),
            "found": found, "unit": self.unit, "status": self.status,
        })  # fmt: skip

    def chart(self) -> PathTree:
        """Return the largest chains and what leads to them as data of a tree; those below zero are left out."""
        kept = self._select_chains()
        place = {p: k + 1 for k, p in enumerate(kept)}
        total = self._total(kept)
        branches = [Branch(self.region, -1, total, self._root(below=total > self.total), 0.0)]
        for p in kept:
            cell = self.cells[self.found.cell[p]]
            parent = place.get(int(self.found.parent[p]), 0)
            value, own = float(self.found.branch[p]), float(self.found.own[p])
            branches.append(Branch("/".join(cell), parent, value, _label(cell), own))
        return PathTree(tuple(branches), self.unit, total)

    def _total(self, kept: Sequence[int]) -> float:
        """Return what all chains cause; before what run-down stocks take off where the drawn ones are worth more."""
        first = self.found.parent < 0
        drawn = float(sum(self.found.branch[p] for p in kept if first[p]))
        below = float(self.found.branch[first & (self.found.branch < 0)].sum())
        return self.total if drawn <= self.total else self.total - below

    def _select_chains(self) -> list[int]:
        """Return positions of the largest chains and of what leads to them, parents first."""
        largest = np.argsort(-self.found.own, kind="stable")[:SHOWN]
        kept = set()
        for p in map(int, largest):
            q = p if self.found.own[p] > 0 else -1
            while q >= 0 and q not in kept:
                kept.add(q)
                q = int(self.found.parent[q])
        return sorted(kept)

    def _root(self, *, below: bool) -> Text:
        """Return what the root is called; ``below`` says that chains below zero are not taken off it."""
        row = known_region(self.region)
        form = ROOT if self.product is None else OF_PRODUCT
        return {
            lang: form[lang].format(en=row.name(lang), zh=row.zh, product=industry_name(self.product or "", lang))
            + (BEFORE[lang] if below else "")
            for lang in list_languages()
        }

    def _row(self, path: int) -> tuple[object, ...]:
        chain = [self.cells[c] for c in self.found.chain(path)]
        names = [_label(cell).values() for cell in chain]
        said = (" > ".join("/".join(c) for c in chain), *(" → ".join(named) for named in zip(*names, strict=True)))
        return *said, *chain[0], *chain[-1], len(chain) - 1, float(self.found.own[path])


def emission_paths(
    w: Accounts | Panel, region: str, product: str | None = None, threshold: float = 1e-3, depth: int = 30
) -> EmissionPaths:
    """Find the chains along which most is emitted for what a region finally uses.

    Parameters
    ----------
    w : Accounts or Panel
        Closed accounts with CO2; of a panel the last year with CO2.
    region : str
        Whose final use.
    product : str, optional
        Final products of this industry only, whoever makes them.
    threshold : float
        Share of the total, between 0 and 1: every chain as large is found.
    depth : int
        Most steps upstream.

    Returns
    -------
    EmissionPaths
        Chains as a table and as a tree, and the sums of all chains by tier, which add up to the total.

    Raises
    ------
    DataError
        For accounts with a boundary or without CO2, a threshold that is no share, or final use that causes nothing.
    UnknownNameError
        For a region or a product that is not there, with the nearest.

    References
    ----------
    Defourny & Thorbecke (1984), The Economic Journal 94, 111.
    """
    one = with_carbon(w, "paths of emissions")
    r = one.regions.index(region)
    if product is not None and product not in one.industries:
        raise unknown("industry", product, one.industries, "The accounts list theirs.")
    if not 0 < threshold < 1:
        raise DataError(f"paths: the threshold {threshold} is not a share between 0 and 1. Take one as 1e-4.")
    f, multiplier, y = per_output(one), along_chain(one), _demand(one, r, product)
    total = float(multiplier @ y)
    if not total > 0:
        what = product or "anything"
        raise DataError(f"{region} causes no emissions by its final use of {what} in {one.year}. Take another product.")
    steps = paths.tiers(f, one.A, y, TIERS)
    return EmissionPaths(
        region, one.year, product, threshold, total, _cells(one),
        paths.structural_paths(f, one.A, y, multiplier, threshold * total, depth), readonly(steps),
        total - float(steps.sum()),
        "estimated" if "estimated" in (one.status, one.satellite("co2").status) else "observed",
    )  # fmt: skip


def _demand(w: Accounts, r: int, product: str | None) -> Array:
    bought = w.Yr[:, r].reshape(w.R, w.S)
    if product is None:
        return bought.ravel()
    only = np.zeros_like(bought)
    only[:, w.industries.index(product)] = bought[:, w.industries.index(product)]
    return only.ravel()


@memo
def _cells(w: Accounts) -> tuple[tuple[str, str], ...]:
    return tuple((region, industry) for region in w.regions.codes for industry in w.industries)


def _label(cell: tuple[str, str]) -> Text:
    region, industry = cell
    row = known_region(region)
    return in_each(
        lambda lang: (
            row.zh + industry_name(industry, lang)
            if lang == "zh"
            else f"{industry_name(industry, lang)} ({row.name(lang)})"
        )
    )
