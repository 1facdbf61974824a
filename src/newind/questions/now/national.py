"""Figures of an economy's own statistical offices, and its targets by such figures."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from newind.data.reference.now import labour_shares
from newind.datafiles import read_yaml
from newind.errors import UnknownNameError
from newind.frozen import Frozen
from newind.language.scales import mark
from newind.messages import NOTHING, complete_text, fill, list_languages, message_group

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Mapping

    from newind.pathways.targets import RoadmapTarget, RoadmapTargets


@dataclass(frozen=True)
class National(Frozen):
    """A figure of a national office.

    Parameters
    ----------
    name : str
    label : mapping
        In ``en`` and ``zh``.
    unit : str
        Key of ``units`` in ``national.yaml``.
    digits : int
        Decimals.
    values : mapping of int to float
        By year.
    short, date : str
        What the source is called, and when it was published.
    source : mapping
        Its title in ``en`` and ``zh``.
    note : mapping
        What the figure counts, in ``en`` and ``zh``; empty where the label says it.
    """

    name: str
    label: Mapping[str, str]
    unit: str
    digits: int
    values: Mapping[int, float]
    short: str
    source: Mapping[str, str]
    date: str
    note: Mapping[str, str] = field(default_factory=lambda: NOTHING)

    @property
    def year(self) -> int:
        """Last year."""
        return max(self.values)

    @property
    def value(self) -> float:
        """Value in that year."""
        return self.values[self.year]

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "id": self.name, "label": dict(self.label), "unit": self.unit, "unit_label": dict(units()[self.unit]),
            "digits": self.digits, "value": self.value, "year": self.year,
            "series": {str(y): v for y, v in sorted(self.values.items())},
            "short": self.short, "source": dict(self.source), "date": self.date,
            "note": dict(self.note),
        }  # fmt: skip


def national(economy: str, day: datetime.date) -> tuple[National, ...]:
    """Return the shipped figures of an economy's own offices, of years before a day; empty where there are none.

    Examples
    --------
    >>> import datetime
    >>> found = {f.name: f for f in national("CHN", datetime.date(2026, 11, 28))}
    >>> found["manufacturing"].value, found["manufacturing"].year
    (24.8, 2025)
    """
    made = [_figure(name, of, day, economy) for name, of in _data().get(economy, {}).items()]
    return tuple(f for f in (*made, *_labour(economy, day)) if f.values)


def notes(figures: Iterable[National], lang: str) -> str:
    """Return what figures count, each said once."""
    said = dict.fromkeys(f.note[lang] for f in figures if f.note[lang])
    return mark("gap", lang).join(said)


def name_office(short: str, lang: str) -> str:
    """Return the short name of a source in a language; itself where it has no other.

    Examples
    --------
    >>> name_office("NBS", "zh"), name_office("Ember", "zh")
    ('国家统计局', 'Ember')
    """
    named: dict[str, dict[str, str]] = message_group("now.page.offices")
    return named[short][lang] if short in named else short


def find_office(economy: str, name: str) -> str:
    """Return the short name of the source of an economy's own figure."""
    of = _data()[economy][name]
    return str(of["short"] if "target" in of else _data()["sources"][of["source"]]["short"])


def units() -> dict[str, dict[str, str]]:
    """Return what units are called: name → ``en``, ``zh``."""
    found: dict[str, dict[str, str]] = _data()["units"]
    return found


@cache
def _data() -> dict[str, Any]:
    content: dict[str, Any] = read_yaml("newind.questions.now", "national.yaml")
    return content


def _figure(name: str, of: Mapping[str, Any], day: datetime.date, economy: str) -> National:
    from newind.pathways.targets import targets_of

    values: Mapping[int, float]
    if "target" in of:
        found = next(t for t in targets_of(economy).targets if t.id == of["target"])
        values = {found.baseline.year: found.baseline.value, **found.seen}
        last = found.sources[-1]
        short, source, date = of["short"], dict.fromkeys(list_languages(), last.title), str(last.date or "")
    else:
        said = _data()["sources"][of["source"]]
        values, short, date = of["values"], said["short"], str(said["date"])
        source = complete_text(said, said["en"])
    seen = {int(y): float(v) for y, v in values.items() if y < day.year}
    note = _data()["notes"][of["note"]] if "note" in of else NOTHING
    return National(name, complete_text(of, of["en"]), of["unit"], of["digits"], seen, short, source, date, note)


def _labour(economy: str, day: datetime.date) -> tuple[National, ...]:
    """Return the labour share of an economy's own tables, and that of its manufacturing; empty where there is none."""
    found, said = labour_shares().get(economy), _data()["labour"]
    if found is None:
        return ()
    note = fill(said["note"], concept=found.concept)
    shares = {"labour_share": found.total, "labour_share_manufacturing": found.manufacturing}
    seen = {name: {y: round(100 * v, 1) for y, v in values.items() if y < day.year} for name, values in shares.items()}
    return tuple(
        National(name, said[name], "%", 1, values, found.short, found.source, found.date, note)
        for name, values in seen.items()
    )


ENDED = 1
"""Years after its last year in which a target is still shown."""
PRODUCT = {"penn": "gdp_volume"}
"""How targets count GDP → the yearly figure, where it is not as reported."""


@dataclass(frozen=True)
class Aim(Frozen):
    """A target and how far it is: the next value from the day on, what was seen last, and what follows from both.

    Where the last year has passed within `ENDED` years it is that of the last one. ``computed`` tells that what was
    seen is no published value of the target but follows from yearly figures of GDP, people and CO2, as in a roadmap;
    ``derived`` that the goal follows from words; ``reason`` says why it stands so. ``paced`` and ``needed`` are
    yearly paces, in units where ``points``, else rates. ``source`` and ``date`` are of the document that sets the
    value, ``origin`` and ``published`` of the last value observed, empty where it is computed.
    """

    label: Mapping[str, str]
    unit: str
    kind: str
    baseline: tuple[int, float]
    goal: tuple[int, float]
    seen: tuple[int, float] | None
    status: str
    achieved: float
    elapsed: float
    source: str
    date: str
    computed: bool = False
    derived: bool = False
    reason: str = ""
    paced: float = math.nan
    needed: float = math.nan
    points: bool = False
    origin: str = ""
    published: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        points = {name: point(getattr(self, name)) for name in ("baseline", "goal", "seen")}
        return {**self.__dict__, "label": dict(self.label), **points}


def point(found: tuple[int, float] | None) -> dict[str, float] | None:
    """Return a year and a value as plain data."""
    return None if found is None else {"year": found[0], "value": found[1]}


def aims(code: str, day: datetime.date) -> tuple[Aim, ...]:
    """Return the shipped targets of an economy on a day, by document; those that have just ended stand last."""
    from newind.pathways.targets import targets_of

    try:
        given = targets_of(code)
    except UnknownNameError:
        return ()
    made = [aim for target in given.targets if (aim := _aim(target, given, code, day)) is not None]
    by_document: dict[str, list[Aim]] = {}
    for aim in sorted(made, key=lambda aim: (aim.goal[0] < day.year, aim.goal[0])):
        by_document.setdefault(aim.source, []).append(aim)
    return tuple(aim for group in by_document.values() for aim in group)


def _aim(target: RoadmapTarget, given: RoadmapTargets, code: str, day: datetime.date) -> Aim | None:
    """Return how far a target is at the next of its years, or the last; None where that has long passed."""
    from newind.pathways.progress import assess_progress, mark_due

    year = next((year for year in target.values if year >= day.year), max(target.values))
    if year < day.year - ENDED:
        return None
    values = target.seen or compute_observed_values(target, given, code)
    start = (target.baseline.year, target.baseline.value)
    seen = max(((y, v) for y, v in values.items() if y <= day.year), default=None)
    waits = seen is None and target.is_projectable and start[0] <= day.year
    progress = mark_due(assess_progress(goal := target.goal(year), start if waits else seen), goal, seen, day.year)
    source, last = target.document(year), target.sources[-1]
    return Aim(
        {str(lang): text for lang, text in target.label.items()},
        target.unit,
        target.kind,
        start,
        (year, target.values[year]),
        seen,
        progress.verdict,
        progress.achieved,
        progress.elapsed,
        source.title,
        str(source.date or ""),
        computed=seen is not None and target.is_computed,
        derived=target.derived,
        reason=progress.reason,
        paced=progress.paced,
        needed=progress.needed,
        points=goal.points,
        origin=last.title if target.seen else "",
        published=str(last.date or "") if target.seen else "",
    )


def compute_observed_values(target: RoadmapTarget, given: RoadmapTargets, code: str) -> dict[int, float]:
    """Return what was observed of a target since its baseline by the yearly figures that roadmaps are calibrated to.

    Empty where no yearly figure follows the target, or none is known after its baseline.
    """
    from newind.data.reference.growth import yearly_figures
    from newind.pathways.figures import FIGURES

    grown = yearly_figures()
    if target.indicator not in FIGURES or code not in grown.economies:
        return {}
    row, since = grown.at(code), target.baseline.year
    names = {"gdp": PRODUCT.get(str(given.parameters.get("product")), "gdp_reported")}
    figures = {name: names.get(name, name) for name in FIGURES[target.indicator].needs}
    parts = {name: grown.values[figure][row] for name, figure in figures.items()}
    until = min(grown.find_last_observed_year(figure) for figure in figures.values())
    if since not in grown.years:
        return {}
    values = FIGURES[target.indicator].of(parts)
    moved = target.baseline.value * values / values[grown.year_at(since)]
    return {y: float(v) for y, v in zip(grown.years, moved, strict=True) if since < y <= until and math.isfinite(v)}
