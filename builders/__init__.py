"""Builders of the shipped figures: a program of the repository, not of the package."""
