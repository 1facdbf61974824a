"""The brief of an economy: page, Word file and tables, in English or Chinese, every number traceable.

What writes it (Word files, workbooks, charts) is imported when one of the names here is first used: who only wants the
words of the page does not wait for it.
"""

from newind.faces import public_names

__getattr__, __dir__, __all__ = public_names(__name__, __file__)
