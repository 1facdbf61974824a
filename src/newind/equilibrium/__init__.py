"""Any closed accounts as a general-equilibrium laboratory, solved in exact changes: arrays in, arrays out.

`calibrate` turns accounts into what the model starts from, `solve` finds the equilibrium of shocks, `counterfactual`
makes accounts of it, `decomposition` says where real income comes from. docs/explanation/model.md derives the model.
"""
