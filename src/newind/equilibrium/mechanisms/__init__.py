"""How a year acts on the next: one file a mechanism."""
