"""Labels of figures matched with those of accounts: by code, by name, or through a concordance."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from newind.accounts import classification
from newind.data.attach_spread import FINAL
from newind.data.readers.plain import read_cells
from newind.errors import DataError, find_duplicates, offenders, suggest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from os import PathLike

    from newind.accounts.accounts import Accounts

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
        return Bridge("the concordance", {s: {t: 1.0} if t else {} for s, t in given.items()})
    if isinstance(given, str) and given in classification.names() and "_to_" in given:
        return _load_concordance(given)
    return _read(Path(given))


def _read(path: Path) -> Bridge:
    """Return a bridge from a csv: source, target, and where a source has several, their shares."""
    lines = [(at, [str(c).strip() for c in row]) for at, row in read_cells(path)]
    header = [c.casefold() for c in lines[0][1]] if lines else []
    if header[:2] != list(COLUMNS[:2]) or not set(header[2:]) <= {"share", ""}:
        raise DataError(
            f"{path}: the columns must be source, target and, if need be, share; found {', '.join(header)}."
        )
    targets: dict[str, dict[str, float | None]] = {}
    wrong = []
    for at, (source, target, share, *_) in ((at, [*row, "", "", ""]) for at, row in lines[1:]):
        value = _share(share)
        if not source or (not target and share) or value is math.nan or target in targets.get(source, {}):
            wrong.append(f"line {at}: {source}, {target}, {share}".rstrip(", "))
        targets.setdefault(source, {}).update({target: value} if target else {})
    if wrong:
        raise DataError(
            f"{path}: rows that cannot be: {offenders(wrong)}. Each pair of source and target stands once, with a "
            f"share from 0 to 1 or none."
        )
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
        problems.append(f"targets that the accounts lack: {offenders(unknown)}.{suggest(unknown[0], w.industries)}")
    for source, to in found.targets.items():
        if len(to) > 1 and set(to) & set(users):
            problems.append(f"{source!r} goes to final users and elsewhere: {', '.join(to)}. Give it one target.")
            continue
        shares = [s for s in to.values() if s is not None]
        if shares and (len(shares) < len(to) or abs(sum(shares) - 1) > SHARES):
            problems.append(f"shares of {source!r} are {', '.join(map(str, to.values()))}: they must sum to one.")
    if problems:
        raise DataError(f"{found.name}: {' '.join(problems)}")
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
