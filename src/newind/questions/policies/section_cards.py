"""The cards of "What policies would do": what the answers that are most in doubt depend on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.accounts.classification import industry_name
from newind.charts.proofs import ChangeRanges, ChartRow
from newind.charts.spans import format_range
from newind.language.phrases import share
from newind.language.words import listing, percent
from newind.policy.signs import SIGNS, has_one_sign
from newind.questions.model import Card
from newind.questions.policies import section_tables as words
from newind.questions.policies.trials import HORIZONS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newind.language.words import Lang
    from newind.policy.schema import Package
    from newind.questions.policies.trials import Effect, PolicyTrial, PolicyTrials
    from newind.questions.provenance import References


def cards(found: PolicyTrials, refs: References, numbers: Mapping[str, int]) -> tuple[Card, ...]:
    """Return the cards that have figures: supply disruption, subsidies and scale, the use of carbon revenue."""
    used = (numbers["real_income"],)
    made = (_build_loss_card(found, refs, used), _build_subsidy_card(found, refs, used), _revenue(found, refs, used))
    return tuple(card for card in made if card is not None)


def _card(
    kind: str, sentence: str, rows: Sequence[ChartRow], note: str, refs: References, used: tuple[int, ...]
) -> Card:
    return Card(
        topic=words.TOPICS[kind],
        title=words.CARDS[kind][refs.lang],
        sentence=sentence,
        proof=ChangeRanges(tuple(rows), "1", "higher"),
        note=note.strip(),
        refs=used,
        year=refs.ctx.year,
        status=words.SIMULATED,
        detail=words.GLYPHS[kind],
    )


def _row(code: str, e: Effect, label: str, lang: Lang) -> ChartRow:
    return ChartRow(code, float("nan"), (e.low, e.high), label={lang: label})


def _build_loss_card(found: PolicyTrials, refs: References, used: tuple[int, ...]) -> Card | None:
    """Return what the loss of an input costs at each horizon, by how easily inputs replace each other."""
    lang, trials = refs.lang, found.cut_offs
    if not trials:
        return None
    rows = [row for t in trials for row in _ends(t, lang)]
    shown = trials if len(trials) == 1 else (trials[0], trials[-1])
    losses = [(words.HORIZONS[t.horizon][lang], _loss(t.effects["real_income"], lang)) for t in shown]
    first, *rest = ({"horizon": h.lower(), "range": r, "good": _good(found, refs)} for h, r in losses)
    cut = trials[0].package.shocks[0].value
    said = words.LOST["all" if cut == 1 else "part"][lang]
    further = "".join(words.LOST_LONG[lang].format(**r) for r in rest)
    sentence = said.format(**first, share=percent(cut, lang, 0)) + further
    note = words.LOST_NOTE[lang].format(failed=_describe_failures(found, lang))
    return _card("cut_off", sentence, rows, note, refs, used)


def _ends(t: PolicyTrial, lang: Lang) -> list[ChartRow]:
    """Return two rows of a horizon: at the lowest and at the highest substitution."""
    said = words.REPLACED[lang]
    labels = {s: said.format(horizon=words.HORIZONS[t.horizon][lang], sigma=s) for s in t.by_substitution}
    rows = [_row(f"{t.horizon}-{s:g}", e, labels[s], lang) for s, e in t.by_substitution.items()]
    return [rows[0], rows[-1]]


def _loss(e: Effect, lang: Lang) -> str:
    """Return a range of losses without signs, the smaller one first; where some are gains, both ends in words."""
    said = words.LOSS["mixed" if e.low < 0 < e.high else "lower"][lang]
    return said.format(range=format_range(-e.high, -e.low, lang), less=share(-e.low), more=share(e.high))


def _good(found: PolicyTrials, refs: References) -> str:
    code = str(found.cut_offs[0].package.shocks[0].industry)
    name = industry_name(code, refs.lang)
    return name[:1].lower() + name[1:] if refs.lang != "zh" else name


def _describe_failures(found: PolicyTrials, lang: Lang) -> str:
    """Return at which horizons there is no equilibrium, at all or in some of the cases."""
    there = {t.horizon: len(t.failed) for t in found.cut_offs}
    said = []
    for h in HORIZONS:
        some = words.SOME[lang].format(n=there[h]) if there.get(h) else ""
        if some or h not in there:
            named = words.HORIZONS[h][lang].lower()
            said.append(words.FAILED[lang].format(horizon=named, part=some))
    return (" " if lang != "zh" else "").join(said)


def _build_subsidy_card(found: PolicyTrials, refs: References, used: tuple[int, ...]) -> Card | None:
    """Return whether a subsidy pays, by economies of scale and what entry uses."""
    t = next((t for t in found.shown if _subsidises(t.package)), None)
    if t is None:
        return None
    lang, e = refs.lang, t.effects["real_income"]
    does = words.DOES["up" if e.central > 0 else "down"][lang]
    said = {"rate": percent(t.package.shocks[0].value, lang, 0), "does": does, "why": SIGNS[e.sign][lang]}
    sentence = words.SUPPORT["sure" if e.sure else "unclear"][lang].format(**said)
    rows = [_row(k, case, words.SCALES[k][lang], lang) for k, case in t.by_scale.items()]
    return _card("scale", sentence, rows, words.SUPPORT_NOTE[lang], refs, used)


def _subsidises(package: Package) -> bool:
    """Tell whether a package does nothing but subsidise production."""
    return {s.lever for s in package.shocks} == {"production_subsidy"}


def _revenue(found: PolicyTrials, refs: References, used: tuple[int, ...]) -> Card | None:
    """Return what a carbon price costs by what is done with its revenue."""
    lang, trials = refs.lang, {t.package.name: t for t in found.shown}
    if not {"carbon-returned", "carbon-households"} <= set(trials):
        return None
    returned, households = trials["carbon-returned"], trials["carbon-households"]
    effects = {
        "returned": returned.effects["real_income"],
        "households": households.effects["real_income"],
        "taxes": households.otherwise,
    }
    cuts = [t.effects["co2"] for t in (returned, households)]
    low, high = min(-e.high for e in cuts), max(-e.low for e in cuts)
    text = words.PRICED if low > 0 else words.PRICED_PLAIN
    price = f"{households.package.shocks[0].value:g}"
    sentence = text[lang].format(range=format_range(low, high, lang), price=price, cost=_cost(effects, lang))
    rows = [_row(k, e, words.REVENUE[k][lang], lang) for k, e in effects.items()]
    return _card("carbon", sentence, rows, words.REVENUE_NOTE[lang], refs, used)


def _cost(effects: Mapping[str, Effect], lang: Lang) -> str:
    """Return what a carbon price does to real income over every use of its revenue, a number only where all agree."""
    low, high = min(e.low for e in effects.values()), max(e.high for e in effects.values())
    if has_one_sign(low, high) and all(e.sure for e in effects.values()):
        least, most = sorted((abs(low), abs(high)))
        return words.COST["up" if low > 0 else "down"][lang].format(range=format_range(least, most, lang))
    uses = listing([words.REVENUE[k][lang] for k, e in effects.items() if e.sure], lang)
    return words.COST["use" if uses else "unclear"][lang].format(uses=uses.lower())
