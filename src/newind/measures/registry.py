"""The registry of indicators, and of quantities that findings are based on and that are no indicators.

An indicator is a function of accounts with this decorator on it. The function returns what can be computed; what the
accounts lack is found from ``needs`` beforehand, so that functions hold formulas only.

An indicator is measured for every economy and year; an analysis answers one question about one economy, often with the
model. Both have an id, a label, a unit, a formula and a source: a number leads to where it comes from in one way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, overload

from newind.aliases import alias
from newind.datafiles import read_yaml
from newind.errors import DataError, tell, unknown
from newind.language.scales import scale_of
from newind.messages import message_group

if TYPE_CHECKING:
    import pandas as pd

    from newind.language.scales import Scale
    from newind.messages import Text


MODULES = (
    "newind.measures.people",
    "newind.measures.science",
    "newind.measures.inputsources",
    "newind.measures.manufacturing",
    "newind.measures.linkages",
    "newind.measures.services",
    "newind.measures.green",
    "newind.measures.exports",
    "newind.measures.partners",
    "newind.measures.regional",
)
"""Modules with indicators, in the order in which the registry lists these."""
ORDER = ("people", "quality", "s1", "s2", "s3", "s4")
"""Systems and characteristics, in their order."""
DIMS = ("region", "industry", "partner")
BETTER = ("higher", "lower", "target", "none")
DIGITS = {"1": 1, "ratio": 2, "stages": 2, "index": 2}
"""Decimals of what is displayed; two or three significant figures of the largest value where none are listed."""
NEEDS = ("satellite", "fact", "closed", "observed", "parts", "panel")


@dataclass(frozen=True)
class Indicator:
    """One entry of the registry.

    Parameters
    ----------
    id : str
        ``people.…``, ``quality.…`` or ``s1.…`` to ``s4.…``.
    dims : tuple of str
        Dimensions of its detail; every indicator also has totals by region.
    label : dict
        Name in ``en`` and ``zh``.
    unit : str
        Unit of every value; ``1`` is a share or a ratio.
    better : {"higher", "lower", "target", "none"}
        Direction; never assumed.
    bounds : tuple
        Lowest and highest possible value, None where there is none.
    clause : str
        Clause of the paper that it answers.
    needs : tuple of str
        ``satellite:NAME``, ``fact:NAME``, ``closed`` (every region in full), ``observed`` (flows that are no
        estimate), ``parts`` (several regions of a country), ``panel`` (the year before).
    formula : str
        What is computed, in the field's symbols.
    source : str
        Where the method comes from.
    status : str or None
        ``proxy`` or ``estimated`` when the method makes it so; else the status of the figures used.
    detail : bool
        Whether aggregation of regions or industries distorts it (then figures at full detail are preferred).
    display : str
        Unit in which people read it: that of the values, where ``1`` is written in per cent; ``ratio`` for a value in
        unit 1 that is no share.
    digits : int or None
        Decimals as displayed; None for three significant figures of the largest value.
    function : callable
        From accounts (or, with ``panel``, the year before and this year) to labelled arrays.
    """

    id: str
    dims: tuple[str, ...]
    label: dict[str, str]
    unit: str
    better: str
    bounds: tuple[float | None, float | None]
    clause: str
    needs: tuple[str, ...]
    formula: str
    source: str
    status: str | None
    detail: bool
    display: str
    digits: int | None
    function: Callable[..., Any]

    @property
    def system(self) -> str:
        """First part of the id: ``people``, ``quality``, ``s1`` …."""
        return self.id.partition(".")[0]

    @property
    def doc(self) -> str:
        """First line of the function's docstring."""
        return (self.function.__doc__ or "").strip().partition("\n")[0]

    def scale(self, values: Iterable[float], lang: str = "en", unit: str | None = None) -> Scale:
        """Return how values that stand together are written, on every surface alike.

        Parameters
        ----------
        values : iterable of float
        lang : {"en", "zh"}
        unit : str, optional
            That of the values, where the currency of the accounts stands in it.
        """
        return scale_of(values, unit if unit and self.unit != "1" else self.display, lang, self.digits)

    @property
    def of_facts(self) -> bool:
        """Whether it is made of published facts alone, without the flows of a table."""
        return bool(self.needs) and not self.status and all(n.startswith("fact:") for n in self.needs)

    def list_requirements(self, kind: str) -> tuple[str, ...]:
        """Return the names of the satellites or facts needed."""
        return tuple(n.partition(":")[2] for n in self.needs if n.startswith(f"{kind}:"))

    required = alias("list_requirements")


class Registry(Sequence[Indicator]):
    """The indicators in order; also found by id.

    Examples
    --------
    >>> indicators()["s4.vax_ratio"].unit
    '1'
    >>> "s4.vax_ratio" in indicators()
    True
    """

    def __init__(self, entries: Sequence[Indicator] = ()) -> None:
        self._by_id = {i.id: i for i in entries}

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids in order."""
        return tuple(self._by_id)

    @overload
    def __getitem__(self, key: int | str) -> Indicator: ...
    @overload
    def __getitem__(self, key: slice) -> Registry: ...
    def __getitem__(self, key: int | str | slice) -> Indicator | Registry:
        """Return an indicator by id or position.

        Raises
        ------
        UnknownNameError
            With the nearest id.
        """
        entries = list(self._by_id.values())
        if isinstance(key, slice):
            return Registry(entries[key])
        if isinstance(key, str):
            if key not in self._by_id:
                raise unknown("indicator", key, self._by_id, tell("measure.list"))
            return self._by_id[key]
        return entries[key]

    def __iter__(self) -> Iterator[Indicator]:
        """Iterate over the indicators."""
        return iter(self._by_id.values())

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._by_id)

    def __contains__(self, key: object) -> bool:
        """Tell whether an id or an indicator is here."""
        return any(key == i.id or key is i for i in self._by_id.values())

    def __repr__(self) -> str:
        """List the ids."""
        return f"Registry({len(self)}: {', '.join(self.ids)})"

    def to_frame(self) -> pd.DataFrame:
        """Return a table with one row an indicator."""
        import pandas as pd

        rows = [
            {
                "id": i.id, "label_en": i.label["en"], "label_zh": i.label["zh"], "dims": ", ".join(i.dims),
                "unit": i.unit, "better": i.better, "bounds": i.bounds, "clause": i.clause, "needs": ", ".join(i.needs),
                "formula": i.formula, "source": i.source, "status": i.status or "",
            }
            for i in self
        ]  # fmt: skip
        return pd.DataFrame(rows)

    def _repr_html_(self) -> str:
        html: str = self.to_frame()._repr_html_()  # type: ignore[operator]
        return html


_entries: dict[str, Indicator] = {}


def indicator(
    *,
    id: str,
    dims: tuple[str, ...] = ("region",),
    clause: str,
    unit: str,
    better: str,
    label: Text | None = None,
    formula: str,
    source: str,
    bounds: tuple[float | None, float | None] = (None, None),
    needs: tuple[str, ...] = (),
    status: str | None = None,
    detail: bool = False,
    display: str = "",
    digits: int | None = None,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a function of accounts as an indicator; arguments as in :class:`Indicator`.

    Its label is the message of its id in ``indicators.json``, where none is given.

    Raises
    ------
    DataError
        For an entry that is incomplete or stands twice.
    """

    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        shown = display or unit
        places = DIGITS.get(shown) if digits is None else digits
        named = message_group("indicators").get(id, {}) if label is None else label
        given = (id, dims, named, unit, better, bounds, clause, needs, formula, source, status, detail)
        entry = Indicator(*given, shown, places, function)
        _check(entry)
        _entries[id] = entry
        return function

    return register


def _check(entry: Indicator) -> None:
    wrong = [
        what
        for what, bad in {
            "id (stands twice)": entry.id in _entries,
            "id (unknown system)": entry.system not in ORDER,
            "dims": "region" not in entry.dims or not set(entry.dims) <= set(DIMS),
            "label (its id is missing in indicators.json of en or zh)": not {"en", "zh"} <= set(entry.label),
            "better": entry.better not in BETTER,
            "display": entry.display not in ((entry.unit, "ratio") if entry.unit == "1" else (entry.unit,)),
            "needs": any(n.partition(":")[0] not in NEEDS for n in entry.needs),
            "status": entry.status not in (None, "proxy", "estimated"),
        }.items()
        if bad
    ] + [f.name for f in fields(entry) if f.type == "str" and not getattr(entry, f.name)]
    if wrong:
        raise DataError(f"indicator {entry.id!r} cannot be registered: wrong {', '.join(wrong)}.")


@cache
def indicators() -> Registry:
    """Return the registry of all indicators, by system and module, whatever was imported first.

    Examples
    --------
    >>> indicators()["s4.dva_share"].label["en"]
    'Domestic value added in exports'
    """
    for module in MODULES:
        import_module(module)
    return Registry(
        sorted(_entries.values(), key=lambda i: (ORDER.index(i.system), MODULES.index(i.function.__module__)))
    )


@dataclass(frozen=True)
class Analysis:
    """One entry of ``analyses.yaml``.

    Parameters
    ----------
    id : str
        ``s1.…`` to ``s4.…``.
    label : dict
        Name in ``en`` and ``zh``.
    unit : str
        Unit of the value; ``1`` is a share.
    better : {"higher", "lower", "none"}
    clause : str
        Clause of the paper that it answers.
    formula : dict
        What is computed, in ``en`` and ``zh``.
    source : str
        Where the method comes from.
    data : tuple of str
        What it needs beside the flows: satellites of the accounts by name, other data as they are cited.
    status : str
        ``simulated`` for what the model says, ``observed``, ``proxy`` or ``estimated``.
    function : str
        What gives it in Python, as ``newind.science.dependence_list``.
    display : str
        ``ratio`` for a value in unit 1 that is no share.
    """

    id: str
    label: Text
    unit: str
    better: str
    clause: str
    formula: Text
    source: str
    status: str
    function: str
    display: str = ""
    data: tuple[str, ...] = ()

    @property
    def cited(self) -> str:
        """Where the method comes from, and data that are no part of accounts."""
        return "; ".join([self.source, *(d for d in self.data if " " in d)])


@cache
def analyses() -> dict[str, Analysis]:
    """Return all analyses by id.

    Examples
    --------
    >>> analyses()["s1.input_loss"].status
    'simulated'
    """
    return {
        entry["id"]: Analysis(**entry | {"data": tuple(entry.get("data", ()))})
        for entry in read_yaml("newind.measures", "analyses.yaml")
    }


def quantity(id: str) -> Indicator | Analysis:
    """Return the indicator or analysis of an id.

    Raises
    ------
    UnknownNameError
        With the nearest id.

    Examples
    --------
    >>> quantity("s4.vax_ratio").unit, quantity("s1.bottleneck").label["zh"]
    ('1', '依赖该投入的增加值')
    """
    if id in indicators().ids:
        return indicators()[id]
    if id not in analyses():
        raise unknown("indicator", id, [*indicators().ids, *analyses()], tell("measure.list"))
    return analyses()[id]
