"""Load scenarios of the world that no policy changes: one YAML file each, as packages are, with parameters."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from numbers import Real
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, PlainValidator

from newind.aliases import alias
from newind.datafiles import texts
from newind.equilibrium.assumptions import Assumptions
from newind.equilibrium.structure import SETTINGS
from newind.errors import DataError, PolicyError, UnknownNameError, join_items, tell, unknown, within
from newind.language.words import mark
from newind.messages import list_languages
from newind.parameters import STATUSES
from newind.pathways.defaults import HORIZON
from newind.pathways.sampling import ranges_of
from newind.policy.checks import mistake
from newind.policy.fields import PackageFileFields, PackageSource, ShockFields
from newind.policy.mistakes import keys_of
from newind.policy.schema import Package, Shock
from newind.policy.targets import resolve
from newind.policy.yaml_file import FileKind, parse_package_fields, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newind.accounts.accounts import Accounts

ENDS = ("low", "high")
"""Words for the ends of a parameter's range."""


def _value(value: Any) -> float | str:
    if value in ENDS or (isinstance(value, Real) and not isinstance(value, bool)):
        return value if value in ENDS else float(value)
    raise mistake(tell("scenario.value", value=value))


class ScenarioFields(PackageFileFields):
    """The fields of a scenario in a file: those of a package, parameters, and whether its sizes have a source."""

    parameters: dict[str, Annotated[Any, PlainValidator(_value)]] = Field(default_factory=dict)
    response: Literal["none", "mirror"] | None = None
    status: Literal["sourced", "assumed"] = "assumed"


SCENARIO = FileKind(
    "a scenario", "It has keys such as name, label, shocks with a start, parameters and response.", ScenarioFields,
    keys_of(ScenarioFields, {"shocks": ShockFields, "sources": PackageSource}),
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Scenario:
    """A world in which packages are tried.

    Parameters
    ----------
    package : Package
        What happens: shocks with their years, name, label, note and sources.
    parameters : mapping
        Numbers in place of the shipped ones, or ``low`` and ``high`` for the ends of their ranges.
    status : {"sourced", "assumed"}
        Whether its sizes have a source.
    response : {"none", "mirror"}, optional
        What partners do about the package; as the outlook says by default.

    Raises
    ------
    PolicyError
        For a shock without a first year: it would begin when the package does.
    UnknownNameError, DataError
        For what is no parameter, or has no range whose end could be meant.

    Examples
    --------
    >>> Scenario(Package([Shock("tariff", 0.1, "add", "USA", start=2026)], name="tariffs")).name
    'tariffs'
    """

    package: Package
    parameters: Mapping[str, Any] = field(default_factory=dict)
    status: str = STATUSES[1]
    response: str | None = None

    def __post_init__(self) -> None:
        """Refuse what makes no sense."""
        for number, shock in enumerate(self.package.shocks, 1):
            if shock.start is None:
                where = shock.where() or self.name
                raise PolicyError(tell("scenario.no_start", where=where, number=number, lever=shock.lever))
        self.parameters_at(HORIZON)

    @property
    def name(self) -> str:
        """Name of the scenario."""
        return self.package.name

    @property
    def label(self) -> dict[str, str]:
        """Name of the scenario in ``en`` and ``zh``."""
        told = {str(lang): words for lang, words in self.package.label.items()}
        return {lang: told.get(lang) or self.name for lang in list_languages()}

    @property
    def description(self) -> dict[str, str]:
        """Description in ``en`` and ``zh``: its name and its note."""
        note = {str(lang): words for lang, words in self.package.note.items()}
        return {lang: f"{self.label[lang]}{mark('colon', lang)}{note.get(lang, '')}" for lang in list_languages()}

    @property
    def hash(self) -> str:
        """SHA-256 of everything that it says."""
        return hashlib.sha256(json.dumps(self.to_dict(), sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    def parameters_at(self, horizon: str) -> dict[str, float]:
        """Return the values of parameters at a horizon.

        Examples
        --------
        >>> Scenario(Package(), {"frontier_growth": "low"}).parameters_at("medium")
        {'frontier_growth': 0.005}
        """
        structure = {name: value for name, value in self.parameters.items() if name in SETTINGS}
        Assumptions(horizon, structure)  # refuses what makes no sense
        ranges = ranges_of([name for name in self.parameters if name not in structure], horizon)
        return {n: ranges[n][ENDS.index(v)] if v in ENDS else float(v) for n, v in self.parameters.items()}

    def join_package(self, package: Package) -> Package:
        """Return what happens together with a package, which pays as the package does.

        Raises
        ------
        PolicyError
            When both set one lever in one cell.
        """
        return Package(package.shocks + self.package.shocks, name=package.name, financing=package.financing)

    def to_dict(self) -> dict[str, Any]:
        """Return what it says, as plain data."""
        return {
            "package": self.package.to_dict(),
            "parameters": dict(self.parameters),
            "status": self.status,
            "response": self.response,
        }

    @classmethod
    def from_dict(cls, said: Mapping[str, Any]) -> Scenario:
        """Return the scenario of plain data, as `to_dict` gives them."""
        about = dict(said["package"])
        shocks = [Shock(**s) for s in about.pop("shocks")]
        return cls(Package(shocks, **about), said["parameters"], said["status"], said.get("response"))

    of = alias("from_dict")
    said = alias("description")


def names() -> tuple[str, ...]:
    """Return the names of the scenarios that come with newind, in order.

    Examples
    --------
    >>> names()
    ('answer-in-kind', 'economies-of-scale', 'fast-learning', 'slow-world', 'technology-cut-off', 'trade-war')
    """
    return tuple(name.removesuffix(".yaml") for name in texts(__name__))


def scenarios(w: Accounts | None = None) -> tuple[Scenario, ...]:
    """Return the scenarios that come with newind, by name.

    Parameters
    ----------
    w : Accounts, optional
        Only those that can happen on these accounts, which name all that they do something to.
    """
    every = tuple(map(_read_scenario, names()))
    return every if w is None else tuple(s for s in every if _happens(s, w))


def _happens(s: Scenario, w: Accounts) -> bool:
    try:
        resolve(s.package.select_shocks(w), w)
    except (PolicyError, UnknownNameError):
        return False
    return True


def scenario(name: str) -> Scenario:
    """Return a scenario that comes with newind, or the one of a file.

    Parameters
    ----------
    name : str
        Its name, or the path of a ``.yaml`` file.

    Raises
    ------
    UnknownNameError
        With the nearest name.
    PolicyError
        Naming file, line and column of the first three mistakes in a file.

    Examples
    --------
    >>> scenario("slow-world").label["en"]
    'A slow world'
    """
    path = Path(name)
    if path.suffix.lower() in (".yaml", ".yml"):
        return parse_scenario(text_of(path, "a scenario"), str(path), path.stem)
    if name not in names():
        raise unknown("scenario", name, names(), tell("scenario.listed", known=join_items(names())))
    return _read_scenario(name)


def as_scenario(given: Scenario | str | None) -> Scenario | None:
    """Return a scenario by what was given: itself, its name or file; none for none."""
    return scenario(given) if isinstance(given, str) else given


def parse_scenario(text: str, source: str, name: str) -> Scenario:
    """Return the scenario that a text describes; errors as of `scenario`."""
    package, fields = parse_package_fields(text, source, SCENARIO, {"name": name})
    try:
        return Scenario(package, fields.parameters, fields.status, fields.response)
    except (DataError, UnknownNameError) as error:
        raise PolicyError(within(source, error)) from None


@cache
def _read_scenario(name: str) -> Scenario:
    file = f"{name}.yaml"
    return parse_scenario(files(__name__).joinpath(file).read_text(encoding="utf-8"), file, name)
