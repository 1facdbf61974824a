"""The index: composite measurement that stands up to an audit.

``ni.index.build`` makes an :class:`~newind.index.index.Index` of two tables. The other names here are questions that
an index, or a table of scores, answers; a module is imported when one of its names is first used.
"""

from newind.faces import public_names

__getattr__, __dir__, __all__ = public_names(__name__, __file__)
