"""The defaults of an outlook, in one place: every command, route and function takes them from here."""

from __future__ import annotations

UNTIL = 2035
"""The year that the paper sets."""
START = 2027
"""First policy year: the year after the one whose spring the shipped projections are of."""
PHASE_IN = 3
"""Years from the first of a policy to the first in which it is in force in full."""
HORIZON = "medium"
"""How far the economy adjusts within a year."""
STRUCTURE = "family"
"""Market structure: the family of structures that results range over."""
RESPONSE, BESIDE_RESPONSE = "none", "mirror"
"""How partners respond, and the response that is shown beside."""
FINANCING, BESIDE_FINANCING = "lump_sum", "output_tax"
"""How governments pay, and the way that is shown beside."""
SEED = 0
