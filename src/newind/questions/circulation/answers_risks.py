"""System 4 at risk: what losing partners costs, one by one and together, and what a shortage costs day by day."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from newind.accounts.groups import resolve
from newind.accounts.memo import memo
from newind.analyses.circulation.exposures import exposure as exposed
from newind.analyses.circulation.joint import joint_cuts
from newind.analyses.circulation.joint_view import ASSUMED
from newind.analyses.circulation.shortrun import CAVEAT, propagation
from newind.analyses.losses import NAMED, SIDES, STATEMENTS, Cut, loss_ranges
from newind.language.phrases import industries as join_industries, share, shares
from newind.language.words import decimal, join_list, mark, percent, span
from newind.messages import NOTHING, in_each, list_languages, message
from newind.questions.answers import quote, share as short_share
from newind.questions.circulation.words import WORDS, answer, describe_loss, failures, note, of_year
from newind.questions.panels import match_codes
from newind.questions.science.answers import tell_statements
from newind.questions.words import NOTES, VALUES, join_texts, name_place, place, put_in_brackets, status

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.accounts.panel import Panel
    from newind.analyses.circulation.exposures import Exposure
    from newind.analyses.circulation.joint import Event
    from newind.analyses.circulation.joint_view import JointCuts
    from newind.analyses.circulation.shortrun import Propagation
    from newind.analyses.losses import Loss
    from newind.messages import Text
    from newind.questions.answers import Answer
    from newind.questions.circulation.declared import ExposureOptions, JointOptions, ShortageOptions

QUANTITIES = {"supply": "s4.supplier_loss", "market": "s4.market_loss"}
"""Quantity of the loss on each side."""
BEFORE = ("side", "rank", "partner", "share_of_foreign", "share_of_all", "loss_low", "loss_middle", "loss_high")
MOST = 4
"""Partners of a combination that are all named."""
PRINTED = 5e-4
"""Least loss that is printed, as a share: below it the range begins at none in words."""


def exposure(panel: Panel, region: str, asked: ExposureOptions) -> Answer:
    """Return what losing each named partner would cost, and in how few hands each side is."""
    w = panel.until(asked.year).last
    found = _compute_exposure(w, region, asked.top, (asked.side,) if asked.side else SIDES)
    hands = found.concentration_table().rename(columns={"low": "hhi_low", "high": "hhi_high"})
    rows = found.table()
    tables = {"partners": _partners(found), "horizons": rows[rows["low"].notna()], "concentration": hands}
    shown: dict[str, tuple[str, ...]] = {
        "partners": ("side", "rank", "partner", "share_of_foreign", *(f"{name}_middle" for name in STATEMENTS)),
        "horizons": ("side", "partner", "horizon", "low", "middle", "high"),
    }
    notes = [note("exposure"), of_year(w, "simulated"), NOTES["losses"], note("hhi"), *failures(found.failed)]
    return answer(
        "exposure", region, (w.year,), unit=w.unit, tables=tables, notes=notes, shown=shown, status="simulated",
        sides=[c.side for c in found.concentration], lead=_describe_exposure(found, w), result=found,
        sources=quote(*(QUANTITIES[c.side] for c in found.concentration), years=(w.year,)),
    )  # fmt: skip


@memo
def _screen_exposure(w: Accounts, region: str, sides: tuple[str, ...]) -> Exposure:
    """Return what losing each named partner costs in the central case, without ranges."""
    return exposed(w, region, sides=sides, top=0)


@memo
def _compute_exposure(w: Accounts, region: str, top: int, sides: tuple[str, ...]) -> Exposure:
    """Return the same with the range of the costliest partners of each side; none is solved twice."""
    found = _screen_exposure(w, region, sides)
    first = {(p.side, p.partner) for side in sides for p in found.side(side)[:top]}
    return replace(found, partners=tuple(replace(p, loss=_compute_whole_loss(w, region, p.partner, p.side))
                                         if (p.side, p.partner) in first else p for p in found.partners))  # fmt: skip


@memo
def _compute_whole_loss(w: Accounts, region: str, partner: str, side: str) -> Loss:
    return loss_ranges(w, [Cut(region, (partner,), w.industries, side)])[0]


def _describe_exposure(found: Exposure, w: Accounts) -> list[Text]:
    """Return the partner whose loss costs most on each side, what is not named, and which ranges are open."""
    first = [found.side(c.side)[0] for c in found.concentration]
    lost = [(describe_loss(place(found.region), place(p.partner), p.side, p.loss), tell_statements(p.loss))
            for p in first if p.loss is not None and p.middle == p.middle]  # fmt: skip
    open_ = [place(p.partner) for p in found.partners if p.loss is not None and p.loss.open]
    return [
        *(line for said, p in lost for line in (note("lost", said=said, year=w.year, status=status("simulated")), *p)),
        *(note(f"unnamed_{c.side}", regions=w.R, share=share(c.unnamed)) for c in found.concentration),
        *([note("open", who=join_texts(open_))] if open_ else []),
    ]


def _partners(found: Exposure) -> pd.DataFrame:
    """Return one row a side and partner: the central figure of each statement, and the range at the medium horizon."""
    import pandas as pd

    rows = [
        {
            "side": p.side, "rank": rank, "partner": p.partner, "share_of_foreign": p.share_of_foreign,
            "share_of_all": p.share_of_all, "loss_low": p.loss.low if p.loss else None, "loss_middle": p.middle,
            "loss_high": p.loss.stated_ranges[p.loss.horizon].high if p.loss else None,
            **{f"{name}_middle": s.middle for name, s in (p.loss.statements if p.loss else {}).items()},
            f"{NAMED}_middle": p.middle, "failed": p.failed,
        }
        for side in SIDES for rank, p in enumerate(found.side(side), 1)
    ]  # fmt: skip
    return (
        pd.DataFrame(rows)
        .reindex(columns=[*BEFORE, *(f"{name}_middle" for name in STATEMENTS), "failed"])
        .astype({"loss_low": float, "loss_high": float})
    )


def joint(panel: Panel, region: str, asked: JointOptions) -> Answer:
    """Return the expected loss, and the tail, where partners may be lost together."""
    w = panel.until(asked.year).last
    found = joint_cuts(
        w, region, _list_chances(w, asked), sides=(asked.side,) if asked.side else SIDES, groups=asked.groups or (),
        correlation=asked.correlation, draws=asked.draws, seed=asked.seed, horizon=asked.horizon,
    )  # fmt: skip
    every = found.combinations_table()
    for lang in list_languages():
        names = {c.name: _describe_events(c.events)[lang] for c in found.combinations}
        every.insert(1, f"lost_{lang}", every["combination"].map(names))
    tables = {"figures": found.table(), "combinations": every}
    shown = {"combinations": ("draws", "low", "middle", "high", "parts", "excess", "lost")}
    notes = [ASSUMED, _chances(found), *_together(found), of_year(w, "simulated"), *found.statements]
    return answer(
        "joint", region, (w.year,), unit=w.unit, tables=tables, notes=notes, shown=shown, status="simulated",
        horizon=found.horizon,
        draws=found.draws, seed=found.seed, correlation=found.correlation,
    )  # fmt: skip


def _list_chances(w: Accounts, asked: JointOptions) -> float | dict[str, float] | None:
    """Return the chance of every partner, or by code.

    Raises
    ------
    UnknownNameError
        For a partner that accounts lack, with the nearest.
    """
    if asked.chances is None:
        return asked.chance
    codes = match_codes(asked.chances, w.regions.codes)
    for code in codes:
        w.regions.index(code)
    return dict(zip(codes, asked.chances.values(), strict=True))


def _describe_events(events: Sequence[Event]) -> Text:
    """Return which partners stop selling and which stop buying, in words."""
    if not events:
        return message("circulation.answers_risks.none")
    words = WORDS.groups["values"]["exposure"]["side"]
    by_side = {side: _some([name_place(p) for s, p in events if s == side]) for side in SIDES}
    known = [put_in_brackets(names, words[side]) for side, names in by_side.items() if names["en"]]
    return join_texts(known, lambda parts, lang: mark("semicolon", lang).join(parts))


def _some(names: Sequence[Text]) -> Text:
    """Return a few names, and how many more there are."""
    if len(names) <= MOST:
        return join_texts(names)
    first = join_texts(names[: MOST - 1], join_list)
    return message("circulation.answers_risks.and_more", names=first, more=len(names) - MOST + 1, all=len(names))


def _chances(found: JointCuts) -> Text:
    ends = sorted(set(found.probabilities.values()))
    one = ends[0] == ends[-1]
    chance = in_each(lambda lang: percent(ends[0], lang) if one else span(ends[0], ends[-1], lang=lang))
    return note(
        "chance", chance=chance, correlation=f"{found.correlation:g}", seed=found.seed,
        draws=in_each(partial(decimal, found.draws, 0)), horizon=VALUES["horizon"][found.horizon],
    )  # fmt: skip


def _together(found: JointCuts) -> list[Text]:
    """Return whether losses add up, nothing where no two cuts were drawn together."""
    if found.excess != found.excess:
        return []
    size = in_each(partial(percent, abs(found.excess)))
    return [note("together_more" if found.excess >= 0 else "together_less", excess=size)]


def shortage(panel: Panel, region: str, asked: ShortageOptions) -> Answer:
    """Return what a shortage costs day by day; every other economy stops selling where no supplier is named."""
    w = panel.until(asked.year).last
    inputs = tuple(w.industries[int(i)] for i in resolve(asked.input or (), w.industries))
    if asked.supplier is None:
        partners = tuple(code for code in w.regions if code != region)
    else:
        partners = tuple(
            w.regions[int(i)] for i in resolve(match_codes(asked.supplier, w.regions.codes), w.regions.codes)
        )
    found = propagation(
        w, region, Cut(region, partners, inputs), days=asked.days, lasting=asked.lasting, recovery=asked.recovery,
        origins=asked.origins,
    )  # fmt: skip
    regions = found.table().rename(columns={"first_industry": "first_to_stop"})
    industries = found.industries().rename(columns={"limited_by": "input"})
    tables = {"regions": regions, "industries": industries, "days": found.curve()}
    shown = {
        "regions": ("region", "low", "middle", "high", "worst_middle", "worst_day", "first_to_stop"),
        "industries": ("industry", "loss", "day", "input"), "days": (),
    }  # fmt: skip
    notes = [CAVEAT, note("range"), note("gains"), of_year(w, "day_by_day")]
    return answer(
        "shortage", region, (w.year,), unit=w.unit, tables=tables, notes=notes, shown=shown, status="simulated",
        inputs=list(inputs), suppliers=list(partners), lead=_describe_shortage(found, asked.supplier, w),
        sources=quote("s4.propagation", years=(w.year,)), result=found,
    )  # fmt: skip


def _describe_shortage(found: Propagation, named: Sequence[str] | None, w: Accounts) -> list[Text]:
    """Return what is lost without a product, on which day most, and whether other origins can step in."""
    assert isinstance(found.event, Cut)  # as it was asked
    sellers = join_texts([place(code) for code in found.event.partners])
    said = note(
        "event", suppliers=sellers if named else message("circulation.answers_risks.everyone"),
        region=place(found.event.region), inputs=join_industries(found.event.industries), lasting=found.lasting,
        days=found.days, recovery=note("recovery", days=found.recovery) if found.recovery else NOTHING, year=w.year,
        loss=_format_loss(found.loss.low, found.loss.high), middle=_format_middle(found.loss.middle),
        status=status("simulated"),
    )  # fmt: skip
    return [said, note("worst_day", day=found.worst_day), note(found.origins)]


def _format_loss(low: float, high: float) -> Text:
    """Return a range of losses; what is caught up with later, or too little to print, is no loss at its lower end."""
    if low < PRINTED:
        return message("circulation.answers_risks.at_most", high=in_each(partial(short_share, high)))
    first, last = shares(low, high)
    return in_each(lambda lang: last if first == last else span(low, high, lang=lang))


def _format_middle(loss: float) -> Text:
    little = abs(loss) < PRINTED
    return message("circulation.answers_risks.nothing") if little else in_each(partial(short_share, loss))
