"""System 4: how value circulates at home and abroad, on whom that rests, and who earns what."""

from newind.faces import public_names

__getattr__, __dir__, __all__ = public_names(__name__, __file__)
