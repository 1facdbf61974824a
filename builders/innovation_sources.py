"""Read the sources of ``innovation``: tables of Science and Engineering Indicators, checked before they are used."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from newind.accounts.regions import read_regions
from newind.datafiles import read_yaml
from newind.errors import DataError, offenders

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    import pandas as pd

AGAIN = "Get the file again, or enter what changed in builders/innovation.yaml."
LABEL = re.compile(r"^(?:.* -> )?(?P<name>[^()<>]+?) \((?P<year>\d{4})\)(?:<sup>\w</sup>)?$")
"""Head of a row: region, name, year, and a mark of a footnote."""
SLACK = 0.06
"""How far figures of two tables of one edition may differ, in the last digit that the rougher one has."""


@cache
def definition() -> dict[str, Any]:
    """Return what the set consists of (``innovation.yaml``)."""
    content: dict[str, Any] = read_yaml("builders", "innovation.yaml")
    return content


def refuse(path: Path, what: str, found: Sequence[object]) -> None:
    """Raise if anything was found.

    Raises
    ------
    DataError
        Naming the file, what is wrong, and the first offenders.
    """
    if found:
        raise DataError(f"{path}: {what}: {offenders(found)}. {AGAIN}")


def read_table(path: Path, columns: Iterable[str]) -> pd.DataFrame:
    """Read a file as text, or a Parquet file with its categories as text.

    Raises
    ------
    DataError
        When it is not there, cannot be read, or lacks columns.
    """
    import pandas as pd

    if not path.is_file():
        raise DataError(f"{path}: there is no such file. Give the folder that holds world/innovation with --from.")
    try:
        frame = pd.read_parquet(path) if path.suffix == ".parquet" else pd.read_csv(path, dtype=str, na_filter=False)
    except (OSError, ValueError) as error:
        raise DataError(f"{path}: not a readable {path.suffix[1:]} file ({error}). Get it again.") from None
    refuse(path, "columns that are not there", [c for c in columns if c not in frame])
    return frame


@cache
def economies() -> dict[str, str]:
    """Return economies by the name that the source gives them: name → code."""
    known = {r.en: r.code for r in read_regions().values() if r.kind == "country"}
    aliases: dict[str, str] = definition()["names"]
    return known | aliases


def number(text: str, path: Path) -> float:
    """Return a figure, NaN where the source has none (``NA``, ``na``).

    Raises
    ------
    DataError
        For text that is no figure.

    Examples
    --------
    >>> from pathlib import Path
    >>> number("74.5", Path("t.csv")), number("na", Path("t.csv"))
    (74.5, nan)
    """
    try:
        return float("nan") if text in ("NA", "na") else float(text)
    except ValueError:
        raise DataError(f"{path}: {text!r} is no figure. {AGAIN}") from None


def read_labelled_rows(
    path: Path, columns: Sequence[str] = (), label: str = "time_period", skip: str = ""
) -> pd.DataFrame:
    """Read a table whose rows are headed by an economy and its year; groups of economies are left out.

    Parameters
    ----------
    path : Path
    columns : sequence of str
        Columns that it must have beside heads and ``value``.
    label : str
        Column of heads.
    skip : str
        Head of rows that are not of an economy.

    Returns
    -------
    DataFrame
        The rows in their order with ``economy`` (code), ``year`` and ``figure`` (NaN where the source has none).

    Raises
    ------
    DataError
        For a head that is not understood, or an economy that is not known.
    """
    whole = read_table(path, (label, "value", *columns))
    frame = whole[whole[label] != skip]
    heads = [LABEL.match(text) for text in frame[label]]
    odd = [text for text, match in zip(frame[label], heads, strict=True) if not match]
    refuse(path, "heads of rows that are not understood", odd)
    names = [m["name"] if m else "" for m in heads]
    known, skipped = economies(), definition()["left_out"]
    refuse(path, "economies that are not known", sorted({n for n in names if n not in known and n not in skipped}))
    figures = [number(text, path) for text in frame["value"]]
    codes = [known.get(n, "") if n not in skipped else "" for n in names]
    years = [int(m["year"]) if m else 0 for m in heads]
    found = frame.assign(economy=codes, year=years, figure=figures)
    return found[found["economy"] != ""].reset_index(drop=True)


def in_order(path: Path, rows: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """Name the figures of each economy by their order, as the file has lost the heads of its columns.

    Raises
    ------
    DataError
        For an economy with another number of figures.
    """
    counts = rows.groupby("economy", sort=False).size()
    refuse(path, f"economies without {len(names)} figures", [e for e, n in counts.items() if n != len(names)])
    return rows.assign(item=rows.groupby("economy").cumcount().map(dict(enumerate(names))))


def codes_of(part: str) -> dict[str, str]:
    """Return the items of a part of the definition by their name in the source.

    Examples
    --------
    >>> codes_of("source")["Rest of the world"]
    'abroad'
    """
    items: Mapping[str, Mapping[str, str]] = definition()[part]
    return {said["source"]: code for code, said in items.items() if "source" in said}
