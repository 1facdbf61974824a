"""No text leaves its picture: every kind of chart, both languages, as a file with its title and source."""

from __future__ import annotations

import re
import runpy
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree

import numpy as np
import pytest
from test_index_charts import CHARTS, frame as index_frame

from diagrams import DIAGRAMS
from each import check_each
from newind.charts import DRAWN, PAGE, WIDENED, chart, draw
from newind.charts.frame import ChartContext
from newind.charts.gantt import ActionBar, Gantt, TargetMark, gantt
from newind.charts.proofs import Bands, ChangeRanges, ChartRow, Profile, RankRows
from newind.charts.scatter import draw_front
from newind.charts.spans import RankIntervals
from newind.documents.answers import chart_width
from newind.documents.report.picture import picture
from newind.pathways.synergy import OUTCOMES, Synergies
from newind.questions.paths.answers import draw_front as front_of
from newind.questions.paths.roadmaps import load_words
from newind.questions.policies.answers_compared import draw_synergies
from readsvg import LONG, LONG_ZH
from sample import PROOFS

TITLE = {
    "en": "WHOLESALE AND RETAIL TRADE, MANUFACTURE OF WOOD, MACHINES: HOW MUCH OF WHAT HOUSEHOLDS BUY IS MADE ABROAD",
    "zh": "实施“制造业数字化转型、智能化改造”后，各行业增加值率、劳动生产率与OECD成员国平均水平的差距（2022年）",
}
NOTE = {
    "en": "Source: OECD Inter-Country Input-Output Tables, edition 2023; WIOD 2016, World Input-Output Database.",
    "zh": "来源：经济合作与发展组织（OECD）国家间投入产出表2023年版；世界投入产出数据库（WIOD）2016年版。",
}
NAMES = {"en": lambda c: f"{LONG} {c}", "zh": lambda c: f"{LONG_ZH}{c}"}
ROWS = tuple(
    ChartRow(c, v, (v - 20, v + 20), 50.0, {"en": f"{LONG} {c}", "zh": LONG_ZH}) for c, v in [("a", 30), ("b", 70)]
)
SAID = {"en": LONG, "zh": LONG_ZH}
YEARS = tuple(range(2020, 2036))
OTHERS = {
    "spans": ChangeRanges(tuple(replace(r, value=float("nan"), range=(-0.2, 0.1)) for r in ROWS), "1", "higher"),
    "places": RankRows(tuple(replace(r, value=k, range=(1, 3)) for k, r in enumerate(ROWS, 1)), "a", 3),
    "intervals": RankIntervals(tuple(replace(r, value=k, range=(1, 3)) for k, r in enumerate(ROWS, 1)), 3, "a"),
    "profile": Profile(ROWS, SAID, SAID),
    "bands": Bands(YEARS, tuple(y / 2e5 for y in YEARS), ((SAID, (0.0,) * 16, (0.02,) * 16),), 2024, "1",
                   {"middle": SAID, "beside": SAID}, (0.015,) * 16),
}  # fmt: skip
"""Charts of findings of an index, of policies and of paths, each with long words."""
KINDS = {f"{type(p).__name__} {name}": p for name, p in (PROOFS | DIAGRAMS | OTHERS).items()}


def sized(css: str) -> tuple[float, bool]:
    """Return the size of a text and whether it is bold, by its classes."""
    of = set(css.split())
    size = 14 if "title" in of else 12
    return size, bool({"title", "me", "strong"} & of)


def moved(transform: str) -> tuple[float, float]:
    found = re.search(r"translate\(([-\d.]+)[ ,]([-\d.]+)\)", transform)
    return (float(found[1]), float(found[2])) if found else (0.0, 0.0)


def outside(element, room, at=(0.0, 0.0)):
    """Return the texts below an element that reach out of a room; of slanted ones only where they begin."""
    dx, dy = moved(element.get("transform", ""))
    at = at[0] + dx, at[1] + dy
    found = []
    for child in element:
        if not child.tag.endswith("text"):
            found += outside(child, room, at)
            continue
        size, bold = sized(child.get("class", ""))
        said = "".join(child.itertext()).removeprefix(next((t.text for t in child if t.tag.endswith("title")), ""))
        wide = 0.0 if "rotate" in child.get("transform", "") else draw.width(said, size, bold=bold)
        left = (
            at[0]
            + float(child.get("x"))
            - wide * {"start": 0, "middle": 0.5, "end": 1}[child.get("text-anchor", "start")]
        )
        base = at[1] + float(child.get("y"))
        if left < -0.6 or left + wide > room[0] + 0.6 or base - 0.8 * size < -0.6 or base > room[1] + 0.6:
            found.append((said, round(left, 1), round(left + wide, 1), base, room))
    return found


def astray(svg: str, lang: str):
    root = ElementTree.fromstring(picture(svg, TITLE[lang], NOTE[lang], lang=lang))
    return outside(root, [float(v) for v in root.get("viewBox").split()[2:]])


def test_every_kind_of_the_registry_is_drawn_here():
    assert {*DRAWN, *WIDENED} <= {type(p) for p in KINDS.values()}


@check_each("lang", ["en", "zh"])
@check_each("name", KINDS)
def test_no_text_leaves_the_picture(name, lang):
    proof = KINDS[name]
    for wide in (draw.WIDTH, PAGE) if type(proof) in WIDENED else (draw.WIDTH,):
        assert astray(chart(proof, NAMES[lang], lang, TITLE[lang], "1", wide), lang) == []


@check_each("lang", ["en", "zh"])
@check_each("count", [1, 2, 8, 20])
def test_no_text_leaves_the_picture_of_synergies(count, lang):
    names = tuple(f"policy-{k}" for k in range(count))
    alone = np.full((count, len(OUTCOMES)), 0.01)
    together = np.full((count, count, len(OUTCOMES)), -1.5)
    found = Synergies(names, "CHN", 2011, "medium", alone, together, {}, together[None], {})
    proof = draw_synergies(found, dict.fromkeys(names, SAID))
    assert astray(chart(proof, str, lang, TITLE[lang], "s", chart_width(proof)), lang) == []


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_text_leaves_the_picture_of_a_roadmap(lang):
    statuses = load_words()["values"]["status"]
    marks = tuple(TargetMark(SAID, (2026, 2035), (s, s)) for s in statuses)
    bars = ActionBar(SAID, 2026, 2028, None, SAID), ActionBar(SAID, 2034, 2035, 2035, SAID)
    roadmap = Gantt(bars, marks, (2025, 2035), statuses)
    assert astray(gantt(roadmap, ChartContext(str, lang, TITLE[lang], "r")), lang) == []


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("goals", [("real_income",), ("real_income", "cumulative_co2")])
def test_no_text_leaves_the_picture_of_a_front(goals, lang):
    points = [
        SimpleNamespace(figures={"real_income": v, "cumulative_co2": -v, "bill": v / 3}) for v in (0.0, 0.01, 0.02)
    ]
    front, aims = points[1:], SimpleNamespace(goals=goals)
    for chosen in front:
        found = SimpleNamespace(
            aims=aims, nothing=points[0], tried=points, front=front, chosen=chosen, request={"until": 2035}
        )
        assert astray(draw_front(front_of(found), ChartContext(str, lang, TITLE[lang])), lang) == []


@check_each("lang", ["en", "zh"])
@check_each("name", CHARTS)
def test_no_text_leaves_the_picture_of_an_index(name, lang):
    assert astray(CHARTS[name](index_frame(lang, NAMES[lang])), lang) == []


@pytest.mark.parametrize("text", [*TITLE.values(), *NOTE.values()])
@pytest.mark.parametrize("bold", [False, True])
def test_the_widths_reckoned_with_are_no_narrower_than_a_wide_font(text, bold):
    """Against advance widths of DejaVu Sans, the widest of the usual fonts; its bold from ``fontTools``."""
    fonts = pytest.importorskip("fontTools.ttLib")

    file = Path("/usr/share/fonts/truetype/dejavu") / ("DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf")
    if not file.exists():
        pytest.skip("no DejaVu Sans")
    font = fonts.TTFont(file)
    names, advance, em = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
    real = sum(1.0 if ord(c) > 0x2E7F else advance[names[ord(c)]][0] / em for c in text)
    assert draw.width(text, 1.0, bold=bold) >= real


def test_the_table_of_widths_is_the_measured_one(monkeypatch):
    pytest.importorskip("fontTools.ttLib")
    tool = runpy.run_path(str(Path(__file__).parents[2] / "tools/glyphwidths.py"))
    if not all((tool["FONTS"] / file).exists() for files in tool["FACES"].values() for file in files):
        pytest.skip("no DejaVu Sans, or no Liberation Sans")
    monkeypatch.setattr(sys, "argv", ["glyphwidths.py", "--check"])
    assert tool["main"]() == 0


def test_letters_with_marks_are_as_wide_as_without_and_the_unknown_as_chinese():
    assert draw.width("é", 1.0) == draw.width("e", 1.0)
    assert draw.width("Ж", 1.0) == draw.width("中", 1.0) == 1.0
