"""newind makes new industrialization computable: accounts, measures, diagnosis, briefs.

>>> import newind as ni
>>> w = ni.load("world", year=2011)
>>> w.regions[0]
'CHN'
"""

from newind.aliases import find_moved_modules
from newind.faces import public_names

__version__ = "0.1.0"
__getattr__, __dir__, __all__ = public_names(__name__, __file__)
find_moved_modules()
