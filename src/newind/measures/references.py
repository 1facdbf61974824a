"""Whom the table of one province is compared with: all provinces, where a table of its year is shipped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.data.reference import CONTINUED, catalog, identify, load

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newind.accounts.accounts import Accounts

WORLD = "world"
"""Shipped set that a command works on where nothing is named."""
WORLDS = (WORLD, CONTINUED[WORLD])
"""Shipped sets whose files have the years of the world."""
PROVINCES = {"CHN": "china-2017"}
"""Country → shipped set that has all its provinces."""
NATIONS = {"CHN": "china"}
"""Country → shipped set with its national tables."""
PREFIX = {"CHN": "cn-"}
"""Country → what the codes of its provinces begin with."""


def home_of(region: str) -> str:
    """Return the first shipped set that has a region, in whichever case it is written.

    If none has, the set of the provinces for what looks like the code of one, else the world's: its codes are then
    what the mistake is compared with.

    Examples
    --------
    >>> home_of("CHN"), home_of("nowhere")
    ('world', 'world')
    >>> home_of("CN-HK")
    'china-2017'
    """
    wanted, sets = region.casefold(), [d.name for d in catalog()]
    found = (name for name in sets if wanted in [c.casefold() for c in load(name).regions])
    alike = (PROVINCES[country] for country, start in PREFIX.items() if wanted.startswith(start))
    return next(found, next((name for name in alike if name in sets), WORLD))


def find_set_name(w: Accounts) -> str:
    """Return the name by which a shipped set is asked for accounts, the one that others continue; empty for others.

    Examples
    --------
    >>> find_set_name(load("world-annual", 2022)), find_set_name(load("world-annual", 2011))
    ('world', 'world-annual')
    >>> find_set_name(load("world", 2011))
    'world'
    """
    name = identify(w)
    base = next((b for b, later in CONTINUED.items() if later == name), name)
    return base if name and load(base, w.year).hash == w.hash else name


def default_reference(w: Accounts, region: str) -> Accounts | None:
    """Return the shipped table of all provinces for the table of one of them, of the same year; else None.

    Examples
    --------
    >>> default_reference(load("world", year=2011), "CHN") is None
    True
    """
    row = w.regions.rows[w.regions.index(region)]
    if row.kind != "province" or sum(kind == "province" for kind in w.regions.kind) > 1:
        return None
    name = PROVINCES.get(row.country, "")
    years = {d.name: d.years for d in catalog()}.get(name, ())
    return load(name, w.year) if w.year in years else None


def nearest(years: Iterable[int], year: int) -> int:
    """Return the year nearest to another one, of two as near the later.

    Examples
    --------
    >>> nearest((2010, 2012), 2011), nearest((2002, 2005), 2003)
    (2012, 2002)
    """
    return min(years, key=lambda y: (abs(y - year), -y))
