"""A small brief made by hand: every kind of proof, both languages, and texts that try to be formulas."""

from __future__ import annotations

import pandas as pd

from newind.charts.proofs import AreaStack, Bars, ChartRow, DotRanking, Lines, PartnerBars, Proof, Segments, SlopeChart
from newind.questions.model import BigNumber, Brief, BriefProvenance, Card, SourceRow, SystemSection

NAN = float("nan")
NAMES = {
    "en": {"AAA": "Alphaland", "BBB": "Betaland", "CCC": "Gammaland", "c14": "Electronics"},
    "zh": {"AAA": "甲国", "BBB": "乙国", "CCC": "丙国", "c14": "电子"},
}
OTHER = {"en": "other economies", "zh": "其他经济体"}
UNNAMED = {"en": "not named in the data", "zh": "数据未具名"}
HOME, ABROAD = {"en": "from home", "zh": "来自国内"}, {"en": "from abroad", "zh": "来自国外"}
RANKED = DotRanking(
    (ChartRow("BBB", 0.6, (0.55, 0.7)), ChartRow("AAA", 0.419), ChartRow("CCC", 0.3, (0.3, 0.4))),
    "AAA",
    "1",
    {"en": "Bars span two definitions.", "zh": "横条为两种口径。"},
)
LINES = Lines((2000, 2001, 2002), {"AAA": (0.1, 0.15, 0.22), "BBB": (NAN, 0.3, 0.28)}, "AAA", "1")
BAND = Lines(
    (2000, 2011),
    {"market": (100.0, 80.0), "ppp": (100.0, 96.0)},
    "market",
    "index",
    {"market": {"en": "market rate", "zh": "市场汇率"}, "ppp": {"en": "purchasing power", "zh": "购买力平价"}},
    ("market", "ppp"),
)
SLOPE = SlopeChart((1995, 2011), {"AAA": (2.5, 2.839), "BBB": (2.0, 1.786)}, "AAA", "stages")
SEGMENTS = Segments(
    (ChartRow("BBB", 0.5), ChartRow("other", 0.24, label=OTHER), ChartRow("un", 0.26, label=UNNAMED, hatched=True)), "1"
)
TWO_SIDED = PartnerBars(
    (ChartRow("BBB", 291.0, other=29.0), ChartRow("CCC", 100.0)),
    "Mt",
    {"en": "In", "zh": "流入"},
    {"en": "Out", "zh": "流出"},
)
BARS = Bars((ChartRow("AAA", 0.246, other=0.174), ChartRow("BBB", 0.33, other=0.3)), "AAA", "1", (HOME, ABROAD))
INDUSTRIES = Bars((ChartRow("c14", 0.29), ChartRow("un", 0.1, label=UNNAMED, hatched=True)), "c14", "1")
STACKED = AreaStack(
    (1995, 2011), {"home": (0.8091, 0.782), "gvc": (0.0866, 0.1189)}, "1", {"home": HOME, "gvc": ABROAD}
)
PROOFS: dict[str, Proof] = {
    "ranked": RANKED, "lines": LINES, "band": BAND, "slope": SLOPE, "segments": SEGMENTS, "two-sided": TWO_SIDED,
    "bars": BARS, "industries": INDUSTRIES, "stacked": STACKED,
}  # fmt: skip
TOPICS = {
    "people": ("People first", "以人为本"),
    "quality": ("Quality first", "质量第一"),
    "innovation": ("Independent innovation", "自主创新"),
    "green": ("Green and low-carbon", "绿色低碳"),
    "digital": ("Integration of the digital and real economies", "数实融合"),
    "open": ("Open circulation", "开放循环"),
}
SYSTEMS = {
    "s1": ("Science and technology", "科学技术体系"),
    "s2": ("Advanced manufacturing", "制造业体系"),
    "s3": ("Green circular economy", "循环经济体系"),
    "s4": ("Circulation", "分工体系"),
}
EVIL = '=HYPERLINK("http://example.org","go")'
COLUMNS = ["scenario", "region", "industry", "partner", "year", "indicator", "value", "unit", "status", "note"]


def measures(extra: int = 0) -> pd.DataFrame:
    """Return a measure table: totals, detail, a figure that is not known, a negative one, hostile texts."""
    rows: list[list[object]] = [
        ["baseline", "AAA", None, None, 2010, "people.labour_share", 0.43, "1", "observed", ""],
        ["baseline", "AAA", None, None, 2011, "people.labour_share", 0.419, "1", "observed", ""],
        ["baseline", "BBB", None, None, 2011, "people.labour_share", 0.6, "1", "observed", "+1 for everyone"],
        ["baseline", "CCC", None, None, 2011, "people.labour_share", NAN, "1", "observed", EVIL],
        ["baseline", "DDD", None, None, 2011, "people.labour_share", 0.5, "1", "observed", "no peer"],
        ["baseline", "AAA", None, None, 2011, "s3.net_carbon_exports", -996.25, "Mt", "observed", ""],
        ["baseline", "AAA", "c14", None, 2011, "s1.import_dependence", 0.289, "1", "observed", "\tindented"],
        ["baseline", "AAA", None, "BBB", 2011, "s3.net_carbon_exports", 262.0, "Mt", "observed", "@home"],
        ["baseline", "BBB", "c14", None, 2011, "s1.import_dependence", 0.2, "1", "observed", "-2 points"],
        ["baseline", "AAA", None, None, 2011, "s4.supplier_hhi", 0.19, "1", "observed", ""],
        ["=1+1", "AAA", None, None, 2011, "mine.indicator", 12.5, "=TWh", "observed", "\rreturn"],
    ]
    rows += [
        ["baseline", "AAA", f"c{i}", None, 1995 + i % 17, "s1.import_dependence", i / 1e6, "1", "observed", ""]
        for i in range(extra)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def brief(lang: str = "en", table: pd.DataFrame | None = None) -> Brief:
    """Return a brief on Alphaland."""
    z = lang == "zh"

    def t(en: str, zh: str) -> str:
        return zh if z else en

    def card(topic: str, title: str, n: int, proof: Proof, kind: str = "") -> Card:
        sentence = t(f"Result {n} of Alphaland stands at {n}%", f"甲国第{n}项结果为{n}%")
        return Card(
            topic, title, sentence, proof, t(f"Note {n}.", f"附注{n}。"), (n,), 2011, "observed", kind,
            *((f"{n}.5", "%", t(f"was {n}.0 in 1995", f"1995年为{n}.0")) if kind else ()),
        )  # fmt: skip

    proofs = list(PROOFS.values())
    cards = tuple(card(k, v[z], i + 1, proofs[i]) for i, (k, v) in enumerate(TOPICS.items()))
    kinds = ("problem", "constraint", "risk", "strength", "context")
    systems = tuple(
        SystemSection(
            k,
            v[z],
            t(f"Lead of {k}.", f"{k}概述。"),
            tuple(card(k, v[z], 10 * i + j, proofs[(3 * i + j) % len(proofs)], kinds[(i + j) % 5]) for j in (1, 2, 3)),
            (card(k, v[z], 10 * i + 4, RANKED, "context"),) if i else (),
        )
        for i, (k, v) in enumerate(SYSTEMS.items())
    )
    sources = tuple(
        SourceRow(
            n, "people.labour_share", t("Labour share", "劳动报酬占比"), "LAB / VA", "WIOD 2013", "2011", "%",
            "observed", EVIL if n == 2 else "",
        )
        for n in range(1, 35)
    )  # fmt: skip
    return Brief(
        "AAA", NAMES[lang]["AAA"], 2011, (1995, 2011), lang, ("BBB", "CCC"),
        t("Alphaland keeps less of what it sells\nthan any peer", "制造业收入居首位\n增加值率最低"),
        t("New industrialization in Alphaland, 2011, against two peers", "——甲国新型工业化进展（2011年）与两国比较"),
        t("Alphaland earned 16.2% of the world’s income. ", "2011年，甲国获得全球制成品收入的16.2%，居首位。") * 4,
        tuple(
            BigNumber(v, u, t(f"label {i}", f"指标{i}"), t(f"{i} of 3", f"第{i}位"), "people", (i,))
            for i, (v, u) in enumerate((("16.2", "%"), ("996", t("Mt", "百万吨")), ("−4 to −20", "%"), ("2.84", "")), 1)
        ),
        cards, systems,
        (t("Tables are balanced.", "表格已平衡。"), EVIL),
        ((t("Labour share", "劳动报酬占比"), "2009"), (t("Carbon", "碳排放"), "2011")),
        sources,
        BriefProvenance("newind brief AAA", "world 1995–2011", "3f9ac21e", "newind 0.1.0", t("none", "无"),
                        "CC BY 4.0"),
        NAMES[lang],
        measures() if table is None else table,
    )  # fmt: skip
