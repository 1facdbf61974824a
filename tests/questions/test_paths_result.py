"""The sentence on real income of a path: a direction only where the path and what may be said agree."""

from __future__ import annotations

import pytest

from newind.messages import list_languages
from newind.questions.paths.pathways import result

NAMES = {"last": 2035, "who": "China", "package": "this package", "start": 2027}


@pytest.mark.parametrize(
    ("change", "verdict", "said"),
    [
        (0.01, "positive", "1.0% above the baseline"),
        (-0.01, "negative", "1.0% below the baseline"),
        (1e-4, "positive", "as in the baseline"),
        (-1e-4, "positive", "as in the baseline"),
        (-0.01, "positive", "No headline number"),
        (0.01, "zero", "No headline number"),
        (0.01, "structure", "depends on market structure"),
    ],
)
def test_a_direction_is_told_where_both_signs_agree(change: float, verdict: str, said: str) -> None:
    told = result(change, None, NAMES, verdict=verdict)
    assert said in told["en"]
    assert set(told) >= set(list_languages())
    if "baseline" not in said:
        assert "%" not in told["en"].replace("0.02 %", "")
