"""Count economies by what may be said of their real income: the same in briefs and on the screen."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from newind.language.words import mark
from newind.messages import say
from newind.policy.signs import AMBIGUOUS
from newind.policy.verdicts import BORNE, OTHERS

if TYPE_CHECKING:
    from collections.abc import Iterable

WAYS = {"positive": 1, OTHERS: 1, "negative": -1, BORNE: -1}
"""Verdicts with a direction: a gain, be it at others' expense, or a loss, be it one that others gain by."""
COUNTED = (*WAYS, "zero", "zero or positive", "zero or negative", AMBIGUOUS)
"""What is counted of effects, in order; every other verdict leaves the direction open."""


def count_verdicts(verdicts: Iterable[str]) -> dict[str, int]:
    """Return how many effects there are of each class, in the order of `COUNTED`, without those that there are none of.

    Examples
    --------
    >>> count_verdicts(["zero", "structure", "positive", "zero"])
    {'positive': 1, 'zero': 2, 'ambiguous': 1}
    """
    found = Counter(v if v in COUNTED else AMBIGUOUS for v in verdicts)
    return {k: found[k] for k in COUNTED if found[k]}


def say_economies(verdicts: Iterable[str], lang: str) -> str:
    """Return how many other economies gain, lose, change nothing or are open, by verdicts on their real income."""
    counts = count_verdicts(verdicts).items()
    told = [say(f"policybrief.ends.count.{k.replace(' ', '_')}", lang, n=n) for k, n in counts]
    return say("policybrief.ends.economies", lang, counts=mark("comma", lang).join(told))
