"""Shocks and packages of them, as they are written in Python; files are read in ``yaml_file.py``."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import PrivateAttr, ValidationError

from newind.aliases import alias
from newind.errors import PolicyError, tell
from newind.policy.fields import KEYS, KEYS_OF_SHOCK, Mode, PackageFields, ShockFields
from newind.policy.levers import levers
from newind.policy.mistakes import Mistake, mistakes, refuse

if TYPE_CHECKING:
    from os import PathLike

    from newind.accounts.accounts import Accounts
    from newind.policy.checks import Selector


class Shock(ShockFields):
    """A lever moved to a value, by a region, on a partner, an industry, a user.

    Parameters
    ----------
    lever : str
        Name of the lever; `newind.levers` lists them.
    value : float
        What it is moved to (or by), in the unit of the lever.
    mode : {"set", "add", "scale"}
        Whether the value is new, is added to what is there, or multiplies it.
    region : str or sequence of str
        The government that acts: a label, labels, the name of a group, or ``"*"`` for all.
    partner : str or sequence of str
        The other side: origin of imports, destination of an export rebate.
    industry : str or sequence of str
        The good, or the industry that makes it.
    user : str or sequence of str, optional
        The buyer: an industry or group, ``"final"``, ``"industries"`` for all of them, ``"*"`` for everybody; those
        that the lever means when not given.
    start : int, optional
        First year in force.
    phase_in : int
        Years until it is in force in full.
    until : int, optional
        Last year in force.
    options : mapping
        Keyword choices of the lever.
    table : {"", "countries", "provinces"}
        Accounts for which it is meant: all of them, or those whose regions are countries, or provinces.
    family, action : str
        What its effect is counted with: an action, or else a family, by default that of the lever.

    Raises
    ------
    PolicyError
        Naming the first three mistakes.

    Examples
    --------
    >>> Shock("tariff", 0.1, region="CHN", partner="USA")
    Shock('tariff', 0.1, region='CHN', partner='USA')
    """

    _places: dict[str, str] = PrivateAttr(default_factory=dict)

    def __init__(
        self,
        lever: str,
        value: float,
        mode: Mode = "set",
        region: Selector | Iterable[str] = "*",
        partner: Selector | Iterable[str] = "*",
        industry: Selector | Iterable[str] = "*",
        user: Selector | Iterable[str] | None = None,
        start: int | None = None,
        phase_in: int = 0,
        options: Mapping[str, Any] | None = None,
        **more: Any,
    ) -> None:
        selected = {"region": region, "partner": partner, "industry": industry, "user": user}
        dated = {"start": start, "phase_in": phase_in, "options": options or {}}
        given: dict[str, Any] = {"lever": lever, "value": value, "mode": mode} | selected | dated
        try:
            super().__init__(**given, **more)
        except ValidationError as error:
            whole = tell("policy.shock_of", lever=lever)
            raise refuse(mistakes(error, KEYS_OF_SHOCK), lambda _: whole, whole) from None

    @property
    def group(self) -> str:
        """Action or family under which its effect is counted."""
        return self.action or self.family

    def option(self, name: str) -> Any:
        """Return a choice that was made, or the lever's default; None where a parameter decides.

        Examples
        --------
        >>> Shock("carbon_price", 10, region="CHN").option("coverage")
        1
        """
        return self.options.get(name, levers()[self.lever].options[name].default)

    def applies_to(self, accounts: Accounts) -> bool:
        """Tell whether it is meant for accounts: of provinces where they have some, else of countries.

        Examples
        --------
        >>> from newind.data.reference import load
        >>> Shock("labour_supply", 0.01, region="CN-GD", table="provinces").applies_to(load("world", 2011))
        False
        """
        return not self.table or self.table == ("provinces" if "province" in accounts.regions.kind else "countries")

    def dated(self, start: int, phase_in: int, until: int | None = None) -> Shock:
        """Return it with dates; those of its own stand, and its phase-in does where it has one.

        Examples
        --------
        >>> Shock("carbon_price", 10, region="CHN").dated(2027, 3)
        Shock('carbon_price', 10, region='CHN', start=2027, phase_in=3)
        """
        if self.start is not None:
            return self
        last = until if self.until is None else self.until
        return self.model_copy(update={"start": start, "phase_in": self.phase_in or phase_in, "until": last})

    def where(self, field: str = "") -> str:
        """Return file, line and column of the shock or of one of its fields; empty when it was built in Python."""
        return self._places.get(field, self._places.get("", ""))

    def to_dict(self) -> dict[str, Any]:
        """Return what differs from the defaults, as plain data."""
        lever = levers()[self.lever]
        usual = {"user": lever.user, "family": lever.family} | {
            name: f.default for name, f in ShockFields.model_fields.items() if name not in ("user", "family")
        }
        found = {"lever": self.lever, "value": self.value} | {name: getattr(self, name) for name in usual}
        kept = {k: v for k, v in found.items() if v != usual[k]}
        return {k: list(v) if isinstance(v, tuple) else v for k, v in kept.items()}

    def __eq__(self, other: object) -> bool:
        """Tell whether two shocks say the same, wherever they are written."""
        return isinstance(other, Shock) and self.to_dict() == other.to_dict()

    def __hash__(self) -> int:
        return hash(json.dumps(self.to_dict(), sort_keys=True))

    def __repr__(self) -> str:
        rest = {k: v for k, v in self.to_dict().items() if k not in ("lever", "value")}
        return f"Shock({', '.join([repr(self.lever), f'{self.value:g}', *(f'{k}={v!r}' for k, v in rest.items())])})"

    meant_for: ClassVar[Any] = alias("applies_to")


class Package(PackageFields):
    """Shocks that are tried together.

    Parameters
    ----------
    shocks : sequence of Shock
        In order; where several meet, values are set first, then scaled, then added.
    name : str
        Short name.
    financing : {"lump_sum", "output_tax"}
        How governments pay: by transfers, or by a tax on output that distorts.
    label, note : mapping or str
        Title and explanation, in ``en`` and ``zh``.
    clause : str
        Clause of the paper that it answers.
    sources : sequence of mappings
        ``title``, ``href`` and ``date`` of what it follows.

    Raises
    ------
    PolicyError
        Naming the first three mistakes and the shocks that they are in.

    Examples
    --------
    >>> Package([Shock("productivity", 0.01, region="CHN")], name="better")
    Package('better', 1 shock: productivity)
    """

    shocks: tuple[Shock, ...] = ()

    def __init__(self, shocks: Iterable[Any] = (), *, name: str = "", **more: Any) -> None:
        given = (shocks,) if isinstance(shocks, Shock) else shocks
        try:
            found = PackageFields(shocks=_collect_shocks(given), name=name, **more)
        except ValidationError as error:
            raise refuse(mistakes(error, KEYS), _locate_mistake, tell("policy.package_of", name=name)) from None
        said = {k: getattr(found, k) for k in PackageFields.model_fields}
        super().__init__(**said | {"shocks": tuple(_whole(s) for s in found.shocks)})

    def select_shocks(self, accounts: Accounts) -> Package:
        """Return the package with those shocks that are meant for accounts: of countries, or of provinces.

        Examples
        --------
        >>> from newind.data.reference import load
        >>> both = Package([Shock("labour_supply", 0.01, region="CHN", table="countries"),
        ...                 Shock("labour_supply", 0.01, region="CN-GD", table="provinces")])
        >>> [s.region for s in both.select_shocks(load("world", 2011)).shocks]
        ['CHN']
        """
        kept = tuple(s for s in self.shocks if s.applies_to(accounts))
        return self if len(kept) == len(self.shocks) else self.model_copy(update={"shocks": kept})

    def finance_otherwise(self) -> Package:
        """Return the package paid for by a tax on output, or by transfers where it is paid by the tax.

        Examples
        --------
        >>> Package([Shock("tariff", 0.1, region="CHN")]).finance_otherwise().financing
        'output_tax'
        """
        other = "output_tax" if self.financing == "lump_sum" else "lump_sum"
        return self.model_copy(update={"financing": other})

    @classmethod
    def from_yaml(cls, path: str | PathLike[str]) -> Package:
        """Read a package.

        Raises
        ------
        PolicyError
            Naming file, line and column of the first three mistakes.
        """
        from newind.policy.yaml_file import read_package

        return read_package(Path(path))

    def to_yaml(self) -> str:
        """Return the package as the text of a YAML file."""
        from newind.policy.yaml_file import package_text

        return package_text(self)

    def save(self, path: str | PathLike[str]) -> Path:
        """Write the package to a YAML file, whole or not at all, and return its path.

        Raises
        ------
        DataError
            When the folder does not exist or cannot be written.
        """
        from newind.accounts.store import write_whole

        text = self.to_yaml()
        return write_whole(Path(path), lambda temporary: temporary.write_text(text, encoding="utf-8"))

    @property
    def hash(self) -> str:
        """SHA-256 of everything that the package says."""
        text = json.dumps(self.to_dict(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def to_dict(self) -> dict[str, Any]:
        """Return what the package says, as plain data; what is empty is left out."""
        about = {k: getattr(self, k) for k in ("name", "label", "clause", "financing", "note")}
        sources = [{k: v for k, v in s.model_dump().items() if v} for s in self.sources]
        shocks = [s.to_dict() for s in self.shocks]
        return {k: v for k, v in (about | {"sources": sources}).items() if v} | {"shocks": shocks}

    def __add__(self, other: Package) -> Package:
        """Return the shocks of both, in order.

        Raises
        ------
        PolicyError
            When they are paid for in different ways, or contradict each other.
        """
        if self.financing != other.financing:
            raise PolicyError(
                tell("policy.financing", one=self.name, other=other.name, first=self.financing, second=other.financing)
            )
        sources = tuple(dict.fromkeys(self.sources + other.sources))
        name = " + ".join(filter(None, (self.name, other.name)))
        return Package(self.shocks + other.shocks, name=name, financing=self.financing, sources=sources)

    def __eq__(self, other: object) -> bool:
        """Tell whether two packages say the same, wherever they are written."""
        return isinstance(other, Package) and self.to_dict() == other.to_dict()

    def __hash__(self) -> int:
        return hash(self.hash)

    def __repr__(self) -> str:
        many = f"{len(self.shocks)} shock" + ("" if len(self.shocks) == 1 else "s")
        moved = ", ".join(dict.fromkeys(s.lever for s in self.shocks))
        return f"Package({self.name!r}, {many}{': ' if moved else ''}{moved})"

    on: ClassVar[Any] = alias("select_shocks")


def _collect_shocks(shocks: Any) -> Any:
    """Return an iterable of shocks as a tuple; anything else is left to the check."""
    return tuple(shocks) if isinstance(shocks, Iterable) and not isinstance(shocks, (str, Mapping)) else shocks


def _whole(shock: ShockFields) -> Shock:
    return shock if isinstance(shock, Shock) else Shock(**{k: getattr(shock, k) for k in ShockFields.model_fields})


def _locate_mistake(found: Mistake) -> str:
    """Return which shock a mistake is in, by its number, or which key of the package."""
    first, *rest = found.path or ("",)
    if first == "shocks" and rest:
        return tell("policy.shock", number=int(rest[0]) + 1)
    return tell("policy.package")
