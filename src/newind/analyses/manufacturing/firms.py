"""Shares of firms in markets, a table of the user's own; how concentrated markets are, and whether that rises."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.store import write_whole
from newind.accounts.validate import whole
from newind.aliases import alias
from newind.data.readers.plain import read_cells
from newind.errors import DataError, find_duplicates, join_items, offenders, tell
from newind.kernels.concentration import firm_hhi, largest_share
from newind.messages import collect_words, message_group

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from os import PathLike

    import pandas as pd


COLUMNS = ("market", "firm", "share", "sales", "total", "year")
HEADINGS = collect_words("manufacturing.firms.headings")
"""Words of headings → columns."""
MEANING = message_group("manufacturing.firms.meaning")
"""Column → what it holds, as the template says it."""
EXAMPLE = (("cloud", "A", 0.4), ("cloud", "B", 0.25), ("cloud", "C", 0.1))
NEAR = 1e-9


@dataclass(frozen=True)
class FirmShares:
    """Shares of the largest firms in markets.

    Parameters
    ----------
    shares : mapping of (str, int or None) to mapping of str to float
        By market and year, then by firm: part of the market, above 0; the sum is 1 at most.
    taken_whole : tuple of str
        Markets whose firms were given with their sales and without those of the market: they are taken to be all of it.
    source : str
        Name of the file.
    """

    shares: Mapping[tuple[str, int | None], Mapping[str, float]]
    taken_whole: tuple[str, ...] = ()
    source: str = ""

    @property
    def markets(self) -> tuple[str, ...]:
        """Markets in the order in which they stand."""
        return tuple(dict.fromkeys(market for market, _ in self.shares))

    @property
    def years(self) -> tuple[int, ...]:
        """Years in order, none where none is given."""
        return tuple(sorted({year for _, year in self.shares if year is not None}))

    def select_year(self, year: int) -> FirmShares:
        """Return the markets of one year.

        Raises
        ------
        DataError
            For a year that the table does not have.
        """
        if year not in self.years:
            known = join_items(self.years) if self.years else tell("firms.no_years")
            raise DataError(tell("firms.year", where=self.source, year=year, known=known))
        return FirmShares({k: v for k, v in self.shares.items() if k[1] == year}, self.taken_whole, self.source)

    of = alias("select_year")


def read_firms(path: str | PathLike[str]) -> FirmShares:
    """Read the shares of firms in markets.

    Parameters
    ----------
    path : path
        A csv or xlsx with a row a firm: ``market``, ``firm`` and ``share``, or ``sales`` and, where the firms are not
        the whole market, ``total``; ``year`` where there are several. Lines that begin with # are left out.

    Raises
    ------
    DataError
        For a file that cannot be read, columns that are missing, figures that are no shares, firms that stand twice and
        markets of more than 1, naming the rows.
    """
    file = Path(path)
    lines = [(at, row) for at, row in read_cells(file) if not str(row[0]).startswith("#")]
    if len(lines) < 2:
        raise DataError(tell("firms.empty", where=file.name))
    heads = [str(c).strip().casefold() for c in lines[0][1]]
    columns = [HEADINGS.get(c, c) for c in heads]
    _check_columns(columns, file.name)
    rows = [(at, dict(zip(columns, row, strict=False))) for at, row in lines[1:]]
    return _collect_shares(rows, "share" in columns, file.name)


def _check_columns(columns: Sequence[str], where: str) -> None:
    named = [c for c in columns if c]
    if double := find_duplicates(named):
        raise DataError(tell("firms.columns_twice", where=where, which=offenders(double)))
    if other := [c for c in named if c not in COLUMNS]:
        raise DataError(tell("firms.columns_unknown", where=where, which=offenders(other), known=join_items(COLUMNS)))
    lacking = [c for c in ("market", "firm") if c not in named]
    if lacking or ("share" in named) == ("sales" in named):
        raise DataError(tell("firms.columns_lacking", where=where))


def _collect_shares(rows: Sequence[tuple[int, Mapping[str, Any]]], shares: bool, where: str) -> FirmShares:
    """Return shares by market, year and firm, everything checked."""
    column = "share" if shares else "sales"
    amounts: dict[tuple[str, int | None], dict[str, float]] = {}
    totals: dict[tuple[str, int | None], float] = {}
    for at, row in rows:
        market, firm = (_text(row, c, at, where) for c in ("market", "firm"))
        key = (market, _year(row, at, where))
        firms = amounts.setdefault(key, {})
        if firm in firms:
            raise DataError(tell("firms.twice", where=where, row=at, firm=firm, market=_format_market(key)))
        firms[firm] = _number(row.get(column), column, at, where)
        if not shares and str(row.get("total") or "").strip():
            total = _number(row["total"], "total", at, where)
            if abs(totals.setdefault(key, total) - total) > NEAR * total:
                raise DataError(tell("firms.totals", where=where, row=at, market=_format_market(key)))
    whole = {} if shares else {k: totals.get(k, sum(v.values())) for k, v in amounts.items()}
    found = {k: {f: x / whole.get(k, 1.0) for f, x in v.items()} for k, v in amounts.items()}
    for key, firms in found.items():
        if (total := sum(firms.values())) > 1.0 + 1e-6:
            raise DataError(tell("firms.sum", where=where, market=_format_market(key), sum=f"{total:.4g}"))
    taken = () if shares else tuple(dict.fromkeys(k[0] for k in amounts if k not in totals))
    return FirmShares(found, taken, where)


def _text(row: Mapping[str, Any], column: str, at: int, where: str) -> str:
    said = row.get(column)
    text = str(int(said)) if isinstance(said, float) and said.is_integer() else str(said or "").strip()
    if not text:
        raise DataError(tell("firms.unnamed", where=where, row=at, column=column))
    return text


def _year(row: Mapping[str, Any], at: int, where: str) -> int | None:
    said = str(row.get("year") or "").strip().removesuffix(".0")
    if not said and "year" not in row:
        return None
    year = whole(said)
    if year is None:
        raise DataError(tell("firms.no_year", where=where, row=at, said=said))
    return year


def _number(said: object, column: str, at: int, where: str) -> float:
    text = str("" if said is None else said).replace(",", "").strip()
    try:
        value = float(text.rstrip("%％")) / (100 if text.endswith(("%", "％")) else 1)
    except ValueError:
        value = float("nan")
    if not 0.0 < value < float("inf"):
        raise DataError(tell("firms.number", where=where, row=at, column=column, said=text))
    return value


def _format_market(key: tuple[str, int | None]) -> str:
    return " ".join(str(k) for k in key if k is not None)


def write_firms_template(path: str | PathLike[str]) -> Path:
    """Write a small table of made-up firms to replace; what each column means stands above it, in both languages.

    Raises
    ------
    DataError
        Where the file exists, is no csv, or the folder cannot be written.
    """
    target = Path(path)
    if target.suffix.lower() != ".csv":
        raise DataError(tell("firms.template", path=target))
    if target.exists():
        raise DataError(tell("firms.exists", path=target))
    return write_whole(target, lambda to: to.write_text("\n".join(template_lines()), encoding="utf-8-sig"))


def template_lines() -> Iterator[str]:
    """Yield the lines of the template: what each column means, then made-up firms."""
    for column, said in MEANING.items():
        yield f"# {column}: {' | '.join(said.values())}".replace(",", ";")
    yield "market,firm,share,year"
    for shift, year in ((0.0, 2023), (0.05, 2024)):
        for place, (market, firm, share) in enumerate(EXAMPLE):
            yield f"{market},{firm},{share + (shift if place == 0 else 0.0):g},{year}"
    yield ""


LARGEST = 4
"""Firms that count in the usual share of the largest, CR4."""


@dataclass(frozen=True, eq=False)
class FirmConcentration:
    """Concentration of markets, each figure with the lowest and the highest value that is possible.

    Parameters
    ----------
    firms : FirmShares
    largest : int
        How many firms the share of the largest counts.
    """

    firms: FirmShares
    largest: int = LARGEST

    def table(self) -> pd.DataFrame:
        """Return one row a market and year.

        ``firms`` (named), ``named`` (part of the market that they hold), ``first`` and ``first_share`` (the largest),
        ``cr_low``, ``cr_high``, ``hhi_low``, ``hhi_high``; ``alike_low``, ``alike_high`` (equally large firms
        that would be as concentrated, 1/HHI).
        """
        import pandas as pd

        return pd.DataFrame([self._row(m, y) for m, y in sorted(self.firms.shares, key=self._place)])

    def _place(self, key: tuple[str, int | None]) -> tuple[int, int]:
        return self.firms.markets.index(key[0]), key[1] or 0

    def _row(self, market: str, year: int | None) -> dict[str, object]:
        held = self.firms.shares[market, year]
        shares = np.array(list(held.values()), dtype=np.float64)
        (cr_low, cr_high), (low, high) = largest_share(shares, self.largest), firm_hhi(shares)
        first = max(held, key=lambda f: held[f])
        return {
            "market": market, **({} if year is None else {"year": year}), "firms": len(held),
            "named": float(shares.sum()), "first": first, "first_share": held[first], "cr_low": cr_low,
            "cr_high": cr_high, "hhi_low": low, "hhi_high": high, "alike_low": 1.0 / high, "alike_high": 1.0 / low,
        }  # fmt: skip

    def trend(self) -> pd.DataFrame:
        """Return how the index changed from the first to the last year of each market that has two.

        ``first_year``, ``last_year``, ``change_low``, ``change_high``, and ``way``: ``up`` or ``down`` where the bounds
        leave no doubt, else ``open``.
        """
        import pandas as pd

        rows = []
        for market in self.firms.markets:
            years = sorted(y for m, y in self.firms.shares if m == market and y is not None)
            if len(years) < 2:
                continue
            before, after = (self._row(market, y) for y in (years[0], years[-1]))
            low = float(after["hhi_low"]) - float(before["hhi_high"])  # type: ignore[arg-type]
            high = float(after["hhi_high"]) - float(before["hhi_low"])  # type: ignore[arg-type]
            way = "up" if low > 0 else "down" if high < 0 else "open"
            rows.append({"market": market, "first_year": years[0], "last_year": years[-1], "change_low": low,
                         "change_high": high, "way": way})  # fmt: skip
        return pd.DataFrame(rows)


def firm_concentration(
    firms: FirmShares | str | PathLike[str], *, year: int | None = None, largest: int = LARGEST
) -> FirmConcentration:
    """Return how concentrated markets are.

    Parameters
    ----------
    firms : FirmShares or path
        Shares of the largest firms, or the file that holds them (`newind.analyses.manufacturing.firms.read_firms`).
        Shares of countries say nothing of firms and do not belong here.
    year : int, optional
        The only year to look at; all by default.
    largest : int
        How many firms the share of the largest counts.

    Returns
    -------
    FirmConcentration
        With ``table`` and ``trend``. Where firms are missing, figures have bounds: what is not named is held by firms
        none of which is larger than the smallest named.

    Raises
    ------
    DataError
        For a file that cannot be read, a year that it does not have, or fewer than one firm to count.

    Examples
    --------
    >>> from newind.analyses.manufacturing.firms import FirmShares
    >>> found = firm_concentration(FirmShares({("cloud", None): {"A": 0.5, "B": 0.5}}))
    >>> float(found.table()["hhi_high"].iloc[0])
    0.5
    """

    if largest < 1:
        raise DataError(tell("firms.largest", largest=largest))
    given = firms if isinstance(firms, FirmShares) else read_firms(firms)
    return FirmConcentration(given if year is None else given.select_year(year), largest)
