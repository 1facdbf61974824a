"""A chart as a file of its own: its style inside, both themes, and colours that programs without variables read too."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from typing import TYPE_CHECKING

from newind.charts import draw
from newind.charts.draw import lines
from newind.documents.html import environment
from newind.errors import unknown

if TYPE_CHECKING:
    from pathlib import Path

STYLES = ("tokens.css", "charts.css", "index.css")
SIDE = 14.0
"""Space around the chart."""
SCALE, WIDE_SCALE = 2.0, 1.5
"""Pixels a unit, for charts one column wide and wider ones."""
TITLE, NOTE = 14.0, 12.0
BOX = re.compile(r'<svg class="ch" viewBox="0 0 ([\d.]+) ([\d.]+)"([^>]*)>(.*)</svg>', re.DOTALL)
VARIABLE = re.compile(r"--([\w-]+):\s*([^;]+);")
RULE = re.compile(r"[^{}]+\{[^{}]*\}")
TOPIC = re.compile(r"((?:\.t-\w+,? ?)+)\{([^{}]*)\}")
PAPER = ".ch .paper { fill: var(--card); } .ch text.title { font-size: 14px; font-weight: 700; fill: var(--ink); }"
USED = re.compile(r"var\(--([\w-]+)\)")
DARK = re.compile(r"@media screen and \(prefers-color-scheme: dark\) \{ :root \{(.*?)\}\s*\}", re.DOTALL)


def picture(svg: str, title: str, note: str = "", topic: str = "index", lang: str = "en", side: float = SIDE) -> str:
    """Return a chart as a self-contained SVG file.

    Parameters
    ----------
    svg : str
        A chart as :mod:`newind.charts` draws it.
    title : str
        What it shows, as a sentence; stands above it.
    note : str
        Where it comes from; stands below it.
    topic : str
        Whose hue it wears: people, quality, innovation, green, digital, open, s1 to s4, index.
    lang : {"en", "zh"}
    side : float
        Space around the chart.

    Returns
    -------
    str
        The same chart gives the same bytes.

    Raises
    ------
    ValueError
        For what is no chart.
    """
    found = BOX.fullmatch(svg)
    if found is None:
        raise ValueError("not a chart of newind.charts")
    wide, high = float(found[1]), float(found[2])
    titles, notes = lines(title, wide, TITLE, bold=True), lines(note, wide, NOTE)
    above = 18.0 * len(titles) + 8 if titles else 0.0
    below = 15.0 * len(notes) + 8 if notes else 0.0
    whole = wide + 2 * side, above + high + below + 2 * side
    head = [draw.text(side, side + 12 + 18 * k, t, "title") for k, t in enumerate(titles)]
    foot = [draw.text(side, side + above + high + 17 + 15 * k, t, "ax") for k, t in enumerate(notes)]
    tongue = "zh-Hans" if lang == "zh" else lang
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="ch t-{escape(topic)}" lang="{tongue}" '
        f'viewBox="0 0 {draw.n(whole[0])} {draw.n(whole[1])}" width="{_pixels(whole[0], wide)}" '
        f'height="{_pixels(whole[1], wide)}"{found[3]}><style>{style(topic)}</style>'
        f'<rect class="paper" width="100%" height="100%"/>{"".join(head)}'
        f'<g transform="translate({draw.n(side)} {draw.n(side + above)})">{found[4]}</g>{"".join(foot)}</svg>\n'
    )


def write_picture(path: Path, svg: str, title: str, note: str = "", lang: str = "en") -> None:
    """Write a chart as a self-contained SVG file."""
    path.write_text(picture(svg, title, note, lang=lang), encoding="utf-8", newline="\n")


def _pixels(units: float, wide: float) -> str:
    return f"{units * (SCALE if wide <= draw.WIDTH else WIDE_SCALE):.0f}"


@cache
def style(topic: str = "index") -> str:
    """Return the style sheet of a chart in a file: light, and dark where the reader's system is.

    Raises
    ------
    UnknownNameError
        For a topic that there is not.
    """
    css = "".join(environment().get_template(name).render() for name in STYLES)
    light, dark = DARK.sub("", css), "".join(DARK.findall(css))
    values = dict(VARIABLE.findall(light)) | _hues(light, topic)
    rules = [rule.strip() for rule in RULE.findall(light) if rule.strip().startswith(".ch ")]
    kept = [rule for rule in rules if not rule.startswith(".ch {")] + [PAPER]
    resolved = (_resolve_variables("".join(kept), v) for v in (values, values | dict(VARIABLE.findall(dark))))
    return "{}@media (prefers-color-scheme: dark) {{{}}}".format(*resolved)


def _hues(css: str, topic: str) -> dict[str, str]:
    """Return the variables of a topic."""
    found = {name: body for names, body in TOPIC.findall(css) for name in re.findall(r"\.t-(\w+)", names)}
    if topic not in found:
        raise unknown("topic", topic, found, f"Topics are {', '.join(found)}.")
    return dict(VARIABLE.findall(found[topic]))


def _resolve_variables(css: str, values: dict[str, str]) -> str:
    """Return a style sheet with variables replaced by what they stand for."""
    while USED.search(css):
        css = USED.sub(lambda m: values[m[1]], css)
    return css
