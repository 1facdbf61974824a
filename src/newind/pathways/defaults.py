"""The defaults of an outlook, in one place: every command, route and function takes them from here."""

from __future__ import annotations

from typing import Final

UNTIL: Final = 2035
"""The year that the paper sets."""
START: Final = 2027
"""First policy year: the year after the one whose spring the shipped projections are of."""
PHASE_IN: Final = 3
"""Years from the first of a policy to the first in which it is in force in full."""
HORIZON: Final = "medium"
"""How far the economy adjusts within a year."""
STRUCTURE: Final = "family"
"""Market structure: the family of structures that results range over."""
RESPONSE: Final = "none"
BESIDE_RESPONSE: Final = "mirror"
"""How partners respond, and the response that is shown beside."""
FINANCING: Final = "lump_sum"
BESIDE_FINANCING: Final = "output_tax"
"""How governments pay, and the way that is shown beside."""
SEED: Final = 0
