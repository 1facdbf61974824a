"""Diagrams of losses, flows, provinces, courses and matrices: figures in their places, names apart, both themes."""

from __future__ import annotations

import itertools
import math
import random
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from diagrams import CURVE, DIAGRAMS, EMPTY, FLOWS, FRONTIER, LATE, LOSSES, MATRIX, ONE, TILES
from each import check_each
from newind.charts import PAGE, WIDENED, chart, draw, flows, losses, tiles
from newind.charts.proofs import Flows, Link, LossChart, LossRow, Node, Tile, Tiles
from newind.documents.html import environment, page
from newind.documents.report.picture import picture
from newind.errors import DataError
from readsvg import LONG, LONG_ZH, WIDTHS, boxes, d, drawn, marks, overlapping, parsed, words
from sample import brief


@check_each("wide", WIDTHS)
@check_each("lang", ["en", "zh"])
@check_each("name", DIAGRAMS)
class TestEveryDiagram:
    def test_is_named_with_figures_and_as_wide_as_asked(self, name, lang, wide):
        root = parsed(DIAGRAMS[name], lang=lang, wide=wide)
        assert root.get("role") == "img"
        assert root.get("aria-label").startswith("What it shows")
        assert re.search(r"\d", root.get("aria-label"))
        assert root.get("viewBox").startswith(f"0 0 {wide:.0f} ")

    def test_is_the_same_every_time_and_leaves_colour_to_the_page(self, name, lang, wide):
        svg = drawn(DIAGRAMS[name], lang, wide=wide)
        assert svg == drawn(DIAGRAMS[name], lang, wide=wide)
        assert "nan" not in re.sub(r"[A-Z]?[a-z]*nan[a-z]*(?<!nan)", "", svg)
        assert not re.search(r"#[0-9a-fA-F]{3,6}\b|rgb|style=|font", svg.replace("url(#", "url("))

    def test_keeps_texts_inside_even_with_long_names(self, name, lang, wide):
        for names in (None, lambda _: LONG, lambda _: LONG_ZH):
            root = parsed(DIAGRAMS[name], lang=lang, wide=wide, names=names)
            height = float(root.get("viewBox").split()[3])
            for text, left, right, _, _ in boxes(root):
                assert left >= -1, text
                assert right <= wide + 1, text
            for text in root.iter("text"):
                assert 7 <= float(text.get("y")) <= height, words(text)

    def test_no_name_lies_on_another(self, name, lang, wide):
        for names in (None, lambda _: LONG, lambda _: LONG_ZH):
            assert overlapping(parsed(DIAGRAMS[name], lang=lang, wide=wide, names=names)) == []

    def test_escapes_names(self, name, lang, wide):
        hostile = '"><script>alert(1)</script>&'
        assert "<script" not in drawn(DIAGRAMS[name], lang, lambda _: hostile, wide)
        parsed(DIAGRAMS[name], lang=lang, names=lambda _: hostile, wide=wide)

    def test_is_a_file_of_its_own(self, name, lang, wide):
        text = picture(drawn(DIAGRAMS[name], lang, wide=wide), "A title", "From here", "s1", lang)
        ElementTree.fromstring(text.encode())
        assert "var(" not in text


@check_each("wide", WIDTHS)
@check_each("lang", ["en", "zh"])
@check_each("proof", [*EMPTY.values(), *ONE.values()], ids=[*EMPTY, *(f"one {k}" for k in ONE)])
def test_nothing_and_a_single_row_break_nothing(proof, lang, wide):
    root = parsed(proof, lang=lang, wide=wide)
    assert overlapping(root) == []
    assert "nan" not in ElementTree.tostring(root, encoding="unicode").replace("finance", "")


def test_every_diagram_is_registered_and_one_column_wide_by_default():
    assert {type(p) for p in DIAGRAMS.values()} == set(WIDENED)
    assert chart(TILES, str, "en", "t") == chart(TILES, str, "en", "t", "0", draw.WIDTH)


# ---- losses


def bars(root):
    """Return the bars of losses without the swatches of the legend: horizon, left, width."""
    return [
        (r.get("class").split()[1], float(r.get("x")), float(r.get("width")))
        for r in marks(root, "rect", "loss")
        if r.get("height") == "4.5"
    ]


def test_losses_lie_on_a_scale_of_tens():
    found = bars(parsed(LOSSES))
    assert [b[0] for b in found] == ["long", "medium", "short", "quarter", *["long", "medium", "short"] * 2]
    quarter = found.pop(3)
    assert quarter[1] < found[0][1]  # it may cost nothing
    assert_allclose([b[2] for b in found], found[0][2], atol=0.11)
    decade = found[0][2] / math.log10(4)
    assert_allclose(found[1][1] - found[0][1], decade * math.log10(0.014 / 0.008), atol=0.11)
    assert_allclose(found[0][1] - found[3][1], decade * math.log10(8), atol=0.11)


def test_each_bar_of_a_loss_has_the_tick_of_its_middle_and_the_diamond_is_the_bottleneck():
    root = parsed(LOSSES)
    bar = next(b for b in bars(root) if b[0] == "medium")
    ticks = [float(t.get("x1")) for t in marks(root, "line", "other")][1:]
    assert_allclose(ticks[1], bar[1] + bar[2] / 2, atol=0.11)
    assert len(ticks) == len(bars(root)) == 10
    diamonds = [d(p) for p in marks(root, "path", "hollow")][1:]
    assert len(diamonds) == 2
    decade = bar[2] / math.log10(4)
    assert_allclose(diamonds[0][2] - ticks[1], decade * math.log10(0.12 / 0.014), atol=0.11)
    assert [words(t) for t in marks(root, "text", "num")] == ["1.4%", "0.20%", "0.09%"]


def test_losses_name_who_is_lost_and_the_axis_says_that_it_is_logarithmic():
    assert {"all suppliers abroad", "Betaland,", "Gammaland", "Chips", "real income lost, logarithmic axis"} <= {
        b[0] for b in boxes(parsed(LOSSES))
    }
    assert {"国外全部供应方", "乙国、丙国", "芯片", "实际收入损失，对数刻度"} <= {
        b[0] for b in boxes(parsed(LOSSES, lang="zh"))
    }
    markets = replace(LOSSES, everyone={"en": "all markets", "zh": "全部市场"})
    assert "all markets" in drawn(markets)


def test_a_loss_that_may_be_a_gain_or_is_known_in_part_has_an_arrow():
    plain, below = {"medium": (0.01, 0.02, 0.03)}, {"medium": (-0.01, 0.02, 0.03)}
    assert not marks(parsed(LossChart((LossRow("c9", plain),))), "path", "arrow")
    assert len(marks(parsed(LossChart((LossRow("c9", below),))), "path", "arrow")) == 2
    assert "reaches zero or a gain" in drawn(LossChart((LossRow("c9", below),)))
    partial = drawn(LossChart((LossRow("c9", plain, open=frozenset({"medium"})),)), "zh")
    assert partial.count('class="arrow"') == 2
    assert "部分情形无均衡" in partial


def test_the_range_of_a_loss_stands_beside_it_where_there_is_room():
    assert "0.70–2.8%" in drawn(LOSSES, wide=PAGE)
    assert "0.70%至2.8%" in drawn(LOSSES, "zh", wide=PAGE)
    lone = LossChart((LossRow("c9", {"medium": (-0.01, 0.02, 0.03)}),))
    assert "−1.0 to 3.0%" in drawn(lone, wide=PAGE)


@given(st.lists(st.floats(1e-8, 1e8), min_size=1, max_size=9))
def test_ends_of_a_scale_of_tens_are_round_and_hold_what_is_drawn(values):
    low, high = losses.ends(values)
    assert 0 < low < high
    assert high >= max(values) * (1 - 1e-9)
    assert low <= max(min(values), high / 10**losses.DECADES) * (1 + 1e-9)
    assert all(f"{e:e}"[0] in "125" for e in (low, high))
    shown = losses.marks(low, high, 5)
    assert len(shown) <= 6
    assert all(low * (1 - 1e-9) <= f <= high * (1 + 1e-9) for f in shown)


# ---- flows


def test_bars_and_ribbons_of_flows_share_one_scale():
    root = parsed(FLOWS)
    high = {r.get("y"): float(r.get("height")) for r in root.iter("rect") if r.get("width") == "8"}
    assert sorted(round(h / 190 * 100) for h in high.values()) == sorted([70, 20, 10, 60, 40, 55, 25, 20])
    thick = []
    for ribbon in marks(root, "path", "flow"):
        p = d(ribbon)
        thick.append(round((p[9] - p[7]) / 190 * 100))
    assert sorted(thick) == sorted(round(k.value) for k in FLOWS.links)


def test_bars_of_one_step_do_not_touch_and_keep_to_their_side():
    rects = [
        (float(r.get("x")), float(r.get("y")), float(r.get("height")))
        for r in parsed(FLOWS).iter("rect")
        if r.get("width") == "8"
    ]
    assert len({x for x, _, _ in rects}) == 3
    for _, group in itertools.groupby(sorted(rects), key=lambda r: r[0]):
        for one, after in itertools.pairwise(group):
            assert after[1] - one[1] - one[2] >= 4.9


def test_what_the_focus_sends_and_receives_is_coloured():
    root = parsed(FLOWS)
    assert len(marks(root, "path", "me")) == 4
    assert len(marks(root, "path", "unnamed")) == 2
    assert [words(t) for t in marks(root, "text", "me")] == ["Alphaland", "70.0", "Alphaland", "25.0"]
    assert len(marks(root, "rect", "hatched")) == 1


def test_flows_say_their_unit_and_shares_are_whole_where_none_vanishes():
    assert "million USD" in drawn(FLOWS)
    assert "亿美元" in drawn(FLOWS, "zh")
    assert "98.5%" in drawn(DIAGRAMS["shares"])
    two = Flows((Node("AAA", 0, 0.456), Node("BBB", 1, 0.456)), (Link(0, "AAA", "BBB", 0.456),), "AAA", "1")
    assert "Betaland 46%" in drawn(two)


def test_flows_refuse_links_without_ends_and_too_many_nodes():
    nodes = (Node("AAA", 0, 1.0), Node("BBB", 1, 1.0))
    with pytest.raises(
        DataError, match=r"links without a node at an end, 'AAA → CCC from step 0', 'BBB → AAA from step 1'"
    ):
        Flows(nodes, (Link(0, "AAA", "CCC", 1.0), Link(0, "AAA", "BBB", 1.0), Link(1, "BBB", "AAA", 1.0)), "AAA", "1")
    with pytest.raises(DataError, match=r"flows: 21 nodes, 20 at most\. Group the smallest ones"):
        Flows(tuple(Node(f"E{i}", i % 2, 1.0) for i in range(21)), (), "AAA", "1")


def scattered(seed):
    """Return flows that can be drawn without a crossing, their nodes in a drawn order."""
    rng = random.Random(seed)
    nodes = [Node(f"{'xyz'[k]}{i}", k, 1.0) for k in range(3) for i in range(5)]
    links = [
        Link(k, f"{'xyz'[k]}{i}", f"{'xyz'[k + 1]}{j}", 1.0)
        for k in range(2)
        for i in range(5)
        for j in (i, i + 1)
        if j < 5
    ]
    rng.shuffle(nodes)
    return Flows(tuple(nodes), tuple(links), "x0", "1")


@check_each("seed", range(12))
def test_flows_that_need_no_crossing_have_none(seed):
    proof = scattered(seed)
    assert flows.crossing(flows.steps_of(proof), proof.links) == 0


@st.composite
def any_flows(draw_):
    counts = [draw_(st.integers(1, 4)) for _ in range(3)]
    nodes = tuple(Node(f"{k}.{i}", k, 1.0, hatched=draw_(st.booleans())) for k in range(3) for i in range(counts[k]))
    pairs = [(k, i, j) for k in range(2) for i in range(counts[k]) for j in range(counts[k + 1])]
    values = draw_(st.lists(st.integers(0, 5), min_size=len(pairs), max_size=len(pairs)))
    links = tuple(Link(k, f"{k}.{i}", f"{k + 1}.{j}", float(v)) for (k, i, j), v in zip(pairs, values, strict=True))
    return Flows(nodes, links, "0.0", "1")


@given(any_flows())
def test_an_order_crosses_no_more_than_the_one_given_and_ends_with_what_is_not_named(proof):
    found = flows.steps_of(proof)
    hatched = {n.code for n in proof.nodes if n.hatched}
    given_ = [sorted((n.code for n in proof.nodes if n.step == k), key=hatched.__contains__) for k in range(3)]
    assert [sorted(s) for s in found] == [sorted(s) for s in given_]
    assert flows.crossing(found, proof.links) <= flows.crossing(given_, proof.links)
    for step in found:
        assert [c in hatched for c in step] == sorted(c in hatched for c in step)
    assert found == flows.steps_of(proof)


@given(st.lists(st.tuples(st.floats(1, 90), st.sampled_from((15.5, 29.0))), min_size=1, max_size=9), st.floats(1, 9))
def test_stacked_boxes_and_the_names_beside_them_keep_apart(items, gap):
    highs, labels = zip(*items, strict=True)
    tops = flows.stack_boxes(highs, labels, gap)
    middles = [t + h / 2 for t, h in zip(tops, highs, strict=True)]
    assert tops[0] >= 0
    assert middles[0] - labels[0] / 2 >= -1e-9
    for k in range(len(tops) - 1):
        assert tops[k + 1] - tops[k] - highs[k] >= gap - 1e-9
        assert middles[k + 1] - middles[k] >= (labels[k] + labels[k + 1]) / 2 - 1e-9


# ---- tiles


def test_tiles_stand_in_their_places_with_name_and_figure():
    root = parsed(TILES)
    texts = [words(t) for t in marks(root, "text", "name")]
    assert set(texts) == {"HL", "BJ", "SC", "XZ", "QH", "GS", "NX", "SX", "HE", "SD"}
    assert {"1.7", "2.8", "3.7"} <= {b[0] for b in boxes(root)}
    by_name = {words(t): (float(t.get("x")), float(t.get("y"))) for t in marks(root, "text", "name")}
    side = (by_name["HL"][0] - by_name["BJ"][0]) / 2
    assert_allclose(by_name["BJ"][1] - by_name["HL"][1], side, atol=0.11)
    assert_allclose(by_name["BJ"][0] - by_name["QH"][0], 5 * side, atol=0.2)
    assert {"黑龙江", "北京", "四川"} <= {words(t) for t in marks(parsed(TILES, lang="zh"), "text", "name")}


def test_tiles_hatch_what_is_missing_outline_the_focus_and_say_what_is_better():
    root = parsed(TILES, key="9")
    assert [r.get("fill") for r in marks(root, "rect", "hatched")] == ["url(#hatch-9)"] * 2
    assert len(marks(root, "rect", "outline")) == 1
    said = {b[0] for b in boxes(root)}
    assert {"no data", "%, higher is better"} <= said
    assert any(t.endswith("lower is better") for t in (b[0] for b in boxes(parsed(DIAGRAMS["money"]))))
    whole = replace(TILES, tiles=tuple(t for t in TILES.tiles if t.value == t.value), better="none")
    assert "no data" not in drawn(whole)
    assert "better" not in drawn(whole)


def test_names_of_squares_can_be_given():
    assert ">甲<" in drawn(Tiles((Tile("X", 0, 0, 1.0, {"en": "a", "zh": "甲"}),), "X", "1"), "zh")


@given(st.lists(st.integers(-500, 500).map(lambda v: v / 10), min_size=1, max_size=40))
def test_classes_cover_all_figures_in_order_and_none_is_empty(values):
    cuts = tiles.breaks(values)
    assert list(cuts) == sorted(set(cuts))
    assert len(cuts) <= 4
    shades = [tiles.shade(v, cuts) for v in sorted(values)]
    assert shades == sorted(shades)
    assert len(set(shades)) == len(cuts) + 1


def test_classes_are_those_of_the_figures_as_they_are_read():
    values = [i / 1000 for i in range(10, 60)]
    proof = Tiles(tuple(Tile(f"X-{i}", i % 8, i // 8, v) for i, v in enumerate(values)), "", "1")
    root = parsed(proof)
    cuts = [
        float(words(t))
        for t in marks(root, "text", "ax")
        if t.get("class") == "ax" and re.fullmatch(r"[\d.]+", words(t))
    ]
    squares = [r for r in marks(root, "rect", "tile") if float(r.get("height")) > 10]
    figures = [float(words(t)) for t in marks(root, "text", "num")]
    assert len(cuts) == 4
    for square, figure in zip(squares, figures, strict=True):
        assert f"h{sum(figure >= c for c in cuts) + 1}" in square.get("class").split()


# ---- curves


def test_a_curve_marks_its_lowest_day_its_shock_and_its_range():
    root = parsed(CURVE)
    (tip,) = marks(root, "circle", "tip")
    (line,) = marks(root, "path", "ln")
    points = (
        list(itertools.batched(d(line), 2))
        if hasattr(itertools, "batched")
        else list(zip(*[iter(d(line))] * 2, strict=True))
    )
    assert len(points) == len(CURVE.days)
    assert (float(tip.get("cx")), float(tip.get("cy"))) == max(points, key=lambda p: (p[1], -p[0]))
    (shock,) = marks(root, "rect", "hl")
    assert_allclose(float(shock.get("x")), points[0][0], atol=0.11)
    assert_allclose(float(shock.get("x")) + float(shock.get("width")), points[3][0], atol=0.2)
    assert "90.0 on day 40" in {b[0] for b in boxes(root)}
    assert "第40天90.0" in {b[0] for b in boxes(parsed(CURVE, lang="zh"))}
    assert "lowest 90.0 on day 40 (84.0–94.0)" in root.get("aria-label")


def test_a_curve_that_ends_at_its_lowest_has_its_name_to_the_left():
    root = parsed(LATE)
    (name,) = marks(root, "text", "me")
    assert words(name) == "30.0 on day 20"
    (tip,) = marks(root, "circle", "tip")
    assert float(name.get("x")) + draw.width(words(name), bold=True) <= float(tip.get("cx"))


def test_a_frontier_starts_at_nothing_and_names_its_first_measures():
    root = parsed(FRONTIER)
    (line,) = marks(root, "path", "ln")
    points = d(line)
    zero = next(g for g in marks(root, "line", "base"))
    assert_allclose(points[1], float(zero.get("y1")), atol=0.11)
    xs = points[0::2]
    assert_allclose(
        [(x - xs[0]) / (xs[-1] - xs[0]) for x in xs[1:]],
        [200 / 2600, 500 / 2600, 900 / 2600, 1500 / 2600, 1],
        atol=2e-3,
    )
    ys = points[1::2]
    assert_allclose(
        [(y - ys[0]) / (ys[-1] - ys[0]) for y in ys[1:]], [0.3 / 0.7, 0.5 / 0.7, 0.6 / 0.7, 0.66 / 0.7, 1], atol=2e-3
    )
    assert [words(t)[:3] for t in marks(root, "text", "lb")] == ["1 E", "2 C", "3 C", "4 E"]
    assert len(marks(root, "line", "whisker")) == 5
    heights = [float(t.get("y")) for t in marks(root, "text", "lb")]
    assert heights == sorted(heights, reverse=True)


# ---- matrices


def test_a_matrix_has_no_figure_where_the_sign_is_not_sure():
    root = parsed(MATRIX, key="3")
    assert [words(t) for t in marks(root, "text", "num")] == ["+1.00", "−0.20", "+0.02", "+0.60", "+", "+0.40"]
    assert len([r for r in marks(root, "rect", "hatched") if float(r.get("height")) > 12]) == 1
    assert [words(t) for t in marks(root, "text", "ax")].count("–") == 2
    cells = [r.get("class").split()[1] for r in marks(root, "rect", "cell") if float(r.get("height")) > 12]
    assert cells == ["gain3", "loss1", "gain1", "gain2", "gain1", "gain2"]
    assert "Gammaland direction open" in root.get("aria-label")


def test_a_matrix_follows_the_declared_direction():
    lower, none = (drawn(replace(MATRIX, better=b)) for b in ("lower", "none"))
    assert "cell loss3" in lower
    assert "cell rise3" in none
    assert "cell fall1" in none
    assert "above zero" in none


# ---- both themes


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * v for w, v in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def colours(dark):
    css = environment().get_template("tokens.css").render()
    light, _, rest = css.partition("@media screen")
    found = dict(re.findall(r"--([\w-]+): (#[0-9A-F]{6});", light))
    return found | (dict(re.findall(r"--([\w-]+): (#[0-9A-F]{6});", rest)) if dark else {})


def fills(pattern):
    css = environment().get_template("charts.css").render()
    found = {}
    for names, variable in re.findall(r"((?:\.ch [\w.-]+,? ?)+)\{ fill: var\(--([\w-]+)\)", css):
        found |= dict.fromkeys(re.findall(pattern, names), variable)
    return found


@pytest.mark.parametrize("dark", [False, True])
def test_figures_on_coloured_squares_can_be_read(dark):
    value = colours(dark)
    grounds = {f"on{k}": v for k, v in fills(r"\.heat\.h(\d)").items()}
    grounds |= {f"in-{k}": v for k, v in fills(r"\.cell\.(\w+\d)").items()}
    inks = fills(r"text\.(on\d|in-\w+\d)")
    assert set(inks) == set(grounds)
    assert len(inks) == 17
    for name, ink in inks.items():
        assert contrast(value[ink], value[grounds[name]]) >= 4.5, name


@pytest.mark.parametrize("dark", [False, True])
def test_bars_and_their_outlines_stand_out(dark):
    value = colours(dark)
    for name in ("d-3", "d-2", "ink", "ink-2", "peer"):
        assert contrast(value[name], value["card"]) >= 3, name


# ---- in a brief


@check_each("lang", ["en", "zh"])
@check_each("name", DIAGRAMS)
def test_a_page_shows_the_diagram_with_its_table(name, lang):
    whole = brief(lang)
    section = whole.systems[0]
    card = replace(section.findings[0], proof=DIAGRAMS[name])
    shown = page(replace(whole, systems=(replace(section, findings=(card,)), *whole.systems[1:])))
    assert card.sentence in shown
    assert shown.count('class="ch"') == page(whole).count('class="ch"') - len(section.findings) + 1
