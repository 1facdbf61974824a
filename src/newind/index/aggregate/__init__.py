"""Aggregation of scores into one: arrays in, arrays out.

Scores are (N, J): a unit a row, an indicator or pillar a column, higher is better; NaN is missing. Weights are (J,), or
(N, J) where each unit has its own, on any scale, none negative. Means and distances take what is there with the weights
made to sum to 1 again; a unit of which nothing (or nothing that weighs) is there gets NaN.
"""

from newind.index.aggregate.distance import Ideal, ideal, topsis
from newind.index.aggregate.means import arithmetic, geometric, harmonic, power, quasi_arithmetic
from newind.index.aggregate.pairs import copeland, outranking
from newind.index.aggregate.penalty import Rescaling, fit_standardisation, goalposts, mazziotta_pareto

__all__ = [
    "Ideal",
    "Rescaling",
    "arithmetic",
    "copeland",
    "fit_standardisation",
    "geometric",
    "goalposts",
    "harmonic",
    "ideal",
    "mazziotta_pareto",
    "outranking",
    "power",
    "quasi_arithmetic",
    "topsis",
]
