"""A figure over all years of a panel, a piece a database, and the last year in which each can be computed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.panel import Panel
from newind.aliases import alias
from newind.data.reference.now import labour_shares
from newind.language.words import unit_name
from newind.measures.measure import compute_indicator, explain_missing_data
from newind.measures.newer import LABOUR
from newind.measures.registry import indicators
from newind.measures.shared import format_unit
from newind.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newind.accounts.accounts import Accounts
    from newind.measures.registry import Indicator
    from newind.messages import Text


APART: Text = message("measures.series.apart")
GAP: Text = message("measures.series.gap")


@dataclass(frozen=True)
class SeriesPiece:
    """The known figures of one database.

    Attributes
    ----------
    span : first and last year of the database
    status : ``observed`` or ``estimated``, of its accounts
    years, values : where the figure is known
    """

    span: tuple[int, int]
    status: str
    years: tuple[int, ...]
    values: tuple[float, ...]


@dataclass(frozen=True)
class SeriesBreak:
    """Two databases in a year that both have."""

    year: int
    before: float
    after: float

    @property
    def difference(self) -> float:
        """By how much the later database lies above the earlier one."""
        return self.after - self.before


@dataclass(frozen=True)
class Series:
    """An indicator of a region over years: lines that are not joined, and the breaks between them."""

    id: str
    region: str
    unit: str
    pieces: tuple[SeriesPiece, ...]

    @property
    def breaks(self) -> tuple[SeriesBreak, ...]:
        """Values of two databases in the year in which they meet."""
        return tuple(b for _, _, b in self._meetings() if b is not None)

    def describe_breaks(self) -> tuple[Text, ...]:
        """Return in words where the line breaks, and by how much the databases differ there."""
        return tuple(self._apart(p, q) if b is None else self._describe_break(p, q, b) for p, q, b in self._meetings())

    def _meetings(self) -> tuple[tuple[SeriesPiece, SeriesPiece, SeriesBreak | None], ...]:
        pairs = zip(self.pieces, self.pieces[1:], strict=False)
        return tuple((one, other, _meeting(one, other)) for one, other in pairs)

    def _describe_break(self, one: SeriesPiece, other: SeriesPiece, b: SeriesBreak) -> Text:
        entry, made = indicators()[self.id], {}
        for lang, text in APART.items():
            scale = entry.scale([b.before, b.after], lang, self.unit)
            by = scale.number(b.difference, sign=True)
            if scale.unit == "%":
                by += " " + unit_name("points") if lang != "zh" else unit_name("points", "zh")
            made[lang] = text.format(
                label=entry.label[lang], year=b.year, before=scale.text(b.before), after=scale.text(b.after),
                first=_span(one), last=_span(other), by=by,
            )  # fmt: skip
        return made

    def _apart(self, one: SeriesPiece, other: SeriesPiece) -> Text:
        entry, years = indicators()[self.id], {"end": one.years[-1], "begin": other.years[0]}
        return {k: t.format(label=entry.label[k], first=_span(one), last=_span(other), **years) for k, t in GAP.items()}

    told = alias("describe_breaks")


def _meeting(one: SeriesPiece, other: SeriesPiece) -> SeriesBreak | None:
    shared = sorted(set(one.years) & set(other.years))
    if not shared:
        return None
    return SeriesBreak(shared[-1], *(p.values[p.years.index(shared[-1])] for p in (one, other)))


def _span(piece: SeriesPiece) -> str:
    return "–".join(map(str, piece.span))


def series(w: Accounts | Panel, id: str, region: str) -> Series:
    """Return an indicator of a region over all years, each database by itself.

    Parameters
    ----------
    w : Accounts or Panel
    id : str
        Of the registry.
    region : str

    Returns
    -------
    Series
        Pieces in order of time; a database in which nothing is known has none.

    Raises
    ------
    UnknownNameError
        For an indicator or a region that does not exist.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> found = series(load("world"), "s4.dva_share", "CHN")
    >>> [(p.years[0], p.years[-1], p.status) for p in found.pieces]
    [(1995, 2011, 'observed'), (2011, 2022, 'estimated')]
    >>> [(b.year, round(b.before, 2), round(b.after, 2)) for b in found.breaks]
    [(2011, 0.78, 0.8)]
    """
    panel = w if isinstance(w, Panel) else Panel([w])
    indicators()[id], panel.regions.index(region)
    pieces = (_piece(p, id, region) for p in panel.databases)
    return Series(id, region, format_unit(indicators()[id].unit, panel.last), tuple(p for p in pieces if p.years))


def _piece(panel: Panel, id: str, region: str) -> SeriesPiece:
    known = {w.year: v for w, before in map(panel.step, panel.years) if np.isfinite(v := value(w, before, id, region))}
    return SeriesPiece((panel.years[0], panel.years[-1]), panel.last.status, tuple(known), tuple(known.values()))


def value(w: Accounts, before: Accounts | None, id: str, region: str) -> float:
    """Return the total of a region, NaN where it is not known."""
    if explain_missing_data(indicators()[id], w, before):
        return float("nan")
    totals = (
        a for a in compute_indicator(w, id, before) if tuple(a.dims) == ("region",) and region in a.coords["region"]
    )
    return next((float(a.sel(region=region)) for a in totals), float("nan"))


def last_years(panel: Panel, ids: Iterable[str] | None = None) -> dict[str, int | None]:
    """Return the last year in which each indicator has a total of some economy; None where there is none.

    Parameters
    ----------
    panel : Panel
    ids : iterable of str, optional
        Indicators; all by default.

    Raises
    ------
    UnknownNameError
        For an indicator that there is not.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> last_years(load("world"), ["s4.dva_share", "people.labour_share", "people.high_skill_share"])
    {'s4.dva_share': 2022, 'people.labour_share': 2014, 'people.high_skill_share': 2009}
    """
    found: dict[str, int | None] = dict.fromkeys(indicators()[id].id for id in ids or indicators().ids)
    for year in reversed(panel.years):
        if open_ := [indicators()[id] for id, known in found.items() if known is None]:
            w, before = panel.step(year)
            found |= {e.id: year for e in open_ if _has_total(e, w, before)}
    return found


def find_shipped_last_years(ids: Iterable[str]) -> dict[str, dict[str, int | None]]:
    """Return indicator → shipped set → last year; a set that continues another is part of that one."""
    chosen = tuple(ids)
    from newind.data.reference import CONTINUED, catalog, load

    sets = [d.name for d in catalog() if d.name not in CONTINUED.values()]
    by_set = {name: last_years(load(name), chosen) for name in sets}
    return {id: {name: found[id] for name, found in by_set.items()} for id in chosen}


def own_last_years(id: str) -> dict[str, int]:
    """Return economy → last year that its own tables have of an indicator, beside the accounts and of another concept.

    Examples
    --------
    >>> own_last_years("people.labour_share"), own_last_years("s4.dva_share")
    ({'CHN': 2020, 'RUS': 2019, 'USA': 2023}, {})
    """
    return {code: max(own.total) for code, own in labour_shares().items()} if id == LABOUR else {}


def _has_total(entry: Indicator, w: Accounts, before: Accounts | None) -> bool:
    """Tell whether an indicator has a total of some economy."""
    return not explain_missing_data(entry, w, before) and bool(
        np.isfinite(compute_indicator(w, entry.id, before)[0].values).any()
    )
