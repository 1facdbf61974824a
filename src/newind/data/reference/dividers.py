"""How industries of the OECD that belong to two of the 26 are divided, economy by economy (``dividers.csv``)."""

from __future__ import annotations

from newind.datafiles import read_csv_rows

DIVIDED = {"C13T15": ("c4", "c5"), "E": ("c17", "c31t35"), "J58T60": ("c7", "c31t35")}
"""Industry of the OECD → the two of the 26 that it belongs to; the file has the share of the first."""


def shares() -> dict[str, dict[str, float]]:
    """Return the share of the first of both: industry of the OECD → economy of the 20 → share.

    Examples
    --------
    >>> 0.5 < shares()["C13T15"]["CHN"] < 1
    True
    """
    rows = read_csv_rows("newind.data.reference", "dividers.csv")
    return {code: {row["economy"]: float(row[code]) for row in rows} for code in DIVIDED}
