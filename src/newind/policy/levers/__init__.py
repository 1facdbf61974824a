"""The registry of levers: one YAML file a lever says what it moves, what it takes, and what it assumes.

A file is read when its lever is first asked for, so a package of three shocks reads three files.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, overload

from newind.aliases import alias
from newind.datafiles import list_yaml, read_yaml
from newind.errors import BilingualMessage, DataError, tell, unknown
from newind.messages import message_group, say
from newind.parameters import parameter

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from newind.messages import Text
    from newind.parameters import Parameter

FAMILIES: dict[str, Text] = message_group("policy.levers.families")
"""Families of policy, in the order in which levers are listed: the six of clause 4, factors, demand."""
MODES = ("set", "scale", "add")
"""Operations of a value on a cell; on one cell they are applied in this order."""
SELECTORS = ("region", "partner", "industry", "user")
"""Selectors of a shock, in order."""
NEEDS = ("satellite:co2", "recycling industry", "migration matrix")
"""Data that a lever may need and accounts can lack."""


@dataclass(frozen=True)
class LeverOption:
    """A keyword choice of a lever.

    Parameters
    ----------
    default : float, str or None
        Default value; None where it is that of a parameter.
    parameter : str
        The parameter that then holds; empty where there is a default.
    one_of : tuple of str
        Words allowed; empty for a number.
    bounds : tuple of two floats or None
        Lowest and highest number.
    note : dict
        What it chooses, in ``en`` and ``zh``.
    """

    default: float | str | None = None
    parameter: str = ""
    one_of: tuple[str, ...] = ()
    bounds: tuple[float, float] | None = None
    note: dict[str, str] = field(default_factory=dict)

    @property
    def allowed_values(self) -> str:
        """Allowed values, in words."""
        low, high = self.bounds or (0, 0)
        if self.one_of:
            return BilingualMessage(*(say("language.marks.or", lang).join(self.one_of) for lang in ("en", "zh")))
        return tell("policy.number", low=low, high=high)

    def takes(self, value: object) -> bool:
        """Return whether a value is allowed.

        Examples
        --------
        >>> levers()["carbon_price"].options["coverage"].takes(1.5)
        False
        """
        if self.one_of:
            return value in self.one_of
        if isinstance(value, bool) or not isinstance(value, (int, float)) or self.bounds is None:
            return False
        return self.bounds[0] <= value <= self.bounds[1]

    allowed = alias("allowed_values")


@dataclass(frozen=True)
class Mark:
    """A value that is usual or by law.

    Parameters
    ----------
    value : float
        Added to what is in force.
    label : dict
        What it is, in ``en`` and ``zh``.
    """

    value: float
    label: dict[str, str]


@dataclass(frozen=True)
class Explanation:
    """A lever for people who meet it first.

    Parameters
    ----------
    does, usual, cannot : dict
        What it does, how large is usual, and what it cannot tell, in ``en`` and ``zh``.
    source : str
        Where what is usual is from; empty where no usual size is known.
    marks : tuple of Mark
        What is usual, as values.
    """

    does: dict[str, str]
    usual: dict[str, str]
    cannot: dict[str, str]
    source: str = ""
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Lever:
    """One thing that a policy can move.

    Parameters
    ----------
    id : str
        Name, and the name of its file.
    label : dict
        Name in ``en`` and ``zh``.
    clause : str
        Clause of the paper that it answers.
    family : str
        A key of `FAMILIES`.
    moves : tuple of str
        Parameters of the model that it changes.
    scope : tuple of str
        Selectors that it takes, of `SELECTORS`.
    unit : str
        Unit of a value; ``1`` is a rate, a share or a proportional change.
    bounds : tuple of two floats
        Lowest and highest value that may be in force.
    note, example
        What it means and assumes, in ``en`` and ``zh``; the fields of a small shock.
    explanation : Explanation
        The same for people who meet it first, and how large is usual.
    modes : tuple of str
        What its values may do, of `MODES`.
    user : str
        Users that are meant when none are named.
    within : str
        Group of industries that it is confined to; empty for all.
    own : bool
        Whether what a region buys from itself is a cell too.
    both_ways : bool
        Whether partner ``"*"`` means what the region sells as well as what it buys.
    options : mapping of str to LeverOption
        Keyword choices.
    needs : tuple of str
        What accounts must have, of `NEEDS`; the shipped world has no recycling industry and no migration matrix.
    assumes : tuple of str
        Parameters that its effect depends on (`newind.parameters`).
    words : tuple of str
        What people call it too, in both languages, abbreviations among them; search finds it by them.
    """

    id: str
    label: dict[str, str]
    clause: str
    family: str
    moves: tuple[str, ...]
    scope: tuple[str, ...]
    unit: str
    bounds: tuple[float, float]
    note: dict[str, str]
    example: dict[str, Any]
    explanation: Explanation
    modes: tuple[str, ...] = ("set", "add")
    user: str = "*"
    within: str = ""
    own: bool = False
    both_ways: bool = False
    options: Mapping[str, LeverOption] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    assumes: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Say what it is, what it takes and its bounds."""
        low, high = self.bounds
        return f"Lever({self.id!r}: {self.label['en']}, by {', '.join(self.scope)}, {low:g} to {high:g})"

    @property
    def display_name(self) -> BilingualMessage:
        """Its id, which in Chinese messages is its name."""
        return BilingualMessage(self.id, f"“{self.label['zh']}”")

    @property
    def evidence(self) -> tuple[Parameter, ...]:
        """What its effect depends on: values, ranges, classes of evidence and sources."""
        return tuple(map(parameter, self.assumes))

    def limits(self, mode: str) -> tuple[float, float]:
        """Return the lowest and highest value in a mode: of the value itself, of an addition, of a factor.

        Examples
        --------
        >>> levers()["carbon_price"].limits("add")
        (-1000.0, 1000.0)
        """
        low, high = self.bounds
        return {"set": (low, high), "add": (low - high, high - low)}.get(mode, (0.0, 100.0))

    called = alias("display_name")


class Levers(Sequence[Lever]):
    """The levers in order; also found by id.

    Examples
    --------
    >>> levers()["tariff"].unit
    '1'
    >>> "tariff" in levers()
    True
    """

    def __init__(self, ids: Sequence[str]) -> None:
        self.ids = tuple(ids)

    @overload
    def __getitem__(self, key: int | str) -> Lever: ...
    @overload
    def __getitem__(self, key: slice) -> Levers: ...
    def __getitem__(self, key: int | str | slice) -> Lever | Levers:
        """Return a lever by id or position.

        Raises
        ------
        UnknownNameError
            With the nearest id.
        """
        if isinstance(key, slice):
            return Levers(self.ids[key])
        id = key if isinstance(key, str) else self.ids[key]
        if id not in self.ids:
            raise unknown("lever", id, self.ids, tell("policy.levers"))
        return _lever(id)

    def __iter__(self) -> Iterator[Lever]:
        """Iterate over the levers."""
        return (_lever(id) for id in self.ids)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.ids)

    def __contains__(self, key: object) -> bool:
        """Tell whether an id or a lever is here."""
        return (key.id if isinstance(key, Lever) else key) in self.ids

    def __repr__(self) -> str:
        """List the ids."""
        return f"Levers({len(self)}: {', '.join(self.ids)})"

    def to_frame(self) -> pd.DataFrame:
        """Return a table with one row a lever."""
        import pandas as pd

        rows = [
            {
                "id": v.id, "label_en": v.label["en"], "label_zh": v.label["zh"], "family": v.family,
                "clause": v.clause, "unit": v.unit, "bounds": v.bounds, "modes": ", ".join(v.modes),
                "scope": ", ".join(v.scope),
                "options": ", ".join(v.options), "needs": ", ".join(v.needs), "assumes": ", ".join(v.assumes),
                "note_en": v.note["en"], "note_zh": v.note["zh"],
            }
            for v in self
        ]  # fmt: skip
        return pd.DataFrame(rows)

    def _repr_html_(self) -> str:
        html: str = self.to_frame()._repr_html_()  # type: ignore[operator]
        return html


@cache
def levers() -> Levers:
    """Return the registry of all levers, by name.

    Examples
    --------
    >>> levers()["carbon_price"].label["en"]
    'Carbon price on production'
    """
    return Levers(list_yaml(__name__))


@cache
def _lever(id: str) -> Lever:
    return read(f"{id}.yaml", read_yaml(__name__, f"{id}.yaml"))


def read(name: str, data: dict[str, Any]) -> Lever:
    """Build a lever from what its file says, or say what is wrong with the file."""
    lists = {"moves", "scope", "modes", "needs", "assumes", "words"} & {*data}
    listed: dict[str, Any] = {k: tuple(data[k]) for k in lists}
    low, high = (float(b) for b in data["bounds"])
    built = {"options": _options(data.get("options", {})), "explanation": _explanation(data["explanation"])}
    lever = Lever(**data | listed | {"bounds": (low, high)} | built)
    wrong = [
        what
        for what, bad in {
            f"the id is {lever.id!r}: name the file after the id": name != f"{lever.id}.yaml",
            "label, note or explanation not in en and zh": not {"en", "zh"} <= _find_languages(lever),
            "family": lever.family not in FAMILIES,
            "scope": lever.scope != tuple(s for s in SELECTORS if s in lever.scope) or "region" not in lever.scope,
            "modes": not set(lever.modes) <= set(MODES),
            "needs": not set(lever.needs) <= set(NEEDS),
            "bounds": not low < high,
            "an option does not take its default": not all(
                o.takes(o.default) or (o.default is None and o.parameter in lever.assumes)
                for o in lever.options.values()
            ),
            "the example is of another lever": lever.example.get("lever") != lever.id,
        }.items()
        if bad
    ]
    if wrong:
        raise DataError(f"policy/levers/{name}: {'; '.join(wrong)}.")
    return lever


def _options(data: dict[str, dict[str, Any]]) -> dict[str, LeverOption]:
    return {k: LeverOption(**o | {"one_of": tuple(o.get("one_of", ())), "bounds": _pair(o)}) for k, o in data.items()}


def _explanation(data: dict[str, Any]) -> Explanation:
    marks = (Mark(float(m["value"]), {k: v for k, v in m.items() if k != "value"}) for m in data.get("marks", ()))
    return Explanation(**data | {"marks": tuple(marks)})


def _find_languages(lever: Lever) -> set[str]:
    """Return the languages in which every text is written."""
    said = lever.explanation
    texts = (lever.label, lever.note, said.does, said.usual, said.cannot, *(m.label for m in said.marks))
    return set.intersection(*({k for k, text in each.items() if text} for each in texts))


def _pair(option: dict[str, Any]) -> tuple[float, float] | None:
    return (float(option["bounds"][0]), float(option["bounds"][1])) if "bounds" in option else None
