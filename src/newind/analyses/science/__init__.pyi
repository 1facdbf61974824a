from newind.analyses.losses import Cut as Cut, loss_ranges as loss_ranges
from newind.analyses.science.alternatives import replacers as replacers
from newind.analyses.science.capacity import innovation_capacity as innovation_capacity
from newind.analyses.science.chain import innovation_mix as innovation_mix, research_chain as research_chain
from newind.analyses.science.products import product_screen as product_screen
from newind.analyses.science.reliance import dependence_list as dependence_list
from newind.analyses.science.research_support import research_effect as research_effect
from newind.analyses.science.substitution import replacement as replacement
from newind.data.product_layouts import example_products as example_products, product_template as product_template
from newind.data.readers.products import read_products as read_products
