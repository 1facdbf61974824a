"""System 2: manufacturing, its weight, its technology, and its ties with services and the digital economy."""

from newind.faces import public_names

__getattr__, __dir__, __all__ = public_names(__name__, __file__)
