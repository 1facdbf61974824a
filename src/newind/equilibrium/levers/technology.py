"""Levers on what production can do: productivity, research, sharing of data, recycling."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from newind.equilibrium.labels import region_name
from newind.equilibrium.levers.moves import act, apply_moves, in_order, keep_changes, refuse_unless
from newind.errors import PolicyError, offenders, tell
from newind.kernels.quotients import ratio

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newind.equilibrium.benchmark import Benchmark
    from newind.equilibrium.levers.ground import LeverContext
    from newind.equilibrium.levers.moves import Move
    from newind.typing import Array, BoolArray


GROWTH = 1.0
"""Most that use of recycled goods can grow by, over what a region uses of them: scrap can at most double (assumed)."""
SCRAP = "scrap"
"""Name of a ground's statement that the supply of scrap has grown since the benchmark: its factor; (R,)."""


def recycling(moves: Sequence[Move], ground: LeverContext, log: list[str]) -> Array | None:
    """Return changes of input shares of cost [k, n, s]; (S, R, S).

    Parameters
    ----------
    moves : sequence of Move
        Shares ρ of a virgin input (industries) that users replace.
    ground : LeverContext
        Where the recycling industry stands, and the value of recycled input per virgin one.
    log : list of str
        Where the supply of scrap caps the shares.

    Raises
    ------
    PolicyError
        Where no recycling industry stands apart, no industry is among the users, or a share is outside 0 to 1.

    Notes
    -----
    A virgin input a falls to a (1 − ρ), recycled input rises by ρ a q, value added takes the difference ρ a (q − 1).
    Industries that buy no recycled goods in the benchmark are left out: from where they would come is not known.

    References
    ----------
    Nakamura & Kondo (2002), Journal of Industrial Ecology 6(1), 39. Donati and others (2020), Resources, Conservation
    and Recycling 152, 104508.
    """
    at = place(moves, ground)
    share, price = shares(moves, ground, at)
    b = ground.benchmark
    virgin = b.cost_shares[:, :, :-1] * (1.0 - b.value_added_share)
    replaced = share * virgin
    cost = b.value_added + b.inputs
    replaced = replaced * scrap_limit((replaced * price * cost).sum(axis=(0, 2)), ground, at, log)[None, :, None]
    mix = -replaced
    mix[at] += (replaced * price).sum(axis=0)
    left = b.value_added_share - mix.sum(axis=0)
    refuse_unless(left > 0, left, moves, "ns", b, "lever.recycled")
    return keep_changes(mix)


def place(moves: Sequence[Move], ground: LeverContext) -> int:
    """Return where the recycling industry stands.

    Raises
    ------
    PolicyError
        Where none does.
    """
    if ground.recycling is None:
        raise PolicyError(tell("model.no_recycling", called=moves[0].display_name))
    return ground.recycling


def shares(moves: Sequence[Move], ground: LeverContext, at: int) -> tuple[Array, Array]:
    """Return the share that is replaced, and the value of recycled input per virgin one [k, n, s]; (S, R, S) each."""
    b = ground.benchmark
    share = np.zeros((b.S, b.R, b.S + 1))
    price = np.full(share.shape, ground.parameter("recycling_price"))
    for move in in_order(moves):
        if not move.users[:-1].any():
            raise PolicyError(tell("model.final_recycling", called=move.display_name))
        inside = move.cells("knu")
        act(share, inside, move.mode, move.value, move.part)
        price[inside] = move.option("price", price[inside])
    good = (share >= 0) & (share <= 1)
    refuse_unless(good, share, moves, "knu", b, "lever.replaced")
    share[at] = 0.0
    share = share[:, :, :-1] * _buyers(b, at)
    if not share.any() and any(move.value for move in moves):
        raise PolicyError(tell("model.none_recycles", called=moves[0].display_name))
    return share, price[:, :, :-1]


def _buyers(b: Benchmark, at: int) -> BoolArray:
    """Return which industries buy recycled goods, so that it is known from where; (R, S) or (R, 1)."""
    found = b.shares[at].sum(axis=1) > 0
    return np.asarray(found if b.common else found[:, :-1])


def scrap_limit(wanted: Array, ground: LeverContext, at: int, log: list[str]) -> Array:
    """Return by what shares are scaled down so that a region's use of recycled goods at most doubles; (R,)."""
    b = ground.benchmark
    most = GROWTH * b.spend[at].sum(axis=1) * ground.stated.get(SCRAP, 1.0)
    scale = np.minimum(np.nan_to_num(ratio(most, wanted), nan=1.0), 1.0)
    if (scale < 1).any():
        said = [f"{region_name(b, n)} to {scale[n]:.0%}" for n in np.flatnonzero(scale < 1).tolist()]
        log.append(
            "Recycling: supply of scrap can at most double (assumed), so shares are cut to part of what was asked: "
            f"{offenders(said)}."
        )
    return scale


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
    With a share s paid by the state research is m = (1 − s)^η times what it was (η = −1: firms spend as before). The
    research k (m − 1) per unit of value added that comes on top takes inputs as the industry's production does:
    productivity falls by it. The state pays s m k, as a wedge on all factors alike. Knowledge follows research in the
    long run. What it brings to output from given inputs is γ ln m for the average unit of research, more where an
    industry is more intensive in research: γ k / k̄, with k̄ the mean of k weighted by research. As γ is one of output,
    not of value added, its estimates agree with those of rates of return: at 0.08, research of 4 % of output and 15 %
    of knowledge lost a year, 0.15 · 0.08 / 0.04 = 30 %.

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
    more = np.exp(compute_induced_research(share, ground))
    extra = b.value_added_share * intensity * (more - 1.0)
    wedge = -share * more * intensity / (1.0 + extra)
    refuse_unless(
        wedge > -1,
        wedge,
        moves,
        "ns",
        b,
        "lever.research_all",
    )
    reached = ground.stated.get(REACHES, REACHED[ground.horizon])
    gain = ground.parameter("rd_output_elasticity") * np.log(more) * relative(intensity, b.value_added)
    gain *= reached
    if REACHES not in ground.stated:
        log.append(_describe_subsidy(reached, ground))
    taxes = dict.fromkeys(("labour_tax", "capital_tax", "land_tax"), keep_changes(wedge))
    return {"productivity": keep_changes(gain - np.log1p(extra)), **taxes}


def compute_support_share(moves: Sequence[Move], ground: LeverContext) -> Array:
    """Return the share of the cost of research that the state pays; (R, S)."""
    return apply_moves(moves, np.zeros((ground.benchmark.R, ground.benchmark.S)), "ns")


def compute_induced_research(share: Array, ground: LeverContext) -> Array:
    """Return the log change of research where the state pays a share of it; (R, S)."""
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
    assumed = "" if known else " (R&D of a year without a survey: the last official figure, else typical intensities)"
    return (
        f"Subsidy to research: its cost is borne at once, {reached:.0%} of the gain in productivity is there at the "
        f"{ground.horizon} horizon, spread by research over value added{assumed}."
    )


LEVERS = ("productivity", "rd_subsidy", "data_sharing", "recycling")
IN_USE = "data_in_use"
"""Name of what a ground states as false where shared data are not in use at once, but year by year on a pathway."""


def technology(used: Mapping[str, Sequence[Move]], ground: LeverContext, log: list[str]) -> dict[str, Any]:
    """Return the arrays of technology: ``productivity``, ``mix``, and the taxes on factors that support research."""
    made: dict[str, Any] = research(used["rd_subsidy"], ground, log) if "rd_subsidy" in used else {}
    gains = [made.get("productivity")]
    if "productivity" in used:
        gains.append(productivity(used["productivity"], ground))
    if "data_sharing" in used and ground.stated.get(IN_USE, True):
        gains.append(data_sharing(used["data_sharing"], ground))
    made["productivity"] = add_parts(gains)
    if "recycling" in used:
        made["mix"] = recycling(used["recycling"], ground, log)
    return made


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
    b = ground.benchmark
    shared = apply_moves(moves, np.zeros((b.R, b.S)), "ns")
    good = (shared >= 0) & (shared <= 1)
    refuse_unless(good, shared, moves, "ns", b, "lever.data")
    return keep_changes(ground.parameter("data_sharing") * shared * relative_information(ground, moves))


def relative_information(ground: LeverContext, moves: Sequence[Move]) -> Array:
    """Return the share of information services in an industry's cost, over that in all costs of the world; (R, S).

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
    return np.asarray(np.nan_to_num(ratio(bought, cost)) / world)


def add_parts(parts: Sequence[Array | None]) -> Array | None:
    """Return the sum of what is there, None where nothing is."""
    found = [part for part in parts if part is not None]
    return np.asarray(sum(found[1:], start=found[0])) if found else None
