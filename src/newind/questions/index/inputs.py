"""An index as it is asked for: its specification, its figures, and changes to how it is built."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newind.data.opening import open_accounts
from newind.errors import DataError, PolicyError, offenders, tell
from newind.index import tables
from newind.index.building import build
from newind.index.intake import list_input_ids
from newind.index.sizes import sizes
from newind.index.specification import spec as spec_of
from newind.measures.measure import measure
from newind.measures.references import WORLD
from newind.measures.registry import indicators
from newind.policy.yaml_file import parse_node, plain
from newind.questions.index.board import Scoreboard

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.accounts.panel import Panel
    from newind.index.audit import Audit
    from newind.index.index import Index
    from newind.index.specification import Spec
    from newind.questions.index.declared import IndexOptions


@dataclass(frozen=True, eq=False)
class IndexBuild:
    """An index with what it was built of.

    Attributes
    ----------
    index : Index
    data : what the figures are, in words
    hash : SHA-256 of the figures
    status : of the figures, ``own`` for those of a user
    panel : the accounts that were measured, None for a table
    apart : first and last year of other databases of the same accounts, which are scored by themselves
    """

    index: Index
    data: str
    hash: str
    status: str = "own"
    panel: Panel | None = None
    apart: tuple[tuple[int, int], ...] = ()

    def audit(self) -> Audit:
        """Return the audit of the index, against the size of economies where accounts were measured."""
        return self.index.audit(sizes=None if self.panel is None else sizes(self.panel))

    def accounts(self, year: int | None) -> Accounts:
        """Return the accounts of a year.

        Raises
        ------
        DataError
            Where the figures are a table, which no model can simulate.
        """
        if self.panel is None or year is None:
            raise DataError(tell("index.no_accounts", data=self.data))
        return self.panel[year]


def build_index(asked: IndexOptions, year: int | None = None) -> IndexBuild:
    """Build an index of the figures that a user names, or of those that its specification asks for.

    Of accounts of several databases it is the one that has the ``year``, by default the last.

    Raises
    ------
    DataError, UnknownNameError
        For a specification, figures or changes that do not work.
    """
    return build_version(asked, asked.spec, list_changes(asked), year)


def build_version(asked: IndexOptions, name: str, changes: dict[str, Any], year: int | None = None) -> IndexBuild:
    """Build the index of a specification with changes, of the figures that are asked for."""
    spec = spec_of(name)
    if changes:
        spec = spec.apply_changes(changes)
    if asked.data is not None and asked.on is not None:
        raise DataError(tell("index.two_sources", data=asked.data, on=asked.on))
    if asked.data is not None:
        key = _hash_file(asked.data)
        return IndexBuild(build(Path(asked.data), spec), Path(asked.data).name, key)
    if name in tables.NAMES and asked.on is None:
        key = _hash_file(str(tables.folder(name) / tables.FIGURES))
        return IndexBuild(build(tables.table(name), spec), f"table {name}", key, tables.package(name)["status"])
    return _measure_indicators(name, spec, asked.on or WORLD, year)


def _hash_file(path: str) -> str:
    try:
        return hashlib.sha256(Path(path).read_bytes()).hexdigest()
    except OSError as error:
        raise DataError(tell("index.unread", path=path, why=error.strerror)) from None


def _measure_indicators(name: str, spec: Spec, on: str, year: int | None) -> IndexBuild:
    """Return the index of what is measured of accounts: the indicators of a specification alone."""
    ids = list_input_ids(spec)
    if foreign := [c for c in ids if c not in indicators().ids]:
        raise DataError(tell("index.unmeasured", name=name, which=offenders(foreign)))
    whole = open_accounts(on)
    panel = whole.within() if year is None or year not in whole else whole.within(year)
    first, last = panel.years[0], panel.years[-1]
    said = f"{on} {first}" if first == last else f"{on} {first}-{last}"
    key = hashlib.sha256("".join(w.hash for w in panel).encode()).hexdigest()
    apart = tuple((p.years[0], p.years[-1]) for p in whole.databases if p is not panel)
    return IndexBuild(build(measure(panel, ids), spec), said, key, panel.last.status, panel, apart)


def list_changes(asked: IndexOptions) -> dict[str, Any]:
    """Return the changes that options name, as :meth:`newind.index.index.Index.replay` takes them.

    Examples
    --------
    >>> from newind.questions.index.declared import IndexOptions
    >>> list_changes(IndexOptions(set=("normalise=zscore", "screen.min_available=0.8", "treat=off")))
    {'normalise': {'method': 'zscore'}, 'screen': {'min_available': 0.8}, 'treat': None}
    >>> list_changes(IndexOptions(remove="a,b", weight={"c": 2}, view="systems"))
    {'remove': ['a', 'b'], 'weights': {'c': 2.0}, 'view': 'systems'}
    """
    changes: dict[str, Any] = {}
    for text in asked.settings or ():
        name, value = (part.strip() for part in text.split("=", 1))
        step, dot, setting = name.partition(".")
        if value == "off" and not dot:
            changes[step] = None
        else:
            changes[step] = (changes.get(step) or {}) | {setting or "method": read_value(value)}
    further = {"remove": list(asked.remove or ()), "weights": dict(asked.weight or {}), "view": asked.view}
    return changes | {name: value for name, value in further.items() if value}


def read_value(text: str) -> Any:
    """Return a value as YAML reads it: a number, a list, true; a word that YAML cannot read is a word."""
    try:
        return plain(parse_node(text, "--set"))
    except PolicyError:
        return text


def draw_board(built: IndexBuild, replications: int, seed: int) -> Scoreboard:
    """Return an index with the replications that give its ranks intervals."""
    return Scoreboard(built.index, built.index.uncertainty(replications, seed))
