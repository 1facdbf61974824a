"""Levers on what production can do: productivity, research, sharing of data, public capital."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from newind.equilibrium.levers.costs import invest, join, take_inputs
from newind.equilibrium.levers.moves import apply_moves, keep_changes, refuse_unless
from newind.errors import PolicyError, noun, tell
from newind.kernels.quotients import ratio

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newind.equilibrium.levers.ground import LeverContext
    from newind.equilibrium.levers.moves import Move
    from newind.typing import Array


REACHED = {"short": 0.0, "medium": 0.5, "long": 1.0}
"""Share of the gain that is there at a horizon: research is paid for at once, knowledge takes years."""
REACHES = "knowledge_reached"
"""Name of a ground's statement of another share: none on a pathway, which follows knowledge year by year."""


def research(moves: Sequence[Move], ground: LeverContext, log: list[str]) -> dict[str, Any]:
    """Return what a subsidy to research does: ``productivity`` and wedges on all factors; (R, S) each.

    Parameters
    ----------
    moves : sequence of Move
        Shares of the cost of research that the state pays.
    ground : LeverContext
        Research over value added, parameters and horizon.
    log : list of str
        Messages.

    Raises
    ------
    PolicyError
        When the state pays all or more, or more research is called for than there is value added.

    Notes
    -----
    With a share s paid by the state research is m = (1 − s)^η times what it was on paper (η = −1: firms spend as
    before), and v of it is done (:func:`compute_done`). The research k (v − 1) per unit of value added that comes on
    top takes inputs as the industry's production does: productivity falls by it. The state pays s m k, as a wedge on
    all factors alike; what is relabelled, or higher wages of researchers, is a transfer. Knowledge follows what is done
    in the long run, and brings γ ln v to output from given inputs (:func:`knowledge_elasticity`).

    References
    ----------
    Hall, Mairesse & Mohnen (2010), Handbook of the Economics of Innovation 2, 1033.
    """
    b, intensity = ground.benchmark, ground.knowledge
    share = compute_support_share(moves, ground)
    refuse_unless(share < 1, share, moves, "ns", b, "lever.research")
    if not share.any():
        return {}
    refuse_unless(
        np.isfinite(intensity) | (share == 0), intensity, moves, "ns", b,
        "lever.no_research",
    )  # fmt: skip
    intensity = np.nan_to_num(intensity)
    more, done = np.exp(compute_induced_research(share, ground)), compute_done(share, ground)
    extra = b.value_added_share * intensity * np.expm1(done)
    made = take_inputs(extra, share * more * intensity, moves, b, "lever.research_all")
    reached = ground.stated.get(REACHES, REACHED[ground.horizon])
    gain = reached * done * knowledge_elasticity(ground, ground.parameter(LOST), ground.growth)
    if REACHES not in ground.stated:
        log.append(_describe_subsidy(reached, ground))
    join(made, {"productivity": keep_changes(gain)})
    return made


LOST = "knowledge_depreciation"
RESEARCHERS = 0.5
"""Wages of researchers in the cost of research (assumed)."""


def knowledge_elasticity(ground: LeverContext, depreciation: float, growth: Array) -> Array:
    """Return the elasticity of output per unit of inputs to knowledge; (R, S).

    Knowledge in use is R / (d + g) of research R: a return ρ on it is an elasticity ρ k / (d + g) of value added, with
    k research over value added, and so much of output as value added is of it. An elasticity that was given instead
    holds for the average unit of research, and is higher where an industry does more.

    Parameters
    ----------
    ground : LeverContext
        Research over value added, and its return.
    depreciation : float
        Share of knowledge lost a year, d.
    growth : (R,) array
        Growth of research in the benchmark, g.
    """
    b, intensity = ground.benchmark, np.nan_to_num(ground.knowledge)
    if ground.output_elasticity is not None:
        return ground.output_elasticity * relative(intensity, b.value_added)
    in_use = intensity / (depreciation + growth)[:, None]
    return np.asarray(ground.parameter("rd_return") * b.value_added_share * in_use)


def compute_done(share: Array, ground: LeverContext) -> Array:
    """Return the log change of research that is done where the state pays a share of it; (R, S).

    Of what comes on top on paper a part is other expenditure by a new name; of the rest a part is higher wages of
    researchers: with elasticity ε of their supply and ω their share of cost, spending v buys v^(1 − ω / (1 + ε)).

    References
    ----------
    Goolsbee (1998), American Economic Review 88(2), 298; Chen, Liu, Suárez Serrato & Xu (2021), American Economic
    Review 111(7), 2065.
    """
    on_paper = np.expm1(compute_induced_research(share, ground))
    spent = np.log1p(on_paper * (1.0 - ground.parameter("rd_relabelled")))
    return np.asarray(spent * (1.0 - RESEARCHERS / (1.0 + ground.parameter("researcher_supply"))))


def compute_support_share(moves: Sequence[Move], ground: LeverContext) -> Array:
    """Return the share of the cost of research that the state pays; (R, S)."""
    return apply_moves(moves, np.zeros((ground.benchmark.R, ground.benchmark.S)), "ns")


def compute_induced_research(share: Array, ground: LeverContext) -> Array:
    """Return the log change of research on paper where the state pays a share of it; (R, S)."""
    return np.asarray(ground.parameter("rd_cost_elasticity") * np.log1p(-share))


def relative(intensity: Array, value_added: Array) -> Array:
    """Return research over value added, relative to its mean in the region weighted by research; (R, S).

    Examples
    --------
    >>> relative(np.array([[0.1, 0.0]]), np.array([[1.0, 9.0]]))
    array([[1., 0.]])
    """
    spent = intensity * value_added
    mean = ratio((spent * intensity).sum(axis=1), spent.sum(axis=1))[:, None]
    return np.nan_to_num(ratio(intensity, mean))


def _describe_subsidy(reached: float, ground: LeverContext) -> str:
    known = ground.has_research_data
    assumed = "" if known else tell("log.subsidy_assumed")
    return tell("log.subsidy", share=reached, horizon=noun(ground.horizon), assumed=assumed)


LEVERS = ("productivity", "rd_subsidy", "data_sharing", "public_capital")
IN_USE = "data_in_use"
"""Name of what a ground states as false where shared data are not in use at once, but year by year on a pathway."""
IN_PLACE = "capital_in_place"
"""Name of what a ground states as false where capital that is paid for is not there at once, as on a pathway."""


def technology(used: Mapping[str, Sequence[Move]], ground: LeverContext, log: list[str]) -> dict[str, Any]:
    """Return the arrays of technology: ``productivity``, and the taxes on factors that support research."""
    made: dict[str, Any] = research(used["rd_subsidy"], ground, log) if "rd_subsidy" in used else {}
    if "productivity" in used:
        join(made, {"productivity": productivity(used["productivity"], ground)})
    if "data_sharing" in used:
        join(made, share_data(used["data_sharing"], ground))
        if ground.stated.get(IN_USE, True):
            join(made, {"productivity": data_sharing(used["data_sharing"], ground)})
    if "public_capital" in used:
        join(made, build_public_capital(used["public_capital"], ground))
        if ground.stated.get(IN_PLACE, True):
            join(made, {"productivity": public_capital(used["public_capital"], ground)})
    return made


def public_capital(moves: Sequence[Move], ground: LeverContext) -> Array | None:
    """Return log changes of productivity that public capital brings, from proportional ones of it; (R, S)."""
    more = np.log1p(_public_change(moves, ground))
    return keep_changes(ground.parameter("public_capital") * ground.benchmark.value_added_share * more)


def build_public_capital(moves: Sequence[Move], ground: LeverContext) -> dict[str, Any]:
    """Return what public capital for some industries costs the state in every year, by what they add in value."""
    b = ground.benchmark
    spent = ground.parameter("public_investment") * (_public_change(moves, ground) * b.value_added).sum(axis=1)
    return invest(np.nan_to_num(ratio(spent, ground.investment.sum(axis=1))), moves, ground)


def _public_change(moves: Sequence[Move], ground: LeverContext) -> Array:
    b = ground.benchmark
    change = apply_moves(moves, np.zeros((b.R, b.S)), "ns")
    refuse_unless(change > -1, change, moves, "ns", b, "lever.factor")
    return change


def productivity(moves: Sequence[Move], ground: LeverContext) -> Array | None:
    """Return log changes of output per unit of all inputs, from proportional ones; (R, S)."""
    b = ground.benchmark
    change = apply_moves(moves, np.zeros((b.R, b.S)), "ns")
    refuse_unless(change > -1, change, moves, "ns", b, "lever.productivity")
    return keep_changes(np.log1p(change))


def data_sharing(moves: Sequence[Move], ground: LeverContext) -> Array | None:
    """Return log changes of productivity that shared data bring; (R, S).

    Notes
    -----
    Elasticity × share of data shared × share of information services in an industry's cost relative to the world's.
    Data are not used up: nobody's input falls.
    """
    share, world = cost_of_information(ground, moves)
    return keep_changes(ground.parameter("data_sharing") * compute_shared(moves, ground) * share / world)


def share_data(moves: Sequence[Move], ground: LeverContext) -> dict[str, Any]:
    """Return what it takes to share data, and that the state pays for it: a part of what information services cost."""
    b, (share, _) = ground.benchmark, cost_of_information(ground, moves)
    extra = ground.parameter("data_sharing_cost") * compute_shared(moves, ground) * share
    return take_inputs(extra, np.nan_to_num(ratio(extra, b.value_added_share)), moves, b, "lever.cost_of_all")


def compute_shared(moves: Sequence[Move], ground: LeverContext) -> Array:
    """Return the share of data that is shared; (R, S)."""
    b = ground.benchmark
    shared = apply_moves(moves, np.zeros((b.R, b.S)), "ns")
    refuse_unless((shared >= 0) & (shared <= 1), shared, moves, "ns", b, "lever.data")
    return shared


def cost_of_information(ground: LeverContext, moves: Sequence[Move]) -> tuple[Array, float]:
    """Return the share of information services in an industry's cost, (R, S), and that in all costs of the world.

    Raises
    ------
    PolicyError
        Where nobody buys information services.
    """
    b = ground.benchmark
    bought = b.spend[ground.information][:, :, :-1].sum(axis=0)
    cost = b.value_added + b.inputs
    world = float(bought.sum() / cost.sum())
    if world <= 0:
        raise PolicyError(tell("model.no_information", called=moves[0].display_name))
    return np.nan_to_num(ratio(bought, cost)), world
