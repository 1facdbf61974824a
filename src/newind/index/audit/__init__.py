"""The audit of an index, in the ten steps of the handbook of OECD and JRC: figures, thresholds, marks and words.

What is checked, against which threshold and where that comes from is written down in ``audit.yaml``.
"""

from newind.index.audit.judging import audit
from newind.index.audit.report import Audit, Check, Step

__all__ = ["Audit", "Check", "Step", "audit"]
