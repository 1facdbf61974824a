"""From policies to arrays: one module a group of levers, each a function of moves and what they may look at.

`build_shocks` puts moves together into the `Shocks` that the solver takes; what no lever moves stays None.
"""

from newind.equilibrium.levers.build import build_shocks
from newind.equilibrium.levers.compensation import compensated, compensation
from newind.equilibrium.levers.ground import Ground
from newind.equilibrium.levers.moves import Move

__all__ = ["Ground", "Move", "build_shocks", "compensated", "compensation"]
