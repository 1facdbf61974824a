"""From policies to arrays: one module a group of levers, each a function of moves and what they may look at.

`build_shocks` puts moves together into the `Shocks` that the solver takes; what no lever moves stays None.
"""

from newind.equilibrium.levers.build import build_shocks
from newind.equilibrium.levers.carbon import compensation, find_compensated_regions
from newind.equilibrium.levers.ground import LeverContext
from newind.equilibrium.levers.moves import Move

__all__ = ["LeverContext", "Move", "build_shocks", "compensation", "find_compensated_regions"]
