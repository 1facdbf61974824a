"""Share helpers of the analyses: values of elements, enough units, unknown levels and codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.errors import DataError, unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newind.index.index import Index
    from newind.typing import Array

LEAST = 3
"""Units without which a correlation says nothing."""
NORMALISED = "normalise"


def figures(index: Index, codes: Sequence[str], stage: str = NORMALISED) -> Array:
    """Return the figures of elements, (N, J): indicators as a step left them, aggregates as they are scored.

    Parameters
    ----------
    index : Index
    codes : sequence of str
        Elements of the index; indicators only, where the stage is not the normalised one.
    stage : str

    Raises
    ------
    UnknownNameError
        For a step that the recipe does not have, or a code that has no figures there.
    """
    if stage == NORMALISED:
        for code in codes:
            check_name(code, "element", index.tree.by_code)
        return np.stack([index.built.scores[code] for code in codes], axis=1)
    index.stage(stage)
    table = index.stages[stage]
    for code in codes:
        check_name(code, "indicator", table.codes)
    return np.stack([table.column(code) for code in codes], axis=1)


def check_name(name: str, kind: str, names: Iterable[str]) -> str:
    """Return a name that exists.

    Raises
    ------
    UnknownNameError
        With the nearest name.
    """
    listed = list(dict.fromkeys(names))
    if name not in listed:
        shown = ", ".join(listed[:20]) + (f" and {len(listed) - 20} more" if len(listed) > 20 else "")
        raise unknown(kind, name, listed, f"Known are {shown}.")
    return name


def check_unit_count(units: int, what: str, least: int = LEAST) -> None:
    """Raise where there are too few units for a question.

    Raises
    ------
    DataError
    """
    if units < least:
        raise DataError(f"{what} need at least {least} units, there are {units}. Bring more units.")


def at_level(index: Index, level: int) -> tuple[str, ...]:
    """Return the elements of a level.

    Raises
    ------
    DataError
        For a level that the tree does not have.
    """
    found: tuple[str, ...] = index.tree.at(level)
    if not found:
        top = index.tree.level[index.tree.top]
        raise DataError(f"no element at level {level}. Levels go from 1 (indicators) to {top} ({index.tree.top}).")
    return found
