"""Tables of provinces made one of all provinces: an estimate, with what had to be changed and how far it holds."""

from newind.data.multiregion.build import Multiregion, build
from newind.data.multiregion.friction import all_provinces, capitals, ease
from newind.data.multiregion.reconcile import BalanceReport, circulation, find_unstable_flows, origin, ranges

__all__ = [
    "BalanceReport",
    "Multiregion",
    "all_provinces",
    "build",
    "capitals",
    "circulation",
    "ease",
    "find_unstable_flows",
    "origin",
    "ranges",
]
