"""Why digital content changed: value added of digital industries, use of inputs, where they come from, mix of products.

All are shares of value in current prices: an effect of value added per unit of output holds prices as well as volumes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.groups import resolve
from newind.accounts.panel import Panel
from newind.accounts.satellite import readonly
from newind.analyses.manufacturing import carried as carrying
from newind.charts.proofs import ChartRow, Waterfall
from newind.errors import DataError
from newind.frozen import Frozen
from newind.kernels.contentchange import ContentChange, InputChange, content_change, technology_and_sourcing
from newind.kernels.quotients import ratio
from newind.measures.shared import members
from newind.messages import in_each, list_columns, message, message_group

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.messages import Text
    from newind.typing import Array, IntArray

EFFECTS: dict[str, Text] = message_group("manufacturing.digital_effects.effects")
"""Causes of changes of digital content: the first is intensity, the others are structure."""
INTENSITY = ("value_added",)
ORIGINS = ("home", "abroad")
COLUMNS = (
    "region", "first", "last", "industry", "effect", "kind", *list_columns("label"), "home", "abroad", "value", "unit",
    "status", *list_columns("note"),
)  # fmt: skip
NO_SOURCING = message("manufacturing.digital_effects.no_sourcing")


@dataclass(frozen=True, eq=False)
class DigitalChange(Frozen):
    """Change of digital content between two years, by effect (6), origin (2: home, abroad) and product (S).

    Attributes
    ----------
    region : str
    first, last : int
    products : tuple of str
        Codes of all industries.
    bundle : tuple of str
        Products that the total is of.
    content : (2, 2, S) array
        Content per unit by year, origin and product.
    effects : (6, 2, S) array
        By :data:`EFFECTS`, each product alone; the mix is 0 here. Sums to the change of `content`.
    total : (2, 2) array
        Content of the bundle's final products by year and origin.
    bundled : (6, 2) array
        Effects for the bundle; sums to the change of `total`.
    mix : (2, S) array
        What the share of each product in the bundle did, by origin; sums to the last of `bundled`.
    status : str
    remarks : dict

    Notes
    -----
    NaN abroad in accounts with a boundary, and for products without output in one of the years.
    """

    region: str
    first: int
    last: int
    products: tuple[str, ...]
    bundle: tuple[str, ...]
    content: Array
    effects: Array
    total: Array
    bundled: Array
    mix: Array
    status: str
    remarks: Text

    def table(self) -> pd.DataFrame:
        """Return the effects for the bundle: a row an effect, ``value`` from home and abroad; adds up to the change.

        Returns
        -------
        DataFrame
            ``kind`` is intensity or structure; ``industry`` is empty. NaN is in ``abroad`` where it is not known,
            and ``value`` is then what was earned at home.
        """
        return self._frame(self._rows(None, self.bundled))

    def by_product(self) -> pd.DataFrame:
        """Return the effects for each product of the bundle, as in :meth:`table`, without the mix."""
        at = [self.products.index(code) for code in self.bundle]
        every = (row for j in at for row in self._rows(self.products[j], self.effects[:, :, j]) if row[4] != "mix")
        return self._frame(every)

    def chart(self) -> Waterfall:
        """Return the effects from the first to the last year as data of a chart."""
        start, end = map(float, np.nansum(self.total, axis=1))
        values = np.nansum(self.bundled, axis=1)
        steps = tuple(ChartRow(k, float(v), label=EFFECTS[k]) for k, v in zip(EFFECTS, values, strict=True))
        if np.isnan(self.total[:, 1]).all():
            steps = tuple(step for step in steps if step.code != "abroad")
        years = in_each(lambda _: str(self.first)), in_each(lambda _: str(self.last))
        return Waterfall(start, steps, end, "1", years)

    def _rows(self, industry: str | None, values: Array) -> Iterator[tuple[object, ...]]:
        for (effect, label), (home, abroad) in zip(EFFECTS.items(), values, strict=True):
            kind = "intensity" if effect in INTENSITY else "structure"
            said = (self.region, self.first, self.last, industry, effect, kind, *label.values())
            value = home if np.isnan(abroad) else home + abroad
            figures = (float(home), float(abroad), float(value))
            yield *said, *figures, "1", self.status, *self.remarks.values()

    def _frame(self, rows: Iterator[tuple[object, ...]]) -> pd.DataFrame:
        import pandas as pd

        return pd.DataFrame(list(rows), columns=list(COLUMNS))


def digital_change(
    panel: Panel,
    region: str,
    first: int | None = None,
    last: int | None = None,
    *,
    industries: str | tuple[str, ...] = "manufacturing",
    group: str = "digital",
) -> DigitalChange:
    """Split the change of digital content into value added of digital industries, input structure and mix.

    Parameters
    ----------
    panel : Panel
        With a boundary only the region's own digital value added is known.
    region : str
    first, last : int, optional
        Years of one database; the first and the last of the latest by default. Exchanging them changes the signs.
    industries : str or tuple of str
        Products: codes or a group.
    group : {"digital", "digital-wide"}
        What counts as digital: the headline or its upper end.

    Returns
    -------
    DigitalChange
        Mean of the two polar forms; nothing is left over.

    Raises
    ------
    DataError
        For accounts of one year only, the same year twice, a group that is neither, products that nobody finally uses,
        or a region that is only a boundary.
    UnknownNameError
        For a region, a year or an industry that is not there.

    Notes
    -----
    ``c_j = Σ_{i∈digital} v_i B_ij``. A change of input coefficients in the region's own columns is parted into how much
    of each input is used, and from where it comes.

    References
    ----------
    Dietzenbacher & Los (1998), Economic Systems Research 10(4), 307.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> found = digital_change(load("world"), "CHN", 1995, 2011)
    >>> bool(abs(found.bundled.sum() - (found.total[1] - found.total[0]).sum()) < 1e-12)
    True
    """
    years = _two_years(panel, first, last)
    if group not in ("digital", "digital-wide"):
        raise DataError(f"what counts as digital is 'digital' or 'digital-wide', not {group!r}.")
    w = years[0]
    r = carrying.full_region(w, region)
    picked = resolve(industries, w.industries)
    resolve(group, w.industries)
    shares = [_shares(one, r, picked, region) for one in years]
    found = content_change(
        (_digital(years[0], r, group), _digital(years[1], r, group)),
        (years[0].LU, years[1].LU),
        _parts(years, r, group),
    )
    return DigitalChange(
        region=region,
        first=years[0].year,
        last=years[1].year,
        products=w.industries,
        bundle=tuple(w.industries[i] for i in picked),
        status="proxy" if all(one.status == "observed" for one in years) else "estimated",
        remarks=carrying.remarks(w, carrying.CURRENT, *[NO_SOURCING] * bool(w.boundary)),
        **_arrays(found, shares, years, r),
    )


def _two_years(panel: Panel, first: int | None, last: int | None) -> tuple[Accounts, Accounts]:
    if not isinstance(panel, Panel) or len(panel) < 2:
        what = f"accounts of {panel.years[0]} only" if isinstance(panel, Panel) else type(panel).__name__
        raise DataError(f"a change of digital content needs a Panel of two years or more, not {what}.")
    within = panel.within(first, last)
    a, b = within.years[0] if first is None else first, within.years[-1] if last is None else last
    if a == b:
        raise DataError(f"a change of digital content needs two years; {a} stands for both. Name another one.")
    return within[a], within[b]


def _shares(w: Accounts, r: int, picked: IntArray, region: str) -> Array:
    """Return the shares of products in the bundle's final products; (n,), zero elsewhere."""
    final, found = carrying.compute_sales(w, r).final, np.zeros((w.R, w.S))
    if not final[picked].sum() > 0:
        raise DataError(
            f"{region} sells no final products of these industries in {w.year}. Name others, or another year."
        )
    found[r, picked] = ratio(final[picked], final[picked].sum())
    return found.ravel()


def _digital(w: Accounts, r: int, group: str) -> Array:
    """Return digital value added per unit of output from home and, in closed accounts, from abroad; (1 or 2, n)."""
    digital = np.where(members(w, group), w.v, 0.0)
    home = np.repeat(np.arange(w.R) == r, w.S)
    return np.stack([digital * home, digital * ~home][: 1 if w.boundary else 2])


def _parts(years: tuple[Accounts, Accounts], r: int, group: str) -> list[InputChange]:
    """Return the parts of the change in input coefficients, in the order of the effects."""
    a, b = years
    n, every = a.n, np.ones(a.n, dtype=bool)
    home, digital = np.repeat(np.arange(a.R) == r, a.S), members(a, group)
    own = [w.A.reshape(w.R, w.S, w.n)[:, :, home] for w in years]
    technology, sourcing = np.zeros((n, n)), np.zeros((n, n))
    technology[:, home], sourcing[:, home] = (p.reshape(n, -1) for p in technology_and_sourcing(own[0], own[1]))
    return [
        InputChange(technology, digital, home),
        InputChange(technology, ~digital, home),
        InputChange(sourcing, every, home),
        InputChange(b.A - a.A, every, ~home),
    ]


def _arrays(found: ContentChange, shares: list[Array], years: tuple[Accounts, Accounts], r: int) -> dict[str, Array]:
    """Return contents and effects of the region's products and of the bundle, NaN where they are not known."""
    w = years[0]
    own = slice(r * w.S, (r + 1) * w.S)
    value, inputs = found.products()
    total_value, total_inputs, mix = found.bundle(shares[0], shares[1])
    made = np.where((years[0].x[own] > 0) & (years[1].x[own] > 0), 1.0, np.nan)
    effects = np.concatenate([value[None], inputs, np.zeros((1, *value.shape))])[:, :, own] * made
    content = np.stack([found.first, found.second])[:, :, own]
    total = np.stack([found.first @ shares[0], found.second @ shares[1]])
    bundled = np.concatenate([total_value[None], total_inputs, mix.sum(axis=1)[None]])
    named = {"content": content * made, "effects": effects, "total": total, "bundled": bundled, "mix": mix[:, own]}
    axes = {"content": 1, "effects": 1, "total": 1, "bundled": 1, "mix": 0}
    return {k: readonly(_both(v, axes[k])) for k, v in named.items()}


def _both(values: Array, axis: int) -> Array:
    """Return figures for both origins, NaN abroad where only home is known."""
    if values.shape[axis] == len(ORIGINS):
        return values
    return np.concatenate([values, np.full_like(values, np.nan)], axis=axis)
