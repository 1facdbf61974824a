"""One move of a lever, and several on one array."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.equilibrium.labels import cell_name
from newind.errors import PolicyError, join_items, offenders, tell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newind.equilibrium.benchmark import Benchmark
    from newind.typing import Array, BoolArray, IntArray

MODES = ("set", "scale", "add")
"""Effects that a value may have on what is there, in the order in which moves on one array are made."""


@dataclass(frozen=True, eq=False)
class Move:
    """A lever moved to a value, on regions, partners, industries and users.

    Parameters
    ----------
    lever : str
        Name of the lever.
    value : float
        What it is moved to or by, in the unit of the lever.
    mode : {"set", "scale", "add"}
        Whether the value is new, multiplies what is there, or is added to it.
    regions, partners : (R,) bool array
        Governments that act, and the other side. A move in both directions is two moves.
    industries : (S,) bool array
        Goods, or the industries that make them.
    users : (S + 1,) bool array
        Buyers; final users last.
    options : mapping
        Choices of the lever; one that is missing or None is that of a parameter or the default.
    name : str
        Name in messages.
    part : float in (0, 1]
        How far it is in force, on the way from what was there to what the move says.
    """

    lever: str
    value: float
    mode: str
    regions: BoolArray
    partners: BoolArray
    industries: BoolArray
    users: BoolArray
    options: Mapping[str, Any] = field(default_factory=dict)
    name: str = ""
    part: float = 1.0

    @property
    def display_name(self) -> str:
        """Name in messages."""
        return self.name or self.lever

    @property
    def mirror(self) -> Move:
        """The same move with regions and partners in each other's place."""
        return replace(self, regions=self.partners, partners=self.regions)

    def option(self, name: str, default: Any) -> Any:
        """Return a choice, the default where none was made."""
        given = self.options.get(name)
        return default if given is None else given

    def cells(self, axes: str, *, own: bool = True) -> BoolArray:
        """Return which cells of an array it acts on.

        Parameters
        ----------
        axes : str
            A letter an axis: ``k`` good, ``s`` industry, ``n`` region, ``i`` partner, ``u`` user.
        own : bool
            Whether what a region buys from itself is among them.
        """
        of = self._sides
        inside: BoolArray = np.ones((1,) * len(axes), dtype=np.bool_)
        for axis, name in enumerate(axes):
            inside = inside & of[name].reshape([-1 if a == axis else 1 for a in range(len(axes))])
        if not own:
            n, i = axes.index("n"), axes.index("i")
            inside &= cross_border_mask(len(self.regions)).reshape(
                [inside.shape[a] if a in (n, i) else 1 for a in range(inside.ndim)]
            )
        return inside

    def places(self, axes: str, *, own: bool = True) -> tuple[IntArray, ...]:
        """Return the places of these cells, axis by axis; found once, as a move is made on several benchmarks."""
        found: dict[tuple[str, bool], tuple[IntArray, ...]] = self.__dict__.setdefault("_places", {})
        if (axes, own) not in found:
            apart = own or not (self.regions & self.partners).any()
            sides = (self._sides[name] for name in axes)
            found[axes, own] = np.ix_(*sides) if apart else np.nonzero(self.cells(axes, own=own))
        return found[axes, own]

    @property
    def _sides(self) -> dict[str, BoolArray]:
        """What is chosen along each axis."""
        return {"k": self.industries, "s": self.industries, "n": self.regions, "i": self.partners, "u": self.users}


def cross_border_mask(R: int) -> BoolArray:
    """Return which pairs of regions are two; (R, R)."""
    return ~np.eye(R, dtype=np.bool_)


def in_order(moves: Sequence[Move]) -> list[Move]:
    """Return moves in the order in which they are made: what sets, then what scales, then what adds."""
    return sorted(moves, key=lambda move: MODES.index(move.mode))


def apply_moves(moves: Sequence[Move], base: Array, axes: str, *, own: bool = True) -> Array:
    """Return an array with all moves of a lever made on it.

    Parameters
    ----------
    moves : sequence of Move
        Moves of one lever.
    base : array
        Values in force; never changed.
    axes, own
        As of `Move.cells`.
    """
    value = np.array(base, dtype=np.float64)
    for move in in_order(moves):
        act(value, move.places(axes, own=own), move.mode, move.value, move.part)
    return value


def act(values: Array, inside: BoolArray | tuple[IntArray, ...], mode: str, value: float, part: float = 1.0) -> None:
    """Set, scale or add on the cells of an array, in place; part of the way there.

    Examples
    --------
    >>> rates, all_of_them = np.array([0.2, 0.1]), np.array([True, True])
    >>> act(rates, all_of_them, "set", 0.0, part=0.5)
    >>> rates
    array([0.1 , 0.05])
    """
    before = values[inside]
    if mode == "set":
        after = np.full_like(before, value)
    elif mode == "scale":
        after = before * value
    else:
        after = before + value
    values[inside] = after if part == 1.0 else before + part * (after - before)


def keep_changes(value: Array, base: Array | float = 0.0) -> Array | None:
    """Return an array, None where nothing in it differs from what was in force.

    Examples
    --------
    >>> keep_changes(np.zeros(2)) is None, keep_changes(np.array([0.0, 0.1]))
    (True, array([0. , 0.1]))
    """
    return value if bool((value != base).any()) else None


def refuse_unless(
    allowed: BoolArray, value: Array, moves: Sequence[Move], axes: str, benchmark: Benchmark, must: str
) -> None:
    """Raise where a value is not allowed.

    Parameters
    ----------
    allowed : bool array
        Of the shape of the values.
    value : array
        What would be in force.
    moves : sequence of Move
        Which made it.
    axes : str
        As of `Move.cells`.
    benchmark : Benchmark
        For labels.
    must : str
        What must hold, and the remedy: the name of a message.

    Raises
    ------
    PolicyError
        Naming the moves, the first cells and the first value.
    """
    if allowed.all():
        return
    bad = ~np.asarray(allowed)
    names = join_items(dict.fromkeys(m.display_name for m in moves if (m.cells(axes) & bad).any()))
    where = offenders([cell_name(benchmark, axes, tuple(at)) for at in np.argwhere(bad).tolist()])
    raise PolicyError(tell("model.value", names=names, first=value[bad][0], where=where, must=tell(must)))
