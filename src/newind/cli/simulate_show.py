"""How ``newind simulate`` shows a result."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import numpy as np

from newind.cli.inputs import assumption
from newind.cli.output import say, show_table, width
from newind.cli.simulate_words import group, word
from newind.cli.wrapping import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from newind.cli.simulate_outcome import Outcome
    from newind.policy.ranges import Range
    from newind.policy.simulate import Simulation
    from newind.typing import Array

SMALL = 5e-7
"""Parts of real income below this are not shown."""
LEAST = 0.5
"""Changes of government accounts below this, in the unit of the accounts, are not shown."""


def show(o: Outcome, lang: str) -> None:
    """Print who gains, why, what it costs and what it does, and what must be known.

    Parameters
    ----------
    o : Outcome
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
    return str(dict(s.package.label).get(lang) or s.package.name or word("package", lang))  # type: ignore[call-overload]


def paragraph(text: str, mark: str = "") -> None:
    """Print a text in lines as wide as the terminal, the first after a mark."""
    columns = min(shutil.get_terminal_size((100, 24)).columns, 120)
    for k, line in enumerate(wrapped(text, max(columns, 40) - width(mark))):
        say((mark if k == 0 else " " * width(mark)) + line)


# ---- in words
def sentence(o: Outcome, i: int, lang: str) -> str:
    """Return who gains, by how much, why, and what the government pays, in a sentence."""
    s = o.simulation
    said = _change(o, i, lang)
    sources = {} if o.sources.found is None else o.sources.found.components
    largest = sorted((k for k in sources if abs(sources[k][i]) > SMALL), key=lambda k: -abs(sources[k][i]))[:2]
    if largest:
        named = word("comma", lang).join(f"{word(k, lang)} {percent(sources[k][i])}" for k in largest)
        sure = o.range.found is not None and bool(o.range.found.sure[i])
        said += word("mainly" if sure else "central", lang).format(parts=named)
    bill, unit = float(s.bill[i]), s.baseline.unit
    if abs(bill) > LEAST:
        said += word("costs" if bill > 0 else "brings", lang).format(bill=f"{abs(bill):,.0f}", unit=unit)
    return said + word("stop", lang)


def _change(o: Outcome, i: int, lang: str) -> str:
    """Return by how much a region gains or loses, or that this is not sure."""
    s, found = o.simulation, o.range.found
    code, change = s.baseline.regions.codes[i], float(s.welfare[i])
    span = "" if found is None else f"{percent(found.low[i])} … {percent(found.high[i])}"
    if found is None or not found.sure[i]:
        return word("perhaps", lang).format(code=code, span=span or percent(change))
    if percent(change) == NOTHING:
        return word("nothing", lang).format(code=code)
    named = "gain" if change > 0 else "loss"
    amount = f"{abs(change) * s.laboratory.benchmark.final[i]:,.0f} {s.baseline.unit}"
    return word(named, lang).format(code=code, change=percent(abs(change)).lstrip("+"), span=span, amount=amount)


# ---- in tables
def _gains(o: Outcome, lang: str) -> None:
    s, found = o.simulation, o.range.found
    say("\n" + word("gains", lang))
    rows = [_gain(s, found, int(i), lang) for i in np.argsort(-s.welfare, kind="stable")]
    heads = [word("region", lang), word("change", lang), s.baseline.unit, word("range", lang), ""]
    show_table(heads, rows, "<>>>")
    for line in (o.range.why_not,) if found is None else found.failed:
        paragraph(line, "  · ")


def _gain(s: Simulation, found: Range | None, i: int, lang: str) -> list[str]:
    sure = found is not None and bool(found.sure[i])
    span = "–" if found is None else f"{percent(found.low[i])} … {percent(found.high[i])}"
    amount = money(s.welfare[i] * s.laboratory.benchmark.final[i]) if sure else "–"
    change = percent(s.welfare[i]) if sure else "–"
    return [s.baseline.regions.codes[i], change, amount, span, "" if sure else word("unsure", lang)]


def _sources(o: Outcome, lang: str) -> None:
    say("\n" + word("why", lang))
    if o.sources.found is None:
        paragraph(o.sources.why_not, "  · ")
    else:
        _by_part(o, {word(k, lang): v for k, v in o.sources.found.components.items()})


def _parts(o: Outcome, lang: str) -> None:
    found = o.parts.found
    if found is not None and len(found.by_group) < 2:
        return
    say("\n" + word("parts", lang).format(method="–" if found is None else word(found.method, lang)))
    if found is None:
        paragraph(o.parts.why_not, "  · ")
    else:
        _by_part(o, {group(k, lang): v for k, v in found.by_group.items()})


def _by_part(o: Outcome, parts: Mapping[str, Array]) -> None:
    _table(o, [(k, [percent(v[i]) for i in o.explained]) for k, v in _kept(o, parts, SMALL)])


def _government(o: Outcome, lang: str) -> None:
    s = o.simulation
    say("\n" + word("government", lang).format(unit=s.baseline.unit))
    moved = {k: v - o.before[k] for k, v in s.government.items()}
    rows = [(word(k, lang), [money(v[i]) for i in o.explained]) for k, v in _kept(o, moved, LEAST)]
    _table(o, [*rows, (word("net", lang), [money(-s.bill[i]) for i in o.explained])])


def _kept(o: Outcome, parts: Mapping[str, Array], least: float) -> list[tuple[str, Array]]:
    """Return parts that are something for one of the regions to explain."""
    return [(k, v) for k, v in parts.items() if np.abs(v[list(o.explained)]).max() > least]


def _table(o: Outcome, rows: Iterable[tuple[str, list[str]]]) -> None:
    show_table(["", *o.codes], [[name, *cells] for name, cells in rows], "<" + ">" * len(o.codes))


def _six(o: Outcome, lang: str) -> None:
    from newind.systems.registry import indicators

    say("\n" + word("six", lang))
    for i, code in zip(o.explained, o.codes, strict=True):
        rows = [
            [word(c.topic, lang), figure(c.before[i]), figure(c.after[i]), percent(c.relative[i], 2)] for c in o.changes
        ]
        show_table([code, word("before", lang), word("after", lang), word("change", lang) + " %"], rows, "<>>>")
    meant = [(c.topic, indicators()[c.id].label[lang], "" if c.unit == "1" else f" ({c.unit})") for c in o.changes]
    colon = word("colon", lang)
    paragraph(word("semicolon", lang).join(f"{word(t, lang)}{colon}{label}{unit}" for t, label, unit in meant))


def _other(o: Outcome, lang: str) -> None:
    s, found = o.simulation, o.other.found
    say("\n" + word("output_tax" if s.package.financing == "lump_sum" else "lump_sum", lang))
    if found is None:
        paragraph(o.other.why_not, "  · ")
        return
    rows = [[s.baseline.regions.codes[i], percent(found.welfare[i])] for i in o.explained or range(s.baseline.R)]
    show_table([word("region", lang), word("change", lang)], rows, "<>")


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
