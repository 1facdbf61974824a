"""Content of manufactures: digital value and why it changed, services by type and origin."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.analyses.manufacturing.digital_effects import EFFECTS, INTENSITY
from newind.charts.proofs import AreaStack, Bars
from newind.measures.shared import material
from newind.questions.answers import quote
from newind.questions.depth.parts import CardGroup, append_in_brackets, figure, format_share_difference, make_or_explain
from newind.questions.depth.views import ask, make_card, number_sources
from newind.questions.manufacturing.answers_digital import knows_abroad
from newind.questions.manufacturing.findings_depth import digital_steps, explain_no_direction, try_answer

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from newind.analyses.manufacturing.digital import DigitalContent
    from newind.analyses.manufacturing.digital_effects import DigitalChange
    from newind.analyses.manufacturing.servicing import ServiceContent
    from newind.questions.depth.voice import SystemWording
    from newind.questions.model import MeasureRow, TableSection


PRODUCTS = 6
"""Products that the chart of one year shows, the most digital ones."""
LARGEST = 3
"""Types of services that the chart names; the others are put together."""


# ---- digital value
def digital(voice: SystemWording) -> CardGroup | None:
    """Return digital value added in final manufactures, and why it changed."""
    told = make_or_explain(voice, "digital", lambda: ask(voice.ctx, "manufacturing.digital"))
    if told is None:
        return None
    rows = told.result.table()
    card = make_card(voice, "digital", told, _shorten_chart(voice, told.result), slice(3))
    changed = _causes(voice)
    table = () if changed is None else (changed[0],)
    figures = (*_digital(voice, rows[rows["industry"].isna()]), *(() if changed is None else changed[1]))
    return CardGroup(card, table, figures)


def _shorten_chart(voice: SystemWording, found: DigitalContent) -> AreaStack | Bars:
    """Return the chart with names as short as the cells of tables; of bars the first few that are material."""
    chart = found.chart()
    if isinstance(chart, Bars):
        rows = [row for row in chart.rows if material(voice.w, voice.ctx.region, [row.code])]
        return replace(chart, rows=tuple(rows[:PRODUCTS]), parts=chart.parts if knows_abroad(found) else None)
    return replace(chart, labels={k: voice.format_bilingual_text(f"earned-{k}") for k in chart.series})


def _digital(voice: SystemWording, rows: pd.DataFrame) -> Iterator[MeasureRow]:
    for r in rows.to_dict("records"):
        ends = {"": r["value"], ".low": r["low"], ".high": r["high"]} if r["low"] == r["low"] else {"": r["value"]}
        for end, value in ends.items():
            yield figure(voice, "s2.digital_content" + end, value, status=r["status"], year=int(r["year"]))


def _causes(voice: SystemWording) -> tuple[TableSection, list[MeasureRow]] | None:
    """Return the effects that changed digital value, and what they are where more counts as digital."""
    ctx = voice.ctx
    found = make_or_explain(voice, "causes", lambda: digital_steps(ctx))
    if found is None:
        return None
    wide = try_answer(lambda: digital_steps(ctx, "digital-wide"))
    refs = voice.refs.number_indicators(("s2.digital_change", "s2.digital_cause"), found.first, found.last)
    title = voice.say("causes-table", first=found.first, last=found.last)
    rows = [*(_effect(voice, found, wide, e) for e in _effects(found)), _sum(voice, found, wide)]
    kept = range(6) if _whole(found) else (0, 1, 2, 5)
    table = voice.table("causes", title, [tuple(r[i] for i in kept) for r in rows], lead=_why(voice, found, wide),
                        note=voice.say("causes-note"), refs=refs, texts=(0, 1),
                        header=[voice.head("causes")[i] for i in kept])  # fmt: skip
    return table, list(_changes(voice, found))


def _effects(found: DigitalChange) -> list[str]:
    """Return the effects that are known: without that of foreign inputs, where a table ends at the border."""
    return [e for e in EFFECTS if e != "abroad" or _whole(found)]


def _whole(found: DigitalChange) -> bool:
    """Return whether foreign income is known."""
    return bool(np.isfinite(found.total[:, 1]).all())


def _kind(effect: str) -> str:
    return "intensity" if effect in INTENSITY else "mix" if effect == "mix" else "structure"


def _values(found: DigitalChange) -> dict[str, float]:
    return dict(zip(EFFECTS, map(float, np.nansum(found.bundled, axis=1)), strict=True))


def _levels(found: DigitalChange) -> tuple[float, float]:
    before, after = map(float, np.nansum(found.total, axis=1))
    return before, after


def _why(voice: SystemWording, found: DigitalChange, wide: DigitalChange | None) -> str:
    """Return from where to where, and by what kinds of causes; that definitions disagree where they do."""
    before, after = _levels(found)
    kinds = {k: sum(v for e, v in _values(found).items() if _kind(e) == k) for k in ("intensity", "structure", "mix")}
    sums = voice.say("causes-sum", **{k: format_share_difference(voice, v) for k, v in kinds.items()})
    said = {"before": voice.share(before), "after": voice.share(after)}
    if wide is None:
        return voice.say("causes-lead-one", **said, verdict=sums)
    low, high = _levels(wide)
    unclear = voice.say("causes-unclear") if explain_no_direction(voice.ctx, found, wide) == "unclear" else ""
    verdict = " ".join(t for t in (unclear, sums) if t) if voice.lang != "zh" else unclear + sums
    return voice.say("causes-lead", **said, low=voice.share(low), high=voice.share(high), verdict=verdict)


def _effect(voice: SystemWording, found: DigitalChange, wide: DigitalChange | None, effect: str) -> tuple[str, ...]:
    home, abroad = map(float, found.bundled[list(EFFECTS).index(effect)])
    other = float("nan") if wide is None else _values(wide)[effect]
    cells = (home, abroad, _values(found)[effect], other)
    return (
        EFFECTS[effect][voice.lang],
        voice.word("effects", _kind(effect)),
        *(format_share_difference(voice, v) for v in cells),
    )


def _sum(voice: SystemWording, found: DigitalChange, wide: DigitalChange | None) -> tuple[str, ...]:
    home, abroad = map(float, found.total[1] - found.total[0])
    (before, after), other = _levels(found), float("nan")
    if wide is not None:
        low, high = _levels(wide)
        other = high - low
    cells = (format_share_difference(voice, v) for v in (home, abroad, after - before, other))
    return (voice.say("causes-all"), "", *cells)


def _changes(voice: SystemWording, found: DigitalChange) -> Iterator[MeasureRow]:
    before, after = _levels(found)
    yield figure(voice, "s2.digital_change", after - before, status=found.status, year=found.last,
                 note=f"since {found.first}")  # fmt: skip
    for effect in _effects(found):
        yield figure(voice, "s2.digital_cause", _values(found)[effect], effect, status=found.status, year=found.last,
                     note=f"since {found.first}")  # fmt: skip


# ---- services
def services(voice: SystemWording) -> CardGroup | None:
    """Return services in final manufactures by type and origin, over the years."""
    told = make_or_explain(voice, "services", lambda: ask(voice.ctx, "manufacturing.services"))
    if told is None:
        return None
    found = told.result
    card = make_card(voice, "services", told, _types(voice, found))
    refs = card.refs
    if knows_abroad(found):
        refs += number_sources(voice, *quote("s2.services_in_manufacturing", years=found.years))
    more = len(found.years) > 1 or knows_abroad(found)  # than the chart shows
    return CardGroup(card, (_by_type(voice, found, refs),) if more else (), tuple(_build_service_figures(voice, found)))


def _types(voice: SystemWording, found: ServiceContent) -> AreaStack | Bars:
    """Return the largest types over the years, the others together; all types where there is one year."""
    chart = found.chart()
    names = {t.id: t.short for t in found.types}
    if isinstance(chart, AreaStack):
        order = sorted(chart.series, key=lambda k: -chart.series[k][-1])
        first, rest = order[:LARGEST], order[LARGEST:]
        series = {k: chart.series[k] for k in first}
        if rest:
            series["rest"] = tuple(map(sum, zip(*(chart.series[k] for k in rest), strict=True)))
        return replace(chart, series=series, labels={**names, "rest": voice.format_bilingual_text("rest-services")})
    rows = tuple(replace(r, label=names[r.code]) for r in chart.rows)
    return replace(chart, rows=rows, parts=chart.parts if knows_abroad(found) else None)


def _by_type(voice: SystemWording, found: ServiceContent, refs: tuple[int, ...]) -> TableSection:
    """Return types of services, the largest first, all together last."""
    own = found.domestic
    every = own + found.foreign if knows_abroad(found) else own
    order = np.argsort(-every[-1], kind="stable")
    rows = [_type(voice, found, int(k)) for k in order] + [_type(voice, found, None)]
    first = found.years[0]
    head = [h.format(first=first) for h in voice.head("services")]
    kept = [0, *((1, 2, 3, 4) if knows_abroad(found) else (2,)), *((5,) if len(found.years) > 1 else ())]
    cells = [tuple(r[i] for i in kept) for r in rows]
    title = voice.say("services-table", year=found.years[-1])
    texts = tuple(i for i, k in enumerate(kept) if k in (0, 4))
    note = voice.say("services-table-note") if knows_abroad(found) else ""
    return voice.table("services", title, cells, note=note, refs=refs, texts=texts, header=[head[i] for i in kept])


def _type(voice: SystemWording, found: ServiceContent, k: int | None) -> tuple[str, ...]:
    """Return the cells of a type, of all for None."""
    at = slice(None) if k is None else slice(k, k + 1)
    own, abroad = found.domestic[:, at].sum(axis=1), found.foreign[:, at].sum(axis=1)
    value = own + abroad if knows_abroad(found) else own
    name = voice.say("all-services") if k is None else found.types[k].short[voice.lang]
    return (
        name,
        *(voice.share(float(v)) for v in (value[-1], own[-1], abroad[-1])),
        _origin(voice, found, at),
        format_share_difference(voice, float(value[-1] - value[0])),
    )


def _origin(voice: SystemWording, found: ServiceContent, at: Any) -> str:
    """Return the named economy that earns most of a type abroad, with its part of it."""
    by = found.by_type_and_origin[-1, at].sum(axis=0)
    abroad = np.where(np.arange(len(by)) == found.home, 0.0, by)
    named = np.where(found.named, abroad, 0.0)
    if not knows_abroad(found) or not named.sum() > 0:
        return voice.say("none")
    first = int(named.argmax())
    return append_in_brackets(
        voice, voice.label_economy(found.partners[first]), voice.share(float(named[first] / abroad.sum()))
    )


def _build_service_figures(voice: SystemWording, found: ServiceContent) -> Iterator[MeasureRow]:
    """Yield services by type and year, in all, at home and abroad."""
    for t, year in enumerate(found.years):
        for k, kind in enumerate(found.types):
            parts = {"home": float(found.domestic[t, k]), "abroad": float(found.foreign[t, k])}
            for name, value in parts.items():
                if value == value:
                    yield figure(voice, "s2.service_types", value, f"{kind.id}: {name}", status=found.status[t],
                                 year=year)  # fmt: skip
