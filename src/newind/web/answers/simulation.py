"""A package on an economy: the central case at once, its range by parameter combination, what each lever brings."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Annotated, Any, NotRequired, Required, TypeAlias, cast

import numpy as np
from pydantic import Field
from typing_extensions import TypedDict

from newind.errors import ConvergenceError, NewindError, PolicyError, unless_error
from newind.measures.shared import positions
from newind.messages import NOTHING, complete_text, in_each, message, message_group
from newind.pathways.comparing import BILL, CO2, NOISE, REAL_INCOME
from newind.pathways.outlook import table_as_it_is
from newind.policy import ranges
from newind.policy.levers import levers
from newind.policy.schema import Package
from newind.policy.signs import STATED, sign
from newind.policy.simulate import STATIC, WELFARE, simulate
from newind.policy.verdicts import NOISE as NONE
from newind.questions.policies.ahead import COMPARED, list_cases, say_ahead
from newind.questions.policies.budget import name_sources, say_budget
from newind.questions.policies.counting import say_economies
from newind.questions.policies.oneline import SignedSpan, say_in_one_line, say_unsolved, vary_one
from newind.questions.policies.outcomes import (
    LABELS,
    ChangeKind,
    OutcomeChange,
    average_rate,
    average_tariffs,
    collect_figures,
    list_characteristics,
    list_headline_changes,
)
from newind.questions.policies.trials import Effect
from newind.web.answers.catalogue import HORIZONS
from newind.web.answers.policies import ASSUMED, FlagBody, flags
from newind.web.economies import ABROAD, economy
from newind.web.requests import AheadRequest, SimulationRequest
from newind.web.responses import (
    BenchmarkBody,
    Better,
    Body,
    Bounds,
    NamedItem,
    Number,
    Reproduction,
    Sign,
    Text,
    body,
)

if TYPE_CHECKING:
    from pathlib import Path

    from newind.equilibrium.many import NoEquilibrium
    from newind.policy.ranges import Piece, Range
    from newind.policy.simulate import Simulation
    from newind.questions.policies.ahead import Cases
    from newind.typing import Array

KEPT = 16
"""Economies on the model's footing that a process keeps, by horizon and parameters."""
MANUFACTURING = "manufacturing"
MAINLY = "mainly "
"""Before the name of the cause through which real income falls most."""
Figures = dict[str, dict[str, float]]


class CardBody(TypedDict):
    """A headline number before and after; `id` is what its range is kept under, `indicator` its id in the registry."""

    id: str
    label: Text
    unit: str
    better: Better
    before: Number
    after: Number
    change: Number
    kind: ChangeKind
    indicator: str


class RegionOutcome(TypedDict):
    """Gains of a region."""

    code: str
    real_income: Number


class IndustryOutcome(TypedDict):
    """Gains of an industry in volume."""

    code: str
    value_added: Number


class GovernmentOutcome(TypedDict):
    """Cost of a package, and how much more the government takes by source."""

    bill: Number
    by: Mapping[str, Number]
    unit: str


class TariffBody(TypedDict):
    """Average tariff in force on the flows that a shock acts on, trade as weights."""

    index: int
    rate: Number


class SimulatedBody(Body):
    """The central case of a package."""

    request: SimulationRequest
    benchmark: BenchmarkBody
    horizon: str
    financing: str
    trade_balance: str
    limits: Text
    welfare_concept: Text
    cards: Sequence[CardBody]
    characteristics: Sequence[CardBody]
    regions: Sequence[RegionOutcome]
    industries: Sequence[IndustryOutcome]
    government: GovernmentOutcome
    tariff: Annotated[Number, Field(description="Average tariff in force on manufactures that the region imports.")]
    tariffs: Annotated[Sequence[TariffBody], Field(description="Tariffs in force on what shocks of them act on.")]
    none: Annotated[float, Field(description="Change of real income below which there is none.")]
    flags: Sequence[FlagBody]
    assumed: Annotated[Text, Field(description="What the preliminary WTO classification of a lever assumes.")]
    assumptions: Mapping[str, Any]
    log: Sequence[str]
    reproduce: Reproduction


class SpanBody(Bounds):
    """Range of a number over the plausible assumptions; `sign`: the verdict, as in briefs; `sure`: it is one sign.

    `drawn`: whether the range may stand beside the verdict; not where it leaves out what opens the verdict.
    """

    sure: bool
    drawn: bool
    sign: Sign


class OutcomeSpans(TypedDict):
    """The range of every figure over the parameter combinations."""

    cards: Mapping[str, SpanBody]
    characteristics: Mapping[str, SpanBody]
    regions: Mapping[str, SpanBody]
    industries: Mapping[str, SpanBody]
    government: Mapping[str, SpanBody]
    corners: int
    failed: Sequence[str]


UNKNOWN: SignedSpan = (0.0, 0.0, "unknown")
"""Of what has no range."""


class AssumptionBody(NamedItem):
    """Real income where one assumption alone goes from its lowest to its highest value, the widest first."""

    low: float
    high: float
    sign: Sign


CasesBody: TypeAlias = Mapping[str, Mapping[str, Sequence[Number]]]
"""By outcome and case: where partners do nothing and where they answer in kind; None where there is no equilibrium."""


class OwnBand(OutcomeSpans):
    """The range of every figure, the answer in a sentence, and what decides on it."""

    headline: Annotated[Text, Field(description="The answer in one sentence, by the rule for signs.")]
    economies: Annotated[Text, Field(description="How many other economies gain, lose, change nothing or are open.")]
    alone: Annotated[Sequence[AssumptionBody], Field(description="What decides on real income, the widest first.")]
    budget: Annotated[Text, Field(description="What the change of the budget is made of; empty where none is sure.")]
    cases: Annotated[CasesBody, Field(description="Real income and CO2 case by case, to be compared: see /ahead.")]
    unsolved: Annotated[
        Text, Field(description="In how many cases there is no equilibrium; empty where that leaves nothing open.")
    ]


class BandBody(TypedDict, total=False):
    """Outcome of a package at a horizon, or why there is no equilibrium."""

    horizon: Required[str]
    why: str
    cards: Mapping[str, SpanBody]
    characteristics: Mapping[str, SpanBody]
    regions: Mapping[str, SpanBody]
    industries: Mapping[str, SpanBody]
    government: Mapping[str, SpanBody]
    corners: int
    failed: Sequence[str]
    headline: Text
    economies: Text
    alone: Sequence[AssumptionBody]
    budget: Text
    cases: CasesBody
    unsolved: Text


class AheadBody(Body):
    """Which of several scenarios is ahead."""

    ahead: Annotated[Text, Field(description="In a sentence; empty where the cases of one are not known.")]


class OtherFinancing(TypedDict):
    """Real income where a package is paid for in the other way, or why it cannot be."""

    financing: str
    real_income: Number
    why: NotRequired[str]


class RangesBody(Body, OwnBand):
    """The range of a trial as far as it is known: at its own horizon, at each, and paid for otherwise."""

    horizons: Annotated[Sequence[BandBody], Field(description="Those that are known so far.")]
    otherwise: OtherFinancing | None


class ContributionPart(NamedItem):
    """Contribution of a part alone, and through what it mainly comes where real income falls."""

    value: Number
    mainly: NamedItem | None


class OutcomeBody(NamedItem):
    """An outcome, and what each part brings to it."""

    kind: ChangeKind
    parts: Sequence[ContributionPart]
    together: Number
    total: Number


class ContributionsBody(Body):
    """Contributions of the parts of a package alone, and of all together beyond that."""

    outcomes: Sequence[OutcomeBody]
    failed: Sequence[str]


def central(trial: SimulationRequest, folder: Path | None = None) -> SimulatedBody:
    """Return the central case of a trial.

    Raises
    ------
    UnknownNameError, DataError, PolicyError, ConvergenceError
        As `newind.simulate`, and for a region that is not in the accounts.
    """
    nothing, at = _economy(trial, folder)
    s = nothing.rerun(trial.resolve_package())
    found = collect_figures(s, at, trial.input)
    unit, revenue = s.baseline.unit, found["government"]
    bill = revenue.pop(BILL)
    return body(
        SimulatedBody,
        request=trial,
        benchmark={"year": s.baseline.year, "status": s.baseline.status, "source": s.baseline.source, "unit": unit},
        horizon=s.horizon,
        financing=s.package.financing,
        trade_balance=s.laboratory.assumptions.choice("trade_balance"),
        limits=STATIC,
        welfare_concept=WELFARE,
        cards=[_card(c) for c in list_headline_changes(s, at, trial.input)],
        characteristics=[_card(c) for c in list_characteristics(s, at)],
        regions=[{"code": k, "real_income": v} for k, v in found["regions"].items()],
        industries=[{"code": k, "value_added": v} for k, v in found["industries"].items()],
        government={"bill": bill, "by": revenue, "unit": unit},
        tariff=_average_tariff(s, at),
        tariffs=[{"index": k, "rate": rate} for k, rate in average_tariffs(s).items()],
        none=NONE,
        flags=flags(s.package),
        assumed=ASSUMED,
        assumptions=s.laboratory.assumptions.to_dict(),
        log=s.log,
        reproduce=_reproduce(trial, s),
    )


def _average_tariff(s: Simulation, at: int) -> float | None:
    """Return what tariffs in force take of manufactures that a region imports; None where it imports none."""
    benchmark, goods = s.laboratory.benchmark, positions(s.baseline, MANUFACTURING)
    bought = np.delete(benchmark.border[goods, at], at, axis=1)
    return average_rate(np.delete(benchmark.tariff[goods, at], at, axis=1), bought)


def _card(c: OutcomeChange) -> CardBody:
    """Return a change as plain data."""
    return {
        "id": c.id, "label": c.label, "unit": c.unit, "better": c.better, "before": c.before, "after": c.after,
        "change": c.change, "kind": c.kind, "indicator": c.indicator,
    }  # fmt: skip


# ---- how far that depends on what is assumed
def try_piece(trial: SimulationRequest, piece: int, pieces: int, folder: Path | None = None) -> Piece | NoEquilibrium:
    """Return what every `pieces`-th case of the family comes to, or why there is no central case."""
    try:
        s, at = _simulate_trial(trial, folder)
        return ranges.try_piece(s, piece, pieces, partial(collect_figures, at=at, input=trial.input))
    except (ConvergenceError, PolicyError) as error:
        return error


def join_pieces(
    trial: SimulationRequest, pieces: Sequence[Piece | NoEquilibrium], folder: Path | None = None
) -> tuple[BandBody, OtherFinancing | None]:
    """Return the range of a trial at its horizon, and what it comes to where it is paid for in the other way.

    Raises
    ------
    PolicyError, ConvergenceError
        Where there is no central case.
    """
    found = [unless_error(piece) for piece in pieces]
    s, at = _simulate_trial(trial, folder)
    measured = {k: figures for piece in found for k, figures in piece.measured.items()}
    middle, *around = (measured[k] for k in sorted(measured))
    try:
        whole, otherwise = ranges.join_pieces(s, found)
    except ConvergenceError:
        whole, otherwise = None, None
    cases = [str(case) if isinstance(case, NewindError) else case for case in around]
    said = spans(middle, cases, {} if whole is None else _state_real_income(whole, s, at))
    alone = [] if whole is None else vary_one(whole, at)
    income, co2 = (said["cards"].get(id) for id in (REAL_INCOME, CO2))
    abroad = [span["sign"] for code, span in said["regions"].items() if code != trial.region]
    headline = say_in_one_line(_name_package(trial), _signed(income) or UNKNOWN, alone, _signed(co2))
    economies = in_each(lambda lang: say_economies(abroad, lang))
    revenue = {k: _read_effect(span) for k, span in said["government"].items()}
    bill, names = revenue.pop(BILL), name_sources(s.package, s.baseline, [at])
    budget = in_each(lambda lang: say_budget(revenue, bill, names, s.baseline.unit, lang))
    by_case: dict[str, Cases] = {
        **({} if whole is None else {REAL_INCOME: list_cases(whole, at)}),
        **({CO2: _list_emissions(s, measured)} if CO2 in said["cards"] else {}),
    }
    told = {"headline": headline, "economies": economies, "alone": list(map(asdict, alone)), "budget": budget}
    told["unsolved"] = NOTHING if whole is None else in_each(partial(say_unsolved, whole))
    told["cases"] = {name: {k: list(map(_drop_nan, v)) for k, v in each.items()} for name, each in by_case.items()}
    return cast("BandBody", {"horizon": trial.horizon, **said, **told}), _describe_other(s, otherwise, at)


def _list_emissions(s: Simulation, measured: Mapping[int, Figures | NewindError]) -> Cases:
    """Return the change of CO2 in each case in which every measure is taken."""
    labels = ranges.label_cases(ranges.list_measured(s))
    found = {k: float("nan") if isinstance(f, NewindError) else f["cards"][CO2] for k, f in measured.items()}
    return {labels[k]: (value,) for k, value in sorted(found.items())}


def _drop_nan(value: float) -> float | None:
    return None if value != value else value


def _read_effect(span: SpanBody) -> Effect:
    low, central, high = (_read_number(v) for v in (span["low"], span["central"], span["high"]))
    return Effect(central, low, high, span["sign"])


def _read_number(value: float | None) -> float:
    return float("nan") if value is None else value


def compare_scenarios(asked: AheadRequest) -> AheadBody:
    """Return which of scenarios is ahead on real income and on CO2: nothing is solved."""
    each = [s.model_dump() for s in asked.scenarios]
    found = {name: [_read_cases(s[name]) for s in each] for name in COMPARED}
    return body(AheadBody, ahead=in_each(lambda lang: say_ahead(found, lang)))


def _read_cases(said: Mapping[str, Sequence[float | None]]) -> Cases:
    return {name: tuple(map(_read_number, values)) for name, values in said.items()}


def _signed(span: SpanBody | None) -> SignedSpan | None:
    return span and (span["low"] or 0.0, span["high"] or 0.0, span["sign"])


def _name_package(trial: SimulationRequest) -> Text | None:
    """Return what a package is called; None where it has no more than a name for programs."""
    package = trial.resolve_package()
    return complete_text(package.label, package.name) if package.label else None


def _describe_other(s: Simulation, otherwise: Array | NoEquilibrium | None, at: int) -> OtherFinancing | None:
    """Return real income of the region where the package is paid for in the other way, or why it cannot be."""
    other = s.package.finance_otherwise().financing
    if otherwise is None:
        return None
    if isinstance(otherwise, NewindError):
        return {"financing": other, "real_income": None, "why": str(otherwise)}
    return {"financing": other, "real_income": float(otherwise[at])}


RealIncome: TypeAlias = "Mapping[str, SpanBody]"
"""Real income by region over the family of market structures, with what may be said of its sign."""


def _state_real_income(found: Range, s: Simulation, at: int) -> RealIncome:
    """Return the range of real income of each region, the trial's own under no name."""
    rows = zip(found.low.tolist(), found.central.tolist(), found.high.tolist(), found.sign.tolist(), strict=True)
    each = [_state(Effect(middle, low, high, sign)) for low, middle, high, sign in rows]
    return dict(zip(s.baseline.regions.codes, each, strict=True)) | {"": each[at]}


def _state(e: Effect) -> SpanBody:
    """Return the range of an effect with its verdict: a sign only where no end is on the other side of zero."""
    sure = e.verdict in STATED
    ends = {"low": e.low, "central": e.central, "high": e.high}
    return cast("SpanBody", ends | {"sure": sure, "drawn": e.drawn, "sign": e.verdict})


def spans(middle: Figures, around: Iterable[Figures | str], stated: RealIncome | None = None) -> OutcomeSpans:
    """Return the lowest and highest of every figure over all cases, and whether its sign may be stated.

    That of real income, in the cards and of regions, is `stated` where it is known.

    Examples
    --------
    >>> spans({"cards": {"a": 1.0}}, [{"cards": {"a": -2.0}}, "no equilibrium"])["cards"]
    {'a': {'low': -2.0, 'central': 1.0, 'high': 1.0, 'sure': False, 'drawn': True, 'sign': 'ambiguous'}}
    """
    cases = list(around)
    known = [middle, *(c for c in cases if not isinstance(c, str))]
    found: dict[str, dict[str, SpanBody]] = {}
    for kind, names in middle.items():
        found[kind] = {}
        for name, central in names.items():
            values = np.array([c[kind][name] for c in known])
            low, high = float(values.min()), float(values.max())
            found[kind][name] = _state(Effect(central, low, high, sign(low, high, NOISE)))
    known_as = {"cards": {REAL_INCOME: ""}, "regions": {code: code for code in middle.get("regions", {})}}
    said = stated or {}
    for kind, keys in known_as.items() if stated is not None else ():
        for name, key in keys.items():
            if name in found.get(kind, {}):
                unknown = found[kind][name] | {"sure": False, "sign": "unknown"}
                found[kind][name] = said.get(key, unknown)
    rest = {"corners": len(known) - 1, "failed": [c for c in cases if isinstance(c, str)]}
    return cast("OutcomeSpans", found | rest)


def collect_ranges(bands: Sequence[BandBody], otherwise: OtherFinancing | None) -> RangesBody:
    """Return the range of a trial as far as it is known: at its own horizon, which comes first, and at each."""
    own = cast("OwnBand", {k: v for k, v in bands[0].items() if k != "horizon"})
    known = {band["horizon"]: band for band in bands}
    return body(RangesBody, **own, horizons=[known[h] for h in HORIZONS if h in known], otherwise=otherwise)


# ---- what each lever brings
def parts(trial: SimulationRequest) -> list[tuple[str, Text, list[int]]]:
    """Return the levers of a package with their shocks: id, label, positions of shocks."""
    found: dict[str, list[int]] = {}
    for k, shock in enumerate(trial.resolve_package().shocks):
        found.setdefault(shock.lever, []).append(k)
    return [(id, dict(levers()[id].label), where) for id, where in found.items()]


def simulate_shocks(
    trial: SimulationRequest, where: Iterable[int], folder: Path | None = None
) -> dict[str, float] | str:
    """Return the outcomes of some shocks of a package alone, or why they have no equilibrium.

    Where real income falls, what that comes through most is named as well, as `MAINLY` and the cause.
    """
    package = trial.resolve_package()
    kept = Package([package.shocks[k] for k in where], name=package.name, financing=package.financing)
    try:
        nothing, at = _economy(trial, folder)
        s = nothing.rerun(kept)
        return _outcomes(s, at) | _find_main_cause(s, at)
    except (ConvergenceError, PolicyError) as error:
        return str(error)


def _find_main_cause(s: Simulation, at: int) -> dict[str, float]:
    """Return the largest cause of a fall of real income, under `MAINLY`; nothing where there is none."""
    if s.welfare[at] > -NONE:
        return {}
    try:
        cause, value = min(s.decomposition.components.items(), key=lambda c: float(c[1][at]))
    except ConvergenceError:
        return {}
    return {MAINLY + cause: float(value[at])}


def _name_main_cause(found: dict[str, float]) -> NamedItem | None:
    """Return the cause that `_find_main_cause` found."""
    names = message_group("policies.answers.values.cause")
    causes = [k.removeprefix(MAINLY) for k in found if k.startswith(MAINLY)]
    return {"id": causes[0], "label": names[causes[0]]} if causes else None


def simulate_package(trial: SimulationRequest, folder: Path | None = None) -> dict[str, float]:
    """Return the outcomes of the whole package."""
    return _outcomes(*_simulate_trial(trial, folder))


def split_contributions(
    trial: SimulationRequest, total: dict[str, float], found: Iterable[dict[str, float] | str]
) -> ContributionsBody:
    """Return what each part brings alone and what they do together beyond that, adding up to the whole."""
    named, each = parts(trial), list(found)
    outcomes: list[OutcomeBody] = []
    asked: tuple[tuple[str, Text, ChangeKind], ...] = (
        (REAL_INCOME, LABELS[REAL_INCOME], "relative"),
        (CO2, LABELS[CO2], "relative"),
        (MANUFACTURING, message("web.simulation.split_contributions.asked.share_of_manufacturing"), "points"),
    )
    for id, label, kind in asked:
        if id not in total:
            continue
        rows: list[ContributionPart] = [
            {
                "id": name,
                "label": said,
                "value": None if isinstance(v, str) else v[id],
                "mainly": None if isinstance(v, str) or id != REAL_INCOME else _name_main_cause(v),
            }
            for (name, said, _), v in zip(named, each, strict=True)
        ]
        known = all(not isinstance(v, str) for v in each)
        together = total[id] - sum(v[id] for v in each if not isinstance(v, str)) if known else None
        outcomes.append({"id": id, "label": label, "kind": kind, "parts": rows, "together": together,
                         "total": total[id]})  # fmt: skip
    return body(ContributionsBody, outcomes=outcomes, failed=[v for v in each if isinstance(v, str)])


def _outcomes(s: Simulation, at: int) -> dict[str, float]:
    top = {c.id: c.change for c in list_headline_changes(s, at)}
    wanted = {REAL_INCOME: REAL_INCOME, CO2: CO2, MANUFACTURING: "s2.manufacturing_share"}
    return {name: top[id] for name, id in wanted.items() if id in top}


# ---- on the way
def _simulate_trial(trial: SimulationRequest, folder: Path | None) -> tuple[Simulation, int]:
    nothing, at = _economy(trial, folder)
    return nothing.rerun(trial.resolve_package()), at


def _economy(trial: SimulationRequest, folder: Path | None) -> tuple[Simulation, int]:
    """Return the economy without a package, and where its region stands."""
    w = economy(trial.on, trial.year, folder)
    given = tuple(sorted(trial.parameters.items()))
    return _nothing(trial.on, w.year, w.hash, trial.horizon, given, folder), w.regions.index(trial.region)


@lru_cache(maxsize=KEPT)
def _nothing(on: str, year: int, _hash: str, horizon: str, given: tuple[Any, ...], folder: Path | None) -> Simulation:
    return simulate(economy(on, year, folder), None, horizon, dict(given))


def _reproduce(trial: SimulationRequest, s: Simulation) -> Reproduction:
    """Return what gives the same result on a command line."""
    options = options_of(trial, s.baseline.year, "--regions")
    command = shlex.join(["newind", "simulate", format_package_name(trial, s.package.name), *options])
    return {
        "command": command,
        "yaml": f"# {command}\n{s.package.to_yaml()}",
        "data_hash": s.laboratory.origin.hash,
        "outlook_hash": table_as_it_is(s).hash,
        "package_hash": s.package.hash,
        "version": _version(),
        "seed": None,
        "residual": s.residual,
        "iterations": s.iterations,
    }


def format_package_name(trial: SimulationRequest, name: str) -> str:
    """Return a package as a command takes it: the name of one that is shipped, or that of a file."""
    return trial.package if isinstance(trial.package, str) else f"{name or 'scenario'}.yaml"


def options_of(trial: SimulationRequest, year: int, focus: str) -> list[str]:
    """Return the options of a command that tries the same; `focus` is that of the region."""
    assumed = ["--abroad", "shipped"] if trial.on.endswith(ABROAD) else []
    on = trial.on.removesuffix(ABROAD)
    options = ["--on", on, *assumed, "--year", str(year), "--horizon", trial.horizon, focus, trial.region]
    return [*options, *(w for k, v in sorted(trial.parameters.items()) for w in ("--set", f"{k}={v}"))]


def _version() -> str:
    from newind import __version__

    return __version__
