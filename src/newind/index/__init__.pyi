from newind.index import tables as tables
from newind.index.analysis import (
    compare as compare,
    components as components,
    correlations as correlations,
    cronbach as cronbach,
    denominator_correlations as denominator_correlations,
    effective_weights as effective_weights,
    flagged as flagged,
    profile as profile,
    removal as removal,
    results as results,
    statistics as statistics,
    strengths as strengths,
    treatment as treatment,
    trends as trends,
    weaknesses as weaknesses,
)
from newind.index.building import build as build
from newind.index.coupling import coordination as coordination, obstacles as obstacles
from newind.index.dynamics import beta as beta, dagum as dagum, density as density, sigma as sigma, theil as theil
from newind.index.elements import Element as Element
from newind.index.index import Index as Index
from newind.index.montecarlo import Uncertainty as Uncertainty, uncertainty as uncertainty
from newind.index.settings import Recipe as Recipe
from newind.index.spatial import (
    local_moran as local_moran,
    markov as markov,
    moran as moran,
    spatial_markov as spatial_markov,
)
from newind.index.specification import Spec as Spec, spec as spec, specs as specs
from newind.index.variance import (
    Sensitivity as Sensitivity,
    morris as morris,
    sensitivity as sensitivity,
    sobol as sobol,
)
