"""Weights of indicators: arrays in, arrays out.

Tables are (N, J): a unit a row, an indicator a column, normalised so that higher is better, and complete. Weights are
(J,), none negative, and sum to 1. What a method cannot work with is refused by name: pass ``names`` of the columns.
"""

from newind.index.weights.doubt import BenefitOfTheDoubt, benefit_of_the_doubt
from newind.index.weights.fixed import Ahp, ahp, combine_weights, equal, normalise_weights
from newind.index.weights.influence import OptimalWeights, importance, optimise_weights
from newind.index.weights.information import Components, components, critic, entropy, first_component, pca

__all__ = [
    "Ahp",
    "BenefitOfTheDoubt",
    "Components",
    "OptimalWeights",
    "ahp",
    "benefit_of_the_doubt",
    "combine_weights",
    "components",
    "critic",
    "entropy",
    "equal",
    "first_component",
    "importance",
    "normalise_weights",
    "optimise_weights",
    "pca",
]
