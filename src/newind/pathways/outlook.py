"""The outlook that a policy is compared with: table, growth, dates and conventions, the same for every command."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.accounts import Accounts
from newind.data.reference import package as data_package
from newind.data.reference.growth import NAME, projected_figures, yearly_figures
from newind.equilibrium.assumptions import Assumptions
from newind.equilibrium.laboratory import laboratory
from newind.equilibrium.structure import STRUCTURES
from newind.errors import DataError, PolicyError, join_items, tell, unknown
from newind.messages import NOTHING, in_each, message
from newind.pathways import defaults
from newind.pathways.growthpath import FURTHEST, growth_path
from newind.pathways.prospects import PROJECTIONS, PathwayAssumptions, split_parameters, with_projections
from newind.pathways.spending import project_shares
from newind.policy.mirror import mirror

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from os import PathLike

    import pandas as pd

    from newind.equilibrium.laboratory import Laboratory
    from newind.messages import Text
    from newind.pathways.growthpath import GrowthPath
    from newind.pathways.projections import Projections
    from newind.policy.schema import Package
    from newind.policy.simulate import Simulation

FINANCINGS = (defaults.FINANCING, defaults.BESIDE_FINANCING)
RESPONSES = (defaults.RESPONSE, defaults.BESIDE_RESPONSE)
STRUCTURED = (defaults.STRUCTURE, *STRUCTURES)
OPTIONS = ("until", "start", "phase_in", "response", "horizon", "seed")
"""Settings that are options of commands with a value."""
SHOWN = 16
"""Characters of a hash that are shown in a text."""
LONGEST = 30
"""Most years that a policy may take to come into force in full."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Outlook:
    """Everything that a policy meets, and the conventions by which it is compared.

    Parameters
    ----------
    accounts : Accounts
        The table.
    region : str
        Economy in view; empty for none.
    until : int
        Last year; that of the table for the comparative static on the table as it is.
    start : int
        First policy year: shocks without a start begin in it.
    phase_in : int
        Years until shocks without a start are in force in full, in even steps.
    horizon : {"short", "medium", "long"}
        How far the economy adjusts within a year.
    structure : str
        Market structure of the central case (a key of `newind.equilibrium.structure.STRUCTURES`); ``family`` for
        Armington's with ranges over all.
    response : {"none", "mirror"}
        What partners do: nothing, or they answer in kind (`newind.policy.mirror`).
    financing : {"lump_sum", "output_tax"}
        How governments pay for packages; those with a tax on output keep it.
    seed : int
        Of random numbers.
    history : bool
        Whether policies may be of the past: a first policy year before the next year, shocks dated before it.
    parameters : mapping
        In place of shipped parameters, those of :func:`newind.simulate` and those of pathways: source of GDP
        (``product``), growth of China in the long run (``long_run_growth``), ``discount_rate``, ``projections`` ….

    Raises
    ------
    DataError
        For years that make no sense, a year before the table, a first policy year in the past where no history is
        asked for, and a region without GDP.
    UnknownNameError
        For an unknown region, horizon or parameter.
    """

    accounts: Accounts = field(repr=False)
    region: str = ""
    until: int = defaults.UNTIL
    start: int = defaults.START
    phase_in: int = defaults.PHASE_IN
    horizon: str = defaults.HORIZON
    structure: str = defaults.STRUCTURE
    response: str = defaults.RESPONSE
    financing: str = defaults.FINANCING
    seed: int = defaults.SEED
    history: bool = False
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what makes no sense."""
        if not isinstance(self.accounts, Accounts):
            raise DataError(tell("path.one_year", kind=type(self.accounts).__name__))
        if self.region:
            self.accounts.regions.index(self.region)
        for name in ("until", "start", "phase_in"):
            if not _is_whole(given := getattr(self, name)):
                raise DataError(tell("outlook.whole", name=name, given=repr(given)))
        if not self.accounts.year <= self.until <= FURTHEST:
            raise DataError(tell("outlook.until", first=self.accounts.year, furthest=FURTHEST, until=self.until))
        if not 0 <= self.phase_in <= LONGEST:
            raise DataError(tell("outlook.phase_in", given=self.phase_in, most=LONGEST))
        if self.start < defaults.START and not self.history:
            raise DataError(tell("outlook.past", start=self.start, first=defaults.START))
        if self.financing not in FINANCINGS:
            raise unknown("financing", self.financing, FINANCINGS, join_items(FINANCINGS))
        if self.response not in RESPONSES:
            raise unknown("response", self.response, RESPONSES, join_items(RESPONSES))
        if self.structure not in STRUCTURED:
            raise unknown("structure", self.structure, STRUCTURED, join_items(STRUCTURED))
        single, own = split_parameters(self.parameters)
        said = single.get("structure", self.structure)
        if self.structure not in (defaults.STRUCTURE, said):
            raise DataError(tell("outlook.structure", given=self.structure, other=said))
        if said != defaults.STRUCTURE:
            single = {**single, "structure": said}
        Assumptions(self.horizon, single)
        object.__setattr__(self, "structure", said)
        object.__setattr__(self, "parameters", {**single, **own})
        PathwayAssumptions(own)

    # ---- what is assumed
    @cached_property
    def assumptions(self) -> Assumptions:
        """Elasticities and options of a single simulation."""
        return Assumptions(self.horizon, split_parameters(self.parameters)[0])

    @cached_property
    def prospects(self) -> PathwayAssumptions:
        """Assumptions beyond a single simulation."""
        return PathwayAssumptions(split_parameters(self.parameters)[1])

    @property
    def laboratory(self) -> Laboratory:
        """The table on the model's footing."""
        return laboratory(self.accounts, self.assumptions)

    @property
    def is_static(self) -> bool:
        """Whether it is the table as it is: its last year is that of the table."""
        return self.until == self.accounts.year

    @property
    def discount(self) -> float:
        """By which a year later counts less."""
        return self.prospects.value("discount_rate")

    @property
    def long_run_growth(self) -> float:
        """Growth that China comes to beyond the projections."""
        return self.prospects.value("long_run_growth")

    @property
    def gdp_source(self) -> str:
        """Where GDP is from: ``weo``, ``penn`` or ``reported``."""
        return self.prospects.choice("product")

    @property
    def vintage(self) -> str:
        """Edition of the projections of GDP."""
        return str(projected_figures().source["gdp_volume"])

    # ---- what is met
    @cached_property
    def growth(self) -> GrowthPath:
        """Product, people, work and emissions to the last year.

        Raises
        ------
        DataError
            For the table as it is, and as of `newind.pathways.growthpath.growth_path`.
        """
        return growth_path(self.accounts, self.until, self.prospects)

    @property
    def observed_until(self) -> int:
        """Last year in which the product of some region is observed; that of the table where that is later."""
        seen = yearly_figures().find_last_observed_year("gdp_volume")
        return self.accounts.year if self.is_static else max(self.accounts.year, min(seen, self.until))

    def table(self, regions: Iterable[str] | None = None) -> pd.DataFrame:
        """Return what is met by region and year.

        Columns are ``gdp``, ``people``, ``work`` (skills included; all over the year of the table), ``gdp_growth``
        (since the year before), ``investment_ratio`` and ``current_account`` (shares of GDP, of the years projected;
        the latter falls to zero beyond, by half every five years), ``tariff`` (in force, a mean over imports) and
        ``basis``. What is invested and what is borrowed abroad move with the two shares from the levels of the table
        (`newind.pathways.spending`). Carbon prices in force are part of what the table shows: levers add to them.

        Examples
        --------
        >>> from newind.data.reference import load
        >>> o = outlook(load("world", year=2011), "CHN")
        >>> o.table(["CHN"]).set_index("year").loc[2031, ["gdp_growth", "investment_ratio"]].round(3).tolist()
        [0.033, 0.396]
        """
        import pandas as pd

        w, met = self.accounts, self.growth
        shares = {name: project_shares(w, name, met.years) for name in ("investment_ratio", "current_account")}
        tariff = self.laboratory.benchmark.mean_tariff
        frames = []
        for code in w.regions.codes if regions is None else regions:
            r = w.regions.index(code)
            grown = np.expm1(np.diff(met.product[:, r], prepend=np.nan))
            frames.append(
                pd.DataFrame(
                    {
                        "region": code,
                        "year": met.years,
                        "gdp": np.exp(met.product[:, r]),
                        "gdp_growth": grown,
                        "people": np.exp(met.population[:, r]),
                        "work": np.exp(met.labour[:, r]),
                        **{name: found[r] for name, found in shares.items()},
                        "tariff": tariff[r],
                        "basis": met.basis[:, r],
                    }
                )
            )
        return pd.concat(frames, ignore_index=True)

    # ---- packages
    def date(self, package: Package) -> Package:
        """Return a package whose shocks all have dates: those without a start come into force as the outlook says."""
        dated = tuple(s.dated(self.start, self.phase_in) for s in package.shocks)
        return package.model_copy(update={"shocks": dated})

    def admit(self, package: Package) -> Package:
        """Return a package as it is paid for, where its dates fit.

        Raises
        ------
        PolicyError
            For a shock dated before the first policy year where no history is asked for, and for one without a start
            where the first policy year is after the last year.
        """
        for number, shock in enumerate(package.shocks, 1):
            if shock.start is None and self.start > self.until:
                raise PolicyError(tell("outlook.late", start=self.start, until=self.until))
            if shock.start is not None and shock.start < self.start and not self.history:
                where = shock.where() or tell("policy.shock", number=number)
                raise PolicyError(
                    tell("outlook.history", where=where, lever=shock.lever, year=shock.start, first=self.start)
                )
        return self.finance(package)

    def answer(self, package: Package) -> Package:
        """Return a package with what partners do about it; it is answered once, where it is solved."""
        answered = mirror(package, self.accounts) if self.response == defaults.BESIDE_RESPONSE else None
        return package if answered is None else answered

    def finance(self, package: Package) -> Package:
        """Return a package as it is paid for."""
        paid = {"financing": self.financing}
        return package if self.financing == defaults.FINANCING else package.model_copy(update=paid)

    # ---- others
    def replace(self, **given: Any) -> Outlook:
        """Return an outlook with other settings; what is None stays, parameters are put beside those that there are."""
        said = {name: value for name, value in given.items() if value is not None}
        if "parameters" in said or "projections" in said:
            own = with_projections(said.pop("parameters", None), said.pop("projections", None))
            said["parameters"] = {**self.parameters, **own}
            if "structure" in own:
                said.setdefault("structure", defaults.STRUCTURE)
        if "structure" in said and "structure" not in (given.get("parameters") or {}):
            kept = said.get("parameters", self.parameters)
            said["parameters"] = {name: value for name, value in kept.items() if name != "structure"}
        return replace(self, **said) if said else self

    @property
    def fingerprint(self) -> str:
        """The beginning of the hash, in pairs, as texts show it."""
        return "-".join(self.hash[k : k + 2] for k in range(0, SHOWN, 2))

    def describe(self) -> Text:
        """Return what it is in a sentence, with its fingerprint."""
        return message(
            "pathways.outlook.note", hash=self.fingerprint, year=self.accounts.year, until=self.until,
            gdp=message(f"pathways.outlook.gdp.{self.gdp_source}"), start=self.start,
            full=message(f"pathways.outlook.full.{min(self.phase_in, 2)}", n=self.phase_in),
            more=self._describe_more(),
        )  # fmt: skip

    def _describe_more(self) -> Text:
        """Return which market structure and which response there are beside the usual ones."""
        structure = message("pathways.outlook.structure", name=self.structure)
        said = (
            structure if self.structure != defaults.STRUCTURE else NOTHING,
            message("pathways.outlook.mirror") if self.response == defaults.BESIDE_RESPONSE else NOTHING,
        )
        return in_each(lambda lang: "".join(text[lang] for text in said))

    @property
    def options(self) -> list[str]:
        """Options of a command that has another outlook than the default one; projections are in no option."""
        usual = {f.name: f.default for f in fields(self) if f.name in OPTIONS}
        given = {name: getattr(self, name) for name, default in usual.items() if getattr(self, name) != default}
        words = [word for name, value in given.items() for word in (f"--{name.replace('_', '-')}", str(value))]
        said = {name: value for name, value in sorted(self.parameters.items()) if name != PROJECTIONS}
        set_ = [word for name, value in said.items() for word in ("--set", f"{name}={value}")]
        return [*words, *(["--history"] if self.history else []), *set_]

    @property
    def settings(self) -> dict[str, Any]:
        """Settings as plain data: ``Outlook(accounts=…, **settings)`` is the same outlook."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name != "accounts"}

    def to_dict(self) -> dict[str, Any]:
        """Return settings, table, sources and the value of every parameter, as plain data."""
        w = self.accounts
        said = {name: value for name, value in self.settings.items() if name != "parameters"}
        ahead = self.prospects.projections
        return {
            **said,
            "beside": {"response": defaults.BESIDE_RESPONSE, "financing": defaults.BESIDE_FINANCING},
            "table": {"year": w.year, "status": w.status, "hash": w.hash},
            "observed_until": self.observed_until,
            "growth": {**_hashes(), "vintage": self.vintage},
            "assumptions": {**self.assumptions.to_dict(), **self.prospects.to_dict()},
            "given": sorted(self.parameters),
            "projections": None if ahead is None else ahead.hash,
        }

    @cached_property
    def hash(self) -> str:
        """SHA-256 of `to_dict` without the economy in view: what changes a figure changes it."""
        said = {**self.to_dict(), "region": ""}
        text = json.dumps(said, sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(text.encode()).hexdigest()


def outlook(
    w: Accounts,
    region: str = "",
    *,
    projections: Projections | str | PathLike[str] | None = None,
    **settings: Any,
) -> Outlook:
    """Return the outlook that a policy is compared with; what is not given has its default.

    Parameters
    ----------
    w : Accounts
        Closed accounts, the table.
    region : str
        Economy in view.
    projections : Projections or str, optional
        People, work, skills, GDP and CO2 of years to come: a file, or what was read of it.
    **settings
        As of :class:`Outlook`: ``until``, ``start``, ``phase_in``, ``horizon``, ``parameters`` ….

    Raises
    ------
    DataError, UnknownNameError
        As of :class:`Outlook`, and for what is no setting.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> o = outlook(load("world", year=2011), "CHN", until=2040)
    >>> o.start, o.phase_in, o.until, o.gdp_source, o.long_run_growth
    (2027, 3, 2040, 'weo', 0.025)
    """
    known = [f.name for f in fields(Outlook) if f.name not in ("accounts", "region")]
    for name in settings:
        if name not in known:
            raise unknown("setting", name, known, join_items(known))
    return Outlook(accounts=w, region=region).replace(projections=projections, **settings)


def table_as_it_is(s: Simulation) -> Outlook:
    """Return the outlook of a comparative static: its table, nothing beyond."""
    w, assumed = s.laboratory.origin, s.laboratory.assumptions
    return outlook(w, until=w.year, horizon=assumed.horizon, parameters=assumed.given)


def settle(w: Accounts, given: Outlook | None, **settings: Any) -> Outlook:
    """Return the outlook that was given, else the default one, with the settings that are not None.

    Raises
    ------
    DataError
        For an outlook of other accounts, and as of :func:`outlook`.
    """
    if given is None:
        return outlook(w, **settings)
    if given.accounts is not w and given.accounts.hash != w.hash:
        raise DataError(tell("outlook.table", given=given.accounts.year, year=w.year))
    return given.replace(**settings)


def _is_whole(value: object) -> bool:
    return isinstance(value, int | np.integer) and not isinstance(value, bool)


def _hashes() -> dict[str, str]:
    """Return the hashes of the shipped figures of growth, by their name."""
    return {
        name: said["hash"] for name, said in data_package(NAME).items() if isinstance(said, dict) and "hash" in said
    }
