"""Charts of an index: places follow figures, texts stay inside, grades lie behind, files stand on their own."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, strategies as st

from each import check_each
from newind.charts import courses, draw, heat, spans
from newind.charts.frame import ChartContext
from newind.charts.proofs import ChartRow
from newind.documents.report.picture import picture, style
from newind.errors import UnknownNameError
from newind.index.coupling import grade_names

NAN = float("nan")
LONG = "Another economy whose name is far too long for any column"
PARTS = tuple(
    {"en": en, "zh": zh}
    for en, zh in (
        ("People first", "以人为本"),
        ("Independent innovation", "自主创新"),
        ("Green and low-carbon", "绿色低碳"),
    )
)
YEARS = tuple(range(2000, 2010))
SERIES = {"A": tuple(0.5 + 0.03 * k for k in range(10)), "B": (0.4,) * 4 + (NAN,) + (0.45,) * 5, "C": (0.61,) * 10}
GRADES = tuple((g["from"], {"en": g["en"], "zh": g["zh"]}) for g in grade_names())
ROWS = (ChartRow("A", 1, (1, 2), 1), ChartRow("B", 3, (2, 3), 2.5), ChartRow("C", 2, (1, 3), 2))
CHARTS = {
    "ranks": lambda f: spans.intervals(spans.RankIntervals(ROWS, 3, "B"), f),
    "ranks of no one": lambda f: spans.intervals(spans.RankIntervals(ROWS, 3), f),
    "radar": lambda f: courses.radar(
        courses.Radar(PARTS, {"A": (10.0, 50.0, 90.0), "B": (80.0, NAN, 20.0)}, "A", (40.0, 50.0, 60.0)), f
    ),
    "heat": lambda f: heat.heat(heat.HeatMap(PARTS, {"A": (0.0, 55.0, 100.0), "B": (NAN, 20.0, 61.0)}, "A", 1), f),
    "wide heat": lambda f: heat.heat(heat.HeatMap(PARTS, {"A": (0.0, 55.0, 100.0)}, "A"), f, heat.WIDE),
    "scores": lambda f: courses.courses(
        courses.GradeLines(YEARS, SERIES, ("A",), ("B",), spans={"A": tuple((v - 0.1, v + 0.1) for v in SERIES["A"])}),
        f,
    ),
    "coordination": lambda f: courses.courses(
        courses.GradeLines(YEARS, SERIES, ("A",), ("B", "C"), GRADES, digits=2), f
    ),
    "wide coordination": lambda f: courses.courses(
        courses.GradeLines(YEARS, SERIES, ("A",), (), GRADES, digits=2), f, courses.WIDE
    ),
}


def frame(lang="en", names=None):
    return ChartContext(
        names or (lambda c: {"A": "Germany", "B": "China", "C": "Mexico"}.get(c, c)), lang, "What it shows"
    )


def parsed(name, **kw):
    return ElementTree.fromstring(CHARTS[name](frame(**kw)))


def marks(root, tag, css):
    return [e for e in root.iter(tag) if css in e.get("class", "").split()]


def words(text):
    return "".join(text.itertext()) if text.find("title") is None else text.find("title").tail


def place(text):
    """Return the ends of a text, by the widths that the charts reckon with."""
    size = 11 if "ax" in text.get("class", "") else 12
    wide = draw.width(words(text), size, bold="me" in text.get("class", "").split())
    start = float(text.get("x")) - {"start": 0, "middle": wide / 2, "end": wide}[text.get("text-anchor", "start")]
    return start, start + wide


@check_each("lang", ["en", "zh"])
@check_each("name", CHARTS)
class TestEveryChart:
    def test_is_named_with_its_figures(self, name, lang):
        root = parsed(name, lang=lang)
        assert root.get("role") == "img"
        assert root.get("aria-label").startswith("What it shows")
        assert re.search(r"\d", root.get("aria-label"))
        assert "Germany" in root.get("aria-label")

    def test_is_the_same_every_time_and_leaves_colour_to_the_page(self, name, lang):
        drawn = CHARTS[name](frame(lang))
        assert drawn == CHARTS[name](frame(lang))
        assert not re.search(r"#[0-9a-fA-F]{3,6}\b|rgb|style=", drawn)
        assert "nan" not in drawn

    def test_keeps_texts_inside_even_with_long_names(self, name, lang):
        for names in (None, lambda c: LONG, lambda c: "名称很长的一个经济体或者行业的全称"):
            root = parsed(name, lang=lang, names=names)
            wide, high = (float(v) for v in root.get("viewBox").split()[2:])
            for text in root.iter("text"):
                assert 7 <= float(text.get("y")) <= high
                if text.get("transform") is None:
                    start, end = place(text)
                    assert start >= -1, words(text)
                    assert end <= wide + 1, words(text)

    def test_escapes_names(self, name, lang):
        hostile = '"><script>alert(1)</script>&'
        drawn = CHARTS[name](frame(lang, lambda c: hostile))
        assert "<script" not in drawn
        ElementTree.fromstring(drawn)

    def test_is_a_file_of_its_own(self, name, lang):
        text = picture(CHARTS[name](frame(lang)), "A title <of> it", "From here", lang=lang)
        root = ElementTree.fromstring(text.encode())
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert "var(" not in text
        assert "prefers-color-scheme: dark" in text
        assert not re.search(r"(?:href|src|url)\s*[=(]", text)
        assert root.get("aria-label").startswith("What it shows")
        assert "A title" in "".join(root.itertext())


# ---- rank intervals
def test_ranks_run_from_the_left_and_rows_by_rank():
    root = parsed("ranks of no one")
    dots = [float(d.get("cx")) for d in marks(root, "circle", "dot")][1:]  # the first is of the legend
    assert dots == sorted(dots)
    names = [words(t) for t in marks(root, "text", "lb") if words(t) in ("Germany", "China", "Mexico")]
    assert names == ["Germany", "Mexico", "China"]


def test_a_bar_spans_its_interval_and_the_tick_is_the_median():
    root = parsed("ranks of no one")
    dots = [float(d.get("cx")) for d in marks(root, "circle", "dot")][1:]
    bars = [(float(b.get("x1")), float(b.get("x2"))) for b in marks(root, "line", "range")][1:]
    one = (dots[-1] - dots[0]) / 2
    assert [round((b - a) / one) for a, b in bars] == [1, 2, 1]
    ticks = [float(t.get("x1")) for t in marks(root, "line", "median")][1:]
    assert ticks[2] == pytest.approx(dots[0] + 1.5 * one, abs=0.2)


def test_an_interval_of_one_place_has_no_bar():
    drawn = spans.intervals(spans.RankIntervals((ChartRow("A", 1, (1, 1), 1), ChartRow("B", 2, (2, 2), 2)), 2), frame())
    assert len(marks(ElementTree.fromstring(drawn), "line", "range")) == 1  # that of the legend


@given(st.integers(1, 400))
def test_an_axis_of_ranks_names_the_first_and_the_last(of):
    places = spans.select_ticks(of)
    assert (places[0], places[-1]) == (1, of)
    assert list(places) == sorted(set(places))
    assert len(places) <= spans.MOST_TICKS + 1


# ---- radar
def test_a_shape_reaches_as_far_as_its_scores():
    root = parsed("radar")
    tips = [(float(d.get("cx")), float(d.get("cy"))) for d in marks(root, "circle", "tip")]
    middle = tips[0][1] + 0.1 * courses.SIZE
    assert tips[0][0] == draw.WIDTH / 2
    reach = [((x - draw.WIDTH / 2) ** 2 + (y - middle) ** 2) ** 0.5 / courses.SIZE for x, y in tips]
    assert reach == pytest.approx([0.1, 0.5, 0.9], abs=0.01)


def test_an_unknown_score_leaves_its_shape_open():
    other = [p.get("d") for p in marks(parsed("radar"), "path", "other0")]
    assert len(other) == 1
    assert not other[0].endswith("Z")


def test_two_parts_have_no_shape():
    with pytest.raises(ValueError, match="2 parts have no shape; draw 3 or more"):
        courses.radar(courses.Radar(PARTS[:2], {"A": (1.0, 2.0)}, "A"), frame())


# ---- heat map
def test_the_number_stands_in_its_cell_and_darker_is_higher():
    root = parsed("heat")
    cells = [(c.get("class").split()[1], float(c.get("x")), float(c.get("width"))) for c in marks(root, "rect", "heat")]
    assert [c for c, _, _ in cells[:5]] == ["h1", "h3", "h5", "h2", "h4"]
    numbers = marks(root, "text", "num")
    assert [words(t) for t in numbers] == ["0", "55", "100", "20", "61"]
    for (_, x, wide), text in zip(cells, numbers, strict=False):
        start, end = place(text)
        assert x <= start <= end <= x + wide


@pytest.mark.parametrize(("scale", "value", "expected"), [((1, 100), 1, 1), ((1, 100), 100, 5), ((0, 1), 0.5, 3)])
def test_shades_follow_the_scale(scale, value, expected):
    assert heat.shade(value, scale) == expected


def test_thirty_one_rows_of_six_fit_a_phone():
    rows = {f"Province {k}": (100.0,) * 6 for k in range(31)}
    data = heat.HeatMap(PARTS * 2, rows)
    root = ElementTree.fromstring(heat.heat(data, frame()))
    assert len(marks(root, "rect", "heat")) == 31 * 6 + heat.CLASSES
    for cell, text in zip(marks(root, "rect", "heat"), marks(root, "text", "num"), strict=False):
        assert place(text)[1] - place(text)[0] <= float(cell.get("width"))


def test_long_heads_are_slanted_and_short_ones_upright():
    data = heat.HeatMap(PARTS * 3, {"A": (1.0,) * 9})
    slanted = ElementTree.fromstring(heat.heat(data, frame()))
    assert sum(t.get("transform") is not None for t in slanted.iter("text")) == 9
    upright = ElementTree.fromstring(heat.heat(data, frame("zh")))
    assert not any(t.get("transform") for t in upright.iter("text"))


# ---- over the years
def test_grades_lie_behind_the_lines_and_cover_the_scale():
    root = parsed("coordination")
    bands = marks(root, "rect", "grade")
    order = [e.get("class", "") for e in root]
    assert max(order.index(b.get("class")) for b in bands) < next(k for k, c in enumerate(order) if c.startswith("ln"))
    heights = sorted((float(b.get("y")), float(b.get("y")) + float(b.get("height"))) for b in bands)
    for (_, end), (start, _) in pairwise(heights):
        assert end == pytest.approx(start, abs=0.2)
    assert [words(t) for t in marks(root, "text", "ax") if "coordination" in words(t)]


def test_a_degree_stands_in_the_band_of_its_grade():
    root = parsed("wide coordination")
    tip = [float(d.get("cy")) for d in marks(root, "circle", "tip") if "me" in d.get("class")][-1]
    names = {words(t): float(t.get("y")) for t in marks(root, "text", "ax")}
    nearest = min((n for n in names if "coordination" in n or "imbalance" in n), key=lambda n: abs(names[n] - 4 - tip))
    assert nearest == "intermediate coordination"  # A ends at 0.77


def test_lines_break_where_a_year_is_not_known():
    assert len(marks(parsed("scores"), "path", "ln")) == 1 + 2 + 1


def test_only_some_lines_are_named_and_the_one_in_focus_has_its_figure():
    root = parsed("scores")
    texts = [words(t) for t in marks(root, "text", "lb")]
    assert "Germany 0.8" in texts
    assert "China" in texts
    assert "Mexico" not in texts


def test_one_year_and_nothing_known_break_nothing():
    for series in ({"A": (1.0,)}, {"A": (NAN,)}):
        drawn = courses.courses(courses.GradeLines((2000,), series, ("A",)), frame())
        assert "nan" not in drawn
        ElementTree.fromstring(drawn)


# ---- files
def test_what_is_no_chart_is_refused():
    with pytest.raises(ValueError, match="not a chart"):
        picture("<svg></svg>", "A title")


def test_the_topic_gives_the_hue_and_an_unknown_one_is_refused():
    assert "#12906A" in style("green")
    assert "#12906A" not in style("index")
    with pytest.raises(UnknownNameError, match=r"unknown topic 'gren'\. Did you mean 'green'\?"):
        style("gren")


def contrast(one, other):
    def light(colour):
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        line = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * line[0] + 0.7152 * line[1] + 0.0722 * line[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_numbers_can_be_read_on_every_shade_in_both_themes():
    for theme in style().split("@media"):
        cells = dict(re.findall(r"\.heat\.(h\d) \{ fill: (#\w{6})", theme))
        inks = {n: colour for names, colour in re.findall(r"((?:\.ch text\.on\d,? ?)+)\{ fill: (#\w{6})", theme)
                for n in re.findall(r"on(\d)", names)}  # fmt: skip
        assert set(cells) == {"h1", "h2", "h3", "h4", "h5"}
        for k in "12345":
            assert contrast(cells[f"h{k}"], inks[k]) >= 4.5
