"""The section "What policies would do": example policies tried on the accounts of a brief."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from newind import __version__
from newind.charts.proofs import ChangeRanges, ChartRow
from newind.charts.spans import digits
from newind.equilibrium.assumptions import Assumptions
from newind.errors import NewindError, in_chinese
from newind.language.words import cardinal, percent, unit_name
from newind.measures import zh
from newind.measures.references import find_set_name
from newind.pathways.defaults import HORIZON
from newind.policy.levers import FAMILIES
from newind.policy.menu import SIZES, family
from newind.policy.signs import SIGNS
from newind.questions import wording
from newind.questions.model import Block, OutcomeColumn, PolicyEntry, PolicySection, SourceRow
from newind.questions.policies import section_cards, section_tables, section_tables as words
from newind.questions.policies.families import desk_part
from newind.questions.policies.trials import OUTCOMES, PolicyTrials, simulate_menu
from newind.questions.text import state

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newind.language.words import Lang
    from newind.questions.policies.trials import Effect, PolicyTrial
    from newind.questions.provenance import References

CHART = ("real_income", "manufacturing", "co2")
"""Outcomes that are drawn, in order."""


def policies(refs: References) -> PolicySection:
    """Return the section of a brief; where the accounts cannot tell, why not and what would.

    Parameters
    ----------
    refs : References
        Of the brief; rows of what is simulated are entered there.
    """
    ctx, lang = refs.ctx, refs.lang
    if not ctx.w.closed:
        return PolicySection(words.TITLE[lang], words.BOUNDARY[lang])
    try:
        found = simulate_menu(ctx.w, ctx.region)
    except NewindError as error:
        return PolicySection(words.TITLE[lang], words.REFUSED[lang].format(why=error))
    numbers = {name: refs.number_row(simulated_source(name, refs)) for name in OUTCOMES if _has_figures(found, name)}
    desk = desk_part(refs)
    blocks = (*desk.blocks, *_rests(found, refs, numbers))
    return PolicySection(
        title=words.TITLE[lang],
        lead=_lead(found, refs),
        policies=tuple(_policy(t, lang) for t in found.shown),
        outcomes=tuple(_outcome(name, found, numbers[name], lang) for name in CHART if name in numbers),
        cards=tuple(c for k in blocks for c in k.cards),
        tables=tuple(t for k in blocks for t in k.tables),
        blocks=blocks,
        methods=(*_methods(found, refs), *desk.methods, *_left(found, lang)),
        command=_command(found, refs),
        again=words.AGAIN[lang],
        zero=words.ZERO[lang].format(year=ctx.year, horizon=words.HORIZONS[HORIZON][lang]),
        figures=(*section_tables.figures(found, ctx.year, ctx.w.unit), *desk.figures),
        labels=_labels(lang) | desk.labels,
    )


def _rests(found: PolicyTrials, refs: References, numbers: Mapping[str, int]) -> tuple[Block, ...]:
    """Return the cards of what the answer depends on, and the tables: the first shown, the others one click away."""
    cards = section_cards.cards(found, refs, numbers)
    tables = section_tables.tables(found, refs, numbers)
    over = (Block(words.RESTS[refs.lang], cards=cards),) if cards else ()
    return (*over, Block(tables=tables, folded=tuple(t.id for t in tables[1:])))


def _labels(lang: Lang) -> dict[str, str]:
    """Return the names of the quantities among the figures."""
    labels = {f"policy.{k}": v[0][lang] for k, v in words.OUTCOMES.items()}
    taxed = words.OTHERWISE[lang].format(what=labels["policy.real_income"])
    return (
        labels
        | {"policy.real_income.output_tax": taxed, words.UNSURE["en"]: words.UNSURE[lang]}
        | {said["en"]: said[lang] for said in SIGNS.values()}
    )


def _has_figures(found: PolicyTrials, name: str) -> bool:
    return any(t.effects[name].known for t in found.trials)


def _lead(found: PolicyTrials, refs: References) -> str:
    """Return how many policies surely raise and lower real income, and of how many the direction is open."""
    ctx, lang = refs.ctx, refs.lang
    signs = Counter(t.effects["real_income"].sign for t in found.shown)
    said = {"number": signs.total(), "up": signs["positive"], "down": signs["negative"]}
    shown = {k: _some(n, lang) for k, n in said.items()}
    shown["number"] = wording.capital(shown["number"])
    open_ended = [(kind, signs[kind]) for kind in words.OPEN if signs[kind]]
    rest = "".join(words.OPEN[kind][lang].format(n=_some(n, lang)) for kind, n in open_ended)
    return words.LEAD[lang].format(**shown, rest=rest, year=ctx.year, regions=ctx.w.R, sizes=SIZES[lang])


def _some(n: int, lang: Lang) -> str:
    """Return how many of several: none, one, two; in Chinese a figure."""
    return str(n) if lang == "zh" else cardinal(n, "en") if n else "none"


def _policy(t: PolicyTrial, lang: Lang) -> PolicyEntry:
    p = t.package
    return PolicyEntry(p.name, p.label[lang], FAMILIES[family(p)][lang], p.note[lang])


def _outcome(name: str, found: PolicyTrials, number: int, lang: Lang) -> OutcomeColumn:
    """Return a column of the chart."""
    title, unit, better = words.OUTCOMES[name]
    effects = [t.effects[name] for t in found.shown]
    rows = tuple(_row(t, name, lang) for t in found.shown)
    shown = tuple(headline(e, lang, unit) for e in effects)
    return OutcomeColumn(name, title[lang], words.UNITS[unit][lang], ChangeRanges(rows, "1", better), shown, (number,))


def _row(t: PolicyTrial, name: str, lang: Lang) -> ChartRow:
    e = t.effects[name]
    middle = e.central if e.sure else float("nan")
    return ChartRow(t.package.name, middle, (e.low, e.high), label={lang: t.package.label[lang]})


def headline(e: Effect, lang: Lang, unit: str = "1") -> str:
    """Return the central value with its sign, or that the direction is open.

    Examples
    --------
    >>> from newind.questions.policies.trials import Effect
    >>> headline(Effect(0.002, 0.001, 0.004), "en"), headline(Effect(0.002, -0.001, 0.004), "zh")
    ('+0.20%', '方向不明')
    """
    if not e.sure:
        return SIGNS[e.sign][lang]
    text = percent(e.central, lang, digits(e.low, e.high), sign=True)
    return text if unit == "1" else text.replace("%", "")


def _methods(found: PolicyTrials, refs: References) -> tuple[str, ...]:
    lang, assumed = refs.lang, Assumptions(HORIZON, {}).to_dict()
    said = {
        "year": refs.ctx.year,
        "status": state(refs.ctx.w.status, lang),
        "horizon": words.HORIZONS[HORIZON][lang].lower(),
        "theta": f"{assumed['trade_elasticity']:g}",
        "sigma": f"{assumed['substitution_inputs']:g}",
        "most": max(t.solved for t in found.trials),
    }
    return tuple(line.format(**said) for line in words.METHODS[lang])


def _left(found: PolicyTrials, lang: Lang) -> tuple[str, ...]:
    """Return which policies are not shown, and why."""
    comma = "; " if lang != "zh" else "；"
    nothing = comma.join(dict.fromkeys(t.package.label[lang] for t in found.without_effect))
    refused = comma.join(label[lang] + _because(why, lang) for label, why in found.refused)
    said = {"nothing": nothing, "refused": refused}
    return tuple(words.LEFT[k][lang].format(what=what.rstrip(".")) for k, what in said.items() if what)


def _because(why: str, lang: Lang) -> str:
    """Return a reason in brackets, nothing where it is not written in the language."""
    said = (why if lang != "zh" else in_chinese(why)).rstrip(".。")
    return said and (f" ({said})" if lang != "zh" else f"（{said}）")


def _command(found: PolicyTrials, refs: References) -> str:
    """Return what simulates one policy of the section again."""
    ctx, first = refs.ctx, (found.shown or found.trials)[0].package.name
    name = find_set_name(ctx.w)
    return f"newind simulate {first}:{ctx.region} --on {name or 'FILE'} --year {ctx.year}"


def simulated_source(name: str, refs: References) -> SourceRow:
    """Return where a simulated quantity comes from."""
    ctx, lang = refs.ctx, refs.lang
    title, unit, _ = words.OUTCOMES[name]
    source = ctx.w.source if lang != "zh" else zh.source(ctx.w.source)
    mark = "; " if lang != "zh" else "；"
    return SourceRow(
        number=0,
        indicator=f"policy.{name}",
        label=title[lang],
        formula=words.FORMULAS[name][lang],
        source=mark.join(t for t in (source, words.METHOD[lang]) if t),
        year=str(ctx.year),
        unit=unit_name(ctx.w.unit, lang) if unit == "money" else words.UNITS[unit][lang],
        status=words.SIMULATED,
        note=f"{words.NOTED[lang]}{mark}newind {__version__}",
    )
