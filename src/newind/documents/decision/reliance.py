"""The second page of a decision brief: what the economy depends on, and how it earns its income."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from newind.accounts.panel import Panel
from newind.analyses.losses import loss_ranges
from newind.analyses.science.reliance import DependenceList, dependence_list
from newind.analyses.science.substitution import leading_suppliers
from newind.charts.proofs import HALF, LossChart
from newind.documents.sheets.model import BriefSheet, BriefTable, Cell, Columns, Exhibit, Heading, Note
from newind.equilibrium.assumptions import Assumptions
from newind.language.phrases import industry, name_short, share
from newind.language.words import mark, span
from newind.questions import coarse, databases
from newind.questions.findings import by_size
from newind.questions.question import question
from newind.questions.science.answers import drop_little, known_losses
from newind.questions.science.findings_risks import loss_row
from newind.questions.wording import capital

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newind.accounts.accounts import Accounts
    from newind.analyses.losses import Loss, Span
    from newind.analyses.science.reliance import Dependence
    from newind.documents.sheets.model import Block
    from newind.documents.sheets.voice import Voice
    from newind.questions.answers import Answer
    from newind.questions.findings import Diagnosis, Finding

INPUTS, REPLACED = 8, 3
"""Inputs whose loss is shown, and of how many the replacement is priced."""
EARNED = ("s4.circulation", "s4.markets", "s4.division")
"""Findings on income that are shown where there are: ways of earning, markets, value an hour."""
SPANS = ("short", "medium", "long")
"""Spans of time that are shown."""
MOST, FEW = 3, 5
"""Findings that are shown with and without losses."""
SCALED = {"structure": "two_tiers"}
"""Economies of scale with which the costliest loss is computed once more."""
NAMED = 2
"""Sellers that are named where the error does not distinguish them."""
DIGITS = 1
"""Decimals of a loss that is no less than 0.05%."""


@dataclass(frozen=True, eq=False)
class Reliance:
    """What the loss of the costliest inputs would cost, without single suppliers, and what making them at home would.

    Parameters
    ----------
    losses : DependenceList
    replaced : Answer or None
        Of the costliest inputs whose range is whole; None where there is none.
    scaled : Span, optional
        Loss of the costliest of these with economies of scale, where it is known in full.
    """

    losses: DependenceList
    replaced: Answer | None
    scaled: Span | None = None


def find_reliance(w: Accounts, region: str) -> Reliance | None:
    """Return losses of an economy and the replacement of inputs; None where none is known."""
    losses = dependence_list(w, region, top=INPUTS, suppliers=False)
    if not known_losses(losses):
        return None
    whole = [e.input for e, _ in _whole(losses)]
    asked = question("science.replace")
    given = asked.read({"inputs": tuple(whole[:REPLACED])})
    if not whole:
        return Reliance(losses, None)
    return Reliance(losses, asked.ask(Panel((w,)), region, given), _scale(w, losses))


def _whole(losses: DependenceList) -> Iterator[tuple[Dependence, Loss]]:
    """Yield inputs whose loss is known in full, the costliest first."""
    for e in known_losses(losses)[:INPUTS]:
        if e.loss is not None and e.loss.is_complete:
            yield e, e.loss


def _scale(w: Accounts, losses: DependenceList) -> Span | None:
    """Return the first whole loss with economies of scale, None where some case has no equilibrium."""
    _, loss = next(_whole(losses))
    (found,) = loss_ranges(w, [loss.cut], [loss.horizon], SCALED)
    return None if found.failed else found.horizons[loss.horizon]


def sheet(found: Diagnosis, reliance: Reliance | None, voice: Voice) -> BriefSheet:
    """Return the page."""
    losses = None if reliance is None else reliance.losses
    blocks: list[Block] = []
    if reliance is None:
        blocks.append(Note(_why(voice), voice.say("losses.none")))
    else:
        blocks += _losses(reliance, voice)
    shown = _findings(found, losses is not None)
    blocks += [_over(shown, voice.say(f"earned.{'world' if losses is not None else 'table'}"), voice)] if shown else []
    blocks += _pairs(shown, voice) if shown else []
    aside = voice.say(f"aside.{'losses' if losses is not None else 'accounts'}", year=voice.ctx.year)
    return BriefSheet(voice.say("sheets.reliance"), aside, tuple(blocks))


def _why(voice: Voice) -> str:
    """Return why losses cannot be told, and of a table in few groups of industries what would tell them."""
    w = voice.ctx.w
    if coarse.is_coarse(w):
        return coarse.notes(voice.ctx.region, voice.lang)[-1]
    return voice.say(f"losses.{'boundary' if not w.closed else 'refused'}")


def _findings(found: Diagnosis, modelled: bool) -> list[Finding]:
    """Return the findings on income; without losses also those on inputs, the largest first."""
    known = {f.id: f for f in found}
    first = [known[id] for id in EARNED if id in known]
    if modelled:
        return first[:MOST]
    more = [f for f in by_size(found) if f.system in ("s1", "s4") and f not in first]
    return [*first, *more][:FEW]


def _are_alike(shown: Sequence[Finding]) -> bool:
    """Return whether findings are of one year and one status, so that these stand once, over all of them."""
    return len({(f.year, f.status) for f in shown}) == 1


def _over(shown: Sequence[Finding], title: str, voice: Voice) -> Heading:
    """Return the heading of findings: year and status where one, and how far the first is from observed tables."""
    apart = _state_break(shown[0], voice)
    if not _are_alike(shown):
        return Heading(title, apart)
    status = voice.say(f"status.{shown[0].status}_year", year=shown[0].year)
    return Heading(voice.say("earned.dated", title=title, status=status), apart)


def _state_break(first: Finding, voice: Voice) -> str:
    """Return how far an estimate is from the observed table of the year they share, empty where that is not known."""
    base, parts = databases.earlier(voice.ctx), databases.differences(voice.ctx, first.indicators[:1], voice.lang)
    return voice.say("earned.break", first=base.years[-1], parts=parts) if base is not None and parts else ""


def _pairs(shown: Sequence[Finding], voice: Voice) -> list[Block]:
    """Return findings in two columns."""
    figures = [figure(f, voice) for f in shown]
    if _are_alike(shown):
        figures = [replace(f, note="") for f in figures]
    if len(figures) == MOST:  # one tall chart beside two low ones
        return [Columns((figures[0], figures[2]), (figures[1],))]
    return [Columns(tuple(figures[::2]), tuple(figures[1::2]))]


def figure(f: Finding, voice: Voice) -> Exhibit:
    """Return a finding as its sentence over its chart."""
    used = sorted({int(y) for y in f.evidence["year"]} | {f.year}) if len(f.evidence) else [f.year]
    refs = voice.refs.number_answer(f.indicators[:1], f.status, *used)
    status, name = voice.say(f"status.{f.status}_year", year=f.year), capital(voice.short_name(f.indicators[0]))
    return Exhibit(f.sentence[voice.lang], f.proof, status, refs, topic=f.system, sheet=name)


# ---- losses
def _losses(found: Reliance, voice: Voice) -> list[Block]:
    lang, year, told = voice.lang, found.losses.year, found.replaced
    shown = known_losses(found.losses)[:INPUTS]
    refs = voice.refs.number_answer(("s1.input_loss",), "simulated", year)
    blocks: list[Block] = [
        Heading(_headline(shown, voice), _about(found, voice), refs, voice.say("losses.key")),
        _table(shown, voice),
        _ends(shown, voice),
        Note(voice.say("losses.read")),
    ]
    if told is not None and told.lead:
        number = voice.refs.number_answer(("s1.replacement",), "simulated", year)
        text = " ".join(t[lang] for t in told.lead) if lang != "zh" else "".join(t[lang] for t in told.lead)
        chance = voice.say("losses.chance", chance=share(float(told.result.probability)))
        blocks.append(Note(f"{text}{'' if lang == 'zh' else ' '}{chance}", voice.say("losses.home"), number))
    return blocks


def _about(found: Reliance, voice: Voice) -> str:
    """Return what a loss is, and what the costliest one would be with economies of scale."""
    scaled = voice.say("losses.unscaled")
    if found.scaled is not None:
        first, _ = next(_whole(found.losses))
        ends = _write(found.scaled.low, found.scaled.high, voice)
        scaled = voice.say("losses.scaled", what=industry(first.input)[voice.lang], ends=ends)
    return voice.say("losses.sub", scaled=scaled)


def _ends(shown: Sequence[Dependence], voice: Voice) -> Note:
    """Return what the two ends of a loss in the first years assume: losses grow the less one thing replaces another."""
    assumed = Assumptions(SPANS[0])
    names = ("trade_elasticity", "substitution_inputs")
    ends = {f"{n}_{end}": f"{assumed.range(n)[k]:g}" for n in names for k, end in enumerate(("low", "high"))}
    texts = [voice.say("losses.ends", **ends)]
    stated = [e.loss.statements.get(n) for e in shown if e.loss is not None for n in SPANS if n not in e.loss.open]
    if any(s is not None and s.high > HALF > s.low for s in stated):
        texts.append(voice.say("losses.half"))
    if any(e.loss is None or e.loss.open or not set(SPANS) <= set(e.loss.statements) for e in shown):
        texts.append(voice.say("losses.unsolved"))
    return Note(("" if voice.lang == "zh" else " ").join(texts), voice.say("losses.ends_title"))


def _headline(shown: Sequence[Dependence], voice: Voice) -> str:
    """Return what the costliest input with a full range costs in each span of time."""
    first = next((e for e in shown if e.loss is not None and e.loss.is_complete), None)
    if first is None or first.loss is None:
        return voice.say("losses.headline_open", what=industry(shown[0].input)[voice.lang])
    ends = {
        name: _write(s.low, s.high, voice)
        for name, s in ((n, drop_little(s)) for n, s in first.loss.horizons.items())
        if name not in first.loss.open
    }
    names = [n for n in ("short", "medium", "long") if n in ends]
    said = {"what": industry(first.input)[voice.lang], "first": ends[names[0]], "last": ends[names[-1]]}
    return (
        voice.say(f"losses.headline_{names[0]}_{names[-1]}", **said)
        if len(names) > 1
        else voice.say("losses.headline", **said)
    )


def _table(shown: Sequence[Dependence], voice: Voice) -> BriefTable:
    """Return what each input costs to lose in each span of time, who sells most, and what is not named."""
    chart = LossChart(tuple(loss_row(e.input, e.loss) for e in shown if e.loss is not None))
    rows = []
    for k, e in enumerate(shown):
        sellers = leading_suppliers(voice.ctx.w, voice.ctx.region, e.input)
        most = (
            voice.say(f"losses.one{'_of' if len(sellers) > NAMED else ''}", who=_first(sellers, voice))
            if sellers
            else "–"
        )
        cells = [Cell(state_loss(e, name, voice)) for name in SPANS]
        rows.append(
            (
                Cell(capital(name_short(e.input, voice.lang))),
                Cell("", losses=(chart, k)),
                *cells,
                Cell(most),
                Cell(share(e.unnamed_share)),
            )
        )
    head = tuple(voice.say(f"losses.head.{k}") for k in ("input", "bars", *SPANS, "seller", "unnamed"))
    return BriefTable(head, tuple(rows), (2, 3, 4, 6), sheet=voice.say("book.losses"))


def _first(sellers: dict[str, float], voice: Voice) -> str:
    """Return the largest seller, and the next where the error does not distinguish the two."""
    gap = "\u00a0" if voice.lang != "zh" else ""
    named = [f"{voice.short_region(code)}{gap}{100 * part:.0f}%" for code, part in islice(sellers.items(), NAMED)]
    return mark("clause", voice.lang).join(named)


def state_loss(e: Dependence, name: str, voice: Voice) -> str:
    """Return a statement on a loss as a range; open above where some cases have no equilibrium."""
    if e.loss is None or name not in e.loss.statements:
        return "–"
    s = drop_little(e.loss.statements[name])
    if s.middle != s.middle:
        return "–"
    if not s.high:
        return voice.say("losses.nothing")
    if name in e.loss.open:
        return voice.say("losses.from", low=share(s.low))
    if s.high > HALF > s.low:
        return voice.say("losses.over_short", low=share(s.low).rstrip("%"))
    return span(s.low, s.high, "1", voice.lang, DIGITS if s.low >= 5e-4 else None)


def _write(low: float, high: float, voice: Voice) -> str:
    """Return a loss as a range; more than half of income is a bound, no number: the input is not replaced in time."""
    if high > HALF > low:
        return voice.say("losses.over", low=share(low))
    return span(low, high, "1", voice.lang, DIGITS)
