"""Paths of policy year by year: pathways, roadmaps, searches and their uncertainty, as answers and sections."""
