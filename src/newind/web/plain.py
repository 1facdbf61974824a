"""Figures as plain data that JSON can hold: no NaN, no arrays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from math import isfinite
from typing import Any, ParamSpec, TypeVar, cast

import numpy as np
from pydantic import BaseModel

SCHEMA_VERSION = 1
P = ParamSpec("P")
B = TypeVar("B")
V = TypeVar("V")


def plain(value: V) -> V:
    """Return a value as JSON can hold it: figures that are not known are None.

    Examples
    --------
    >>> plain({"a": np.array([1.0, np.nan]), "b": (np.int64(2), True)})
    {'a': [1.0, None], 'b': [2, True]}
    """
    return cast("V", _make_plain(value))


def _make_plain(value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return sendable(value)
    if isinstance(value, (np.bool_, np.integer, int)):
        return value.item() if isinstance(value, np.generic) else value
    if isinstance(value, (float, np.floating)):
        return float(value) if isfinite(value) else None
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {sendable(str(k)): _make_plain(v) for k, v in value.items()}
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, np.ndarray):
        return _make_plain(value.tolist())
    if isinstance(value, Iterable):
        return [_make_plain(v) for v in value]
    return str(value)


def sendable(text: str) -> str:
    r"""Return a text that can be sent: halves of characters, which JSON can ask for, become question marks.

    Examples
    --------
    >>> sendable("a\ud800"), sendable("中")
    ('a?', '中')
    """
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def body(_kind: Callable[P, B], /, *_: P.args, **found: P.kwargs) -> B:
    """Return an answer of a kind, a `Body` of :mod:`newind.web.responses`, with the version of its schema.

    Examples
    --------
    >>> body(dict, n=1)
    {'schema_version': 1, 'n': 1}
    """
    return cast("B", {"schema_version": SCHEMA_VERSION, **plain(found)})
