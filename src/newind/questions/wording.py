"""The sentences of a brief that stand outside cards: headline, summary, leads, method and limits, in both languages."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from newind.accounts.regions import apply_house_style as region
from newind.data.reference import has_published_flows, identify
from newind.language.words import Scale, cardinal, join_names, mark, scale_of, span, unit_name, years
from newind.measures.registry import indicators
from newind.messages import message, message_group, say
from newind.policy.signs import AMBIGUOUS, SIGNS, sign
from newind.questions.findings import KINDS
from newind.questions.provenance import name_source
from newind.questions.text import add_full_stop
from newind.questions.words import when

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newind.language.words import Lang
    from newind.measures.context import Context
    from newind.measures.readings import Reading
    from newind.messages import Text
    from newind.questions.findings import Finding

NONE: Text = message("common.wording.none")
SEED: Text = message("common.wording.seed")
CITED: dict[str, Text] = message_group("common.wording.cited")
"""Whom figures derived from a shipped set should also cite."""
LICENCE: Text = message("common.wording.licence")
TERMS: Text = message("common.wording.terms")
LABELS: dict[str, Text] = {
    "s2.gvc_income_share": message("common.wording.labels.income"),
    "quality.manufacturing_value_added_rate": message("common.wording.labels.kept"),
    "s1.high_tech_import_dependence": message("common.wording.labels.foreign"),
    "s3.carbon_per_gdp": message("common.wording.labels.carbon"),
}
RANGES: tuple[Text, Text] = (
    message("common.wording.ranges.definitions"),
    message("common.wording.ranges.estimate"),
)
"""Words before a range: one over definitions, or that of an estimate."""
MODELLED: Text = message("common.wording.modelled")
INDUSTRIES: Text = message("common.wording.industries")
ELASTICITIES: Text = message("common.wording.elasticities")
INTERVAL: Text = message("common.wording.interval")
LEFT_OUT: Text = message("common.wording.left_out")
DRAWS: Text = message("common.wording.draws")
ORDERS: Text = message("common.wording.orders")
EFFICIENCIES: Text = message("common.wording.efficiencies")
USERS: Text = message("common.wording.users")
OTHER_RANGES = {
    "s1.inputs": USERS,
    "s1.frontier": INDUSTRIES,
    "s1.replacement": ELASTICITIES,
    "s2.expected": LEFT_OUT,
    "s2.sophistication_expected": INTERVAL,
    "s3.drivers": ORDERS,
    "s3.power_effect": EFFICIENCIES,
    "s3.power_scenario": DRAWS,
    "s3.charge_effect": ELASTICITIES,
}
"""Words before the range of a finding by its id, where it is neither."""
DIFFERENCES = ("s2.expected_gap", "s2.digital_change", "s2.productivity_within")
"""Quantities that are differences of shares, or parts of a growth: they are in points."""
POINTS: Text = message("common.wording.points")
LACKING: dict[str, Text] = message_group("common.wording.lacking")
"""System without findings → what would provide some."""
NUMBER = re.compile(r"[0-9](?:[0-9,]*[0-9])?(?:\.[0-9]+)?")
"""A number in a sentence."""
INCOME, RATE = "s2.gvc_income_share", "quality.manufacturing_value_added_rate"


def name_of(ctx: Context, code: str, lang: Lang) -> str:
    """Return the name of an economy as a label (not inside a sentence)."""
    row = ctx.economy(code)
    return row.name(lang)


def sentence(words: Text) -> Text:
    """Return a note as a sentence: a capital at its beginning, a full stop at its end.

    Examples
    --------
    >>> sentence({"en": "not seen", "zh": "未计入"})
    {'en': 'Not seen.', 'zh': '未计入。'}
    """
    return {lang: capital(add_full_stop(said, lang)) for lang, said in words.items()}


def capital(text: str) -> str:
    """Return a text that begins with a capital."""
    return text[:1].upper() + text[1:]


def format_count(n: int, lang: str) -> str:
    """Return a number of things as a word; before a Chinese measure word two is 两.

    Examples
    --------
    >>> format_count(2, "zh"), format_count(3, "zh"), format_count(2, "en")
    ('两', '三', 'two')
    """
    words: list[str] = message_group("common.wording.counts")[lang]
    return words[n] if n < len(words) else cardinal(n, lang)


def lead(found: Sequence[Finding], lang: Lang, system: str = "") -> str:
    """Return how many findings of each kind a system has; where it has none, what would provide some.

    Examples
    --------
    >>> lead([], "en")
    'Nothing can be said from these accounts.'
    """
    if not found and system in LACKING:
        return LACKING[system][lang]
    if not found:
        return message("common.wording.nothing")[lang]
    counts, many = {k: sum(f.kind == k for f in found) for k in KINDS}, len(found)
    if many == max(counts.values()) > 1:
        return say(f"common.wording.all_of_kind.{found[0].kind}", lang, n=many, count=cardinal(many, lang))
    kinds = [say(f"common.wording.of_kind.{k}", lang, n=n, count=cardinal(n, lang)) for k, n in counts.items() if n]
    return say("common.wording.found", lang, n=many, count=cardinal(many, lang), kinds=join_names(kinds, lang))


def match_sentence_scale(f: Finding, lang: Lang) -> Scale:
    """Return the scale of a finding's number; where its sentence gives the number, with the decimals it has there."""
    scale = scale_of([f.value], f.unit, lang)
    said = sorted(NUMBER.findall(f.sentence[lang]), key=_decimals, reverse=True)
    size = abs(f.value) * scale.factor  # a whole number in the sentence is not what a fraction was rounded to
    digits = (
        d for d, n in ((_decimals(n), n) for n in said) if n == scale.number(abs(f.value), d) and (d or size >= 1)
    )
    return replace(scale, digits=next(digits, scale.digits))


def headline(f: Finding, lang: Lang) -> tuple[str, str]:
    """Return the large number of a finding and its unit: no number where its sign changes within the range.

    A difference of shares is in points.
    """
    if f.range is not None and sign(*f.range) == AMBIGUOUS:
        return SIGNS[AMBIGUOUS][lang], ""
    scale = match_sentence_scale(f, lang)
    return scale.number(f.value), POINTS[lang] if in_points(f) else scale.unit


def in_points(f: Finding) -> bool:
    """Return whether a finding is about a difference of shares."""
    return f.indicators[0] in DIFFERENCES


def _decimals(number: str) -> int:
    return len(number.partition(".")[2])


def kind(name: str, lang: Lang) -> str:
    """Return the name of a kind of finding."""
    return KINDS[name][lang]


def format_range(f: Finding, lang: Lang, *, estimate: bool = False) -> str:
    """Return the range of a finding, empty where there is one value or where all agree.

    The range is one over defensible definitions, over elasticities at a horizon, or shipped with an estimate.
    """
    if f.range is None or len({scale_of(f.range, f.unit, lang).number(end) for end in f.range}) == 1:
        return ""
    usual = MODELLED if f.status == "simulated" else RANGES[estimate]
    ends = span(*f.range, f.unit, lang)
    if in_points(f):
        ends = ends.replace("%", "") + mark("before_unit", lang) + POINTS[lang]
    return OTHER_RANGES.get(f.id, usual)[lang] + ends


def spread(ctx: Context, id: str, lang: Lang) -> str:
    """Return the range that was shipped with an estimated figure of the last year, empty where there is none."""
    ends, unit = ctx.range(id), indicators()[id].display
    if ends is None:
        return ""
    digits = indicators()[id].digits
    if len({scale_of(ends, unit, lang, digits).number(end) for end in ends}) == 1:
        return ""
    return say("common.wording.range", lang, ends=span(*ends, unit, lang, digits))


def past(reading: Reading, scale: Scale, lang: Lang) -> str:
    """Return what a number was in the first year, empty for a single year."""
    if reading.past is None:
        return ""
    value = scale.number(reading.past) + ("%" if scale.unit == "%" else "")
    return say("common.wording.past", lang, value=value, year=reading.first, turned=reading.turned)


def number_label(id: str, label: Text, lang: Lang) -> str:
    """Return the short label of one of the four numbers."""
    return LABELS.get(id, label)[lang]


def number_unit(id: str, unit: str, lang: Lang) -> str:
    """Return the unit of one of the four numbers, without what its label already says."""
    return message("common.wording.kg")[lang] if id == "s3.carbon_per_gdp" else unit


def on_year(ctx: Context, year: int, lang: Lang) -> str:
    """Return the year of a figure where it is not that of the page."""
    return "" if year == ctx.year else when(year, year)[lang]


def sentences(texts: Sequence[str], lang: Lang) -> str:
    """Return texts as sentences one after the other, those that are empty left out.

    Examples
    --------
    >>> sentences(["7th of 8 economies", "", "shown, not scored."], "en"), sentences(["列第7位", "口径唯一。"], "zh")
    ('7th of 8 economies. Shown, not scored.', '列第7位。口径唯一。')
    """
    return mark("gap", lang).join(add_full_stop(capital(t), lang) for t in texts if t)


def format_place(reading: Reading, lang: Lang) -> str:
    """Return where a figure stands among the peers, empty where there is nothing to compare."""
    where = reading.place[lang]
    return say("common.wording.among", lang, place=where, of=noun(reading.others)) if where else ""


def noun(codes: Iterable[str]) -> str:
    """Return what codes stand for, in English: provinces if all of them do, else economies.

    Examples
    --------
    >>> noun(["CN-GD", "CN-ZJ"]), noun(["CHN", "USA"])
    ('provinces', 'economies')
    """
    return "provinces" if all(region(code).kind == "province" for code in codes) else "economies"


def data(ctx: Context, lang: Lang) -> str:
    """Return the accounts that the brief is based on."""
    w = ctx.w
    return say(
        f"common.wording.{'economies' if w.closed else 'regions'}",
        lang,
        years=years(ctx.years[0], ctx.year, lang),
        R=w.R,
        S=w.S,
        money=unit_name(w.unit, lang),
        source=name_source(w.source, lang) or message("common.wording.no_source"),
    )


def licence(ctx: Context, lang: Lang) -> str:
    """Return under which terms the figures of a brief may be used."""
    name = identify(ctx.w)
    return LICENCE[lang].format(whom=CITED[name][lang]) if name else TERMS[lang]


def methods(ctx: Context, lang: Lang) -> tuple[str, ...]:
    """Return method and limits as short statements."""
    size, span_of_years = f"{ctx.w.R} × {ctx.w.S}", years(ctx.years[0], ctx.year, lang)
    estimate = (ESTIMATE[lang],) if ctx.w.status == "estimated" and not has_published_flows(ctx.w.source) else ()
    return (TABLES[lang].format(size=size, years=span_of_years), *estimate, *LIMITS[lang])


ESTIMATE: Text = message("common.wording.estimate")
TABLES: Text = message("common.wording.tables")
LIMITS: dict[str, list[str]] = message_group("common.wording.limits")
