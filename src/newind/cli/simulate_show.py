"""How ``newind simulate`` shows a result."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.cli.output import say, show_table
from newind.cli.simulate_words import word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newind.policy.ranges import Range
    from newind.policy.simulate import Simulation
    from newind.typing import Array

SMALL = 5e-7
"""Changes of real income below this are not shown."""


def show(s: Simulation, found: Range, other: Simulation, explained: Sequence[int], lang: str) -> None:
    """Print who gains, why, what it costs and what it does, and what must be known.

    Parameters
    ----------
    s, other : Simulation
        The package, and the same with the other financing.
    found : Range
        Real income over the plausible assumptions.
    explained : sequence of int
        Regions to explain.
    lang : {"en", "zh"}
    """
    name = dict(s.package.label).get(lang) or s.package.name or "scenario"  # type: ignore[call-overload]
    say(word("title", lang).format(name=name, year=s.baseline.year, horizon=word(s.horizon, lang)))
    _gains(s, found, lang)
    if explained:
        _by_part("why", s, s.decomposition.components, explained, lang)
        if len(s.contributions) > 1:
            _by_part("parts", s, s.contributions, explained, lang)
        _government(s, explained, lang)
        _six(s, explained, lang)
    say("\n" + word(other.package.financing, lang))
    rows = [[s.baseline.regions.codes[i], percent(other.welfare[i])] for i in explained or range(s.baseline.R)]
    show_table([word("region", lang), word("change", lang)], rows, "<>")
    say("\n" + word("limits", lang))
    for line in s.log:
        say(f"  · {line}")


def _gains(s: Simulation, found: Range, lang: str) -> None:
    say("\n" + word("gains", lang))
    rows = []
    for i in np.argsort(-s.welfare):
        sure = bool(found.sure[i])
        span = f"{percent(found.low[i])} … {percent(found.high[i])}"
        said = "" if sure else word("unsure", lang)
        rows.append([s.baseline.regions.codes[i], percent(s.welfare[i]) if sure else "–", span, said])
    show_table([word("region", lang), word("change", lang), word("range", lang), ""], rows, "<>>")


def _by_part(title: str, s: Simulation, parts: Mapping[str, Array], explained: Sequence[int], lang: str) -> None:
    say("\n" + word(title, lang))
    kept = {k: v for k, v in parts.items() if np.abs(v[list(explained)]).max() > SMALL}
    rows = [[word(k, lang), *(percent(v[i]) for i in explained)] for k, v in kept.items()]
    show_table(["", *_codes(s, explained)], rows, "<" + ">" * len(explained))


def _government(s: Simulation, explained: Sequence[int], lang: str) -> None:
    say("\n" + word("government", lang).format(unit=s.baseline.unit))
    before = s.again(type(s.package)()).government
    moved = {k: v - before[k] for k, v in s.government.items()}
    kept = {k: v for k, v in moved.items() if np.abs(v[list(explained)]).max() > 0.5}
    rows = [[word(k, lang), *(f"{v[i]:+,.0f}" for i in explained)] for k, v in kept.items()]
    rows.append([word("net", lang), *(f"{-s.bill[i]:+,.0f}" for i in explained)])
    show_table(["", *_codes(s, explained)], rows, "<" + ">" * len(explained))


def _six(s: Simulation, explained: Sequence[int], lang: str) -> None:
    from newind.systems.changes import changes
    from newind.systems.registry import indicators

    say("\n" + word("six", lang))
    known = indicators()
    found = changes(s.baseline, s.accounts)
    for i, code in zip(explained, _codes(s, explained), strict=True):
        rows = [
            [word(c.topic, lang), figure(c.before[i]), figure(c.after[i]), percent(c.relative[i], 2), c.unit,
             known[c.id].label[lang]]
            for c in found
        ]  # fmt: skip
        show_table([code, word("before", lang), word("after", lang), word("change", lang) + " %", "", ""], rows, "<>>>")


def _codes(s: Simulation, explained: Sequence[int]) -> list[str]:
    return [s.baseline.regions.codes[i] for i in explained]


def percent(value: float, digits: int = 3) -> str:
    """Return a fraction as a percentage with its sign.

    Examples
    --------
    >>> percent(0.01234), percent(float("nan"))
    ('+1.234', '–')
    """
    return "–" if value != value else f"{100 * value:+.{digits}f}"


def figure(value: float) -> str:
    """Return a figure in four significant digits."""
    return "–" if value != value else f"{value:.4g}"
