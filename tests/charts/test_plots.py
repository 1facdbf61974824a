"""Waterfalls, bubbles, trees of paths and fans: figures in their places, sums that are whole, names apart."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from diagrams import BUSH, CROWD, CUT, FAN, MANY, SCATTER, SINK, TOLD, TREE, WATERFALL
from newind.charts import PAGE, draw, fan, tree
from newind.documents.prooftable import proof_grid, proof_table
from readsvg import WIDTHS, boxes, d, drawn, marks, parsed, words


def wf(root):
    """Return the bars of a waterfall: css, left, right."""
    return [
        (r.get("class").split()[0], float(r.get("x")), float(r.get("x")) + float(r.get("width")))
        for r in root.iter("rect")
        if r.get("height") == "11"
    ]


def test_bars_of_a_waterfall_start_where_the_one_before_ends():
    root = parsed(WATERFALL, key="5")
    found = wf(root)
    assert [b[0] for b in found] == ["fill", "rise", "rise", "drop", "hatched", "fill"]
    zero, scale = found[0][1], (found[0][2] - found[0][1]) / 2800
    ends = [(0, 2800), (2800, 6900), (6900, 7200), (4750, 7200), (4750, 4800), (0, 4800)]
    assert_allclose([b[1:] for b in found], [[zero + scale * v for v in pair] for pair in ends], atol=0.6)
    assert [r.get("fill") for r in marks(root, "rect", "hatched")] == ["url(#hatch-5)"]
    joins = [float(x.get("x1")) for x in marks(root, "line", "lead")]
    assert_allclose(joins, [zero + scale * v for v in (2800, 6900, 7200, 4750, 4800)], atol=0.2)
    (span,) = marks(root, "line", "other")
    assert_allclose(
        [float(span.get("x1")), float(span.get("x2"))], [zero + scale * (7200 - v) for v in (2900, 2100)], atol=0.2
    )


def test_a_waterfall_writes_levels_and_signed_steps():
    texts = [words(t) for t in marks(parsed(WATERFALL), "text", "num")]
    assert texts == ["2,800", "+4,100", "+300", "−2,450", "+50", "4,800"]
    assert "2000 2,800 Mt; Electronics +4,100;" in parsed(WATERFALL).get("aria-label")


def test_an_axis_of_small_steps_is_cut_and_says_so():
    root = parsed(CUT)
    assert "axis from 25.5%" in {b[0] for b in boxes(root)}
    assert "横轴自25.5%起" in {b[0] for b in boxes(parsed(CUT, lang="zh"))}
    assert [words(t) for t in marks(root, "text", "num")] == ["26.21", "+0.40", "−0.72", "+0.26", "26.15"]
    found = wf(root)
    assert_allclose((found[2][2] - found[2][1]) / (found[1][2] - found[1][1]), 72 / 40, atol=0.02)
    assert "axis from" not in drawn(WATERFALL)


# ---- bubbles


def circles(root, css):
    return [(float(c.get("cx")), float(c.get("cy")), float(c.get("r"))) for c in marks(root, "circle", css)]


def test_bubbles_stand_at_their_places_with_areas_by_size():
    lone = replace(SCATTER, points=SCATTER.points[:4], curve=((), ()))
    found = circles(parsed(lone, wide=PAGE), "bubble")[2:]
    largest_first = sorted(lone.points, key=lambda p: -p.size)
    assert_allclose([c[2] for c in found], [18 * math.sqrt(p.size / 40) for p in largest_first], atol=0.06)
    xs, ys = ([c[i] for c in found] for i in (0, 1))
    assert_allclose([(x - xs[0]) / (xs[-1] - xs[0]) for x in xs], [0, 1 / 3, 2 / 3, 1], atol=1e-3)
    share = [(p.y - largest_first[0].y) / (largest_first[-1].y - largest_first[0].y) for p in largest_first]
    assert_allclose([(y - ys[0]) / (ys[-1] - ys[0]) for y in ys], share, atol=0.02)


def test_bubbles_of_the_focus_have_the_hue_and_lie_in_front():
    root = parsed(SCATTER)
    css = [c.get("class") for c in marks(root, "circle", "bubble")][2:]
    assert css == ["bubble"] * 8 + ["bubble me"] * 4
    assert {"Alphaland", "others", "fitted curve", "value added", "stages to final demand"} <= {
        b[0] for b in boxes(root)
    }
    assert len(marks(root, "path", "fitted")) == 1
    alone = parsed(replace(SCATTER, focus="", curve=((), ())))
    assert {c.get("class") for c in marks(alone, "circle", "bubble")} == {"bubble me"}
    assert "fitted" not in drawn(replace(SCATTER, curve=((), ())))


@pytest.mark.parametrize("wide", WIDTHS)
def test_names_of_bubbles_stand_on_the_plot_the_largest_first(wide):
    root = parsed(CROWD, wide=wide)
    names = marks(root, "text", "lb")
    assert 1 <= len(names) <= (7 if wide == draw.WIDTH else 14)
    foreign = [words(t) for t in marks(parsed(SCATTER, wide=PAGE), "text", "lb") if "hue" not in t.get("class")]
    assert all(t.startswith(("Betaland: ", "Gammaland: ")) for t in foreign)
    assert foreign


@given(
    st.lists(
        st.tuples(st.floats(0, 300), st.floats(0, 200), st.floats(1, 20), st.floats(5, 90)), min_size=1, max_size=12
    )
)
def test_free_places_lie_in_the_room_and_apart(items):
    room, taken = (0.0, 0.0, 300.0, 200.0), []
    for x, y, reach, wide in items:
        box = draw.free(draw.list_label_boxes(x, y, reach, wide), taken, room)
        if box is not None:
            assert not any(draw.meets(box, t) for t in taken)
            assert 0 <= box[0] <= box[2] <= 300
            assert 0 <= box[1] <= box[3] <= 200
            assert not (box[0] < x < box[2] and box[1] < y < box[3])
            taken.append(box)


# ---- paths


def test_ribbons_of_a_tree_are_as_thick_as_what_is_behind_and_dots_as_large_as_what_arises():
    root = parsed(TREE)
    thick = sorted(float(p.get("stroke-width")) for p in marks(root, "path", "branch"))
    assert_allclose(thick, [14 * v / 100 for v in (6, 12, 30, 40)], atol=0.01)
    radii = [c[2] for c in circles(root, "me")]
    assert_allclose(radii, [max(6 * math.sqrt(v / 38), 1.2) for v in (5, 38, 8, 12)], atol=0.06)


def test_the_rows_of_a_tree_add_up_to_the_total():
    root = parsed(TREE)
    figures = [words(t) for t in marks(root, "text", "num")]
    assert figures[::2] == ["5", "38", "8", "12", "0", "37", "100"]
    assert figures[1::2] == ["5.0%", "38.0%", "8.0%", "12.0%", "0.0%", "37.0%", "100.0%"]
    assert {"other paths", "total", "arising here, Mt", "share"} <= {b[0] for b in boxes(root)}
    assert len(marks(root, "rect", "hatched")) == 1
    assert "Electronics ← Chemicals ← Electricity 12 Mt" in root.get("aria-label")
    whole = replace(TREE, total=63.0, branches=TREE.branches)
    assert "other paths" not in drawn(whole)


def test_a_tree_shows_its_largest_branches_with_their_parents():
    root = parsed(BUSH)
    assert len(marks(root, "path", "branch")) == 29
    kept = tree.largest(BUSH, 30)
    assert all(BUSH.branches[i].parent in {-1, *kept} for i in kept)
    left_out = [b.value for i, b in enumerate(BUSH.branches) if i not in kept]
    assert max(left_out) <= min(BUSH.branches[i].value for i in kept)


# ---- trajectories


def edges(path):
    """Return the upper and the lower edge of an area, both from the left on."""
    points = list(zip(*[iter(d(path))] * 2, strict=True))
    half = len(points) // 2
    return points[:half], points[half:][::-1]


def test_areas_of_a_fan_lie_on_each_other_and_reach_the_whole():
    root = parsed(FAN, wide=PAGE)
    areas = [edges(p) for p in marks(root, "path", "fan")]
    assert len(areas) == 3
    for (upper, _), (_, lower) in itertools.pairwise(areas):
        assert_allclose(lower, upper, atol=0.11)
    (whole,) = marks(root, "path", "whole")
    assert_allclose(d(whole), [v for point in areas[-1][0] for v in point], atol=0.11)
    heights = [low[1] - up[1] for up, low in zip(*areas[0], strict=True)]
    assert_allclose([h / heights[0] for h in heights], [1, 1.1, 1, 0.5, 0.05], atol=0.01)
    xs = [x for x, _ in areas[0][0]]
    assert_allclose([(x - xs[0]) / (xs[-1] - xs[0]) for x in xs], [0, 1 / 6, 1 / 3, 2 / 3, 1], atol=1e-3)


def test_peaks_of_a_fan_have_a_dot_and_a_year():
    root = parsed(FAN, wide=PAGE)
    first, third = (edges(p)[0] for p in (marks(root, "path", "k0")[0], marks(root, "path", "k2")[0]))
    dots = circles(root, "tip")
    assert_allclose(dots[0][:2], third[1], atol=0.11)
    assert any(math.dist(c[:2], first[1]) < 0.2 for c in dots)
    between = [a + 0.4 * (b - a) for a, b in zip(third[1], third[2], strict=True)]
    assert any(math.dist(c[:2], between) < 0.2 for c in dots)
    assert {"2025", "2030", "2027"} <= {words(t) for t in marks(root, "text", "lb")}
    assert "Electricity 4,000 Mt in 2020, 200 Mt in 2050, peak 2025" in root.get("aria-label")
    assert "2025年达峰" in parsed(FAN, lang="zh").get("aria-label")


def test_a_fan_has_dashed_lines_only_with_ranges():
    low, high = (d(p)[1::2] for p in marks(parsed(FAN), "path", "bound"))
    whole = d(marks(parsed(FAN), "path", "whole")[0])[1::2]
    assert all(a > w > b for a, w, b in zip(low, whole, high, strict=True))
    bare = replace(FAN, low=(), high=(), marks=())
    assert "dash" not in drawn(bare)
    assert "peak" not in drawn(bare)


def test_many_parts_of_a_fan_become_eight_and_what_is_below_zero_goes_down():
    root = parsed(MANY)
    assert len(marks(root, "path", "fan")) == 8
    assert len(marks(root, "path", "rest")) == 1
    assert sum(words(t).startswith("others") for t in root.iter("text")) == 1
    whole = sum(MANY.whole)
    assert_allclose(sum(sum(row) for row in fan.group_parts(MANY, 8).values()), whole)
    sink = marks(parsed(SINK), "path", "k1")[0]
    (zero,) = marks(parsed(SINK), "line", "base")
    upper, lower = edges(sink)
    assert_allclose(upper[0][1], float(zero.get("y1")), atol=0.11)
    assert lower[0][1] > upper[0][1]


# ---- their tables


def table(proof, lang="en", **kw):
    return proof_table(proof, TOLD[lang], lang, **kw)


def test_a_waterfall_has_steps_and_levels():
    header, rows = table(WATERFALL)
    assert header == ("Part", "Contribution, Mt", "Level reached, Mt")
    assert rows[0] == ("2000", "2,800", "2,800")
    assert rows[3:] == (
        ("Chemicals", "−2,450", "4,750"),
        ("acting together", "50", "4,800"),
        ("2010", "4,800", "4,800"),
    )
    assert table(WATERFALL, "zh")[0] == ("构成", "贡献（亿吨）", "累计水平（亿吨）")


def test_bubbles_stand_by_size_with_their_regions():
    grid = proof_grid(SCATTER, TOLD["en"], "en")
    header = ("Industry", "Economy or province", "Stages to final demand", "Value added, %", "Share of all bubbles, %")
    assert proof_grid(replace(SCATTER, points=()), {}, "en").header[-1] == header[-1]
    assert grid.header[1:] == header[1:]
    assert grid.rows[0] == ("Chemicals", "Alphaland", "4.00", "42.8", "21.8")
    assert all(row[1] == "Alphaland" for i, row in enumerate(grid.rows) if i in grid.focus)
    assert len(grid.focus) == 4
    assert len(table(CROWD)[0]) == 4
    assert [len(table(CROWD, every_year=full)[1]) for full in (False, True)] == [20, 300]
    assert table(CROWD)[1] == table(CROWD, every_year=True)[1][:20]


def test_paths_are_written_from_the_root_and_add_up():
    header, rows = table(TREE, "zh")
    assert header == ("路径", "其后全部（亿吨）", "本环节产生（亿吨）", "占总量（%）")
    assert rows[3][0] == f"{rows[2][0]} ← 电力" == "电子 ← 化学工业 ← 电力"
    assert rows[-1][0] == "其他路径"
    assert [len(table(BUSH, every_year=full)[1]) for full in (False, True)] == [31, 61]
    for proof, full in itertools.product((TREE, BUSH), (False, True)):
        assert math.isclose(sum(proof_grid(proof, {}, "en", every_year=full).columns[2].cells), proof.total)


def test_a_fan_has_its_turn_and_in_full_every_year():
    assert table(FAN) == (
        ("Part", "2020, Mt", "Highest, Mt", "Year of the highest", "2050, Mt"),
        (
            ("Electricity", "4,000", "4,400", "2025", "200"),
            ("Electronics", "1,000", "1,100", "2030", "100"),
            ("Chemicals", "900", "950", "2025", "100"),
            ("total", "5,900", "6,400", "2025", "400"),
        ),
    )
    header, rows = table(FAN, every_year=True)
    assert header[4:] == ("Total, Mt", "Sum of lowest, Mt", "Sum of highest, Mt")
    assert rows[1] == ("2025", "4,400", "1,050", "950", "6,400", "5,700", "7,200")
    assert len(table(replace(FAN, low=(), high=()), "zh", every_year=True)[0]) == 5
