"""Inputs of ``newind index``: the specification, the figures it requires, and changes to how it is built."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from newind.cli.options import split
from newind.cli.output import working
from newind.errors import DataError, PolicyError, offenders

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.accounts.panel import Panel
    from newind.questions.index.board import Scoreboard
    from newind.questions.index.voice import ReportWording
    from newind.index.audit import Audit
    from newind.index.index import Index
    from newind.index.specification import Spec

DEFAULT = "new-industrialization"

SpecOption = Annotated[
    str,
    typer.Option("--spec", metavar="NAME|FILE", help="Shipped specification (newind index spec), or yaml, csv, xlsx."),
]
Data = Annotated[str | None, typer.Option("--data", metavar="FILE", help="Your figures: csv or xlsx, a row a unit.")]
Source = Annotated[
    str | None,
    typer.Option("--on", "--table", metavar="NAME|FILE", help="Accounts to measure instead; the world's if left out."),
]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="STEP=METHOD", help="Change a step, or a setting (STEP.SETTING=VALUE); repeatable."),
]
Remove = Annotated[list[str] | None, typer.Option("--remove", metavar="CODE", help="Leave an element out; repeatable.")]
WeightOption = Annotated[
    list[str] | None, typer.Option("--weight", metavar="CODE=W", help="Weight among its siblings; repeatable.")
]
View = Annotated[
    str | None, typer.Option("--view", metavar="NAME", help="Another tree over the indicators, such as systems.")
]
Year = Annotated[int | None, typer.Option(metavar="Y", help="Year that is shown; the last one scored if left out.")]
Replications = Annotated[
    int, typer.Option(min=1, max=100_000, metavar="N", help="Other ways to build it, drawn at random.")
]
Seed = Annotated[int, typer.Option(min=0, metavar="S", help="Of the random numbers.")]


@dataclass(frozen=True, eq=False)
class IndexBuild:
    """An index with what it was built of.

    Attributes
    ----------
    index : Index
    data : what the figures are, in words
    hash : SHA-256 of the figures
    panel : the accounts that were measured, None for a table
    apart : first and last year of other databases of the same accounts, which are scored by themselves
    """

    index: Index
    data: str
    hash: str
    panel: Panel | None = None
    apart: tuple[tuple[int, int], ...] = ()

    def audit(self) -> Audit:
        """Return the audit of the index, against the size of economies where accounts were measured."""
        from newind.index.sizes import sizes

        return self.index.audit(sizes=None if self.panel is None else sizes(self.panel))

    def accounts(self, year: int | None) -> Accounts:
        """Return the accounts of a year.

        Raises
        ------
        DataError
            Where the figures are a table, which no model can simulate.
        """
        if self.panel is None or year is None:
            raise DataError(f"--scenario simulates accounts, and the index is built of {self.data}. Take --on world.")
        return self.panel[year]


def build_index(
    name: str, data: str | None, on: str | None, changes: Mapping[str, Any] | None = None, year: int | None = None
) -> IndexBuild:
    """Build an index of the figures that a user names, or of those that its specification asks for.

    Of accounts of several databases it is the one that has the ``year``, by default the last.

    Raises
    ------
    DataError, UnknownNameError
        For a specification, figures or changes that do not work.
    """
    from newind.index.building import build
    from newind.index.specification import spec as spec_of

    spec = spec_of(name)
    if changes:
        spec = spec.apply_changes(changes)
    figures, said, key, panel, apart = _figures(name, spec, data, on, year)
    with working("Building the index"):
        return IndexBuild(build(figures, spec), said, key, panel, apart)


def _figures(
    name: str, spec: Spec, data: str | None, on: str | None, year: int | None
) -> tuple[Any, str, str, Panel | None, tuple[tuple[int, int], ...]]:
    """Return the figures, what they are, their hash, the accounts measured, and the years of other databases."""
    from newind.index import tables

    if data is not None and on is not None:
        raise DataError(f"two sources, --data {data} and --on {on}. Name one.")
    if data is not None:
        return Path(data), Path(data).name, _file_hash(data), None, ()
    if name in tables.NAMES and on is None:
        file = tables.folder(name) / tables.FIGURES
        return tables.table(name), f"table {name}", _file_hash(str(file)), None, ()
    return _measure_indicators(name, spec, on, year)


def _file_hash(path: str) -> str:
    try:
        return hashlib.sha256(Path(path).read_bytes()).hexdigest()
    except OSError as error:
        raise DataError(
            f"{path}: cannot be read ({error.strerror}). Give a csv or xlsx file with a row a unit."
        ) from None


def _measure_indicators(
    name: str, spec: Spec, on: str | None, year: int | None
) -> tuple[pd.DataFrame, str, str, Panel, tuple[tuple[int, int], ...]]:
    """Return what is measured of accounts: the indicators of a specification alone."""
    from newind.cli.inputs import name_of, panel_of
    from newind.index.intake import list_input_ids
    from newind.measures.measure import measure
    from newind.measures.registry import indicators

    known, ids = indicators().ids, list_input_ids(spec)
    if foreign := [c for c in ids if c not in known]:
        raise DataError(
            f"{name}: indicators that newind does not measure: {offenders(foreign)}. Give the figures: --data FILE."
        )
    source = name_of(on)
    whole = panel_of(source)
    panel = whole.within() if year is None or year not in whole else whole.within(year)
    with working("Measuring"):
        table = measure(panel, ids)
    first, last = panel.years[0], panel.years[-1]
    said = f"{source} {first}" if first == last else f"{source} {first}-{last}"
    key = hashlib.sha256("".join(w.hash for w in panel).encode()).hexdigest()
    return table, said, key, panel, tuple((p.years[0], p.years[-1]) for p in whole.databases if p is not panel)


def changes_of(
    given: Sequence[str] | None, remove: Sequence[str] | None, weight: Sequence[str] | None, view: str | None = None
) -> dict[str, Any]:
    """Return the changes that options name, as :meth:`newind.index.index.Index.replay` takes them.

    Examples
    --------
    >>> changes_of(["normalise=zscore", "screen.min_available=0.8", "treat=off"], None, None)
    {'normalise': {'method': 'zscore'}, 'screen': {'min_available': 0.8}, 'treat': None}
    >>> changes_of(None, ["a,b"], ["c=2"], "systems")
    {'remove': ['a', 'b'], 'weights': {'c': 2.0}, 'view': 'systems'}
    """
    changes: dict[str, Any] = {}
    for text in given or ():
        name, value = _pair(text, "--set", "STEP=METHOD")
        step, dot, setting = name.partition(".")
        if value == "off" and not dot:
            changes[step] = None
        else:
            changes[step] = (changes.get(step) or {}) | {setting or "method": _value(value)}
    removed = [code for text in remove or () for code in split(text) or ()]
    weights = dict(_weight(text) for text in weight or ())
    further = {"remove": removed, "weights": weights, "view": view}
    return changes | {name: value for name, value in further.items() if value}


def _pair(text: str, option: str, form: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip() or not value.strip():
        raise typer.BadParameter(f"{text!r} is not of the form {form}", param_hint=option)
    return name.strip(), value.strip()


def _weight(text: str) -> tuple[str, float]:
    code, value = _pair(text, "--weight", "CODE=W")
    try:
        return code, float(value)
    except ValueError:
        raise typer.BadParameter(f"{text!r}: the weight is not a number", param_hint="--weight") from None


def _value(text: str) -> Any:
    """Return a value as YAML reads it: a number, a list, true; a word that YAML cannot read is a word."""
    from newind.policy.yaml_file import parse_node, plain

    try:
        return plain(parse_node(text, "--set"))
    except PolicyError:
        return text


def board_of(built: IndexBuild, replications: int, seed: int) -> Scoreboard:
    """Return an index with the replications that give its ranks intervals."""
    from newind.questions.index.board import Scoreboard

    with working("Building it in other ways"):
        return Scoreboard(built.index, built.index.uncertainty(replications, seed))


def one_year(given: str | None) -> int | None:
    """Return the year that is asked for, None for none and for all of them."""
    from newind.accounts.validate import whole

    if given is None or given == "all":
        return None
    year = whole(given)
    if year is None:
        raise typer.BadParameter(f"{given!r} is not a year; write it as in 2009, or all", param_hint="--year")
    return year


def year_of(board: Scoreboard, given: int | None) -> int | None:
    """Return the year that is asked for, or the last one."""
    if given is None:
        return board.last
    board.list_places(given)
    return given


def facts(built: IndexBuild, voice: ReportWording) -> dict[str, Any]:
    """Return what every command on an index tells of it."""
    from newind.index.reduced import lacks

    spec, doubt = built.index.spec, voice.board.doubt
    told: dict[str, Any] = {
        "spec": spec.id,
        "name": spec.name,
        "data": built.data,
        "hash": built.hash,
        "year": voice.year,
    }
    told |= {"indicators": spec.tree.indicators, "lacking": spec.lacking, "notes": lacks(spec)}
    told["other_databases"] = built.apart
    if doubt is None:
        return told
    return told | {"replications": doubt.replications, "seed": doubt.seed, "failed": doubt.failed}
