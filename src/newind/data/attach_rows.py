"""Figures to attach, as rows from csv, a workbook or a DataFrame, and their labels matched with those of accounts."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts import classification
from newind.data.readers.plain import read_cells
from newind.data.readers.sheets import remedy
from newind.datafiles import read_json
from newind.errors import DataError, find_duplicates, join_items, noun, offenders, sentences, suggest, tell, within

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.typing import Array


WORDS = read_json("newind.data", "attach_words.json")
ALIASES = {word: column for column, words in WORDS["columns"].items() for word in words}
"""Other words for a column → its name."""
KEYS = ("region", "industry")
DESCRIBED = ("unit", "status", "source", "follows", "combine")
"""Fields that describe a value: a column each (one value a row), or a row each of that name (one value a column)."""
UNKNOWN = (
    "",
    "na",
    "nan",
    "n/a",
    "none",
)
"""A figure that is not known."""
_WITH_UNIT = re.compile(r"(.+?)\s*[(\[（［](.+)[)\]）］]")


@dataclass(frozen=True)
class AttachmentRow:
    """One figure: where it stands, what it is about, and its value (NaN where unknown)."""

    at: str
    region: str
    industry: str
    name: str
    value: float


@dataclass
class AttachmentValues:
    """Values by name, with the description of each, and the problems met so far."""

    where: str
    rows: list[AttachmentRow] = field(default_factory=list)
    said: dict[str, dict[str, str]] = field(default_factory=dict)
    by_industry: bool = True
    problems: list[str] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        """Names, in the order in which they were met."""
        return list(self.said)


def read_figures(figures: str | PathLike[str] | pd.DataFrame) -> AttachmentValues:
    """Return figures as rows; cells that are no numbers are among the problems.

    Raises
    ------
    DataError
        For a file that cannot be read, or columns that are not those of figures.
    """
    where, header, body, name = _cells(figures)
    columns = [ALIASES.get(c.casefold(), c.casefold() if c.casefold() in _RESERVED else c) for c in header]
    if twice := find_duplicates([c for c in columns if c]):
        raise DataError(tell("table.labels_twice", what=where, which=offenders(twice)))
    found = AttachmentValues(where, by_industry="industry" in columns)
    if not {*KEYS} & {*columns}:
        raise DataError(tell("attach.columns", where=where, found=join_items(c for c in columns if c)))
    (_long if "value" in columns else _wide)(found, columns, body, name)
    if not found.rows:
        raise DataError(tell("file.no_rows", where=where))
    return found


_RESERVED = (*KEYS, "name", "value", *DESCRIBED)
Body = list[tuple[str, list[Any]]]


def _cells(figures: str | PathLike[str] | pd.DataFrame) -> tuple[str, list[str], Body, str]:
    """Return the place, the header, the rows with their places, and the name of the file."""
    if not isinstance(figures, (str, PathLike)):
        header = [str(c).strip() for c in figures.columns]
        rows = figures.astype(object).where(figures.notna(), None).to_numpy().tolist()
        return "figures", header, [(tell("index.row", row=k), row) for k, row in enumerate(rows, 1)], ""
    path = Path(figures)
    lines = read_cells(path)
    lines = [(at, row) for at, row in lines if not str(row[0]).startswith("#")]
    if not lines:
        raise DataError(tell("file.empty", path=path, columns=", ".join((*KEYS, "name", "value", "unit"))))
    header = [str(c).strip() for c in lines[0][1]]
    return str(path), header, [(tell("part.line", n=at), row) for at, row in lines[1:]], path.stem


def _text(row: Sequence[Any], column: int | None) -> str:
    """Return a cell as text; a code that a spreadsheet took for a whole number has no decimals."""
    if column is None or column >= len(row) or row[column] is None:
        return ""
    cell = row[column]
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


def _long(found: AttachmentValues, columns: list[str], body: Body, name: str) -> None:
    """Add a figure a row."""
    at = {c: k for k, c in enumerate(columns)}
    if odd := [c for c in columns if c and c not in _RESERVED]:
        near = suggest(odd[0], _RESERVED)
        raise DataError(tell("attach.odd", where=found.where, which=offenders(odd), near=near))
    if "name" not in at and not name:
        raise DataError(tell("attach.no_name", where=found.where))
    values = _ValueReader(found)
    for place, row in body:
        key = _text(row, at.get("name")) or name
        if not key:
            found.problems.append(tell("attach.nameless", where=place))
            continue
        said = found.said.setdefault(key, {})
        for what in DESCRIBED:
            _describe(found, said, key, what, _text(row, at.get(what)))
        values.add(place, row, at, at["value"], key)
    values.close()


def _describe(found: AttachmentValues, said: dict[str, str], name: str, what: str, text: str) -> None:
    if text and said.setdefault(what, text) != text:
        problem = tell("attach.several", name=name, what=what, which=offenders([said[what], text]))
        found.problems += [problem] if problem not in found.problems else []


def _wide(found: AttachmentValues, columns: list[str], body: Body, _name: str) -> None:
    """Add a column a figure; rows named unit, status … describe them, or the unit stands in brackets after the name."""
    at = {c: k for k, c in enumerate(columns)}
    named: dict[int, str] = {}
    for k, column in enumerate(columns):
        if column and column not in KEYS:
            matched = _WITH_UNIT.fullmatch(column)
            named[k] = matched[1] if matched else column
            found.said[named[k]] = {"unit": matched[2]} if matched else {}
    if not named:
        raise DataError(tell("attach.no_figures", where=found.where, found=join_items(c for c in columns if c)))
    keys = [at[k] for k in KEYS if k in at]
    values = _ValueReader(found)
    for place, row in body:
        about = next((t for k in keys if (t := _text(row, k).casefold()) in DESCRIBED), "")
        for k, key in named.items():
            if about:
                _describe(found, found.said[key], key, about, _text(row, k))
            else:
                values.add(place, row, at, k, key)
    values.close()


class _ValueReader:
    """Figures being read: cells that are no numbers are kept until all are seen."""

    def __init__(self, found: AttachmentValues) -> None:
        self.found = found
        self.bad: list[tuple[str, Any]] = []

    def add(self, place: str, row: Sequence[Any], at: Mapping[str, int], column: int, name: str) -> None:
        """Add the figure of one cell."""
        cell = row[column] if column < len(row) else None
        value = _number(cell)
        if value is None:
            self.bad.append((place, cell))
        region, industry = (_text(row, at.get(key)) for key in KEYS)
        self.found.rows.append(AttachmentRow(place, region, industry, name, math.nan if value is None else value))

    def close(self) -> None:
        """Say which cells were no numbers."""
        if self.bad:
            shown = offenders([tell("attach.cell", where=place, cell=cell) for place, cell in self.bad])
            self.found.problems.append(tell("attach.values", which=shown, remedy=remedy(self.bad[0][1])))


def _number(cell: Any) -> float | None:
    """Return a cell as a number, NaN where it is unknown, None where it is neither."""
    if cell is None or (isinstance(cell, str) and cell.strip().casefold() in UNKNOWN):
        return math.nan
    if isinstance(cell, bool) or (isinstance(cell, str) and ("_" in cell or not cell.isascii())):
        return None
    try:
        value = float(cell)
    except (TypeError, ValueError):
        return None
    return None if math.isinf(value) else value


SHARES = 1e-6
"""By how much the shares of a source may miss one."""
MATCHED = 0.5
"""Share of the codes that a shipped concordance must have to be taken without being named."""
COLUMNS = ("source", "target", "share")


@dataclass(frozen=True)
class Bridge:
    """How codes of figures become industries of accounts.

    Parameters
    ----------
    name : str
        Name of the concordance, or its file.
    targets : mapping of str to (mapping of str to float or None)
        Source → its targets with their shares; None where output decides.
    """

    name: str
    targets: Mapping[str, Mapping[str, float | None]] = field(default_factory=dict)

    def sources_of(self, target: str) -> list[str]:
        """Return the sources that go into a target."""
        return [s for s, to in self.targets.items() if target in to]


Given = str | Mapping[str, str]


def bridge(w: Accounts, codes: Iterable[str], given: Given | PathLike[str] | None = None) -> Bridge | None:
    """Return the bridge from codes to the industries of accounts; None where they are those already.

    Parameters
    ----------
    w : Accounts
    codes : iterable of str
        Codes of the figures, without final users.
    given : path, name or mapping of source to target, optional
        A csv with the columns source, target and, where a source is shared out, share; or a shipped concordance.
        A target may be a demand category or ``final``; a source without a target is left out. Without a concordance,
        a shipped one is looked for when the codes are not those of the accounts.

    Raises
    ------
    DataError
        For a concordance with targets that the accounts lack, or shares that do not sum to one.
    """
    if given is not None:
        return _check_bridge(w, _build_bridge(given))
    left = [c for c in codes if c not in w.industries]
    return _found(w, list(codes)) if left else None


def _found(w: Accounts, codes: list[str]) -> Bridge | None:
    """Return the shipped concordance that leads from these codes to these industries, if there is one."""
    shipped = (classification.concordance(name) for name in classification.names() if "_to_" in name)
    fitting = [known for known in shipped if {*known.targets} <= {*w.industries}]
    best = max(fitting, key=lambda known: _count_matches(codes, known.sources), default=None)
    if best is None or _count_matches(codes, best.sources) <= max(
        _count_matches(codes, w.industries), len(codes) * MATCHED
    ):
        return None
    return _load_concordance(best.name)


def _count_matches(codes: Iterable[str], known: Iterable[str]) -> int:
    return len({*codes} & {*known})


def _load_concordance(name: str) -> Bridge:
    known = classification.concordance(name)
    return Bridge(name, {s: {t: 1.0 if len(to) == 1 else None for t in to} for s, to in known.targets_of.items()})


def _build_bridge(given: Given | PathLike[str]) -> Bridge:
    if isinstance(given, Mapping):
        return Bridge(noun("the concordance"), {s: {t: 1.0} if t else {} for s, t in given.items()})
    if isinstance(given, str) and given in classification.names() and "_to_" in given:
        return _load_concordance(given)
    return _read(Path(given))


def _read(path: Path) -> Bridge:
    """Return a bridge from a csv: source, target, and where a source has several, their shares."""
    lines = [(at, [str(c).strip() for c in row]) for at, row in read_cells(path)]
    header = [c.casefold() for c in lines[0][1]] if lines else []
    if header[:2] != list(COLUMNS[:2]) or not set(header[2:]) <= {"share", ""}:
        raise DataError(tell("template.csv_columns", where=path, columns=", ".join(COLUMNS), found=join_items(header)))
    targets: dict[str, dict[str, float | None]] = {}
    wrong = []
    for at, (source, target, share, *_) in ((at, [*row, "", "", ""]) for at, row in lines[1:]):
        value = _share(share)
        if not source or (not target and share) or value is math.nan or target in targets.get(source, {}):
            wrong.append(within(tell("part.line", n=at), f"{source}, {target}, {share}".rstrip(", ")))
        targets.setdefault(source, {}).update({target: value} if target else {})
    if wrong:
        raise DataError(tell("attach.rows", path=path, which=offenders(wrong)))
    return Bridge(str(path), {s: _whole(to) for s, to in targets.items()})


def _share(text: str) -> float | None:
    """Return a share, None where none is given, NaN where it is none."""
    try:
        value = float(text) if text else None
    except ValueError:
        return math.nan
    return value if value is None or 0 <= value <= 1 else math.nan


def _whole(targets: dict[str, float | None]) -> dict[str, float | None]:
    return dict.fromkeys(targets, 1.0) if len(targets) == 1 and None in targets.values() else targets


def _check_bridge(w: Accounts, found: Bridge) -> Bridge:
    """Raise for targets that the accounts lack and shares that do not sum to one."""
    users = (FINAL, *w.demand)
    problems = []
    if unknown := sorted({t for to in found.targets.values() for t in to} - {*w.industries, *users}):
        near = suggest(unknown[0], w.industries)
        problems.append(tell("attach.targets", which=offenders(unknown), near=near))
    for source, to in found.targets.items():
        if len(to) > 1 and set(to) & set(users):
            problems.append(tell("attach.elsewhere", source=source, which=join_items(to)))
            continue
        shares = [s for s in to.values() if s is not None]
        if shares and (len(shares) < len(to) or abs(sum(shares) - 1) > SHARES):
            problems.append(tell("attach.shares", source=source, which=join_items(map(str, to.values()))))
    if problems:
        raise DataError(within(found.name, sentences(problems)))
    return found


def by_name(codes: Sequence[str], *names: Sequence[str]) -> dict[str, str]:
    """Return what a label may be, in any case: a code, or a name that only one of them has."""
    found = {c.casefold(): c for c in codes}
    for column in names:
        twice = {n.casefold() for n in find_duplicates([n.casefold() for n in column])}
        for code, name in zip(codes, column, strict=True):
            if name.casefold() not in twice:
                found.setdefault(name.casefold(), code)
    return found


FINAL = "final"
"""The industry of figures of final users, all categories together."""


def spread(w: Accounts, given: Mapping[tuple[str, str], float], to: Bridge | None) -> tuple[Array, list[str]]:
    """Return figures by region and industry, and the codes that were shared out by output.

    Parameters
    ----------
    w : Accounts
    given : mapping of (region, code) to float
        Known figures; those of final users are passed over.
    to : Bridge, optional
        From codes to industries.

    Returns
    -------
    (n,) array, NaN where unknown, and list of str
    """
    values = np.full((w.R, w.S), np.nan)
    x = w.x.reshape(w.R, w.S)
    shared: dict[str, None] = {}
    for (region, code), value in given.items():
        targets = _targets(w, code, to)
        if not targets:
            continue
        r, at = w.regions.index(region), [w.industries.index(t) for t in targets]
        known = [s for s in targets.values() if s is not None]
        if len(known) < len(at):
            shared[code] = None
        shares = np.array(known) if len(known) == len(at) else _by_output(x[r, at])
        values[r, at] = np.nan_to_num(values[r, at]) + value * shares
    return values.ravel(), list(shared)


def _targets(w: Accounts, code: str, to: Bridge | None) -> Mapping[str, float | None]:
    """Return the industries that a code goes into; none for final users."""
    if to and code in to.targets:
        return {t: share for t, share in to.targets[code].items() if t in w.industries}
    return {code: 1.0} if code in w.industries else {}


def _by_output(x: Array) -> Array:
    """Return the shares of industries in their output; equal ones where none has any."""
    total = x.sum()
    shares: Array = x / total if total > 0 else np.full(x.size, 1 / x.size)
    return shares


def incomplete(w: Accounts, given: Mapping[tuple[str, str], float], to: Bridge | None) -> list[str]:
    """Return complaints about industries with figures for some of their parts only, or both whole and in parts."""
    if to is None:
        return []
    lacking, both = [], []
    reached = dict.fromkeys((region, t) for region, code in given for t in _targets(w, code, to))
    for region, target in reached:
        parts = to.sources_of(target)
        whole = (region, target) in given and target not in to.targets
        there = [s for s in parts if (region, s) in given]
        both += [f"{region} {target}: {s}" for s in there] if whole else []
        lacking += [] if whole else [f"{region} {target}: {s}" for s in parts if s not in there]
    problems = {"attach.lacking": lacking, "attach.whole": both}
    return [tell(said, which=offenders(found)) for said, found in problems.items() if found]


def final_users(w: Accounts, given: Mapping[tuple[str, str], float]) -> Array | None:
    """Return what final users cause themselves; None where nothing is given.

    (R,) where some region has them all together, else (R * D,) by category. A region that has some categories has
    zero for the others; one that has none is unknown.
    """
    together = np.array([given.get((r, FINAL), np.nan) for r in w.regions])
    apart = np.array([[given.get((r, d), np.nan) for d in w.demand] for r in w.regions])
    some = ~np.isnan(apart).all(axis=1, keepdims=True)
    filled: Array = np.where(some & np.isnan(apart), 0.0, apart)
    if not np.isnan(together).all():
        whole: Array = np.where(np.isnan(together), filled.sum(axis=1), together)
        return whole
    return filled.ravel() if some.any() else None


def final_twice(w: Accounts, given: Mapping[tuple[str, str], float]) -> list[str]:
    """Return complaints about regions whose final users have figures both together and by category."""
    twice = [r for r in w.regions if (r, FINAL) in given and any((r, d) in given for d in w.demand)]
    return [tell("attach.final_twice", which=offenders(twice))] if twice else []
