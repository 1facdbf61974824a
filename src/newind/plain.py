"""Nested data as JSON can hold it."""

from __future__ import annotations

import math
from typing import Any


def plain(value: Any) -> Any:
    """Return nested data with what JSON does not know turned into what it does.

    Examples
    --------
    >>> plain({"a": (1.5, float("nan"))})
    {'a': [1.5, None]}
    """
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(v) for v in value]
    if isinstance(value, (str, bool)) or value is None:
        return value
    number = value.item() if hasattr(value, "item") else value
    if isinstance(number, float):
        return number if math.isfinite(number) else None
    return number if isinstance(number, (int, str, bool)) or number is None else str(number)
