"""A register of actions: what governments do, dated and sourced, so that it can be screened, changed and simulated."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from pydantic import PrivateAttr, ValidationError

from newind.errors import PolicyError, UnknownNameError, tell, unknown
from newind.messages import complete_text
from newind.policy.fields import ActionFields, RegisterFields, keys_of_action, keys_of_register
from newind.policy.mistakes import mistakes, refuse
from newind.policy.schema import Package, Shock
from newind.policy.triage import instruments

if TYPE_CHECKING:
    from collections.abc import Iterable
    from os import PathLike

    import pandas as pd

    from newind.policy.fields import ShockFields
    from newind.policy.registerdiff import RegisterDifference
    from newind.policy.triage import Instrument

COLUMNS = (
    "id", "label_en", "label_zh", "clause", "family", "systems", "characteristics", "instrument", "gta", "mast",
    "stage", "recipient", "eligible", "level", "regions", "industries", "amount", "unit", "year", "per", "announced",
    "in_force", "removed", "legal_basis", "export", "local_content", "objective", "motive", "evidence", "levers",
    "source",
)  # fmt: skip
"""Columns of a register as a table."""
KINDS = {".yaml": "yaml", ".yml": "yaml", ".xlsx": "workbook"}
"""Kinds of files that hold registers."""


class Action(ActionFields):
    """One thing that a government does or could do.

    Parameters
    ----------
    id : str
        Name; the name of its file where it is shipped.
    label, note : mapping or str
        Title and explanation, in ``en`` and ``zh``.
    clause : str
        Clause of the paper that it answers.
    family : {"industrial", "innovation", "trade", "regional", "environment", "market"}
        Family of policy.
    systems, characteristics : sequence of str
        Systems (s1-s4) and characteristics of the paper that it serves.
    instrument : str
        Of `newind.policy.triage.instruments`, with its names in the Global Trade Alert and in MAST.
    stage : {"rd", "production", "consumption", "export"}, optional
        What is supported.
    recipient : {"producer", "consumer"}, optional
        Who gets the money.
    eligible : {"firm", "sector", "region", "all"}
        Who may get it: one firm, industries, a region within the authority's territory, or everybody.
    level : {"national", "province", "city", "county", "zone"}
        Authority.
    regions, industries : str or sequence of str
        Labels, groups or ``"*"``.
    budget : mapping, optional
        ``amount``, ``unit`` (such as ``M.CNY``), ``year``, ``per`` (``year`` or ``total``).
    dates : mapping
        ``announced``, ``in_force``, ``removed``; years, months or days.
    legal_basis : str
        Law or notice.
    sources : sequence of mappings
        ``title``, ``href``, ``date``; at least one.
    conditions : mapping
        ``export``, ``local_content``, ``objective``: yes, no or unknown.
    facts : mapping
        Further facts of the preliminary WTO classification, by id.
    tax : mapping, optional
        For a rebate: rate of tax ``borne`` and of ``rebate``, fractions.
    motive : str
        Stated motive.
    evidence : {"A", "B", "C", "D"}
        A the text itself was read, B an official account of it, C press or a database, D assumed.
    shocks : sequence of Shock
        What the model can say of it.
    no_shock : mapping
        Why the model says nothing, where there is none.

    Raises
    ------
    PolicyError
        Naming the first three mistakes.

    Examples
    --------
    >>> Action(id="solar", label="Grants for solar cells", clause="4.industrial", family="industrial",
    ...        instrument="grant", sources=[{"title": "Notice 1"}])
    Action('solar': Grants for solar cells)
    """

    _places: dict[str, str] = PrivateAttr(default_factory=dict)

    def __init__(self, **given: Any) -> None:
        try:
            super().__init__(**given)
        except ValidationError as error:
            whole = f"action {given.get('id', '')!r}"
            raise refuse(mistakes(error, keys_of_action), lambda _: whole, whole) from None

    @property
    def means(self) -> Instrument:
        """The instrument, with its names elsewhere and what it gives."""
        return instruments()[self.instrument]

    def title(self, lang: str = "en") -> str:
        """Return its title in a language."""
        return complete_text(self.label, self.label["en"])[lang]

    @property
    def package(self) -> Package:
        """Policy package of what the model can count of it, under its id; no shocks where it can count nothing."""
        shocks = [_build_shock(s, self.id, self.family) for s in self.shocks]
        for number, shock in enumerate(shocks):
            shock._places.update(self._places_of(number))
        return Package(shocks, name=self.id, label=self.label, clause=self.clause, sources=self.sources)

    def where(self, field: str = "") -> str:
        """Return file, line and column, or sheet and cell, of it or a field; empty when it was built in Python.

        Fields of a shock are named by its number from 0: ``shocks.0.region``.
        """
        return self._places.get(field, self._places.get("", ""))

    def _places_of(self, number: int) -> dict[str, str]:
        """Return where a shock and its fields stand; the empty name is the shock itself."""
        own = f"shocks.{number}"
        return {k.removeprefix(own).lstrip("."): v for k, v in self._places.items() if f"{k}.".startswith(f"{own}.")}

    def to_dict(self) -> dict[str, Any]:
        """Return what differs from the defaults, as plain data."""
        said: dict[str, Any] = _lists(self.model_dump(exclude_defaults=True, exclude={"shocks"}))
        shocks = [_build_shock(s).to_dict() for s in self.shocks]
        return said | ({"shocks": shocks} if shocks else {})

    def __eq__(self, other: object) -> bool:
        """Tell whether two actions say the same, wherever they are written."""
        return isinstance(other, Action) and self.to_dict() == other.to_dict()

    def __hash__(self) -> int:
        return hash(json.dumps(self.to_dict(), sort_keys=True))

    def __repr__(self) -> str:
        return f"Action({self.id!r}: {self.label['en']})"


class Register(Sequence[Action]):
    """Actions in order; also found by id.

    Parameters
    ----------
    actions : iterable of Action
    name : str
    label, note : mapping or str
        Title and explanation, in ``en`` and ``zh``.

    Raises
    ------
    PolicyError
        When two actions have the same id.
    """

    def __init__(self, actions: Iterable[Any] = (), *, name: str = "", **more: Any) -> None:
        try:
            found = RegisterFields(actions=tuple(actions), name=name, **more)
        except ValidationError as error:
            raise refuse(
                mistakes(error, keys_of_register), lambda m: _locate_mistake(m.path), f"register {name!r}"
            ) from None
        self.actions = tuple(_whole(a) for a in found.actions)
        self.name, self.label, self.note = found.name, found.label, found.note
        self._by_id = {a.id: a for a in self.actions}

    # ---- files
    @classmethod
    def read(cls, path: str | PathLike[str]) -> Register:
        """Read a register from a YAML file or a workbook (``.xlsx``).

        Raises
        ------
        PolicyError
            Naming file with line and column, or sheet and cell, of the first three mistakes.
        """
        target = Path(path)
        if kind_of(target) == "workbook":
            from newind.policy.registerbook import read_book

            return read_book(target)
        from newind.policy.registerfile import read_register

        return read_register(target)

    def to_yaml(self) -> str:
        """Return the register as the text of a YAML file."""
        from newind.policy.registerfile import register_text

        return register_text(self)

    def save(self, path: str | PathLike[str]) -> Path:
        """Write the register to a YAML file or a workbook (``.xlsx``), whole or not at all, and return its path.

        Raises
        ------
        PolicyError
            For another kind of file.
        DataError
            When the folder does not exist or cannot be written.
        """
        from newind.accounts.store import write_whole

        target = Path(path)
        if kind_of(target) == "workbook":
            from newind.policy.registerbook import write_book

            return write_book(self, target)
        text = self.to_yaml()
        return write_whole(target, lambda temporary: temporary.write_text(text, encoding="utf-8"))

    # ---- what stands in it
    @property
    def ids(self) -> tuple[str, ...]:
        """Ids in order."""
        return tuple(self._by_id)

    @property
    def package(self) -> Package:
        """All that the model can say of its actions, together; effects are counted by action."""
        return Package([s for a in self.actions for s in a.package.shocks], name=self.name, label=self.label)

    @property
    def hash(self) -> str:
        """SHA-256 of everything that the register says."""
        text = json.dumps(self.to_dict(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def select(
        self, *, family: str | None = None, clause: str | None = None, ids: Iterable[str] | None = None
    ) -> Register:
        """Return the actions of a family, of a clause, or of ids.

        Raises
        ------
        UnknownNameError
            For an id that is not here.
        """
        chosen = self.actions if ids is None else tuple(self[i] for i in ids)
        kept = [a for a in chosen if family in (None, a.family) and clause in (None, a.clause)]
        return Register(kept, name=self.name, label=self.label, note=self.note)

    def diff(self, other: Register) -> RegisterDifference:
        """Return what changed from this register to another: actions added, removed, and fields that changed.

        Names, titles and the order of actions are not compared.

        Examples
        --------
        >>> said = {"clause": "4.trade", "family": "trade", "instrument": "import-tariff", "sources": [{"title": "N"}]}
        >>> before, after = (Register([Action(id="cut", label=name, **said)]) for name in ("Cut", "Cut of tariffs"))
        >>> [c.field for c in before.diff(after).changed]
        ['label.en', 'label.zh']
        """
        from newind.policy.registerdiff import difference

        return difference(self, other)

    def to_dict(self) -> dict[str, Any]:
        """Return what the register says, as plain data; what is empty is left out."""
        about = {"name": self.name, "label": self.label, "note": self.note}
        return {k: v for k, v in about.items() if v} | {"actions": [a.to_dict() for a in self.actions]}

    def to_frame(self) -> pd.DataFrame:
        """Return a table with one row an action, columns `COLUMNS`."""
        import pandas as pd

        return pd.DataFrame([_row(a) for a in self.actions], columns=list(COLUMNS))

    def _repr_html_(self) -> str:
        html: str = self.to_frame()._repr_html_()  # type: ignore[operator]
        return html

    @overload
    def __getitem__(self, key: int | str) -> Action: ...
    @overload
    def __getitem__(self, key: slice) -> Register: ...
    def __getitem__(self, key: int | str | slice) -> Action | Register:
        """Return an action by id or position.

        Raises
        ------
        UnknownNameError
            With the nearest id.
        """
        if isinstance(key, slice):
            return Register(self.actions[key], name=self.name, label=self.label, note=self.note)
        if isinstance(key, int):
            return self.actions[key]
        if key not in self._by_id:
            raise _unknown_id(key, self.ids)
        return self._by_id[key]

    def __iter__(self) -> Iterator[Action]:
        """Iterate over the actions."""
        return iter(self.actions)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.actions)

    def __contains__(self, key: object) -> bool:
        """Tell whether an id or an action is here."""
        return key in self._by_id or key in self.actions

    def __eq__(self, other: object) -> bool:
        """Tell whether two registers say the same, wherever they are written."""
        return isinstance(other, Register) and self.to_dict() == other.to_dict()

    def __hash__(self) -> int:
        return hash(self.hash)

    def __repr__(self) -> str:
        many = f"{len(self)} action" + ("" if len(self) == 1 else "s")
        return f"Register({self.name!r}, {many})"


def as_register(given: Any) -> Register:
    """Return a register of what was given: one, an action, several actions, or the path of a file.

    Raises
    ------
    PolicyError
        For anything else.
    """
    if isinstance(given, Register):
        return given
    if isinstance(given, str | Path):
        return Register.read(given)
    if isinstance(given, Action):
        return Register([given])
    if isinstance(given, Sequence) and all(isinstance(a, Action) for a in given):
        return Register(given)
    raise PolicyError(f"not a register: {given!r}. Give newind.Register, newind.actions() or the path of a file.")


def kind_of(path: Path) -> str:
    """Return whether a file is a ``workbook`` or ``yaml``, by its name.

    Raises
    ------
    PolicyError
        For any other kind.

    Examples
    --------
    >>> kind_of(Path("a.xlsx")), kind_of(Path("a.yml"))
    ('workbook', 'yaml')
    """
    kind = KINDS.get(path.suffix.lower())
    if kind is None:
        raise PolicyError(tell("policy.register_kind", path=path, remedy=tell("policy.save_register")))
    return kind


def _unknown_id(id: str, ids: Sequence[str]) -> UnknownNameError:
    return unknown("action", id, ids, tell("policy.register_list"))


def _build_shock(shock: ShockFields, action: str = "", family: str = "") -> Shock:
    """Return a shock as the model takes it, counted with an action and its family."""
    said = {k: getattr(shock, k) for k in type(shock).model_fields}
    return Shock(**said | ({"action": action, "family": family} if action else {}))


def _whole(action: ActionFields) -> Action:
    if isinstance(action, Action):
        return action
    return Action(**{k: getattr(action, k) for k in ActionFields.model_fields})


def _locate_mistake(path: tuple[str | int, ...]) -> str:
    """Return which action a mistake is in, by its number, or which key of the register."""
    return f"action {int(path[1]) + 1}" if len(path) > 1 and path[0] == "actions" else "register"


def _lists(value: Any) -> Any:
    """Return plain data with lists in the place of tuples."""
    if isinstance(value, dict):
        return {k: _lists(v) for k, v in value.items()}
    return [_lists(v) for v in value] if isinstance(value, list | tuple) else value


def _row(a: Action) -> dict[str, Any]:
    """Return an action as a row of `COLUMNS`."""
    money = a.budget.model_dump() if a.budget else {}
    lists = {
        "systems": a.systems,
        "characteristics": a.characteristics,
        "regions": a.regions,
        "industries": a.industries,
    }
    return {
        "id": a.id, "label_en": a.label["en"], "label_zh": a.label["zh"], "clause": a.clause, "family": a.family,
        "instrument": a.instrument, "gta": a.means.gta, "mast": a.means.mast, "stage": a.stage or "",
        "recipient": a.recipient or "", "eligible": a.eligible, "level": a.level, "legal_basis": a.legal_basis,
        "motive": a.motive, "evidence": a.evidence, "levers": ", ".join(dict.fromkeys(s.lever for s in a.shocks)),
        "source": a.sources[0].title,
    } | {k: v if isinstance(v, str) else ", ".join(v) for k, v in lists.items()} | money | {
        k: v or "" for k, v in a.dates.model_dump().items()
    } | a.conditions.model_dump()  # fmt: skip
