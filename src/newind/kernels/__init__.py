"""Pure numerics: arrays in, arrays out; no labels, no files, no state.

Shapes are region-major: ``R`` regions, ``S`` industries, ``n = R * S``; ``Z4`` is ``Z`` seen as (R, S, R, S),
seller first. Kernels trust their input: :class:`newind.Accounts` checks it at the edge.
"""
