"""How levers are usually moved: from where to where, in which unit, and which instrument they then are."""

from __future__ import annotations

from functools import cache
from typing import Any

from newind.datafiles import read_yaml


@cache
def sliders() -> dict[str, dict[str, Any]]:
    """Return the slider of each lever that has one.

    Examples
    --------
    >>> sliders()["carbon_price"]["unit"]["en"]
    'USD/t'
    """
    found: dict[str, dict[str, Any]] = read_yaml("newind.policy", "sliders.yaml")
    return found
