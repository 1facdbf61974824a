"""Pictures of answers year by year, as data of charts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from newind.charts.gantt import ActionBar, Gantt, TargetMark
from newind.charts.proofs import Bands, Bars, ChartRow
from newind.charts.scatter import ParetoFront
from newind.language.words import mark
from newind.messages import complete_text, fill, in_each
from newind.questions.paths import roadmaps, searches, uncertainty
from newind.questions.paths.roadmaps import action_label, owners_label
from newind.questions.words import name_place

if TYPE_CHECKING:
    from newind.messages import Text
    from newind.pathways.pathway import Pathway
    from newind.pathways.roadmap import Roadmap
    from newind.pathways.search import SearchResult
    from newind.pathways.searching import CandidatePackage
    from newind.pathways.sensitivity import OutcomeSensitivity, Percentiles
    from newind.policy.ranges import Range

BEFORE = 5
"""Years before the last observed one from which changes are drawn: there are none earlier."""
EARLIER = 1
"""Years that are drawn before the first action or target."""
BILL = "bill"


def draw_path(
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
    r, words = p.regions.index(region), uncertainty.load_words()
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


def caption_path(
    p: Pathway, region: str, outcome: str = "real_income", drawn: Percentiles | None = None, *, level: bool = False
) -> tuple[Text, ...]:
    """Return what a path as it is drawn is of, its scenario, and how sure it is."""
    words = uncertainty.load_words()
    title = fill(
        words["picture"]["level" if level else "change"],
        who=name_place(region),
        outcome=words["outcomes"][outcome],
        first=p.years[0],
        package=complete_text(p.package.label, p.name),
    )
    scenario = p.scenario
    world = () if scenario is None else (in_each(lambda lang: scenario.label[lang] + mark("stop", lang)),)
    return (title, *world, *(() if drawn is None else (uncertainty.doubt(drawn),)))


def draw_influence(found: OutcomeSensitivity) -> Bars:
    """Return what an outcome depends on as bars with their Monte Carlo error; of Sobol's method in two parts."""
    names, parts = uncertainty.load_words()["parameters"], uncertainty.load_words()["parts"]
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


def draw_roadmap(found: Roadmap) -> Gantt:
    """Return the actions and targets of a roadmap as data of a chart."""
    bars = tuple(
        ActionBar(action_label(a.name), a.start, a.full, a.until, owners_label(a.owners)) for a in found.actions
    )
    marks = []
    for t in found.targets.targets:
        own = [m for m in found.milestones if m.target is t]
        statuses = tuple(m.progress.status for m in own)
        marks.append(TargetMark(complete_text(t.label, t.id), tuple(m.year for m in own), statuses))
    years = [m.year for m in found.milestones] + [a.start for a in found.actions]
    reach = min(years) - EARLIER, max(*years, found.path.years[-1])
    return Gantt(bars, tuple(marks), reach, roadmaps.load_words()["values"]["status"])


def draw_front(f: SearchResult) -> ParetoFront:
    """Return packages by the first goal and the second, or what they cost where there is one goal."""
    up = f.aims.goals[0]
    along = f.aims.goals[1] if len(f.aims.goals) > 1 else BILL

    def place(p: CandidatePackage) -> tuple[float, float]:
        return p.figures[along], p.figures[up]

    words, last = searches.load_words()["goals"], f.request["until"]
    names = [fill(words[n], last=last) for n in (along, up)]
    tried, front = (tuple(map(place, points)) for points in (f.tried, f.front))
    return ParetoFront(tried, front, place(f.nothing), place(f.chosen), *names)
