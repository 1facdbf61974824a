"""Values whose arrays cannot be changed, and neither can those of their copies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np


class Frozen:
    """A value whose copies, deep or through a pickle, have read-only arrays as it has itself.

    Examples
    --------
    >>> from copy import deepcopy
    >>> value = Frozen()
    >>> value.x = np.ones(2)
    >>> deepcopy(value).x.flags.writeable
    False
    """

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Take over the fields of another, and close their arrays."""
        for value in state.values():
            close(value)
        self.__dict__.update(state)


def close(value: object) -> None:
    """Make an array read-only, and those in tuples, lists and mappings."""
    if isinstance(value, np.ndarray):
        value.flags.writeable = False
    elif isinstance(value, tuple | list):
        for one in value:
            close(one)
    elif isinstance(value, Mapping):
        for one in value.values():
            close(one)
