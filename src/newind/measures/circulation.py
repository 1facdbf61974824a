"""Indicators of S4; importing this module registers them."""

from newind.measures import circuits, exports, partners, regional

__all__ = ["circuits", "exports", "partners", "regional"]
