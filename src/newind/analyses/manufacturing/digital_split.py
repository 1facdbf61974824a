"""How much of an industry really is digital: the parts that a finer release shows apart, by economy and year.

The 35 industries of the WIOD 2013 release join what is digital with what is not. The 2016 release shows electronics
apart from electrical equipment, telecommunications from post, and IT services from other business services.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from newind.datafiles import read_csv_rows
from newind.measures.grouped import positions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.typing import Array

PACKAGE, FILE = "newind.accounts.groups", "digital_parts.csv"
SOURCE = (
    "World Input-Output Database, 2016 release (Timmer, Los, Stehrer & de Vries 2016, GGDC Research Memorandum 162)"
)
DIGITAL = {"c14": "C26", "c27": "J61", "c30": "J62_J63"}
"""Industry of the 2013 release, and the part of it that is digital as the 2016 release has it."""
DECIMALS = 4
ALL, PART, NONE = "all", "upper end", "none"


def digital_parts(w: Accounts) -> Array:
    """Return the digital part of value added by region and industry; (R, S) in [0, 1].

    In codes of the WIOD 2013 release NaN where it is not known: in accounts with a boundary (Chinese tables at these
    codes hold other parts), before 2000 and after 2014, and where the economy's figures do not tell the part from the
    rest. In finer codes, which show digital industries apart, those have 1. All others have 0.
    """
    found = np.zeros((w.R, w.S))
    joint = {code: w.industries.index(code) for code in DIGITAL if code in w.industries}
    if not joint:
        found[:, positions(w, "digital")] = 1.0
    known = {} if w.boundary else _shares()
    for r, region in enumerate(w.regions.codes):
        for code, i in joint.items():
            found[r, i] = known.get((region, code), {}).get(w.year, np.nan)
    return found


def split_shares(frame: pd.DataFrame, groups: Mapping[str, Sequence[str]]) -> dict[tuple[str, str], dict[int, float]]:
    """Return digital parts of value added from figures at 56 industries, which is how the shipped table was made.

    Parameters
    ----------
    frame : DataFrame
        ``country``, ``code``, ``year`` and ``VA`` of the 2016 release.
    groups : mapping of str to sequence of str
        Economies that are sums of others, as ``{"REU": ["AUT", …]}``.

    Returns
    -------
    dict of (economy, industry) to dict of year to share
        NaN where the release shows one of an industry's parts as zero, so that it does not distinguish them.
    """
    from newind.accounts.classification import concordance

    parts = concordance("wiod56_to_wiod35").sources_of
    table = frame.pivot_table(index=["country", "year"], columns="code", values="VA", aggfunc="sum")
    found = {}
    for code, digital in DIGITAL.items():
        own, whole = table[digital], table[list(parts[code])].sum(axis=1)
        apart = (own > 0) & (own < whole)
        own, whole = own.where(apart, np.nan), whole.where(apart, np.nan)
        every = {region: [region] for region in table.index.get_level_values(0).unique()} | dict(groups)
        for region, members in every.items():
            there = own.index.get_level_values(0).isin(list(members))
            sums = own[there].groupby("year").sum(min_count=1) / whole[there].groupby("year").sum(min_count=1)
            found[region, code] = dict(zip(map(int, sums.index), map(float, sums.round(DECIMALS)), strict=True))
    return found


@cache
def _shares() -> dict[tuple[str, str], dict[int, float]]:
    rows = read_csv_rows(PACKAGE, FILE)
    return {
        (row["region"], row["industry"]): {int(y): float(s) if s else np.nan for y, s in row.items() if y.isdigit()}
        for row in rows
    }
