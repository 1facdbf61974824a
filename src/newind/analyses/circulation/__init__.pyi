from newind.analyses.circulation.decomposition import export_terms as export_terms
from newind.analyses.circulation.dual import dual_circulation as dual_circulation
from newind.analyses.circulation.exposures import exposure as exposure
from newind.analyses.circulation.feedback import feedbacks as feedbacks
from newind.analyses.circulation.gains import growth_effects as growth_effects
from newind.analyses.circulation.joint import joint_cuts as joint_cuts
from newind.analyses.circulation.loops import demand_feedback as demand_feedback
from newind.analyses.circulation.own import own_circulation as own_circulation
from newind.analyses.circulation.pairs import transfer_pairs as transfer_pairs
from newind.analyses.circulation.provinces import regions_at_home as regions_at_home, tiles as tiles
from newind.analyses.circulation.shortrun import Stoppage as Stoppage, propagation as propagation
from newind.analyses.circulation.sides import value_by_group as value_by_group
from newind.analyses.circulation.valueflows import value_flows as value_flows
from newind.analyses.losses import Cut as Cut, loss_ranges as loss_ranges
