"""Roadmaps that come with newind: one YAML file an economy, named after its code."""
