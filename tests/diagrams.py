"""Diagrams made by hand, plain and awkward: losses, flows, tiles, curves, frontiers, matrices, contributions, bubbles,
paths and trajectories.
"""

from __future__ import annotations

from newind.charts.proofs import (
    Branch,
    Bubble,
    ChartRow,
    Curve,
    Fan,
    Flows,
    Frontier,
    FrontierStep,
    Link,
    LossChart,
    LossRow,
    Matrix,
    Node,
    PathTree,
    Scatter,
    Tile,
    Tiles,
    Waterfall,
)
from sample import NAMES, UNNAMED

NAN = float("nan")
TOLD = {
    lang: {
        **NAMES[lang],
        "c9": ("Chemicals", "化学工业")[z],
        "CN-HL": ("Heilongjiang", "黑龙江")[z],
        "CN-BJ": ("Beijing", "北京")[z],
        "CN-SC": ("Sichuan", "四川")[z],
        "CN-XZ": ("Tibet", "西藏")[z],
    }
    for z, lang in enumerate(("en", "zh"))
}
OTHERS = {"en": "Other named economies", "zh": "其他具名经济体"}


def spans(long: float, medium: float, short: float) -> dict[str, tuple[float, float, float]]:
    """Return a range for each horizon, from half of its middle to twice of it."""
    return {h: (v / 2, v, 2 * v) for h, v in (("long", long), ("medium", medium), ("short", short))}


LOSSES = LossChart(
    (
        LossRow("c14", spans(0.008, 0.014, 0.06) | {"quarter": (0.0, 0.01, 0.1)}, bottleneck=0.12),
        LossRow("c9", spans(0.001, 0.002, 0.008), partners=("BBB", "CCC"), bottleneck=0.001),
        LossRow("c14", spans(0.0004, 0.0009, 0.003), {"en": "Chips", "zh": "芯片"}, ("BBB",)),
    )
)
EVERY = frozenset({"long", "medium", "short"})
AWKWARD = LossChart(
    (
        LossRow("c14", {"long": (NAN,) * 3, "medium": (NAN,) * 3, "short": (NAN,) * 3}, open=EVERY),
        LossRow("c9", {"medium": (-0.001, 0.0004, 0.002), "short": (0.0, 0.01, 0.9)}, open=EVERY),
        LossRow("c9", {"medium": (0.01, NAN, 0.2)}, bottleneck=NAN),
    )
)
FLOWS = Flows(
    (
        Node("AAA", 0, 70.0),
        Node("BBB", 0, 20.0),
        Node("un", 0, 10.0, UNNAMED, hatched=True),
        Node("c14", 1, 60.0),
        Node("c9", 1, 40.0),
        Node("BBB", 2, 55.0),
        Node("AAA", 2, 25.0),
        Node("other", 2, 20.0, OTHERS),
    ),
    (
        Link(0, "AAA", "c14", 50.0),
        Link(0, "AAA", "c9", 20.0),
        Link(0, "BBB", "c14", 5.0),
        Link(0, "BBB", "c9", 15.0),
        Link(0, "un", "c14", 5.0),
        Link(0, "un", "c9", 5.0),
        Link(1, "c14", "BBB", 40.0),
        Link(1, "c14", "AAA", 20.0),
        Link(1, "c9", "BBB", 15.0),
        Link(1, "c9", "AAA", 5.0),
        Link(1, "c9", "other", 20.0),
    ),
    "AAA",
    "M.USD",
    (
        {"en": "value made in", "zh": "价值来源"},
        {"en": "exports of industries", "zh": "行业出口"},
        {"en": "bought by", "zh": "买方"},
    ),
)
SHARES = Flows(
    (Node("AAA", 0, 0.985), *(Node(f"E{i}", 0, 0.001) for i in range(5)), Node("BBB", 1, 0.6), Node("CCC", 1, 0.39)),
    (
        Link(0, "AAA", "BBB", 0.6),
        Link(0, "AAA", "CCC", 0.385),
        *(Link(0, f"E{i}", "CCC", 0.001) for i in range(5)),
    ),
    "CCC",
    "1",
)
TILES = Tiles(
    (
        Tile("CN-HL", 7, 0, 0.017),
        Tile("CN-BJ", 5, 1, 0.028),
        Tile("CN-SC", 1, 3, 0.037),
        Tile("CN-XZ", 0, 3, NAN),
        *(Tile(f"CN-{k}", i, 2, 0.01 * i + 0.002) for i, k in enumerate(("QH", "GS", "NX", "SX", "HE", "SD"))),
    ),
    "CN-SC",
    "1",
    "higher",
)
MONEY = Tiles(tuple(Tile(t.code, t.column, t.row, 1e8 * t.value) for t in TILES.tiles), "CN-XZ", "M.CNY", "lower")
DAYS = tuple(float(d) for d in range(0, 121, 10))
CURVE = Curve(
    DAYS,
    tuple(100.0 - 16 * (1 - abs(d - 40) / 80) if d else 100.0 for d in DAYS),
    tuple(100.0 - 10 * (1 - abs(d - 40) / 80) if d else 100.0 for d in DAYS),
    tuple(100.0 - 6 * (1 - abs(d - 40) / 80) if d else 100.0 for d in DAYS),
    (0.0, 30.0),
)
LATE = Curve((0.0, 10.0, 20.0), (100.0, 80.0, 20.0), (100.0, 90.0, 30.0), (100.0, NAN, 40.0), (15.0, 40.0))
FRONTIER = Frontier(
    tuple(
        FrontierStep(code, (cost / 2, cost, 2 * cost), (share * 0.8, share, share * 1.1), label)
        for code, cost, share, label in (
            ("c14", 200.0, 0.3, None),
            ("c9", 500.0, 0.5, None),
            ("chips", 900.0, 0.6, {"en": "Chips", "zh": "芯片"}),
            ("c14", 1500.0, 0.66, None),
            ("c9", 2600.0, 0.7, None),
        )
    ),
    "M.USD",
)
MATRIX = Matrix(
    ("AAA", "BBB", "CCC"),
    ("AAA", "BBB", "CCC"),
    {
        ("AAA", "AAA"): (0.005, 0.01, 0.02),
        ("AAA", "BBB"): (-0.004, -0.002, -0.001),
        ("AAA", "CCC"): (-0.001, 0.0001, 0.002),
        ("BBB", "AAA"): (0.0001, 0.0002, 0.0003),
        ("BBB", "BBB"): (0.003, 0.006, 0.009),
        ("BBB", "CCC"): (0.000001, 0.000002, 0.000003),
        ("CCC", "AAA"): (NAN, NAN, NAN),
        ("CCC", "CCC"): (0.003, 0.004, 0.005),
    },
    "AAA",
    "1",
    "higher",
    {"en": "who grows", "zh": "增长方"},
    {"en": "who gains", "zh": "受益方"},
)
YEARS = ({"en": "2000", "zh": "2000年"}, {"en": "2010", "zh": "2010年"})
WATERFALL = Waterfall(
    2800.0,
    (
        ChartRow("c14", 4100.0),
        ChartRow("scale", 300.0, label={"en": "industry structure", "zh": "产业结构"}),
        ChartRow("c9", -2450.0, (-2900.0, -2100.0)),
        ChartRow("both", 50.0, label={"en": "acting together", "zh": "交互项"}, hatched=True),
    ),
    4800.0,
    "Mt",
    YEARS,
)
CUT = Waterfall(0.2621, (ChartRow("c14", 0.004), ChartRow("c9", -0.0072), ChartRow("c14", 0.0026)), 0.2615, "1", YEARS)
BELOW = Waterfall(-20.0, (ChartRow("c14", 30.0), ChartRow("c9", -60.0)), -50.0, "M.USD", YEARS)
STEPS = Waterfall(
    0.0, tuple(ChartRow("c9", 1e9 / 3**i) for i in range(20)), sum(1e9 / 3**i for i in range(20)), "Mt", YEARS
)
STAGES, ADDED = {"en": "stages to final demand", "zh": "距最终需求的阶段数"}, {"en": "value added", "zh": "增加值率"}
SCATTER = Scatter(
    tuple(
        Bubble(code, 1.0 + i, 0.3 + 0.05 * (i - 1.4) ** 2 + 0.01 * j, 10.0 * (i + 1) / (j + 1), region=region)
        for j, region in enumerate(("AAA", "BBB", "CCC"))
        for i, code in enumerate(("c14", "c9", "c14", "c9"))
    ),
    STAGES,
    ADDED,
    "1",
    ((1.0, 2.0, 3.0, 4.0), (0.4, 0.31, 0.32, 0.43)),
    "AAA",
)
CROWD = Scatter(
    tuple(Bubble("c9", (i * 37 % 101) / 7, (i * 53 % 97) * 1e7 - 4e8, i**2 * 1.0) for i in range(300)),
    STAGES,
    {"en": "output", "zh": "产出"},
    "M.USD",
)
TREE = PathTree(
    tuple(
        Branch(code, parent, value, label, own)
        for code, parent, value, own, label in (
            ("c14", -1, 100.0, 5.0, {}),
            ("power", 0, 40.0, 38.0, {"en": "Electricity", "zh": "电力"}),
            ("c9", 0, 30.0, 8.0, {}),
            ("power", 2, 12.0, 12.0, {"en": "Electricity", "zh": "电力"}),
            ("c14", 2, 6.0, 0.0, {}),
        )
    ),
    "Mt",
    100.0,
)
BUSH = PathTree(
    (
        Branch("c14", -1, 1e6, {}, 1.0),
        *(Branch("c9", i, 1e6 / (i + 2), {}, 1.0) for i in range(9)),
        *(Branch("c14", 1, 2.0 * i + 1.0, {}, 0.5) for i in range(50)),
    ),
    "Mt",
    1e6,
)
COURSE = (2020, 2025, 2030, 2040, 2050)
FAN = Fan(
    COURSE,
    (
        ("power", (4000.0, 4400.0, 4000.0, 2000.0, 200.0)),
        ("c14", (1000.0, 1050.0, 1100.0, 600.0, 100.0)),
        ("c9", (900.0, 950.0, 900.0, 400.0, 100.0)),
    ),
    "Mt",
    {"power": {"en": "Electricity", "zh": "电力"}},
    ((3600.0, 4000.0, 3600.0, 1800.0, 100.0), (900.0, 900.0, 900.0, 500.0, 50.0), (800.0, 800.0, 800.0, 300.0, 50.0)),
    ((4200.0, 5000.0, 4900.0, 3000.0, 900.0), (1200.0,) * 5, (1000.0,) * 5),
    ((2025, ""), (2025, "power"), (2030, "c14"), (2027, "c9")),
)
SINK = Fan(COURSE, (("c14", (5.0, 4.0, 3.0, 2.0, 1.0)), ("c9", (-1.0, -2.0, 0.0, 1.0, -9.0))), "1")
MANY = Fan(
    tuple(range(2000, 2061)),
    tuple((f"s{i}", tuple(1e7 * (i % 4 + 1) / (1 + abs(t - 20)) for t in range(61))) for i in range(26)),
    "M.USD",
    {f"s{i}": {"en": f"A sector named {i}", "zh": f"名为{i}的部门"} for i in range(26)},
    marks=tuple((2020, f"s{i}") for i in range(26)),
)
DIAGRAMS = {
    "losses": LOSSES, "awkward losses": AWKWARD, "flows": FLOWS, "shares": SHARES, "tiles": TILES, "money": MONEY,
    "curve": CURVE, "late curve": LATE, "frontier": FRONTIER, "matrix": MATRIX,
    "waterfall": WATERFALL, "cut waterfall": CUT, "waterfall below zero": BELOW, "twenty steps": STEPS,
    "scatter": SCATTER, "crowd": CROWD, "tree": TREE, "bush": BUSH, "fan": FAN, "sink": SINK, "many parts": MANY,
}  # fmt: skip
EMPTY = {
    "losses": LossChart(()),
    "flows": Flows((), (), "AAA", "1"),
    "flows of nothing": Flows((Node("AAA", 0, 0.0), Node("BBB", 1, NAN)), (Link(0, "AAA", "BBB", 0.0),), "AAA", "1"),
    "tiles": Tiles((), "AAA", "1"),
    "tiles of nothing": Tiles((Tile("CN-BJ", 0, 0, NAN),), "AAA", "1"),
    "curve": Curve((), (), (), (), (0.0, 1.0)),
    "curve of nothing": Curve((0.0, 1.0), (NAN,) * 2, (NAN,) * 2, (NAN,) * 2, (0.0, 1.0)),
    "frontier": Frontier((), "M.USD"),
    "frontier of nothing": Frontier((FrontierStep("c14", (NAN,) * 3, (NAN,) * 3),), "1"),
    "matrix": Matrix((), (), {}, "AAA", "1"),
    "matrix of nothing": Matrix(("AAA",), ("AAA",), {}, "AAA", "1"),
    "waterfall": Waterfall(0.0, (), 0.0, "1", YEARS),
    "waterfall of nothing": Waterfall(0.0, (ChartRow("c9", 0.0), ChartRow("c14", 0.0)), 0.0, "Mt", YEARS),
    "scatter": Scatter((), STAGES, ADDED, "1"),
    "scatter of nothing": Scatter((Bubble("c9", 0.0, 0.0, 0.0), Bubble("c14", 0.0, 0.0, 0.0)), STAGES, ADDED, "1"),
    "tree": PathTree((), "Mt", 0.0),
    "tree of nothing": PathTree((Branch("c9", -1, 0.0, {}, 0.0), Branch("c14", 0, 0.0, {}, 0.0)), "Mt", 0.0),
    "fan": Fan((), (), "Mt"),
    "fan without parts": Fan((2020, 2030), (), "Mt"),
    "fan of nothing": Fan((2020, 2030), (("c9", (0.0, 0.0)), ("c14", (0.0, 0.0))), "Mt", marks=((2020, ""),)),
}
ONE = {
    "losses": LossChart((LossRow("c14", {"medium": (0.01, 0.01, 0.01)}),)),
    "flows": Flows((Node("AAA", 0, 1.0), Node("BBB", 1, 1.0)), (Link(0, "AAA", "BBB", 1.0),), "AAA", "1"),
    "tiles": Tiles((Tile("CN-BJ", 0, 0, 0.2),), "CN-BJ", "1"),
    "curve": Curve((5.0,), (90.0,), (95.0,), (100.0,), (0.0, 10.0)),
    "frontier": Frontier((FrontierStep("c14", (1.0, 2.0, 3.0), (0.1, 0.2, 0.3)),), "M.USD"),
    "matrix": Matrix(("AAA",), ("BBB",), {("AAA", "BBB"): (-2.0, -1.0, -0.5)}, "AAA", "points", "lower"),
    "waterfall": Waterfall(1e-9, (ChartRow("c9", 1e-9),), 2e-9, "kg/USD", YEARS),
    "scatter": Scatter((Bubble("c9", 1e12, -1e-12, 5.0, region="AAA"),), STAGES, ADDED, "M.USD", focus="BBB"),
    "tree": PathTree((Branch("c9", -1, 1e-12, {}, 1e-12),), "Mt", 1e-12),
    "fan": Fan((2020,), (("c9", (1e12,)),), "Mt", {}, ((5e11,),), ((2e12,),), ((2020, "c9"),)),
    "tiny fan": Fan((2020, 2021), (("c9", (1e-12, 2e-12)), ("c14", (-1e-12, 0.0))), "1", marks=((2021, ""),)),
    "tiny waterfall": Waterfall(1e15, (ChartRow("c9", 1e-3),), 1e15, "1", YEARS),
}
