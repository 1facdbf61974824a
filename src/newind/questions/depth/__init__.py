"""Systems in depth: what an economy depends on, what it makes, what it emits, and how it circulates."""
