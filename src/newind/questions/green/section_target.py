"""System 3 in depth: a target divided among industries, on a path that is assumed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.analyses.green.sharing import REST, divide_target
from newind.analyses.green.sharing_criteria import CRITERIA, ORDERS
from newind.analyses.green.sharing_parts import parts_of_accounts
from newind.analyses.green.sharing_target import Target
from newind.charts.proofs import Fan
from newind.language.phrases import plain_share
from newind.language.words import MINUS, join_list, listing, mark
from newind.measures.references import find_set_name, home_of
from newind.messages import message, say
from newind.pathways.carbon_baseline import parts_ahead
from newind.questions.depth.amounts import figure
from newind.questions.green.answers_division import describe_division
from newind.questions.green.section_masses import (
    MT,
    build_range_figures,
    change,
    column_of,
    every_year,
    from_carbon,
)
from newind.questions.model import Block
from newind.questions.wording import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newind.accounts.accounts import Accounts
    from newind.analyses.green.sharing import Division
    from newind.language.words import Scale
    from newind.measures.context import Context
    from newind.messages import Text
    from newind.questions.depth.voice import SystemWording
    from newind.questions.model import MeasureRow, TableSection
    from newind.typing import Array, IntArray

PEAK, LEVELS, GROWTH = 2030, {2035: "-10%", 2060: "-90%"}, 0.02
"""The example, where emissions grow: peak, later levels from it, growth a year at first where there is no baseline of a
pathway. All three are assumed."""
FALLING = {2060: "-90%"}
"""Levels of the example where emissions fall already."""
SHOWN = 6
"""Industries that are shown, the smaller ones together."""
REVERSE = "reverse"


@dataclass(frozen=True, eq=False)
class TargetExample:
    """An assumed target, divided in the paper's order and in its reverse."""

    target: Target
    division: Division
    reverse: Division

    @property
    def rising(self) -> bool:
        """Whether emissions grow at first."""
        return self.target.peak > self.division.years[0]

    @property
    def basis(self) -> Text:
        """The basis of the path."""
        return self.division.path.notes[0]

    @property
    def order(self) -> IntArray:
        """Industries by their budget, the largest first."""
        return np.argsort(-self.division.paths[:, 1:].sum(axis=1), kind="stable")


def example(ctx: Context) -> TargetExample:
    """Return the example for the industries of an economy, from the baseline of its pathway where it has one.

    Raises
    ------
    DataError
        Without CO2 of the economy.
    PolicyError
        Where the path cannot be, as in accounts of a year after its levels.
    """
    parts = (parts_ahead if ctx.model else parts_of_accounts)(every_year(ctx), ctx.region)
    first, _ = parts.start
    growth = parts.growth_to(max(PEAK, first))
    rising = growth is None or growth > 0
    peak = max(PEAK, first) if rising else first
    levels: dict[int, float | str] = {y: v for y, v in (LEVELS if rising else FALLING).items() if y > peak}
    target = Target(peak, levels, GROWTH if rising and parts.ahead is None else None)
    divided = divide_target(parts, target)
    return TargetExample(target, divided, divided.apply_order(REVERSE))


def command(ctx: Context, found: TargetExample) -> str:
    """Return the command that divides the same target; of accounts of one year the weights are given, too."""
    t, d, name = found.target, found.division, find_set_name(ctx.w)
    words = ["newind green divide", ctx.region, f"--year {d.parts.year}", f"--peak {t.peak}"]
    words.append("--level " + ",".join(f"{y}={v}" for y, v in t.levels.items()))
    words += [f"--growth {t.growth:g}"] if t.growth is not None else []
    words += [] if name == home_of(ctx.region) else [f"--on {name or 'FILE'}"]
    if len(ctx.accounts) == 1 and name:  # the command knows earlier years, and so responsibility
        words.append("--weights " + ",".join(f"{c}={w:g}" for c, w in zip(d.criteria, d.weights, strict=True)))
    return " ".join(words)


def block(voice: SystemWording, w: Accounts, found: TargetExample) -> Block:
    """Return the paths of industries, over the table of budgets and peaks."""
    d = found.division
    sentence = describe_division(d)[voice.lang].removesuffix(mark("stop", voice.lang))
    refs = (from_carbon(voice, w, "s3.division"),)
    card = voice.card("target", sentence, _fan(found), _describe_assumptions(voice, found), refs, year=d.years[0])
    return Block(cards=(card,), tables=(_table(voice, found, refs),), wide=True)


def _fan(found: TargetExample) -> Fan:
    """Return the paths of the largest industries, the others together, with the peaks after the first year."""
    d, first = found.division, found.order[:SHOWN]
    rest = found.order[SHOWN:]
    codes = [d.parts.industries[i] for i in first]
    rows = [(c, tuple(d.paths[i].tolist())) for c, i in zip(codes, first, strict=True)]
    if len(rest):
        rows.append((REST, tuple(d.paths[rest].sum(axis=0).tolist())))
    labels = {REST: message("green.section_target.fan.others", n_rest=len(rest))}
    peaks = ((_peak(d, d.paths, [int(i)]), c) for c, i in zip(codes, first, strict=True))
    marks = [(d.path.peak, ""), *((year, c) for year, c in peaks if year > d.years[0])]
    return Fan(d.years, tuple(rows), MT, labels, marks=tuple(marks))


def _describe_assumptions(voice: SystemWording, found: TargetExample) -> str:
    """Return what is assumed: peak, growth, levels, order, weights."""
    t, lang, d = found.target, voice.lang, found.division
    levels = [
        voice.phrase("target-level", change=str(v).replace("-", MINUS), year=y) for y, v in t.levels.items()
    ]  # fmt: skip
    order = ORDERS[d.order][lang].replace("'", "’")
    said = {
        "peak": t.peak,
        "levels": join_list(levels, lang),
        "order": order[:1].lower() + order[1:] if lang != "zh" else order,
        "criteria": listing([_lower(CRITERIA[c][lang]) for c in d.criteria], lang),
    }
    if found.rising and t.growth is None:
        return voice.say("target-ahead", **said)
    if found.rising:
        return voice.say("target-rising", growth=plain_share(GROWTH), **said)
    ahead = d.parts.ahead
    high = voice.phrase("target-high", high=ahead.high) if ahead and ahead.high <= t.peak else ""
    return voice.say("target-falling", high=high, **said)


def _lower(word: str) -> str:
    return word[:1].lower() + word[1:]


# ---- budgets and peaks
def _table(voice: SystemWording, found: TargetExample, refs: tuple[int, ...]) -> TableSection:
    """Return budgets, the change of each by one criterion alone, peaks, and both in the reverse order."""
    d, lang = found.division, voice.lang
    scales = (column_of(voice, float(d.paths[:, 0].sum())), column_of(voice, d.path.budget))
    shown, rest = found.order[:SHOWN], found.order[SHOWN:]
    groups = [(voice.industry(d.parts.industries[i]), [int(i)]) for i in shown]
    if len(rest):
        groups.append((voice.phrase("target-others", n=len(rest)), [int(i) for i in rest]))
    groups.append((voice.say("target-all"), list(range(len(d.parts)))))
    said = {"first": d.years[0], "next": d.years[1], "end": d.years[-1], "small": scales[0].unit,
            "unit": scales[1].unit}  # fmt: skip
    head = [t.format(**said) for t in voice.head("target")]
    names = [CRITERIA[c][lang] for c in d.criteria]
    return voice.table(
        "target",
        voice.say("target-table"),
        [tuple(_row(voice, found, name, at, scales)) for name, at in groups],
        lead=voice.say("target-lead", **said),
        note=sentences([found.basis[lang], voice.say("target-note", command=command(voice.ctx, found))], lang),
        refs=refs,
        header=(*head[:4], *names, *head[4:]),
    )


def _row(
    voice: SystemWording, found: TargetExample, name: str, at: Sequence[int], scales: tuple[Scale, Scale]
) -> Iterator[str]:
    """Yield the cells of an industry, or of several together; all of them together cannot change."""
    d, whole = found.division, len(at) == len(found.division.parts)
    own, each = _budget(d.paths, at), np.array([_budget(a, at) for a in d.alone])
    yield name
    yield scales[0].number(float(d.paths[at, 0].sum()))
    yield scales[1].number(own)
    shares = (v / d.path.budget for v in (own, each.min(), each.max()))
    yield voice.share(1.0) if whole else voice.around(*shares)
    for v in each:
        yield voice.say("none") if whole else change(voice, v / own - 1)
    yield _peaks(d, at, voice.lang)
    yield voice.say("none") if whole else change(voice, _budget(found.reverse.paths, at) / own - 1)
    yield _year(d, _peak(found.reverse, found.reverse.paths, at))


def _budget(paths: Array, at: Sequence[int]) -> float:
    return float(paths[at, 1:].sum())


def _peak(d: Division, paths: Array, at: Sequence[int]) -> int:
    return d.years[0] + int(paths[at].sum(axis=0).argmax())


def _peaks(d: Division, at: Sequence[int], lang: str) -> str:
    """Return the year of the peak, with the earliest and the latest by criterion where they differ."""
    own, every = _peak(d, d.paths, at), sorted(_peak(d, a, at) for a in d.alone)
    if every[0] == every[-1]:
        return _year(d, own)
    first, last = (_year(d, year) for year in (every[0], every[-1]))
    return say("green.section_target.peaks", lang, own=_year(d, own), first=first, last=last)


def _year(d: Division, peak: int) -> str:
    """Return a year of a peak; that of what falls from the first year on is that year or one before."""
    return f"≤{peak}" if peak == d.years[0] else str(peak)


# ---- figures
def figures(voice: SystemWording, w: Accounts, found: TargetExample) -> Iterator[MeasureRow]:
    """Yield budgets and peaks of all industries in both orders, by criterion, and the path of all together."""
    for id in ("s3.division_peak", "s3.division_path"):  # rows that no card refers to
        from_carbon(voice, w, id)
    for d in (found.division, found.reverse):
        simulated: dict[str, Any] = {"year": d.years[0], "status": "simulated"}
        budgets, peaks = d.budgets(), d.peaks()
        for b, p in zip(budgets.to_dict("records"), peaks.to_dict("records"), strict=True):
            at: dict[str, Any] = {"industry": str(b["industry"]), **simulated}
            yield from build_range_figures(
                voice, "s3.division", d.order, b["low"], b["budget"], b["high"], unit=MT, **at
            )
            ends = (p["earliest"], p["peak"], p["latest"])
            yield from build_range_figures(voice, "s3.division_peak", d.order, *ends, unit="year", **at)
        for c, each in zip(d.criteria, d.alone, strict=True):
            for i, code in enumerate(d.parts.industries):
                yield figure(voice, "s3.division", _budget(each, [i]), f"{d.order}: {c}", industry=code, unit=MT,
                             **simulated)  # fmt: skip
    for year, v in zip(found.division.years, found.division.path.total, strict=True):
        yield figure(voice, "s3.division_path", float(v), "example", unit=MT, year=year, status="simulated")
