"""Totals among figures: rows that a concordance leads to industries although they hold the other rows already."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newind.datafiles import read_json
from newind.errors import offenders

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from newind.data.attach_match import Bridge

SAME = 1e-6
"""By how much a row may differ from the sum of others, relative to it, to be taken for their total."""
PARTS = 5
"""Rows other than zero that make a sum; of a few figures one may well be the sum of the others by chance."""
WORDS = "|".join(read_json("newind.data", "attach_words.json")["totals"])
_TOTAL = re.compile(rf"\b(sub|grand )?total\b|{WORDS}", re.IGNORECASE)


def is_total(label: str) -> bool:
    """Tell whether a label says that its row is a total.

    Examples
    --------
    >>> is_total("Total Consumption"), is_total("合计"), is_total("Others")
    (True, True, False)
    """
    return bool(_TOTAL.search(label))


def totals(name: str, figures: Mapping[tuple[str, str], float], to: Bridge | None, users: Collection[str]) -> list[str]:
    """Return a complaint about totals that would be made beside their parts.

    Parameters
    ----------
    name : str
        What the figures are.
    figures : mapping of (region, code) to float
        As given, with final users and what the concordance leaves out.
    to : Bridge, optional
        Only what goes through it is looked at: codes of the accounts are no totals.
    users : collection of str
        Targets that are final users.
    """
    if to is None:
        return []
    made = {key for key in figures if set(to.targets.get(key[1], ())) - set(users)}
    wrong = [
        f"{region} {code}"
        for region, code in figures
        if to.targets.get(code) and (is_total(code) or _is_sum(figures, made, region, code))
    ]
    if not wrong:
        return []
    return [
        f"{name}: rows that are totals of others (double counting): {offenders(wrong)}. Leave them out of the "
        f"figures, or leave their target empty in the concordance."
    ]


def _is_sum(
    figures: Mapping[tuple[str, str], float], made: Collection[tuple[str, str]], region: str, code: str
) -> bool:
    """Tell whether a figure is the sum of all others of its region, or of those that go to industries."""
    value = figures[region, code]
    others = {key: v for key, v in figures.items() if key[0] == region and key[1] != code and v}
    inside = [v for key, v in others.items() if key in made]
    sums = [sum(part) for part in (list(others.values()), inside) if len(part) >= PARTS]
    return any(abs(value - s) <= SAME * abs(value) for s in sums) and value != 0
