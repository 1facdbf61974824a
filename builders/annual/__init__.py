"""The estimated world 2011-2022, 20 economies × 26 industries: one module per step, pure functions of arrays."""
