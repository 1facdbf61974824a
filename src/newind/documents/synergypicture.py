"""The synergies of policies as a picture: a cell a pair, hatched where the sign is ambiguous."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.store import write_whole
from newind.charts.frame import ChartContext
from newind.charts.matrix import matrix
from newind.charts.proofs import Matrix
from newind.documents.report.picture import write_picture
from newind.language.phrases import text
from newind.measures.changes import CHARACTERISTICS
from newind.measures.registry import indicators
from newind.pathways.outcomes import REAL_INCOME
from newind.pathways.synergy import find_outcome

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike
    from pathlib import Path

    from newind.language.phrases import Text
    from newind.pathways.synergy import Synergies
    from newind.questions.answers import Answer

LEFT, EACH, MOST = 160.0, 58.0, 1600.0
"""Width of the names and of a column, and the widest picture, in chart units."""
PER = 1e6
"""Synergies are small: they are drawn in millionths."""
ROWS = text("policy", "政策")
COLUMNS = text("with", "与之叠加")


def proof_of(found: Synergies, names: Mapping[str, Text], outcome: str = REAL_INCOME) -> Matrix:
    """Return the synergies of one outcome with their ranges; a sign that is ambiguous is a range across zero.

    Parameters
    ----------
    found : Synergies
    names : mapping
        Of policies, where they are called otherwise than in `found`.
    outcome : str
        Of `newind.pathways.synergy.OUTCOMES`.
    """
    at = find_outcome(outcome)
    low, high = found.span
    values = {
        (a, b): (float(low[i, j, at]) * PER, float(found.synergy[i, j, at]) * PER, float(high[i, j, at]) * PER)
        if found.sure[i, j, at]
        else (-1.0, 0.0, 1.0)
        for i, a in enumerate(found.names)
        for j, b in enumerate(found.names)
        if np.isfinite(found.synergy[i, j, at])
    }
    labels = {n: names.get(n, {"en": n, "zh": n}) for n in found.names}
    better = "higher" if outcome == REAL_INCOME else indicators()[CHARACTERISTICS[outcome]].better
    return Matrix(found.names, found.names, values, "", "ppm", better, ROWS, COLUMNS, labels)


def write_synergy(
    found: Synergies, answer: Answer, path: str | PathLike[str], lang: str = "en", outcome: str = REAL_INCOME
) -> Path:
    """Draw the synergies of one outcome as a self-contained ``.svg``, with the words of their answer.

    Parameters
    ----------
    found : Synergies
    answer : Answer
        As `newind.questions.policies.answers.synergy_of` gives it: title, what it comes to, names, notes.
    path : path
    lang : {"en", "zh"}
    outcome : str
        Of `newind.pathways.synergy.OUTCOMES`.

    Raises
    ------
    DataError
        For an outcome that is not measured, and where the file cannot be written.
    """
    proof = proof_of(found, answer.values.get("first", {}), outcome)
    frame = ChartContext(str, lang, answer.lead[0][lang], "synergy")
    drawn = matrix(proof, frame, min(LEFT + EACH * len(found.names), MOST))
    first, *rest = (s[lang] for s in (*answer.lead, *answer.notes))
    note = ("" if lang == "zh" else " ").join((answer.title[lang] + (". " if lang == "en" else "。"), *rest))
    return write_whole(path, lambda to: write_picture(to, drawn, first, note, lang))
