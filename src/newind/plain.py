"""Nested data as JSON can hold it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any, TypeVar, cast

SCHEMA_VERSION = 1
"""Of the layout of what commands and the server answer."""
V = TypeVar("V")


def plain(value: V) -> V:
    """Return nested data with what JSON does not know turned into what it does: figures that are not known are None.

    Examples
    --------
    >>> import numpy as np
    >>> plain({"a": (1.5, float("nan")), "b": np.array([1.0, np.nan]), "c": (np.int64(2), True)})
    {'a': [1.5, None], 'b': [1.0, None], 'c': [2, True]}
    """
    return cast("V", _make_plain(value))


def _make_plain(value: Any) -> Any:
    if isinstance(value, str):
        return make_sendable(value)
    if value is None or isinstance(value, (bool, int)):
        return value
    if hasattr(value, "tolist"):  # of numpy and pandas
        return _make_plain(value.tolist())
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {make_sendable(str(k)): _make_plain(v) for k, v in value.items()}
    if hasattr(value, "model_dump"):  # of pydantic
        return value.model_dump(mode="json")
    return [_make_plain(v) for v in value] if isinstance(value, Iterable) else str(value)


def make_sendable(text: str) -> str:
    r"""Return a text that can be sent: halves of characters, which JSON can ask for, become question marks.

    Examples
    --------
    >>> make_sendable("a\ud800"), make_sendable("中")
    ('a?', '中')
    """
    return text if text.isascii() else text.encode("utf-8", "replace").decode()
