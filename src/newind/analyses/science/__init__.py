"""System 1: what an economy depends on, what replaces it, whose research it uses, and how well it innovates."""

from newind.faces import public_names

__getattr__, __dir__, __all__ = public_names(__name__, __file__)
