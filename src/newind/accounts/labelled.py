"""An array with named dimensions and labels: the small bridge between kernels and tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.errors import DataError, unknown

if TYPE_CHECKING:
    import pandas as pd

    from newind.typing import Array


@dataclass(frozen=True, eq=False)
class Labelled:
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
            msg = f"an array of shape {np.shape(self.values)} cannot carry the labels of {self.dims}: they need {shape}."
            raise DataError(msg)

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
