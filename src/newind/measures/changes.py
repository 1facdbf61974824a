"""Effects of a scenario on the six characteristics, each by its headline indicator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.measures.headline import headline
from newind.measures.registry import indicators

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.typing import Array

CHARACTERISTICS = {
    "people": "people.labour_share",
    "quality": "quality.manufacturing_value_added_rate",
    "innovation": "s1.knowledge_input_domestic_share",
    "green": "s3.carbon_per_gdp",
    "digital": "s2.digital_value_added",
    "open": "s4.gvc_circulation",
}
"""The indicator that stands for each characteristic."""


@dataclass(frozen=True, eq=False)
class IndicatorChange:
    """An indicator in two economies.

    Parameters
    ----------
    topic : str
        The characteristic.
    id, unit, better : str
        The indicator, its unit and its direction.
    before, after : (R,) array
        Totals by region; NaN where the accounts lack figures.
    """

    topic: str
    id: str
    unit: str
    better: str
    before: Array
    after: Array

    @property
    def relative(self) -> Array:
        """Change as a fraction of what was; (R,)."""
        known = np.where(self.before != 0, self.before, np.nan)
        return np.asarray(self.after / known - 1.0)

    @property
    def step(self) -> Array:
        """Change as it is reported: of a share the difference, of anything else the fraction; (R,)."""
        return np.asarray(self.after - self.before) if self.unit == "1" else self.relative


def changes(before: Accounts, after: Accounts) -> tuple[IndicatorChange, ...]:
    """Return how the six characteristics change from one economy to another with the same labels.

    Parameters
    ----------
    before, after : Accounts
        Two economies, as `Simulation.baseline` and `Simulation.accounts`.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> w = load("world", year=2011)
    >>> [c.topic for c in changes(w, w)]
    ['people', 'quality', 'innovation', 'green', 'digital', 'open']
    """
    ids = tuple(CHARACTERISTICS.values())
    was, now = headline(before, ids), headline(after, ids)
    known = indicators()
    nothing = np.full(before.R, np.nan)
    return tuple(
        IndicatorChange(topic, id, known[id].unit, known[id].better, was.get(id, nothing), now.get(id, nothing))
        for topic, id in CHARACTERISTICS.items()
    )
