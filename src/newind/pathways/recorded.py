"""Keep the results of the shipped world's hindcasts under the shipped assumptions: computed once, beside the code.

Nothing that a reader asks for changes them, and they take some seconds. A test computes them anew; where the model or
the tables change, `record` writes them again.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from newind.datafiles import read_csv_rows
from newind.pathways.hindcast import GUESSES, TO, hindcast

if TYPE_CHECKING:
    import pandas as pd

    from newind.accounts.panel import Panel

FILE = "hindcast.csv"
HORIZON = "medium"
"""Horizon of all of them."""
WHOLE = ("first", "last", "economies")


def read_errors() -> pd.DataFrame:
    """Return mean absolute errors, as `Hindcast.errors` has them, of all hindcasts one below the other.

    Returns
    -------
    DataFrame
        measure, first, last, model, no_change, trend, economies, data. ``data`` is the SHA-256 of the hashes of both
        tables; an error is NaN where it is not known.

    Examples
    --------
    >>> found = read_errors()
    >>> sorted(set(found["first"])), set(found["economies"])
    ([1995, 2000, 2011], {20})
    """
    import pandas as pd

    found = pd.DataFrame(read_csv_rows("newind.pathways", FILE))
    for name in GUESSES:
        found[name] = pd.to_numeric(found[name])
    return found.astype(dict.fromkeys(WHOLE, int))


def compute_errors(panel: Panel) -> pd.DataFrame:
    """Return the same, computed from the tables of the shipped world."""
    import pandas as pd

    found = [hindcast(panel, *ends, HORIZON).errors().assign(data=_hash(panel, *ends)) for ends in TO.items()]
    return pd.concat(found, ignore_index=True)


def record(panel: Panel) -> Path:
    """Write the file again, with the digits that do not depend on the machine."""
    path = Path(__file__).parent / FILE
    compute_errors(panel).to_csv(path, index=False, float_format="%.8g", lineterminator="\n")
    return path


def _hash(panel: Panel, first: int, last: int) -> str:
    tables = panel.within(first, last)
    return hashlib.sha256("".join(tables[year].hash for year in (first, last)).encode()).hexdigest()
