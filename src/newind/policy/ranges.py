"""Measure how far a result depends on assumptions: parameter combinations of the plausible elasticities."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any
from zlib import crc32

import numpy as np

from newind.aliases import alias
from newind.equilibrium.assumptions import NESTS, PARAMETERS, SHIPPED
from newind.equilibrium.structure import FAMILY, LEFT_OUT, SETTINGS, is_corner, list_members
from newind.errors import ConvergenceError, NewindError, PolicyError, tell, within
from newind.parameters import parameter
from newind.policy.levers import levers
from newind.policy.mirror import mirror
from newind.policy.signs import STATED, signs
from newind.policy.simulate import simulate_cases
from newind.policy.verdicts import ASSUMED, HOLDS, NOISE, NOTHING, SMALLEST, Verdicts, find_turns, judge

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from newind.equilibrium.many import NoEquilibrium
    from newind.policy.schema import Package
    from newind.policy.simulate import Case, Simulation
    from newind.typing import Array, BoolArray

STRUCTURAL = ("trade_elasticity", *SETTINGS, "scale_in", "trade_balance")
"""Parameters that members of the family differ in."""
FGO, FINANCING = "trade_elasticity_fgo2022", "financing"
"""Trade elasticities that are tried in few structures, and how governments pay, of a case beside its parameters."""
SCREENED: tuple[dict[str, Any], ...] = (
    {"trade_elasticity": 1.75, "phi": 0.0},
    {"trade_elasticity": 3.0, "phi": 0.7, "chi": 1.0},
    {"trade_elasticity": 8.0, "phi": 0.5},
    {"trade_elasticity": 8.0, "phi": 0.7, "chi": 1.0},
)
"""Members far from each other, in which many packages are screened before a few are tried in the whole family."""


@dataclass(frozen=True, eq=False)
class Range:
    """A result under every combination of the plausible elasticities.

    Parameters
    ----------
    central : array
        Under the assumptions of the simulation.
    low, high : array
        Lowest and highest over all parameter combinations, of each element.
    corners : tuple of dicts
        What was assumed in each.
    values : (C, …) array
        The result in each.
    failed : tuple of str
        Parameter combinations without an equilibrium, with the reason.
    noise : float
        Up to which a value counts as zero.
    verdicts : Verdicts, optional
        What may be said of the sign of real income; None of other measures.
    answered : (C, …) array, optional
        Real income in each where partners answer in kind, NaN where that has no equilibrium; None where they have
        nothing to answer to, and of other measures.
    """

    central: Array
    low: Array
    high: Array
    corners: tuple[dict[str, Any], ...]
    values: Array
    failed: tuple[str, ...] = ()
    noise: float = 0.0
    verdicts: Verdicts | None = None
    answered: Array | None = None

    @property
    def stated(self) -> BoolArray:
        """Whether there is a headline number: the sign is one, and may be stated."""
        return np.isin(self.sign, STATED)

    @property
    def headline(self) -> Array:
        """Central values that may be stated, NaN elsewhere."""
        return np.where(self.stated, self.central, np.nan)

    @property
    def sign(self) -> Array:
        """Class of the sign of each element: a key of :data:`newind.policy.signs.SIGNS`.

        Of real income the verdict where that is not that it holds; zero or a sign where some of the family is noise,
        and the central case, too.
        """
        if self.verdicts is None:
            return signs(self.low, self.high, self.noise)
        central, whole = (signs(a, b, self.noise) for a, b in ((self.central,) * 2, (self.low, self.high)))
        held = np.where(central == "zero", whole, central)
        return np.where(self.verdicts.kinds == HOLDS, held, self.verdicts.kinds)

    @property
    def lacking(self) -> tuple[str, ...]:
        """Cases without an equilibrium, and structures in which the economy as it is is no regular one."""
        return (*self.failed, *(() if self.verdicts is None else self.verdicts.left_out))

    def select_measure(self, at: int) -> Range:
        """Return the range of one of several stacked measures."""
        return replace(self, central=self.central[at], low=self.low[at], high=self.high[at], values=self.values[:, at])

    def __repr__(self) -> str:
        """Say how many figures it is of, under how many assumptions, and how many have a sign."""
        lost = f", {len(self.failed)} without an equilibrium" if self.failed else ""
        said = f"{int(self.stated.sum())} of {self.stated.size} with a sign that may be stated"
        return f"Range({said}, in {len(self.corners)} cases{lost}; low, central, high)"

    def by(self, name: str) -> dict[Any, tuple[Array, Array]]:
        """Return lowest and highest at each value of one assumption: what it alone makes of the range."""
        said = [_hashable(corner[name]) for corner in self.corners]
        at = {v: self.values[[k for k, s in enumerate(said) if s == v]] for v in dict.fromkeys(said)}
        return {v: (found.min(axis=0), found.max(axis=0)) for v, found in at.items()}

    of = alias("select_measure")
    sure = alias("stated")


def range_in(
    simulation: Simulation, measure: Callable[..., Array], beside: Sequence[Package] = (), noise: float = 0.0
) -> Range:
    """Return the range of a measure in some members of the family, as :func:`corners` says; nothing is kept.

    Parameters
    ----------
    simulation : Simulation
        The central case.
    measure : callable
        From a simulation to an array. Where it is NaN in a case, the range is that of the others.
    beside : sequence of Package
        What is tried in each case as well: the measure takes a simulation of each, or the error where there is none.
    noise : float
        Up to which a value counts as zero.

    Raises
    ------
    ConvergenceError
        When none of them has an equilibrium.
    """
    irregular = list_irregular(simulation)
    cases = [case for case in corners(simulation) if case not in irregular]
    packages = (simulation.package, *beside)
    asked = [(package, case) for case in ({}, *cases) for package in packages]
    tried = chain([simulation], simulation.rerun_many(asked[1:]))
    rows = [[next(tried) for _ in packages] for _ in ({}, *cases)]
    return _build_range(simulation, cases, [_try_measure(measure, row) for row in rows], noise)


def find_ranges(simulations: Sequence[Simulation]) -> list[Range | ConvergenceError]:
    """Return the ranges of real income of packages under the plausible assumptions, found together and kept.

    In every member of the family of trade elasticities and market structures, with partners that do nothing and that
    answer in kind; then, alone, at the ends of substitution (all nests together), of the split of value added where it
    is estimated, and of what the levers assume; with trade balanced, with natural resources, and with governments that
    pay otherwise. What a user gave is not varied, but for how governments pay.

    Parameters
    ----------
    simulations : sequence of Simulation
        The central cases, on the same accounts. Many are solved faster together than one by one.

    Returns
    -------
    list of Range or ConvergenceError
        The error where no case has an equilibrium.
    """
    plans = [_Plan.of_family(s) for s in simulations if "_range" not in vars(s)]
    _try_cases(plans)
    kept = {id(plan.simulation): _state(plan) for plan in plans}
    for plan in plans:
        if isinstance(found := kept[id(plan.simulation)], Range):
            vars(plan.simulation)["_range"] = found
    return [kept[id(s)] if id(s) in kept else vars(s)["_range"] for s in simulations]


@dataclass(frozen=True, eq=False)
class Piece:
    """What was found in some of the cases that decide on a package, to be joined with the others.

    Parameters
    ----------
    found : list of lists
        Real income of each region, or the error, by package (partners that do nothing, that answer) and case; None
        where a case is in another piece.
    measured : dict
        The measure in cases in which every measure is taken, by position; 0 is the central case. The error where there
        is none.
    """

    found: list[list[Any]]
    measured: dict[int, Any]


def try_piece(simulation: Simulation, piece: int, pieces: int, measure: Callable[[Simulation], Any]) -> Piece:
    """Solve every `pieces`-th of the cases that decide on a package, from the one at `piece` on.

    Parameters
    ----------
    simulation : Simulation
        The central case, which belongs to the first piece.
    piece, pieces : int
    measure : callable
        Taken in the central case and in those of :func:`corners`.
    """
    plan = _Plan.of_family(simulation)
    count = sum(case in plan.cases for case in corners(simulation))  # they stand first, after the central case
    own = range(piece, len(plan.cases), pieces)
    _try_cases([plan], own)
    solved = simulate_cases(plan.pose(at, 0) for at in own if 0 < at <= count)
    rows = [(at, simulation if at == 0 else next(solved)) for at in own if at <= count]
    return Piece(plan.found, {at: s if isinstance(s, NewindError) else measure(s) for at, s in rows})


def join_pieces(simulation: Simulation, pieces: Sequence[Piece]) -> tuple[Range, Array | NoEquilibrium | None]:
    """Return the range of real income that all pieces make, and real income where governments pay otherwise.

    Raises
    ------
    ConvergenceError
        When no combination of the plausible assumptions has an equilibrium.
    """
    plan = _Plan.of_family(simulation)
    for piece in pieces:
        for row, found in zip(plan.found, piece.found, strict=True):
            row[:] = [own if one is None else one for own, one in zip(row, found, strict=True)]
    whole = _state(plan)
    if isinstance(whole, ConvergenceError):
        raise whole
    otherwise = [at for at, case in enumerate(plan.cases) if FINANCING in case]
    return whole, plan.found[0][otherwise[0]] if otherwise else None


def screen(simulations: Sequence[Simulation]) -> list[Array]:
    """Return the sign of real income as of `Range.sign` in a few members of the family alone, partners answering, too.

    What is refused in these is as a rule refused in all of them, if perhaps for another reason.

    Parameters
    ----------
    simulations : sequence of Simulation
        The central cases, on the same accounts and with the same assumptions.

    Returns
    -------
    list of (R,) array of str
        Keys of :data:`newind.policy.signs.SIGNS`.
    """
    plans = [_Plan.of_some(s) for s in simulations]
    _try_cases(plans)
    stated = map(_state, plans)
    nothing = (np.full(len(plan.found[0][0]), NOTHING, dtype=object) for plan in plans)
    return [found.sign if isinstance(found, Range) else none for found, none in zip(stated, nothing, strict=True)]


@dataclass(eq=False)
class _Plan:
    """The cases that decide on a package, the central one first: what is tried in each, and what was found."""

    simulation: Simulation
    cases: list[dict[str, Any]]
    irregular: list[dict[str, Any]]

    def __post_init__(self) -> None:
        """Add the answer of partners, both as they are paid for otherwise, and room for what is found."""
        s, answered = self.simulation, mirror(self.simulation.package, self.simulation.baseline)
        self.packages = (s.package,) if answered is None else (s.package, answered)
        self.otherwise = tuple(p.finance_otherwise() for p in self.packages)
        self.found: list[list[Any]] = [[None] * len(self.cases) for _ in self.packages]
        self.found[0][0] = s.welfare

    @classmethod
    def of_family(cls, s: Simulation) -> _Plan:
        """Return the cases that a statement has to hold in."""
        irregular = list_irregular(s)
        cases = [case for case in corners(s) if case not in irregular]
        return cls(s, [{}, *cases, *_list_rest(s, [*cases, *irregular])], irregular)

    @classmethod
    def of_some(cls, s: Simulation) -> _Plan:
        """Return a few of them."""
        known, irregular = list(corners(s)), list_irregular(s)
        return cls(s, [{}, *([c for c in known if c in SCREENED and c not in irregular] or known[: len(SCREENED)])], [])

    def pose(self, at: int, way: int) -> Case:
        """Return what is solved for one case and package."""
        s, case = self.simulation, self.cases[at]
        package = (self.otherwise if FINANCING in case else self.packages)[way]
        return s.laboratory.origin, package, s.horizon, {**s.parameters, **_without_financing(case)}


def _try_cases(plans: Sequence[_Plan], some: range | None = None) -> None:
    """Simulate what is asked together, those of one case side by side: one matrix steers them; all cases or some."""
    asked = [(repr(plan.cases[at]), plan, at) for plan in plans for at in some or range(len(plan.cases))]
    order = {name: k for k, name in enumerate(dict.fromkeys(name for name, *_ in asked))}
    asked.sort(key=lambda one: order[one[0]])
    tried = [(p, at, way) for _, p, at in asked for way in range(len(p.packages)) if p.found[way][at] is None]
    found = simulate_cases(plan.pose(at, way) for plan, at, way in tried)
    for (plan, at, way), one in zip(tried, found, strict=True):
        plan.found[way][at] = one if isinstance(one, NewindError) else one.welfare


def _state(plan: _Plan) -> Range | ConvergenceError:
    """Return the range of a package with what may be said of it, or that no case has an equilibrium."""
    s, (own, *answered) = plan.simulation, plan.found
    try:
        whole = _build_range(s, plan.cases[1:], own, NOISE)
    except ConvergenceError as error:
        return error
    left_out = tuple(within(_format_corner(case), tell("policy.irregular")) for case in plan.irregular)
    mirrored = [one for found in answered for one in found if not isinstance(one, NewindError)]
    verdicts = _judge(s, whole, mirrored, left_out)
    if answered and not mirrored:  # nothing is known of what partners do
        verdicts.kinds[verdicts.kinds == HOLDS] = NOTHING
    kept = [k for k, one in enumerate(own) if not isinstance(one, NewindError)]
    nothing = np.full_like(whole.central, np.nan)
    answers = [np.stack([nothing if isinstance(row[k], NewindError) else row[k] for k in kept]) for row in answered]
    return replace(whole, verdicts=verdicts, answered=answers[0] if answers else None)


def _judge(simulation: Simulation, found: Range, mirrored: Sequence[Array], left_out: tuple[str, ...]) -> Verdicts:
    """Return what may be said of real income of each region."""
    income = simulation.laboratory.benchmark.final
    world = np.expm1(np.log1p(found.values) @ income / income.sum())
    answered = np.stack(mirrored) if mirrored else None
    structures = np.array([_is_structural(corner, found.corners[0]) for corner in found.corners])
    say = partial(judge, found.values, answered, world, structures=structures, lacking=bool(found.failed))
    kinds = say(None)
    terms = None
    if (kinds == HOLDS).any() and (np.abs(found.central) > SMALLEST).any():
        terms = _find_terms(simulation)
        kinds = say(terms)
        part = simulation.assumed
        kinds[(kinds == HOLDS) & (True if part is None else part.rests)] = NOTHING if part is None else ASSUMED
    return Verdicts(
        kinds,
        found.low,
        found.high,
        None if answered is None else np.stack([answered.min(axis=0), answered.max(axis=0)]),
        (float(world.min()), float(world[0]), float(world.max())),
        terms,
        int((found.central < -SMALLEST).sum()),
        _find_turns(found),
        int(structures.sum()),
        left_out,
    )


def _find_terms(simulation: Simulation) -> Array | None:
    """Return the part of the change of real income that is terms of trade; None where there is no path to it."""
    try:
        return np.asarray(simulation.decomposition.components["terms of trade"])
    except (ConvergenceError, PolicyError):
        return None


def _find_turns(found: Range) -> Array:
    """Return at which scale over its bound signs turn, entry using the bundle, at the central elasticities."""
    central = found.corners[0]
    along = {
        float(corner["phi"]): row
        for corner, row in zip(found.corners, found.values, strict=True)
        if not isinstance(corner["phi"], dict) and corner | {"phi": central["phi"]} == central
    }
    phi = np.array(sorted(along))
    return find_turns(phi, np.array([along[p] for p in phi]).reshape(len(phi), len(found.central)))


def _is_structural(corner: Mapping[str, Any], central: Mapping[str, Any]) -> bool:
    """Return whether a case differs in trade elasticity, structure or deficits alone."""
    return all(corner[name] == value for name, value in central.items() if name not in STRUCTURAL)


def _try_measure(measure: Callable[..., Array], row: Sequence[Simulation | NoEquilibrium]) -> Array | NoEquilibrium:
    """Return a measure of simulations under the same assumptions, or why there is none."""
    if isinstance(row[0], NewindError):
        return row[0]
    try:
        return np.asarray(measure(*row))
    except (ConvergenceError, PolicyError) as error:
        return error


def _build_range(
    simulation: Simulation,
    cases: Sequence[dict[str, Any]],
    found: Sequence[Array | NoEquilibrium],
    noise: float,
) -> Range:
    """Return the range of what was found in the central case and in each other one."""
    central, *others = found
    if isinstance(central, NewindError):
        raise central
    values, kept, failed = [central], [_collect_parameters(simulation, {})], list[str]()
    for case, own in zip(cases, others, strict=True):
        if isinstance(own, NewindError):
            failed.append(within(_format_corner(case), own))
        else:
            values.append(own)
            kept.append(_collect_parameters(simulation, case))
    if len(values) == 1 and failed:
        raise ConvergenceError(tell("policy.no_equilibrium", first=failed[0]))
    stacked = np.stack(values)
    low, high = np.fmin.reduce(stacked), np.fmax.reduce(stacked)
    return Range(central, low, high, tuple(kept), stacked, tuple(failed), noise)


def corners(simulation: Simulation) -> Iterator[dict[str, Any]]:
    """Yield the combinations of the plausible assumptions in which every measure is taken, as parameters.

    Some members of the family of structures, and what is varied alone.
    """
    assumptions = simulation.laboratory.assumptions
    members = _members(simulation)
    yield from [m for m in members if is_corner(m)] if len(members) > len(FAMILY) else members
    nests = [n for n in NESTS if n not in assumptions.given]
    for end in (0, 1) if nests else ():
        yield {n: assumptions.range(n)[end] for n in nests}
    for name in _others(simulation):
        for value in dict.fromkeys(assumptions.range(name)):
            yield {name: value}


def list_measured(simulation: Simulation) -> list[dict[str, Any]]:
    """Return what is assumed where every measure is taken, the central case first, as `Range.corners`."""
    irregular = list_irregular(simulation)
    return [_collect_parameters(simulation, c) for c in ({}, *(c for c in corners(simulation) if c not in irregular))]


def label_cases(cases: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return what tells cases, as `Range.corners` has them, from the first one, which is the central: nothing of that.

    Examples
    --------
    >>> label_cases([{"phi": 0.0, "chi": 0.0}, {"phi": 0.5, "chi": 0.0}, {"phi": 0.5, "chi": 1.0}])
    ['', 'phi 0.5', 'phi 0.5, chi 1.0']
    """
    moved = ({k: v for k, v in case.items() if v != cases[0][k]} for case in cases)
    return [", ".join(f"{k} {_shorten(v)}" for k, v in case.items()) for case in moved]


def _shorten(value: Any) -> Any:
    return f"{crc32(repr(value).encode()):08x}" if isinstance(value, dict) else value


def _list_rest(simulation: Simulation, known: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the members of the family that are not known, and what else is varied alone.

    How governments pay; trade without deficits, natural resources and the trade elasticities of Fontagné, Guimbard &
    Orefice (2022), each without and with economies of scale.
    """
    members, w = [m for m in _members(simulation) if m not in known], simulation.baseline
    alone: list[dict[str, Any]] = [{FINANCING: simulation.package.finance_otherwise().financing}]
    if simulation.laboratory.assumptions.mobile and not is_one_structure(simulation):
        theta = dict(zip(w.industries, parameter(FGO).expand_by_industry(w.industries).tolist(), strict=True))
        beside = {"trade_balance": "zero", "resource_share": SHIPPED, "trade_elasticity": theta}
        alone += [{name: value, "phi": phi} for name, value in beside.items() for phi in (0.0, 0.5)]
    return members + [case for case in alone if not set(case) & set(simulation.laboratory.assumptions.given)]


def list_irregular(simulation: Simulation) -> list[dict[str, Any]]:
    """Return the combinations in which the economy as it is is no regular equilibrium, as parameters."""
    lab, industries = simulation.laboratory, simulation.baseline.industries
    asked = ((case, lab.assumptions.replacing(**case).elasticities(industries)) for case in _members(simulation))
    return [case for case, e in asked if not lab.matrices.is_regular(e)]


def is_one_structure(simulation: Simulation) -> bool:
    """Return whether a user says the market structure, so that only elasticities are varied."""
    given = {"structure", "phi", "scale"} & set(simulation.laboratory.assumptions.given)
    return bool(given) or bool((simulation.solution.problem.markup != 1.0).any())


def _members(simulation: Simulation) -> list[dict[str, Any]]:
    """Return the trade elasticities and structures that a statement has to hold in, less what a user says."""
    assumptions, given = simulation.laboratory.assumptions, simulation.laboratory.assumptions.given
    industries = simulation.baseline.industries
    settled = is_one_structure(simulation)
    if not assumptions.mobile:
        ends = dict.fromkeys(assumptions.range("trade_elasticity"))
        thetas = [{}] if "trade_elasticity" in given else [{"trade_elasticity": v} for v in ends]
        entry = [{}] if settled else [{}, {"phi": parameter("phi").value}]
        return [{**theta, **one} for theta in thetas for one in entry]
    members = list_members(industries)
    if "trade_elasticity" in given:
        members = [m for m in FAMILY if {"trade_elasticity": given["trade_elasticity"], **m} not in LEFT_OUT]
    if settled:
        members = [{n: v for n, v in m.items() if n == "trade_elasticity"} for m in members]
    members = [{n: v for n, v in m.items() if n not in given} for m in members]
    distinct = {repr(m): m for m in members if m}
    return list(distinct.values())


def _others(simulation: Simulation) -> list[str]:
    """Return parameters that are varied alone: the split of value added where estimated, and what levers assume."""
    lab = simulation.laboratory
    split = ["labour_share_shift"] if lab.active_estimates.any() else []
    assumed = [n for s in simulation.package.shocks for n in levers()[s.lever].assumes if n in PARAMETERS]
    central = ("trade_elasticity", *NESTS, "markup")
    return [n for n in dict.fromkeys([*split, *assumed]) if n not in central and n not in lab.assumptions.given]


def _collect_parameters(simulation: Simulation, case: Mapping[str, Any]) -> dict[str, Any]:
    said = simulation.laboratory.assumptions.replacing(**_without_financing(case)).to_dict()
    financing = case.get(FINANCING, simulation.package.financing)
    return {**{n: said[n] for n in (*PARAMETERS, *SETTINGS, "scale_in", "trade_balance")}, FINANCING: financing}


def _without_financing(case: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in case.items() if name != FINANCING}


def _format_corner(corner: dict[str, Any]) -> str:
    return ", ".join(f"{k} by industry" if isinstance(v, dict) else f"{k} {v}" for k, v in corner.items())


def _hashable(value: Any) -> Any:
    return tuple(value.items()) if isinstance(value, dict) else value
