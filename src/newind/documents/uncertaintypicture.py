"""Pictures of what is not sure: a path within its bands, and what an outcome depends on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.regions import apply_house_style as named_region
from newind.accounts.store import write_whole
from newind.charts import PAGE, rows
from newind.charts.bands import bands
from newind.charts.frame import ChartContext
from newind.charts.proofs import Bands, Bars, ChartRow
from newind.documents.report.picture import write_picture
from newind.questions.paths.uncertainty import doubt, load_words

if TYPE_CHECKING:
    from os import PathLike
    from pathlib import Path

    from newind.language.phrases import Text
    from newind.pathways.pathway import Pathway
    from newind.pathways.percentiles import Percentiles
    from newind.pathways.sensitivity import OutcomeSensitivity
    from newind.policy.ranges import Range
    from newind.questions.answers import Answer

LANGS = ("en", "zh")
BEFORE = 5
"""Years before the last observed one from which changes are drawn: there are none earlier."""


def path_bands(
    p: Pathway, region: str, outcome: str = "real_income", drawn: Percentiles | None = None,
    ranged: Range | None = None, *, level: bool = False,
) -> Bands:  # fmt: skip
    """Return a path as it is drawn: percentiles over draws, else the range over assumptions, else the line alone.

    Parameters
    ----------
    p : Pathway
        The path.
    region : str
        Code.
    outcome : str
        Yearly figure.
    drawn : Percentiles, optional
        Of the same figure.
    ranged : Range, optional
        Of its change, as of `Pathway.range`.
    level : bool
        Whether it is the figure over that of the benchmark year, beside the baseline's, rather than its change.
    """
    r, words = p.regions.index(region), load_words()
    values = (p.series(outcome) if level else p.change(outcome))[:, r]
    known = int(p.base.outlook.known[r])
    first = 0 if level else max(min(known, p.begins) - BEFORE - p.years[0], 0)
    first = min(first, len(p.years) - 2)
    spans: list[tuple[Text, Any, Any]] = []
    if drawn is not None:
        values = drawn.values[2]
        spans = [
            (words["bands"]["outer"], drawn.values[0], drawn.values[4]),
            (words["bands"]["inner"], drawn.values[1], drawn.values[3]),
        ]
    elif ranged is not None and not level:
        spans = [(words["bands"]["range"], ranged.low[:, r], ranged.high[:, r])]
    named = words["picture"]["median" if drawn is not None else "central"]
    return Bands(
        p.years[first:],
        _cut(values, first),
        tuple((name, _cut(low, first), _cut(high, first)) for name, low, high in spans),
        known,
        "" if level else "1",
        {"middle": named, "beside": words["picture"]["baseline"]},
        _cut(p.baseline.series(outcome)[:, r], first) if level and p.package.shocks else (),
    )


def _cut(values: Any, first: int) -> tuple[float, ...]:
    return tuple(float(v) for v in np.asarray(values)[first:])


def write_path(
    p: Pathway, region: str, path: str | PathLike[str], lang: str = "en", outcome: str = "real_income",
    drawn: Percentiles | None = None, ranged: Range | None = None, *, level: bool = False,
) -> Path:  # fmt: skip
    """Draw a path as a self-contained ``.svg``; parameters as of `path_bands`.

    Raises
    ------
    DataError
        Where the file cannot be written.
    """
    words = load_words()["picture"]
    filled = {
        "who": getattr(named_region(region), lang), "outcome": load_words()["outcomes"][outcome][lang],
        "package": dict(p.package.label).get("zh" if lang == "zh" else "en") or p.name, "first": p.years[0],
    }  # fmt: skip
    title = words["level" if level else "change"][lang].format(**filled)
    parts = [] if p.scenario is None else [p.scenario.label[lang]]
    if drawn is not None:
        parts.append(doubt(drawn)[lang])
    note = ("; " if lang == "en" else "；").join(parts)
    proof = path_bands(p, region, outcome, drawn, ranged, level=level)
    svg = bands(proof, ChartContext(str, lang, title, "path"), PAGE)
    return write_whole(path, lambda to: write_picture(to, svg, title, note, lang))


def influence(found: OutcomeSensitivity) -> Bars:
    """Return what an outcome depends on as bars with their Monte Carlo error; of Sobol's method in two parts."""
    names, parts = load_words()["parameters"], load_words()["parts"]
    both = found.method == "sobol"
    size, error = (found.found[n] for n in (("total", "total_error") if both else ("size", "size_error")))
    low, high = np.maximum(size - error, 0.0), size + error
    if both:
        high = np.minimum(high, np.maximum(size, 1.0))  # a share of variance
    lines = tuple(
        ChartRow(
            found.names[k], float(max(size[k], 0.0)), (float(low[k]), float(high[k])),
            float(np.clip(found.found["first"][k], 0.0, max(size[k], 0.0))) if both else None, names[found.names[k]],
        )
        for k in found.order
    )  # fmt: skip
    return Bars(lines, found.names[found.order[0]], "1", (parts["first"], parts["rest"]) if both else None, ranges=True)


def write_influence(found: OutcomeSensitivity, answer: Answer, path: str | PathLike[str], lang: str = "en") -> Path:
    """Draw what an outcome depends on as a self-contained ``.svg``, with the words of its answer.

    Raises
    ------
    DataError
        Where the file cannot be written.
    """
    frame = ChartContext(str, lang, answer.title[lang], "influence")
    drawn = rows.bars(influence(found), frame)
    note = ("" if lang == "zh" else " ").join(n[lang] for n in answer.notes[:2])
    return write_whole(path, lambda to: write_picture(to, drawn, answer.title[lang], note, lang))
