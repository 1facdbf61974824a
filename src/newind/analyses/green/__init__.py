"""System 3: the green, low-carbon and circular economy: carbon made and used, what changes it, who bears what."""

from newind.faces import public_names

__getattr__, __dir__, __all__ = public_names(__name__, __file__)
