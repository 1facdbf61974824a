"""Diagrams made by hand: losses, flows, tiles, curves, frontiers and matrices, plain and awkward."""

from __future__ import annotations

from sample import NAMES, UNNAMED

from newind.systems.proofs import (
    Curve,
    Flows,
    Frontier,
    Link,
    Losses,
    LossRow,
    Matrix,
    Node,
    Step,
    Tile,
    Tiles,
)

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


LOSSES = Losses(
    (
        LossRow("c14", spans(0.008, 0.014, 0.06), bottleneck=0.12),
        LossRow("c9", spans(0.001, 0.002, 0.008), partners=("BBB", "CCC"), bottleneck=0.001),
        LossRow("c14", spans(0.0004, 0.0009, 0.003), {"en": "Chips", "zh": "芯片"}, ("BBB",)),
    )
)
AWKWARD = Losses(
    (
        LossRow("c14", {"long": (NAN,) * 3, "medium": (NAN,) * 3, "short": (NAN,) * 3}, partial=True),
        LossRow("c9", {"medium": (-0.001, 0.0004, 0.002), "short": (0.0, 0.01, 0.9)}, partial=True),
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
        Step(code, (cost / 2, cost, 2 * cost), (share * 0.8, share, share * 1.1), label)
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
DIAGRAMS = {
    "losses": LOSSES, "awkward losses": AWKWARD, "flows": FLOWS, "shares": SHARES, "tiles": TILES, "money": MONEY,
    "curve": CURVE, "late curve": LATE, "frontier": FRONTIER, "matrix": MATRIX,
}  # fmt: skip
EMPTY = {
    "losses": Losses(()),
    "flows": Flows((), (), "AAA", "1"),
    "flows of nothing": Flows((Node("AAA", 0, 0.0), Node("BBB", 1, NAN)), (Link(0, "AAA", "BBB", 0.0),), "AAA", "1"),
    "tiles": Tiles((), "AAA", "1"),
    "tiles of nothing": Tiles((Tile("CN-BJ", 0, 0, NAN),), "AAA", "1"),
    "curve": Curve((), (), (), (), (0.0, 1.0)),
    "curve of nothing": Curve((0.0, 1.0), (NAN,) * 2, (NAN,) * 2, (NAN,) * 2, (0.0, 1.0)),
    "frontier": Frontier((), "M.USD"),
    "frontier of nothing": Frontier((Step("c14", (NAN,) * 3, (NAN,) * 3),), "1"),
    "matrix": Matrix((), (), {}, "AAA", "1"),
    "matrix of nothing": Matrix(("AAA",), ("AAA",), {}, "AAA", "1"),
}
ONE = {
    "losses": Losses((LossRow("c14", {"medium": (0.01, 0.01, 0.01)}),)),
    "flows": Flows((Node("AAA", 0, 1.0), Node("BBB", 1, 1.0)), (Link(0, "AAA", "BBB", 1.0),), "AAA", "1"),
    "tiles": Tiles((Tile("CN-BJ", 0, 0, 0.2),), "CN-BJ", "1"),
    "curve": Curve((5.0,), (90.0,), (95.0,), (100.0,), (0.0, 10.0)),
    "frontier": Frontier((Step("c14", (1.0, 2.0, 3.0), (0.1, 0.2, 0.3)),), "M.USD"),
    "matrix": Matrix(("AAA",), ("BBB",), {("AAA", "BBB"): (-2.0, -1.0, -0.5)}, "AAA", "points", "lower"),
}
