"""Quantities that findings are based on and that are no indicators: answers to a question of their own.

An indicator is measured for every economy and year; an analysis answers one question about one economy, often with the
model. Both have an id, a label, a unit, a formula and a source: a number leads to where it comes from in one way.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from newind.datafiles import read_yaml
from newind.errors import tell, unknown
from newind.measures.registry import Indicator, indicators

if TYPE_CHECKING:
    from newind.messages import Text


@dataclass(frozen=True)
class Analysis:
    """One entry of ``analyses.yaml``.

    Parameters
    ----------
    id : str
        ``s1.…`` to ``s4.…``.
    label : dict
        Name in ``en`` and ``zh``.
    unit : str
        Unit of the value; ``1`` is a share.
    better : {"higher", "lower", "none"}
    clause : str
        Clause of the paper that it answers.
    formula : dict
        What is computed, in ``en`` and ``zh``.
    source : str
        Where the method comes from.
    status : str
        ``simulated`` for what the model says, ``observed``, ``proxy`` or ``estimated``.
    function : str
        What gives it in Python, as ``newind.science.dependence_list``.
    display : str
        ``ratio`` for a value in unit 1 that is no share.
    """

    id: str
    label: Text
    unit: str
    better: str
    clause: str
    formula: Text
    source: str
    status: str
    function: str
    display: str = ""


@cache
def analyses() -> dict[str, Analysis]:
    """Return all analyses by id.

    Examples
    --------
    >>> analyses()["s1.input_loss"].status
    'simulated'
    """
    return {entry["id"]: Analysis(**entry) for entry in read_yaml("newind.measures", "analyses.yaml")}


def quantity(id: str) -> Indicator | Analysis:
    """Return the indicator or analysis of an id.

    Raises
    ------
    UnknownNameError
        With the nearest id.

    Examples
    --------
    >>> quantity("s4.vax_ratio").unit, quantity("s1.bottleneck").label["zh"]
    ('1', '依赖该投入的增加值')
    """
    if id in indicators().ids:
        return indicators()[id]
    if id not in analyses():
        raise unknown("indicator", id, [*indicators().ids, *analyses()], tell("measure.list"))
    return analyses()[id]
