"""How ``newind simulate`` shows a result."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from newind.cli.output import say, show_table, width
from newind.cli.simulate_words import group, word
from newind.cli.wrapping import wrap_text
from newind.policy.signs import SIGNS, SURE, sign
from newind.questions.abroad import assumption

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newind.cli.simulate_outcome import SimulationReport
    from newind.policy.ranges import Range
    from newind.policy.simulate import Simulation
    from newind.typing import Array

SMALL = 5e-7
"""Parts of real income below this are not shown."""
LEAST = 0.5
"""Changes of government accounts below this, in the unit of the accounts, are not shown."""


def show(o: SimulationReport, lang: str) -> None:
    """Print who gains, why, what it costs and what it does, and what must be known.

    Parameters
    ----------
    o : SimulationReport
        What was found.
    lang : {"en", "zh"}
        Language of names and sentences.
    """
    s = o.simulation
    say(word("title", lang).format(name=name_of(s, lang), year=s.baseline.year, horizon=word(s.horizon, lang)))
    for said in assumption(s.baseline):
        paragraph(said[lang])
    for i in o.explained:
        paragraph(sentence(o, i, lang))
    _gains(o, lang)
    if o.explained:
        _sources(o, lang)
        _parts(o, lang)
        _government(o, lang)
        _six(o, lang)
    _other(o, lang)
    say()
    paragraph(word("limits", lang))
    for line in s.log:
        paragraph(line, "  · ")


def name_of(s: Simulation, lang: str) -> str:
    """Return the title of a package, or its name."""
    return str(dict(s.package.label).get(lang) or s.package.name or word("package", lang))


def paragraph(text: str, mark: str = "") -> None:
    """Print a text in lines as wide as the terminal, the first after a mark."""
    columns = min(shutil.get_terminal_size((100, 24)).columns, 120)
    for k, line in enumerate(wrap_text(text, max(columns, 40) - width(mark))):
        say((mark if k == 0 else " " * width(mark)) + line)


# ---- in words
def sentence(o: SimulationReport, i: int, lang: str) -> str:
    """Return who gains, by how much, why, and what the government pays, in a sentence."""
    said = _change(o, i, lang)
    if o.sources.found is not None and _income(o, i) in SURE:
        size = {k: abs(float(v[i])) for k, v in o.sources.found.components.items() if abs(v[i]) > SMALL}
        if named := [word(k, lang) for k in sorted(size, key=lambda k: -size[k])[:2]]:
            said += word("mainly", lang).format(parts=word("comma", lang).join(named))
    return said + _pays(o, i, lang) + word("stop", lang)


def _pays(o: SimulationReport, i: int, lang: str) -> str:
    """Return what the government pays or gets, where its sign is known."""
    found, unit = o.ranges.get(("bill", "")), o.simulation.baseline.unit
    way = "zero" if found is None else sign(found.low[i], found.high[i], LEAST)
    if found is None or way not in ("positive", "negative"):
        return ""
    low, high = sorted(abs(float(v[i])) for v in (found.low, found.high))
    span = f"{low:,.0f} … {high:,.0f}"
    named = "costs" if way == "positive" else "brings"
    return word(named, lang).format(bill=f"{abs(found.central[i]):,.0f}", span=span, unit=unit)


def percent_sign(found: Range, i: int, digits: int = 3) -> str:
    """Return what a range says about its sign as it is printed: what is printed as zero is zero."""
    return sign(float(found.low[i]), float(found.high[i]), 0.5 * 10.0 ** -(digits + 2))


def _income(o: SimulationReport, i: int) -> str:
    return "unknown" if o.range.found is None else percent_sign(o.range.found, i)


def _span(found: Range, i: int, digits: int = 3) -> str:
    return f"{percent(found.low[i], digits)} … {percent(found.high[i], digits)}"


def _change(o: SimulationReport, i: int, lang: str) -> str:
    """Return by how much a region gains or loses, or that this is ambiguous."""
    s, found, way = o.simulation, o.range.found, _income(o, i)
    code, change = s.baseline.regions.codes[i], float(s.welfare[i])
    span = "" if found is None else _span(found, i)
    named = {"positive": "gain", "negative": "loss", "zero": "nothing", "ambiguous": "perhaps"}.get(way, way)
    amount = f"{abs(change) * s.laboratory.benchmark.final[i]:,.0f} {s.baseline.unit}"
    return word(named, lang).format(code=code, change=percent(abs(change)).lstrip("+"), span=span, amount=amount)


# ---- in tables
def _gains(o: SimulationReport, lang: str) -> None:
    s, found = o.simulation, o.range.found
    say("\n" + word("gains", lang))
    rows = [_gain(o, int(i), lang) for i in np.argsort(-s.welfare, kind="stable")]
    heads = [word("region", lang), word("change", lang), s.baseline.unit, word("range", lang), ""]
    show_table(heads, rows, "<>>>")
    for line in (o.range.why_not,) if found is None else found.failed:
        paragraph(line, "  · ")


def _gain(o: SimulationReport, i: int, lang: str) -> list[str]:
    s = o.simulation
    change, span, way = _format_range(o.range.found, i, lang)
    amount = "–" if change == "–" else money(s.welfare[i] * s.laboratory.benchmark.final[i])
    return [s.baseline.regions.codes[i], change, amount, span, way]


def _format_range(found: Range | None, i: int, lang: str, digits: int = 3) -> list[str]:
    """Return central value, range, and the class of the range where there is no central value to show."""
    if found is None:
        return ["–", "–", SIGNS["unknown"][lang]]
    way = percent_sign(found, i, digits)
    return _cells(percent(found.central[i], digits), _span(found, i, digits), way, lang)


def _cells(central: str, span: str, way: str, lang: str) -> list[str]:
    return [central, span, ""] if way in SURE else ["–", span, SIGNS[way][lang]]


def _sources(o: SimulationReport, lang: str) -> None:
    found = o.sources.found
    say("\n" + word("why", lang))
    if found is None:
        paragraph(o.sources.why_not, "  · ")
        return
    _central_rows(o, {word(k, lang): v for k, v in found.components.items()}, lang)


def _parts(o: SimulationReport, lang: str) -> None:
    found = o.parts.found
    if found is not None and len(found.by_group) < 2:
        return
    say("\n" + word("parts", lang).format(method="–" if found is None else word(found.method, lang)))
    if found is None:
        paragraph(o.parts.why_not, "  · ")
        return
    _central_rows(o, {group(k, lang): v for k, v in found.by_group.items()}, lang)


def _central_rows(o: SimulationReport, parts: dict[str, Array], lang: str) -> None:
    """Print parts of real income in the central case, of regions whose whole has a sign that is sure."""
    shown = [i for i in o.explained if _income(o, i) in SURE]
    codes = o.simulation.baseline.regions.codes
    if left := [codes[i] for i in o.explained if i not in shown]:
        paragraph(word("whole", lang).format(codes=word("list", lang).join(left)))
    if shown:
        rows = [[name, *(percent(v[i]) for i in shown)] for name, v in parts.items() if np.abs(v[shown]).max() > SMALL]
        show_table(["", *(codes[i] for i in shown)], rows, "<" + ">" * len(shown))


def _government(o: SimulationReport, lang: str) -> None:
    say("\n" + word("government", lang).format(unit=o.simulation.baseline.unit))
    for i, code in zip(o.explained, o.codes, strict=True):
        rows = [(word(k, lang), _format_payment(r, i, lang)) for k, r in _select_measures(o, "government", i, LEAST)]
        if bill := o.ranges.get(("bill", "")):
            net = replace(bill, central=-bill.central, low=-bill.high, high=-bill.low)
            rows.append((word("net", lang), _format_payment(net, i, lang)))
        _part_rows(code, rows, lang)


def _format_payment(found: Range, i: int, lang: str) -> list[str]:
    way = sign(float(found.low[i]), float(found.high[i]), LEAST)
    return _cells(money(found.central[i]), f"{money(found.low[i])} … {money(found.high[i])}", way, lang)


def _select_measures(o: SimulationReport, kind: str, i: int, least: float) -> list[tuple[str, Range]]:
    """Return measures of a kind that are something for a region."""
    return [(n, r) for (k, n), r in o.ranges.items() if k == kind and max(abs(r.low[i]), abs(r.high[i])) > least]


def _part_rows(code: str, rows: Iterable[tuple[str, list[str]]], lang: str) -> None:
    show_table([code, word("change", lang), word("range", lang), ""], [[name, *cells] for name, cells in rows], "<>>")


def _six(o: SimulationReport, lang: str) -> None:
    from newind.measures.registry import indicators

    say("\n" + word("six", lang))
    for i, code in zip(o.explained, o.codes, strict=True):
        rows = []
        for c in o.changes:
            change, span, way = _format_range(o.ranges.get(("six", c.id)), i, lang, 2)
            after = "–" if change == "–" else figure(c.after[i])
            rows.append([word(c.topic, lang), figure(c.before[i]), after, change, span, way])
        heads = [code, word("before", lang), word("after", lang), word("change", lang) + " %", word("range", lang), ""]
        show_table(heads, rows, "<>>>>")
    meant = [(c.topic, indicators()[c.id].label[lang], "" if c.unit == "1" else f" ({c.unit})") for c in o.changes]
    colon = word("colon", lang)
    paragraph(word("semicolon", lang).join(f"{word(t, lang)}{colon}{label}{unit}" for t, label, unit in meant))


def _other(o: SimulationReport, lang: str) -> None:
    s, found = o.simulation, o.other.found
    say("\n" + word("output_tax" if s.package.financing == "lump_sum" else "lump_sum", lang))
    if found is None:
        paragraph(o.other.why_not, "  · ")
        return
    codes, spans = s.baseline.regions.codes, o.ranges.get(("other", ""))
    rows = [[codes[i], *_format_range(spans, i, lang)] for i in o.explained or range(s.baseline.R)]
    show_table([word("region", lang), word("change", lang), word("range", lang), ""], rows, "<>>")


# ---- figures
def percent(value: float, digits: int = 3) -> str:
    """Return a fraction as a percentage with its sign.

    Examples
    --------
    >>> percent(0.01234), percent(float("nan")), percent(-1e-9)
    ('+1.234', '–', '0.000')
    """
    if value != value:
        return "–"
    said = f"{100 * value:+.{digits}f}"
    return said if said.strip("+-0.") else said.lstrip("+-")


NOTHING = percent(0.0)


def money(value: float) -> str:
    """Return an amount with its sign, none where it rounds to nothing.

    Examples
    --------
    >>> money(1234.5), money(-0.2)
    ('+1,234', '0')
    """
    return f"{value:+,.0f}" if abs(value) >= LEAST else "0"


def figure(value: float) -> str:
    """Return a figure in four significant digits.

    Examples
    --------
    >>> figure(0.123456), figure(float("nan"))
    ('0.1235', '–')
    """
    return "–" if value != value else f"{value:.4g}"
