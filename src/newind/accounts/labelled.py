"""An array with named dimensions and labels: the small bridge between kernels and tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.errors import DataError, unknown
from newind.frozen import Frozen

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import ArrayLike

    from newind.typing import Array


@dataclass(frozen=True, eq=False)
class Labelled(Frozen):
    """An array whose axes have names and labels.

    Parameters
    ----------
    values : array
        One axis a dimension.
    dims : tuple of str
        Names of the axes: ``region``, ``industry``, ``partner`` …
    coords : dict
        Labels of each dimension.
    note : str
        What a reader must know of every figure.
    missing : str
        Why a figure is NaN, where one is.
    status : str or None
        ``observed``, ``estimated`` or ``proxy``; None leaves it to the accounts.
    """

    values: Array
    dims: tuple[str, ...]
    coords: dict[str, tuple[str, ...]]
    note: str = ""
    missing: str = ""
    status: str | None = None

    def __post_init__(self) -> None:
        """Check that labels and axes agree."""
        shape = tuple(len(self.coords[d]) for d in self.dims)
        if np.shape(self.values) != shape:
            raise DataError(
                f"an array of shape {np.shape(self.values)} cannot carry the labels of {self.dims}: they need {shape}."
            )
        if len(set(self.dims)) < len(self.dims):
            raise DataError(f"the same dimension twice: {self.dims}. Name the second one 'partner'.")

    def sel(self, **labels: str) -> float | Array:
        """Return the figure, or the sub-array, at the given labels.

        Raises
        ------
        UnknownNameError
            For a dimension or label that the array does not have.

        Examples
        --------
        >>> a = Labelled(np.array([1.0, 2.0]), ("region",), {"region": ("CHN", "USA")})
        >>> float(a.sel(region="USA"))
        2.0
        """
        for name in labels:
            if name not in self.dims:
                raise unknown("dimension", name, self.dims, f"This array has {', '.join(self.dims)}.")
        index = tuple(self._position(d, labels[d]) if d in labels else slice(None) for d in self.dims)
        picked: float | Array = self.values[index]
        return picked

    def _position(self, dim: str, label: str) -> int:
        try:
            return self.coords[dim].index(label)
        except ValueError:
            raise unknown(dim, label, self.coords[dim], "") from None

    def to_frame(self) -> pd.DataFrame:
        """Return one row a figure: a column for each dimension, and ``value``."""
        import pandas as pd

        index = pd.MultiIndex.from_product([self.coords[d] for d in self.dims], names=list(self.dims))
        return pd.DataFrame({"value": np.ravel(self.values)}, index=index).reset_index()


def label(array: ArrayLike, dims: tuple[str, ...], every: dict[str, tuple[str, ...]], **said: Any) -> Labelled:
    """Give an array the names of its dimensions; a flat one splits into region and industry.

    Parameters
    ----------
    array : array
        One axis a dimension, or (R * S,) for the dims region and industry.
    dims : tuple of str
        Names of the axes.
    every : dict
        Labels of every dimension there is.
    **said
        ``note``, ``missing`` and ``status`` of :class:`Labelled`.

    Raises
    ------
    UnknownNameError
        For a dimension that does not exist.
    DataError
        When the array does not have the shape that the dims ask for.

    Examples
    --------
    >>> label([1, 2], ("region", "industry"), {"region": ("CHN",), "industry": ("a", "b")}).values
    array([[1., 2.]])
    """
    for dim in dims:
        if dim not in every:
            raise unknown("dimension", dim, every, f"Dimensions are {', '.join(every)}.")
    coords = {d: every[d] for d in dims}
    values = np.asarray(array, dtype=np.float64)
    shape = tuple(len(coords[d]) for d in dims)
    if dims == ("region", "industry") and values.shape == (shape[0] * shape[1],):
        values = values.reshape(shape)
    return Labelled(values, dims, coords, **said)
