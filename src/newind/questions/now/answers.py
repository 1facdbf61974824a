"""State of an economy now: the newest official figures, each with year, status, source and age, beside peers."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from newind.accounts.groups import group
from newind.accounts.regions import apply_house_style
from newind.data.reference import catalog, load, now as figures_of
from newind.data.reference.now import WORLD, OfficialSeries
from newind.errors import DataError, tell
from newind.frozen import Frozen
from newind.messages import complete_text
from newind.questions.now.national import Aim, National, aims, national, point

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newind.accounts.accounts import Accounts

HEADLINE = ("growth", "gdp_per_person", "manufacturing_share", "manufacturing_world", "rd", "co2_per_person")
"""Figures in which an economy stands beside its peers."""
ACCOUNTS = ("china", "world-annual")
"""Shipped accounts whose manufacturing share stands beside that of the United Nations, where they have the economy."""
DAYS = 365.25


@dataclass(frozen=True)
class Figure(Frozen):
    """A figure of an economy in the last year that is no projection.

    Parameters
    ----------
    series : OfficialSeries
        All years, projections among them.
    age : float
        Years from the end of its year to the day that was asked for, not below zero.
    world : (year, value) or None
        The figure of the world, of the same year where there is one.
    """

    series: OfficialSeries
    age: float
    world: tuple[int, float] | None

    @property
    def name(self) -> str:
        """Name of the figure."""
        return self.series.name

    @property
    def year(self) -> int:
        """Year of the value."""
        return self.series.last

    @property
    def value(self) -> float:
        """Value in that year."""
        return self.series.values[self.year]

    @property
    def status(self) -> str:
        """``observed`` or ``estimated``."""
        return self.series.status(self.year)

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data, projections apart from what was seen."""
        of = figures_of.columns()[self.name]
        seen = {y: v for y, v in self.series.values.items() if y <= self.year}
        ahead = {y: v for y, v in self.series.values.items() if y > self.year}
        return {
            "id": self.name, "section": of["section"], "label": complete_text(of, of["en"]), "unit": of["unit"],
            "value": self.value, "year": self.year, "status": self.status, "age": self.age,
            "freshness": freshness(self.age), "source": of["source"],
            "world": point(self.world),
            "series": {str(y): v for y, v in seen.items()},
            "projections": {str(y): v for y, v in ahead.items()},
        }  # fmt: skip


@dataclass(frozen=True)
class Now(Frozen):
    """The newest official figures of an economy.

    Parameters
    ----------
    economy : str
        Code.
    date : date
        datetime.date from which ages are counted.
    figures : tuple of Figure
    missing : tuple of str
        Names of figures that no source has of it.
    accounts : tuple of dict
        Share of manufacturing in value added of shipped accounts: ``data``, ``year``, ``status``, ``value`` (%).
    partners : mapping
        Flow → (partner, share) of the largest partners in goods.
    mix : (year, mapping)
        Shares of sources in power.
    targets : tuple of Aim
    peers : mapping
        Code → name of a headline figure → (year, value).
    world : mapping
        Headline figures of the world, in the same way.
    national : tuple of National
        Data of the national statistical offices, where some are shipped.
    """

    economy: str
    date: datetime.date
    figures: tuple[Figure, ...]
    missing: tuple[str, ...]
    accounts: tuple[dict[str, Any], ...]
    partners: Mapping[str, Sequence[tuple[str, float]]]
    mix: tuple[int, Mapping[str, float]]
    targets: tuple[Aim, ...]
    peers: Mapping[str, Mapping[str, tuple[int, float]]]
    world: Mapping[str, tuple[int, float]]
    national: tuple[National, ...] = ()

    def __getitem__(self, name: str) -> Figure:
        """Return a figure by name.

        Raises
        ------
        UnknownNameError
            For one that there is not, or that no source has of this economy.
        """
        for figure in self.figures:
            if figure.name == name:
                return figure
        from newind.errors import unknown

        known = [f.name for f in self.figures]
        raise unknown("figure", name, known, tell("shipped.economies", known=", ".join(known)))

    def __str__(self) -> str:
        """Return a line: the economy, how many figures, and how new they are."""
        newest = max([f.year for f in self.figures] + [f.year for f in self.national], default=0)
        n = len(self.national) + len(self.figures)
        return f"{self.economy}: {n} official figures to {newest}, {len(self.missing)} missing"

    def to_dict(self) -> dict[str, Any]:
        """Return all of it as plain data, with its sources."""
        name, columns = apply_house_style(self.economy), figures_of.columns()
        used = {f.name: columns[f.name]["source"] for f in self.figures}
        keys = ("title", "author", "path", "licence", "date")
        return {
            "economy": {"code": self.economy, "en": name.en, "zh": name.zh},
            "date": self.date.isoformat(),
            "national": [{**f.to_dict(), **_aged(f.year, self.date)} for f in self.national],
            "figures": [f.to_dict() for f in self.figures],
            "missing": list(self.missing),
            "accounts": list(self.accounts),
            "partners": {
                "year": figures_of.TRADE,
                **{flow: [{"partner": p, "share": s} for p, s in rows] for flow, rows in self.partners.items()},
            },
            "power_mix": {"year": self.mix[0] or None, "shares": dict(self.mix[1])},
            "targets": [{**aim.to_dict(), **_aged(aim.seen and aim.seen[0], self.date)} for aim in self.targets],
            "peers": {code: {n: point(p) for n, p in rows.items()} for code, rows in self.peers.items()},
            "world": {n: point(p) for n, p in self.world.items()},
            "sources": {
                s: {k: str(of[k]) for k in (*keys, *(["updated"] if "updated" in of else []))}
                for s, of in figures_of.origins().items()
                if s in used.values() or (s == "ember" and self.mix[0]) or (s == "baci" and any(self.partners.values()))
            },
        }


def now(economy: str, *, date: datetime.date | str | None = None, peers: Sequence[str] | None = None) -> Now:
    """Return the newest official figures of an economy.

    Parameters
    ----------
    economy : str
        ISO code or name.
    date : date or str, optional
        datetime.date from which ages are counted, as ``2026-11-28``; today by default.
    peers : sequence of str, optional
        Economies beside it; large manufacturing economies by default.

    Returns
    -------
    Now

    Raises
    ------
    UnknownNameError
        For an economy, or a peer, that no source has.
    DataError
        For a date that is none.

    Examples
    --------
    >>> china = now("CHN", date="2026-11-28")
    >>> f = china["manufacturing_share"]
    >>> f.value, f.year, f.status, f.age
    (25.0, 2024, 'observed', 1.9)
    """
    from newind.measures.context import default_peers

    code, day = figures_of.code_of(economy), _day(date)
    found, world = figures_of.series(code), figures_of.series(WORLD)
    known = {name: s for name, s in found.items() if s.last}
    codes = figures_of.economies()
    named = default_peers(codes, code) if peers is None else tuple(map(figures_of.code_of, peers))
    return Now(
        economy=code,
        date=day,
        figures=tuple(Figure(s, age(s.last, day), _beside(world.get(name), s.last)) for name, s in known.items()),
        missing=tuple(name for name in figures_of.columns() if name not in known),
        accounts=_shares().get(code, ()),
        partners=figures_of.partners(code),
        mix=figures_of.mix(code),
        targets=aims(code, day),
        peers={p: _headline(p) for p in dict.fromkeys(named) if p != code},
        world=_headline(WORLD),
        national=national(code, day),
    )


def age(year: int, day: datetime.date) -> float:
    """Return how many years ago a year ended, to a tenth; 0 while it lasts.

    Examples
    --------
    >>> age(2024, datetime.date(2026, 11, 28)), age(2026, datetime.date(2026, 11, 28))
    (1.9, 0.0)
    """
    return max(round((day - datetime.date(year, 12, 31)).days / DAYS, 1), 0.0)


Freshness = Literal["fresh", "aging", "old"]
FRESH, OLD = 1.0, 2.0
"""Age in years up to which a figure is of the last year that exists, and from which it is old."""


def freshness(years: float | None) -> Freshness:
    """Return how new a figure of an age is: of the last year that exists, maybe with a newer one, or old or missing.

    Examples
    --------
    >>> freshness(0.9), freshness(1.9), freshness(2.9), freshness(None)
    ('fresh', 'aging', 'old', 'old')
    """
    return "old" if years is None or years >= OLD else "fresh" if years <= FRESH else "aging"


def _aged(year: int | None, day: datetime.date) -> dict[str, Any]:
    """Return the age of a figure of a year, and how new that makes it."""
    years = None if year is None else age(year, day)
    return {"age": years, "freshness": freshness(years)}


def _day(given: datetime.date | str | None) -> datetime.date:
    if given is None:
        return datetime.date.today()
    if isinstance(given, datetime.date):
        return given
    try:
        return datetime.date.fromisoformat(given.strip())
    except ValueError:
        raise DataError(tell("now.date", given=given)) from None


def _beside(world: OfficialSeries | None, year: int) -> tuple[int, float] | None:
    """Return the world's figure of a year, or of the last before it."""
    before = [y for y in world.values if y <= year] if world else []
    return (before[-1], world.values[before[-1]]) if world and before else None


def _headline(code: str) -> dict[str, tuple[int, float]]:
    rows = figures_of.series(code)
    return {n: (rows[n].last, rows[n].values[rows[n].last]) for n in HEADLINE if n in rows and rows[n].last}


@cache
def _shares() -> dict[str, tuple[dict[str, Any], ...]]:
    """Return manufacturing in value added in the last year of shipped accounts, by economy."""
    sets = {d.name: d for d in catalog()}
    found: dict[str, tuple[dict[str, Any], ...]] = {}
    for w, name in ((load(name, sets[name].years[-1]), name) for name in ACCOUNTS if name in sets):
        for code in w.regions.codes:
            if code not in w.boundary:
                value = round(_manufacturing(w, code), 1)
                row = {"data": name, "year": w.year, "status": w.status, "value": value}
                found[code] = (*found.get(code, ()), row)
    return found


def _manufacturing(w: Accounts, code: str) -> float:
    made = set(group("manufacturing").members)
    of = w.value_added.reshape(w.R, w.S)[w.regions.index(code)]
    return float(100 * sum(v for v, i in zip(of, w.industries, strict=True) if i in made) / of.sum())
