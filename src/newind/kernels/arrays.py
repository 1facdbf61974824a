"""Arrays of any library that keeps to the Python array API: which library, and an object with its arrays in another.

References
----------
Consortium for Python Data API Standards, Python array API standard, version 2023.12.
"""

from __future__ import annotations

from dataclasses import is_dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from newind.typing import Array


def namespace(values: Any) -> Any:
    """Return the library that an array is of: its functions go by the names of the standard.

    Examples
    --------
    >>> namespace(np.ones(2)) is np
    True
    """
    return np if isinstance(values, np.ndarray | np.generic) else values.__array_namespace__()


def as_numpy(values: Any) -> Array:
    """Return an array of any library as one of NumPy, in the memory of the processor.

    Examples
    --------
    >>> as_numpy(np.ones(2))
    array([1., 1.])
    """
    return values if isinstance(values, np.ndarray) else np.array(np.from_dlpack(values, device="cpu"))


class Moved:
    """An object whose arrays are read as those of another library, each moved once, and so are those of its parts.

    Parameters
    ----------
    of : object
        A dataclass with arrays of NumPy.
    library : module
        Follows the standard.

    Examples
    --------
    >>> from newind.equilibrium.problem import split
    >>> moved = Moved(split(np.ones(7), 1, 2, True), np)
    >>> moved.w, moved.gain is None
    (array([1.]), True)
    """

    def __init__(self, of: Any, library: Any) -> None:
        self._of, self._library = of, library

    def __getattr__(self, name: str) -> Any:
        """Return what the object has of that name; kept, so that it is moved once."""
        found = self._move(getattr(self._of, name))
        self.__dict__[name] = found
        return found

    def _move(self, value: Any) -> Any:
        if isinstance(value, np.ndarray):
            return self._library.asarray(value)
        if isinstance(value, tuple):
            return tuple(self._move(one) for one in value)
        return Moved(value, self._library) if is_dataclass(value) else value


def join_last(first: Array, last: Array) -> Array:
    """Return an array with one place more at the end of its last axis, spread over the axes in front of `last`.

    Examples
    --------
    >>> join_last(np.zeros((1, 2)), np.ones(2))
    array([[0., 0., 1.],
           [0., 0., 1.]])
    """
    xp = namespace(first)
    if first.shape[:-1] != last.shape:
        first = xp.broadcast_to(first, (*last.shape, first.shape[-1]))
    found: Array = xp.concat([first, last[..., None]], axis=-1)
    return found


def multiply_each(rows: Array, matrices: Array) -> Array:
    """Return rows of K problems times matrices that all of them have in common.

    Parameters
    ----------
    rows : (K, …, a) array
        A row for each matrix of each problem.
    matrices : (…, a, b) array

    Returns
    -------
    (K, …, b) array
        Contiguous, which what follows is faster with.
    """
    xp, several = namespace(rows), namespace(rows).moveaxis(rows, 0, -2)
    if xp is not np:
        found: Array = xp.moveaxis(xp.matmul(several, matrices), -2, 0)
        return found
    made = np.empty((*rows.shape[:-1], matrices.shape[-1]))
    np.matmul(several, matrices, out=np.moveaxis(made, 0, -2))
    return made
