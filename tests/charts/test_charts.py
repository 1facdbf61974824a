"""Charts: places follow figures, texts stay inside, labels keep apart, nothing breaks on missing figures."""

from __future__ import annotations

import itertools
import math
import re
from dataclasses import replace
from xml.etree import ElementTree

from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from each import check_each
from newind.charts import chart, draw
from newind.charts.proofs import AreaStack, Bars, ChartRow, DotRanking, Lines, PartnerBars, Segments, SlopeChart
from sample import NAMES, PROOFS

NAN = float("nan")
LONG = "Another economy whose name is far too long for any column"


def drawn(proof, lang="en", names=None, key="1"):
    return chart(proof, names or (lambda c: NAMES[lang].get(c, c)), lang, "What it shows", key)


def parsed(proof, **kw):
    return ElementTree.fromstring(drawn(proof, **kw))


def marks(root, tag, css):
    return [e for e in root.iter(tag) if css in e.get("class", "").split()]


def box(root):
    return [float(v) for v in root.get("viewBox").split()]


def place(text):
    """Return the ends of a text on the chart, by the widths that the charts themselves reckon with."""
    size = 11 if "ax" in text.get("class", "") else 12
    words = "".join(text.itertext()) if text.find("title") is None else text.find("title").tail
    wide = draw.width(words, size, bold="me" in text.get("class", "").split())
    start = float(text.get("x")) - {"start": 0, "middle": wide / 2, "end": wide}[text.get("text-anchor", "start")]
    return start, start + wide


@check_each("lang", ["en", "zh"])
@check_each("name", PROOFS)
class TestEveryChart:
    def test_is_named_and_one_column_wide(self, name, lang):
        root = parsed(PROOFS[name], lang=lang)
        assert root.get("role") == "img"
        assert root.get("aria-label").startswith("What it shows")
        assert re.search(r"\d", root.get("aria-label"))
        assert box(root)[:3] == [0, 0, 300]

    def test_is_the_same_every_time(self, name, lang):
        assert drawn(PROOFS[name], lang) == drawn(PROOFS[name], lang)

    def test_leaves_colour_to_the_page(self, name, lang):
        assert not re.search(r"#[0-9a-fA-F]{3,6}\b|rgb|style=", drawn(PROOFS[name], lang).replace("url(#", "url("))

    def test_keeps_texts_inside_even_with_long_names(self, name, lang):
        for names in (None, lambda c: LONG, lambda c: "名称很长的一个经济体或者行业的全称"):
            root = parsed(PROOFS[name], lang=lang, names=names)
            height = box(root)[3]
            for text in root.iter("text"):
                start, end = place(text)
                assert start >= -1, "".join(text.itertext())
                assert end <= 301, "".join(text.itertext())
                assert 8 <= float(text.get("y")) <= height

    def test_escapes_names(self, name, lang):
        hostile = '"><script>alert(1)</script>&'
        assert "<script" not in drawn(PROOFS[name], lang, names=lambda c: hostile)
        parsed(PROOFS[name], lang=lang, names=lambda c: hostile)


@check_each(
    "proof",
    [
        DotRanking((), "A", "1"),
        DotRanking((ChartRow("A", NAN), ChartRow("B", NAN)), "A", "1"),
        DotRanking((ChartRow("A", 0.0),), "A", "Mt"),
        Bars((), "A", "1"),
        Bars((ChartRow("A", 0.0), ChartRow("B", -2.0)), "A", "Mt"),
        Lines((2000,), {"A": (1.0,)}, "A", "1"),
        Lines((2000, 2001), {"A": (NAN, NAN), "B": (0.0, 0.0)}, "A", "1", band=("A", "B")),
        SlopeChart((2000, 2011), {"A": (NAN, 1.0)}, "A", "1"),
        Segments((), "1"),
        PartnerBars((ChartRow("A", 0.0),), "Mt", {"en": "in", "zh": "入"}, {"en": "out", "zh": "出"}),
        AreaStack((2000, 2001), {"A": (NAN, 0.0)}, "1", {}),
    ],
    ids=lambda p: type(p).__name__,
)
def test_missing_and_zero_figures_break_nothing(proof):
    assert "nan" not in drawn(proof).lower()
    parsed(proof)


def test_dots_stand_where_their_figures_are():
    values = [0.7, 0.5, 0.42, 0.31]
    root = parsed(DotRanking(tuple(ChartRow(c, v) for c, v in zip("ABCD", values, strict=True)), "B", "1"))
    at = [float(c.get("cx")) for c in marks(root, "circle", "dot")]
    assert_allclose((at[0] - at[1]) / (at[0] - at[3]), (0.7 - 0.5) / (0.7 - 0.31), atol=2e-3)
    assert len(marks(root, "circle", "me")) == 1
    assert len(marks(root, "rect", "hl")) == 1


def test_a_range_spans_its_ends_and_no_range_draws_no_bar():
    root = parsed(DotRanking((ChartRow("A", 0.5, (0.4, 0.8)), ChartRow("B", 0.4), ChartRow("C", 0.8)), "A", "1"))
    (bar,) = marks(root, "line", "range")
    dots = [float(c.get("cx")) for c in marks(root, "circle", "dot")]
    assert_allclose([float(bar.get("x1")), float(bar.get("x2"))], [dots[1], dots[2]], atol=0.11)


def test_bars_begin_at_zero_and_parts_add_up():
    root = parsed(Bars((ChartRow("A", 0.4, other=0.1), ChartRow("B", 0.2, other=0.2)), "A", "1"))
    wide = [float(r.get("width")) for r in root.iter("rect") if "fill" in r.get("class").split()]
    assert_allclose(wide[0] / (wide[0] + wide[1] + 0.8), 0.25, atol=3e-3)
    assert_allclose(wide[2] / (wide[0] + wide[1] + 0.8), 0.5, atol=3e-3)


def test_bars_below_zero_run_to_the_left():
    root = parsed(Bars((ChartRow("A", 10.0), ChartRow("B", -5.0)), "A", "Mt"))
    up, down = [r for r in root.iter("rect") if "fill" in r.get("class").split()]
    zero = float(marks(root, "line", "base")[0].get("x1"))
    assert_allclose(float(up.get("x")), zero, atol=0.11)
    assert_allclose(float(down.get("x")) + float(down.get("width")), zero, atol=0.11)
    assert_allclose(float(up.get("width")), 2 * float(down.get("width")), atol=0.2)


def test_both_sides_share_one_scale():
    root = parsed(PROOFS["two-sided"])
    out = [float(r.get("width")) for r in marks(root, "rect", "fill") if "second" not in r.get("class")]
    back = [float(r.get("width")) for r in marks(root, "rect", "second")]
    assert_allclose(out[0] / back[0], 291 / 29, rtol=0.01)


def test_segments_share_out_the_bar_and_hatch_what_is_not_named():
    root = parsed(PROOFS["segments"], key="7")
    bars = [r for r in root.iter("rect") if r.get("height") == "26"]
    assert_allclose([float(b.get("width")) + 1.5 for b in bars], [294 * s for s in (0.5, 0.24, 0.26)], atol=0.11)
    assert bars[2].get("fill") == "url(#hatch-7)"
    assert root.find(".//pattern").get("id") == "hatch-7"


def test_a_year_that_is_not_known_cuts_the_line():
    whole = Lines((1, 2, 3, 4, 5), {"A": (0.1, 0.2, 0.3, 0.2, 0.1)}, "A", "1")
    cut = replace(whole, series={"A": (0.1, 0.2, NAN, 0.2, 0.1)})
    assert len(marks(parsed(whole), "path", "ln")) == 1
    assert len(marks(parsed(cut), "path", "ln")) == 2


def test_lines_end_with_their_names_apart_from_each_other():
    series = {c: (0.2, 0.3 + i / 1000) for i, c in enumerate("ABCDE")}
    root = parsed(Lines((2000, 2011), series, "C", "1"))
    heights = sorted(float(t.get("y")) for t in marks(root, "text", "lb"))
    assert len(heights) == 5
    assert min(b - a for a, b in itertools.pairwise(heights)) > 12
    assert [t.text for t in marks(root, "text", "me")] == ["C 30.2"]


def test_a_stacked_axis_that_starts_above_zero_says_so():
    assert "axis from 70%" in drawn(PROOFS["stacked"])
    assert "纵轴自70%起" in drawn(PROOFS["stacked"], "zh")
    low = AreaStack((2000, 2001), {"a": (0.3, 0.2), "b": (0.7, 0.8)}, "1", {})
    assert "axis from" not in drawn(low)


def test_chinese_figures_are_scaled_to_their_own_units():
    assert "亿吨" in drawn(PROOFS["two-sided"], "zh")
    assert "2.91" in drawn(PROOFS["two-sided"], "zh")


@given(
    st.lists(st.floats(0, 150), min_size=1, max_size=8),
    st.floats(1, 30),
)
def test_labels_move_apart_keep_their_order_and_stay_inside(places, gap):
    found = draw.spread(places, gap, 0.0, 150.0)
    kept = min(gap, 150.0 / max(len(places) - 1, 1))
    pairs = sorted(zip(places, found, strict=True))
    ends = sorted(found)
    assert all(b - a >= kept - 1e-6 for a, b in itertools.pairwise(ends))
    assert all(a[1] < b[1] for a, b in itertools.pairwise(pairs) if b[0] - a[0] > 1e-9)
    assert -1e-6 <= ends[0] <= ends[-1] <= 150 + 1e-6


def test_labels_that_are_apart_stay_where_they_are():
    assert draw.spread([10.0, 60.0, 35.0], 13.0, 0.0, 100.0) == [10.0, 60.0, 35.0]


@given(st.floats(-1e4, 1e4), st.floats(1e-3, 1e4), st.integers(2, 6))
def test_ticks_are_round_even_and_inside(low, span, most):
    found = draw.ticks(low, low + span, most)
    assert len(found) <= most
    assert all(low - 1e-6 * span <= t <= low + span + 1e-6 * span for t in found)
    steps = {round((b - a) / span, 6) for a, b in itertools.pairwise(found)}
    assert len(steps) <= 1


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=9))
def test_every_figure_lies_on_its_scale(values):
    low, high = draw.domain(values)
    assert low < high
    assert all(low <= v <= high for v in values)
    assert math.isfinite(low)
    assert math.isfinite(high)
